"""Cells that hold a number: decimal signs, thousands, units, "7/10", ranges, and words that are no number."""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import isfinite

from loadaid.intake.cells.spelling import DASHES, is_wide, plain, tidy
from loadaid.intake.cells.spelling import narrow as narrow_digits

_SPACE = "[ \u00a0\u202f\u2009']"
_NUMBER = re.compile(rf"[+-]?(?:\d{{1,3}}(?:{_SPACE}\d{{3}})+|\d+)(?:[.,]\d+)*|[+-]?[.,]\d+")
_GROUPS = re.compile(r"\d{1,3}([.,]\d{3})+")
_RANGE = re.compile(r"(\S+?)\s*(?:-|à|a|to|ou|or|/-/)\s*(\S+)")
# What people write when they have nothing to say; the value stays unknown. "0" is a number and is none of these.
BLANK = frozenset(("", "-", "--", "x", "?", "/", ".", "…", "...", "n/a", "nc", "n.c.", "na", "nd", "nsp"))


@dataclass(frozen=True)
class Number:
    """A number as it is written. out_of: 10 in "7/10". unit: what stands after it, plain, "" when nothing does.

    sure: False when a comma or point before three digits may group thousands or be the decimal sign.
    """

    value: float
    unit: str = ""
    out_of: float | None = None
    decimal: str | None = None
    sure: bool = True
    wide: bool = False


@dataclass(frozen=True)
class Range:
    """Two bounds, or one with the other open: "3-4", "~3", ">5", "5+"."""

    low: float | None
    high: float | None


_ABOUT = re.compile(r"\s*(?:[~≈±]|(?:env(?:iron|\.)?|about|approx(?:imately|\.)?|ca\.?|vers)\s)\s*", re.IGNORECASE)


def is_about(text: str) -> bool:
    """Whether a cell says that its value is not exact: "~3", "env. 3000", "about 6 h"."""
    return bool(_ABOUT.match(text))


def without_about(text: str) -> str:
    """The same cell without the words that say so."""
    return _ABOUT.sub("", text, count=1)


def number(text: str, decimal: str | None = None) -> Number | Range | None:
    """What a cell says if it is a number, a range or "7 sur 10"; None for anything else, also inf, 1e3, 0x1F.

    decimal: the sign of decimals of this column, where it is known.
    """
    seen = DASHES.sub("-", tidy(text)).replace("’", "'")
    narrow = narrow_digits(seen).replace("．", ".").replace("，", ",")
    if re.fullmatch(r"\(\s*\d[\d.,]*\s*\)", narrow):
        narrow = "-" + narrow.strip("() ")
    found = _one(narrow, decimal)
    if found is None:
        return _range(narrow, decimal)
    return Number(
        found.value,
        found.unit,
        found.out_of,
        found.decimal,
        found.sure,
        is_wide(seen),
    )


def _one(text: str, decimal: str | None) -> Number | None:
    start = _NUMBER.match(text)
    if not start:
        return None
    value, sign, sure = _value(start[0], decimal)
    if value is None or not isfinite(value):
        return None
    rest = text[start.end() :].strip()
    out = re.fullmatch(r"(?:/|sur|out of|on|of)\s*(\d+)", rest, re.IGNORECASE)
    if out:
        return Number(value, "", float(out[1]), sign, sure)
    if out := re.fullmatch(r"(?:/|sur|out of)\s*(\d+)\s*([^\d/].*)", rest, re.IGNORECASE):  # "8/10 aïe"
        return Number(value, plain(out[2]) or "!", float(out[1]), sign, sure)
    if rest == "%":
        return Number(value, "%", None, sign, sure)
    if rest and (not rest[0].isalpha() or re.search(r"\d", rest)):
        return None
    return Number(value, plain(rest), None, sign, sure)


def _value(text: str, decimal: str | None) -> tuple[float | None, str | None, bool]:
    """(value, decimal sign it shows, whether it is sure)."""
    bare = re.sub(_SPACE, "", text)
    signs = re.findall("[.,]", bare)
    if not signs:
        return float(bare), None, True
    digits = bare.lstrip("+-")
    if len(signs) > 1:
        last = signs[-1]
        if len(set(signs)) == 2 and signs.count(last) == 1 and _GROUPS.fullmatch(digits[: digits.rindex(last)]):
            other = "," if last == "." else "."
            return float(bare.replace(other, "").replace(last, ".")), last, True
        if len(set(signs)) == 1 and _GROUPS.fullmatch(digits):
            return float(bare.replace(signs[0], "")), None, True
        return None, None, True
    sign = signs[0]
    grouped = bool(_GROUPS.fullmatch(digits)) and not digits.startswith("0")
    if grouped and decimal is not None and decimal != sign:
        return float(bare.replace(sign, "")), None, True
    return float(bare.replace(",", ".")), sign, not grouped or decimal == sign


def _range(text: str, decimal: str | None) -> Range | None:
    if is_about(text) and (one := _one(without_about(text), decimal)) and not one.unit:
        return Range(one.value, one.value) if one.sure else None
    for pattern, which in ((r"(?:>=?|≥|plus de|over)\s*(.+)", "low"),
                           (r"(?:<=?|≤|moins de|under)\s*(.+)", "high"), (r"(.+?)\s*\+", "low")):  # fmt: skip
        if (m := re.fullmatch(pattern, text, re.IGNORECASE)) and (one := _one(m[1], decimal)) and not one.unit:
            return Range(one.value if which != "high" else None, one.value if which != "low" else None)
    if m := re.fullmatch(_RANGE, text):
        low, high = _one(m[1], decimal), _one(m[2], decimal)
        if low and high and low.value <= high.value and not low.unit and low.out_of is None:
            return Range(low.value, high.value)
    return None


def is_blank(text: str) -> bool:
    """A cell that says nothing."""
    return DASHES.sub("-", tidy(text)).casefold() in BLANK
