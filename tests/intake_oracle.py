"""What a cell may be stored as, written without the parser: the judge of what a reading made of a mutated file."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby

from loadaid.domain import records

POUND = 0.45359237
SECONDS = {"h": 3600, "hr": 3600, "hrs": 3600, "heure": 3600, "heures": 3600, "hour": 3600, "hours": 3600, "min": 60, "mn": 60, "m": 60, "minutes": 60,
           "minute": 60, "mins": 60, "'": 60, "’": 60, "′": 60, "s": 1, "sec": 1, "secs": 1, "secondes": 1, "seconds": 1, '"': 1, "″": 1, "''": 1,
           "j": 86400, "d": 86400, "jours": 86400, "jour": 86400, "day": 86400, "days": 86400}  # fmt: skip
PER = {"min": 60, "h": 3600, "s": 1}
COUNTED = {
    "steps": ("pas", "steps", "step"),
    "reps": ("rep", "reps", "x", "fois", "repetitions"),
    "sets": ("x", "set", "sets", "serie", "series"),
}
OTHERS = (*SECONDS, "kg", "kgs", "kilo", "kilos", "lb", "lbs", "km", "x", "rep", "reps", "fois", "pas", "steps", "g")
MONTHS = {"janv": 1, "jan": 1, "fevr": 2, "fev": 2, "feb": 2, "mar": 3, "mars": 3, "avr": 4, "apr": 4, "mai": 5, "may": 5, "juin": 6, "jun": 6, "juil": 7, "jul": 7,
          "aou": 8, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12}  # fmt: skip
RESCALED = {
    "0-100": lambda x: x / 10,
    "0-1": lambda x: x * 10,
    "1-5": lambda x: (x - 1) * 2.5,
    "5-1": lambda x: (5 - x) * 2.5,
    "0-5": lambda x: x * 2,
}
EPOCH, EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
NUM = r"\d[\d .,']*\d|\d|[.,]\d+"
Answers = Mapping[str, str]


def seen(text: str) -> str:
    """A cell as it is seen: nothing invisible, plain spaces, digits of the West, minus as hyphen, lower case."""
    kept = "".join(
        c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c) not in ("Cf", "Cc") or c in "\t\n\r"
    )
    digits = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in kept)
    return re.sub(r"\s+", " ", digits.replace("−", "-").replace("’", "'")).strip().casefold()


def _bare(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text)
    return "".join(c for c in folded if not unicodedata.combining(c)).casefold()


def readings(text: str) -> set[float]:
    """Every number that digits with separators may mean."""
    joined = re.sub("[ ']", "", text)
    signs = re.findall("[.,]", joined)
    found: set[float] = set()
    if not re.search(r"\d", joined):
        return found
    if re.search("[ ']", text) and not re.fullmatch(r"\d{1,3}(?:[ ']\d{3})+(?:[.,]\d*)*", text):
        return found
    if not signs:
        return {float(joined)}
    if len(signs) == 1:
        found.add(float(joined.replace(",", ".")))
    if re.fullmatch(r"\d{1,3}([.,]\d{3})+", joined) and len(set(signs)) == 1:
        found.add(float(re.sub("[.,]", "", joined)))
    if (m := re.fullmatch(r"(\d{1,3}(?:([.,])\d{3})+)([.,])(\d+)", joined)) and m[2] != m[3]:
        found.add(float(re.sub("[.,]", "", m[1]) + "." + m[4]))
    return found


def _amounts(text: str, units: Iterable[str]) -> set[float]:
    m = re.fullmatch(rf"\+?({NUM})\s*([^\d]*)", text)
    if not m or (m[2] and _bare(m[2]).strip(" .") not in units):
        return set()
    return readings(m[1])


def numbers(cell: str, name: str, title: str, answers: Answers, table: str) -> set[float]:
    """Every number that a column of the log folder may take from this cell; none when the cell says no number."""
    text, column = seen(cell), next(t for t in records.TABLES if t.name == table).column(name)
    if column.unit in PER:
        found = _spans(text, PER[column.unit], title, answers) | (_sets(text, name) if name == "hold_s" else set())
    elif column.unit == "kg":
        found = _kilos(text, title, answers) | _sets(text, name)
    elif column.unit == "points":
        found = _scores(text, title, answers)
    else:
        found = _amounts(text, COUNTED.get(name, ())) | (_sets(text, name) if name in COUNTED else set())
    if any(k.startswith("merge:range:") and v != "missing" for k, v in answers.items()):
        found |= _range(text)
        if m := re.fullmatch(r"(\d+)\s*[x×*]\s*(\d+)\s*(?:-|–|à|a|to)\s*(\d+).*", text):  # "3x8-10"
            low, high = float(m[2]), float(m[3])
            found |= {float(m[1])} if name == "sets" else {low, high, (low + high) / 2} if name == "reps" else set()
    sides = any(k.startswith("merge:sides:") and v != "missing" for k, v in answers.items())
    if sides and (m := re.fullmatch(r"(\d+)\s*[gdlr]\W*(\d+)\s*[gdlr]", text)):
        found |= {float(m[1]) + float(m[2]), max(float(m[1]), float(m[2]))}
    if m := re.fullmatch(r"(\S+?)\s*(?:-|–|—|à|to|ou|or)\s*(\S+)", text):  # "3-3"
        found |= {float(m[1])} if m[1] == m[2] and m[1].isdecimal() else set()
    return found


def _scores(text: str, title: str, answers: Answers) -> set[float]:
    units = ("%", "pt", "pts", "point", "points")
    m = re.fullmatch(rf"\+?({NUM})\s*(?:/|sur|out of|on|of)\s*(\d+)", text)
    plain = readings(m[1]) if m else _amounts(text, units)
    if beside := re.fullmatch(
        rf"\+?({NUM})\s*(?:/\s*10\s*)?([^\d]*[^\W\d_]{{2,}}[^\d]*)", text
    ):  # "4 assis": kept as a note, and told
        plain = plain or (set() if _bare(beside[2]).strip(" .") in OTHERS else readings(beside[1]))
    scales = {v for k, v in answers.items() if k.startswith("scale:")} | ({"0-100"} if "100" in title else set())
    found = set() if (m and m[2] != "10" and not scales) or ("%" in text and not scales) else set(plain)
    for scale in scales & set(RESCALED):
        found |= {RESCALED[scale](x) for x in plain}
    return found


def _kilos(text: str, title: str, answers: Answers) -> set[float]:
    pounds = _amounts(text, ("lb", "lbs", "livre", "livres", "pound", "pounds"))
    plain = _amounts(text, ("kg", "kgs", "kilo", "kilos")) - (pounds if re.search("[lp]", text) else set())
    as_pounds = re.search(r"\b(lbs?|livres|pounds)\b", title.casefold()) or any(
        k.startswith("unit:") and v in ("lb", "changed") for k, v in answers.items()
    )
    twice = re.fullmatch(r"(\d+)\s*[x×*]\s*(\d+(?:[.,]\d+)?)\s*(kgs?|lbs?)?", text)
    if twice and any(k.startswith("unit:") for k in answers):
        each = float(twice[2].replace(",", "."))
        plain |= {each, each * float(twice[1])}
        pounds |= plain if (twice[3] or "").startswith("lb") else set()
    return (set() if re.search("lb|livre|pound", text) else plain) | {
        round(x * POUND, 2) for x in (pounds if re.search("[lp]", text) else set()) | (plain if as_pounds else set())
    }


def _spans(text: str, per: int, title: str, answers: Answers) -> set[float]:
    text = re.sub(r"^[~≈]|environ|about", "", text).replace(" et ", " ").replace("and", " ").strip()
    if m := re.fullmatch(r"(\d{1,3}):(\d\d):(\d\d)(?:\.\d+)?", text):
        return {(int(m[1]) * 3600 + int(m[2]) * 60 + int(m[3])) / per}
    if m := re.fullmatch(
        r"(\d\d):(\d\d) - .*?(\d\d?)[:h](\d\d)(?::\d\d)?(?: ?[ap]m)?", text
    ):  # start and end by the clock
        length = (int(m[3]) * 60 + int(m[4])) - (int(m[1]) * 60 + int(m[2]))
        return {float(n) for n in (length, length + 720, length - 720, length + 1440)}
    if m := re.fullmatch(r"(\d{1,3}):(\d\d)", text):
        return {(int(m[1]) * 3600 + int(m[2]) * 60) / per, (int(m[1]) * 60 + int(m[2])) / per}
    named = {PER[u] for u in ("min", "h", "s") if re.search(rf"\b{u}\b", title.casefold())}
    told = {60, 3600} if any(k.startswith("unit:") for k in answers) else set()
    found = {x * unit / per for x in _amounts(text, ()) for unit in (named | told or {per}) | {per} - (named or set())}
    parts = re.findall(r"(\d+(?:[.,]\d+)?)\s*([^\W\d_]+|''|['\"′″])?\.?\s*", text)
    if parts and "".join("".join(p) for p in parts) == re.sub(r"[\s.](?!\d)", "", text).replace(" ", ""):
        seconds, last = 0.0, 0
        for amount, unit in parts:
            scale = SECONDS.get(unit) if unit else {3600: 60, 60: 1}.get(last)
            if scale is None:
                return found
            seconds, last = seconds + float(amount.replace(",", ".")) * scale, scale
        found.add(seconds / per)
    return found


def _sets(text: str, name: str) -> set[float]:
    """What "3x10@12kg", "10/10/8" or "3x30s" may give a column."""
    found: set[float] = set()
    for part in re.split(r"\s*(?:\+|puis|then|;|,(?!\d)|\bet\b)\s*", text):
        m = re.fullmatch(r"(\d+)\s*(?:x|×|\*|fois|s[ée]ries? de|sets? of)\s*(\d+)\s*(s|sec|secondes?|seconds?|\"|''|min|mn|minutes?|')?\s*(?:r[ée]p\S*)?\s*"
                         r"(?:(?:@|x|×|\*|à|avec|with|,|\()?\s*(\d+(?:[.,]\d+)?)\s*(kgs?|kilos?|lbs?|livres?|pounds?)\)?)?\.?", part)  # fmt: skip
        if m:
            load = float(m[4].replace(",", ".")) if m[4] else None
            hold = float(m[2]) * SECONDS.get(m[3], 60 if m[3].startswith("m") else 1) if m[3] else None
            given = {"sets": float(m[1]), "reps": None if hold else float(m[2]), "hold_s": hold,
                     "load_kg": load if load is None or m[5][0] not in "lp" else round(load * POUND, 2)}  # fmt: skip
            if given.get(name) is not None:
                found.add(given[name])  # type: ignore[arg-type]
    if re.fullmatch(r"\d+(\s*/\s*\d+){2,}|\d+(\s*[-+]\s*\d+){2,}", text) and not looks_like_a_day(text):
        counts = [int(n) for n in re.findall(r"\d+", text)]
        found |= (
            {float(len(list(g))) for _, g in groupby(counts)}
            if name == "sets"
            else {float(n) for n in counts}
            if name == "reps"
            else set()
        )
    return found


def looks_like_a_day(text: str) -> bool:
    """Three numbers of which one can only be a year."""
    return bool(
        re.fullmatch(r"\d{4}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{1,2}|\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}", text)
    )


def _range(text: str) -> set[float]:
    bounds = [x for part in re.findall(NUM.replace(" ", ""), text) for x in readings(part)]
    if not re.search(r"[-–—~≈±<>≤≥+]|à|to|ou|or|plus|moins|over|under", text) or not 1 <= len(bounds) <= 2:
        return set()
    return {*bounds, sum(bounds) / len(bounds)}


def is_number_said(value: float, cell: str, name: str, title: str, answers: Answers, table: str) -> bool:
    """Whether the cell says this number of this column, to the rounding that the reading promises."""
    slack = 0.006 if name == "load_kg" else 1e-4
    return any(math.isclose(value, x, rel_tol=1e-6, abs_tol=slack) for x in numbers(cell, name, title, answers, table))


@lru_cache(maxsize=65536)
def _figures(cell: str) -> tuple[tuple[int, ...], frozenset[int]]:
    """(the groups of digits of a text, the months that its words name)."""
    text = _bare(seen(cell))
    words = [word for word in re.findall(r"[a-z]+", text) if len(word) >= 3]
    named = frozenset(number for word in words for short, number in MONTHS.items() if word.startswith(short))
    return tuple(int(g[:50]) for g in re.findall(r"\d+", text)), named


def is_day_said(day: date, cell: object) -> bool:
    """Whether a cell names this day: its day, month and year in some order, or its number in a spreadsheet."""
    if isinstance(cell, date):
        return (cell.year, cell.month, cell.day) == (day.year, day.month, day.day)
    groups, named = _figures(str(cell))
    if not groups:
        return False
    if int(f"{day:%Y%m%d}") in groups:
        return True
    if any(30_000 < g < 70_000 and day in (EPOCH + timedelta(days=g), EPOCH_1904 + timedelta(days=g)) for g in groups):
        return True
    rest = list(groups)
    for part in (day.day, *(() if day.month in named else (day.month,))):
        if part not in rest:
            return False
        rest.remove(part)
    no_year = not any(g > 31 for g in groups[:3])  # then it comes from an answer, or from the days around it
    return day.year in groups or day.year % 100 in rest or no_year
