"""Cells that say what was done: "3x10", "3×10@12kg", "10/10/8", "3x30s", "2 séries de 15"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby

from loadaid.intake.cells.durations import SECONDS
from loadaid.intake.cells.spelling import tidy

POUND = 0.45359237  # kg, by definition
_NUM = r"\d+(?:[.,]\d+)?"
_HOLD = r"(?:s|sec|secs|secondes?|seconds?|\"|''|″|min|mn|minutes?|')"
_TIMES = r"\s*(?:x|×|\*|fois|séries? de|series? de|sets? of)\s*"
_ONE = re.compile(
    rf"(?P<sets>\d+){_TIMES}(?P<reps>\d+)(?!\d)(?P<range>\s*(?:-|–|à|a|to)\s*\d+(?![\d.,])(?!\s*(?:kg|kilo|lb|livre|pound)))?\s*"
    rf"(?:(?P<hold>{_HOLD})(?![a-z]))?\s*(?:reps?\.?|répétitions?|répét?\.?|rep)?\s*"
    rf"(?:(?:@|x|×|\*|à|avec|with|,|\()?\s*(?P<load>{_NUM})\s*(?P<unit>kgs?|kilos?|lbs?|livres?|pounds?)\)?)?\.?",
    re.IGNORECASE,
)


_SIDE = re.compile(
    r"\s*(?:/|par|per|each|chaque|de chaque)\s*(?:c[ôo]t[ée]s?|side|jambe|leg|bras|arm)s?$|\s*each$", re.IGNORECASE
)  # as written, not doubled


@dataclass(frozen=True)
class Block:
    """Equal sets. reps and hold_s (s): None when the cell does not say. load_kg: as said, pounds converted."""

    sets: int
    reps: int | None
    hold_s: float | None = None
    load_kg: float | None = None
    pounds: float | None = None


def without_side(text: str) -> str:
    """The same cell without "par côté": sides are not counted twice."""
    return _SIDE.sub("", tidy(text))


def blocks(text: str) -> list[Block] | None:
    """What a cell says if it is sets; equal sets in one block, in order. None for anything else: "AMRAP", "3x8-10"."""
    seen = without_side(text).casefold()
    if m := re.fullmatch(r"(\d+)\s*[x×*]\s*(\d+)\s*[x×*]\s*(\d+)\s*(?:s|sec|'')", seen):
        return [Block(int(m[1]), int(m[2]), float(m[3]))]
    if m := _ONE.fullmatch(seen):
        if m["range"]:
            return None
        return [_block(m)]
    if re.fullmatch(r"\d+(?:\s*/\s*\d+){2,}", seen) or re.fullmatch(r"\d+(?:\s*[-+]\s*\d+){2,}", seen):
        if re.search(r"\b0", seen):  # 10/09/08 is a day
            return None
        reps = [int(n) for n in re.findall(r"\d+", seen)]
        if not min(reps) or max(reps) > 100 or max(reps) > 2 * min(reps):  # 15/03/26 is a day
            return None
        return [Block(len(list(same)), n) for n, same in groupby(reps)]
    parts = re.split(r"\s*(?:\+|puis|then|;|,|et)\s*", seen)
    if len(parts) > 1 and all(_ONE.fullmatch(p) for p in parts):
        return [_block(m) for p in parts if (m := _ONE.fullmatch(p)) and not m["range"]] or None
    return None


def _block(m: re.Match[str]) -> Block:
    hold = float(m["reps"]) * SECONDS[m["hold"]] if m["hold"] else None
    load = float(m["load"].replace(",", ".")) if m["load"] else None
    pounds = load if load is not None and m["unit"][0].casefold() in "lp" else None
    kilos = round(load * POUND, 2) if pounds is not None and load is not None else load
    return Block(int(m["sets"]), None if hold is not None else int(m["reps"]), hold, kilos, pounds)
