"""Cells of numbers, a column at a time: scores, durations, weights, counts, sets.

What one cell leaves open (which sign is decimal, which unit, which scale) is settled by the whole column, or asked; no
score is rescaled, no range halved and no pound taken for a kilo without a word from the file or the person.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from itertools import accumulate, pairwise
from statistics import median
from typing import Any

from loadaid.intake.blocks import is_empty
from loadaid.intake.column import Reading
from loadaid.intake.dates import said
from loadaid.intake.durations import SECONDS, Span, span
from loadaid.intake.model import Fault, Value
from loadaid.intake.numbers import Number, Range, is_about, number, without_about
from loadaid.intake.sets import POUND, Block, blocks
from loadaid.intake.spelling import narrow, tidy
from loadaid.intake.wordcells import word_for_number

PER = {"s": 1.0, "min": 60.0, "h": 3600.0}  # seconds in one unit
_POUNDS = frozenset(("lb", "lbs", "livre", "livres", "pound", "pounds"))
_KILOS = frozenset(("kg", "kgs", "kilo", "kilos"))
_SIDES = re.compile(r"(\d+)\s*[gdlr]\W*(\d+)\s*[gdlr]|[gdlr]\s*(\d+)\W*[gdlr]\s*(\d+)", re.IGNORECASE)
_REPS_RANGE = re.compile(r"\d+\s*[x×*]\s*\d+\s*(?:-|–|à|a|to)\s*\d+", re.IGNORECASE)
_TWICE = re.compile(r"(\d+)\s*[x×*]\s*(\d+(?:[.,]\d+)?)\s*(kgs?|lbs?)?", re.IGNORECASE)
# Above these a value is asked about: judgements, far beyond what a treatment asks for and below the format's own limits.
_OTHER_UNITS = (
    frozenset(SECONDS)
    | _POUNDS
    | _KILOS
    | {"x", "reps", "rep", "km", "m", "fois", "pas", "steps", "g", "d", "sur", "a", "ou", "et", "out", "to"}
)
_WHOLE = frozenset(("sets", "reps", "steps"))
_OWN_UNITS = {
    "steps": ("pas", "steps"),
    "reps": ("reps", "rep", "repetitions", "x", "fois"),
    "sets": ("series", "serie", "sets", "set", "x"),
}
ABSURD = {"session_minutes": 600.0, "load_kg": 300.0, "reps": 100.0, "sets": 50.0, "hold_s": 1800.0, "steps": 80_000.0}
LONGEST_HOLD, SHORTEST = 600.0, 2.0  # s, min
EXAMPLE = {"points": "7", "min": "30", "h": "7", "kg": "12", "count": "10", "s": "30"}


def score(reading: Reading) -> None:
    """A score of 0 to 10. One written otherwise (7/10, 70 %, 0 to 100, 6 to 20, 1 to 5) is taken as the person says."""
    numbers = _numbers(reading)
    others = {i for i, n in numbers.items() if n.out_of not in (None, 10.0) or n.unit == "%"}  # asked for these alone
    scale = _scale(reading, numbers, others)
    if scale is None and not others:
        reading.waiting.update(numbers)
        return
    for i, n in numbers.items():
        if n.unit and (n.unit.split()[0] in _OTHER_UNITS or (n.unit != "%" and not re.search(r"[a-z]{2}|!", n.unit))):
            _refuse(reading, i, "not-a-number")
            continue
        if n.unit not in ("", "%", "pt", "pts", "point", "points"):  # "8/10 aïe", "4 assis": the words become a note
            reading.tell("words-beside-number", i)
            reading.texts.add(i)
        if scale is None and i in others:
            continue
        if scale == "0-10" or n.out_of == 10 or (others and i not in others):
            _keep(reading, i, n.value)
        elif scale == "0-100" and n.value > 100:
            _refuse(reading, i, "value-out-of-range", high=100, example="70")
        elif scale in _RESCALED:
            _keep(reading, i, _RESCALED[scale](n.value))
            if scale == "0-100" and 0 < n.value <= 10 and median(v.value for v in numbers.values()) > 30:
                reading.tell("small-on-scale", i)
        else:  # Borg's 6 to 20 has no agreed conversion to 0 to 10: it stays unknown
            reading.tell("no-conversion", i)


_RESCALED = {
    "0-100": lambda x: x / 10, "0-1": lambda x: x * 10, "1-5": lambda x: (x - 1) * 2.5, "5-1": lambda x: (5 - x) * 2.5,
    "0-5": lambda x: x * 2,
}  # fmt: skip


def _scale(reading: Reading, numbers: dict[int, Number], others: set[int]) -> str | None:
    """The scale of a column of scores; None while it is asked."""
    known = reading.answers.get(f"scale:{reading.name}")
    if known in ("0-10", "0-100", "0-1", "6-20", "1-5", "5-1", "0-5"):
        return known
    if reading.taken.unit == "0-100":
        for i in list(numbers)[:1]:
            reading.tell("rescaled", i, scale="0-100")
        return "0-100"
    bare = {i: n.value for i, n in numbers.items() if n.out_of is None and not n.unit}
    values = list(bare.values())
    above = [i for i, v in bare.items() if v > 10]
    effort = reading.record.name.endswith(("rpe", "effort"))
    if others:
        choices: Sequence[str] = (
            ("0-10", "0-100", "0-5") if not any(numbers[i].out_of == 20 for i in others) else ("0-10", "6-20")
        )
        return reading.ask("scale", choices, sorted(others))
    if reading.taken.unit == "6-20" or (
        effort and above and len(values) >= 3 and min(values) >= 6 and max(values) <= 20
    ):
        return reading.ask("scale", ("0-10", "6-20", "0-100"), above or list(bare))
    if len(above) >= 3 and len(above) * 5 > len(values) and sum(1 for v in values if v <= 100) * 10 >= 9 * len(values):
        return reading.ask("scale", ("0-10", "0-100"), above)
    parts = [i for i, v in bare.items() if 0 < v < 1]
    if len(parts) >= 3 and max(values) <= 1:
        return reading.ask("scale", ("0-10", "0-1"), parts)
    pain = "pain" in reading.record.name
    few_zeros = sum(1 for v in values if v == 0) * 10 <= len(values)  # some write 0 for no answer on a scale from 1
    five = len(values) >= 10 and max(values) <= 5 and few_zeros and all(v == int(v) for v in values)
    if reading.taken.unit == "1-5" or (five and not pain and reading.taken.unit is None):
        return reading.ask("scale", ("0-10", "1-5", "5-1"), list(bare))
    return "0-10"


def amount(reading: Reading) -> None:
    """A count or another bare number in the column's own unit; repetitions may be sets ("3x10", "10/10/8", "30 s")."""
    name = reading.record.name
    if name in ("reps", "sets"):
        _sets_cells(reading)
    numbers = _numbers(reading)
    for i, n in numbers.items():
        if name == "session" and n.value == 0:  # no session that day; told apart when the line is put together
            reading.values[i] = 0
            continue
        if n.out_of is not None or (n.unit and not _fits(n.unit, name)):
            if name == "reps" and n.unit in ("s", "sec", "secs", "secondes", "seconds"):
                reading.more[i] = [{"hold_s": n.value}]
            else:
                _refuse(reading, i, "not-a-number")
        elif (reading.record.kind == "whole" or name in _WHOLE) and n.value != int(n.value):
            _refuse(reading, i, "not-a-whole-number")
        else:
            _keep(reading, i, n.value)
    _absurd(reading)


def _fits(unit: str, name: str) -> bool:
    return unit in _OWN_UNITS.get(name, ())


def sets_and_reps(reading: Reading) -> None:
    """A column of its own for "3x10@12kg"."""
    _sets_cells(reading)
    for i, n in _numbers(reading).items():
        if n.unit or n.out_of:
            reading.wrong[i] = ("not-sets", {})
        else:  # one number alone may be sets or repetitions
            reading.wrong[i] = ("not-sets", {})


def _sets_cells(reading: Reading) -> None:
    sides, ranges = [], []
    for i, cell in enumerate(reading.cells):
        if not isinstance(cell, str) or is_empty(cell):
            continue
        if found := blocks(cell):
            reading.more[i] = [_as_values(b) for b in found]
            if any(b.pounds is not None for b in found):
                first = next(b for b in found if b.pounds is not None)
                reading.tell("pounds", i, lb=first.pounds, kg=first.load_kg)
        elif _SIDES.fullmatch(tidy(cell)):
            sides.append(i)
        elif _REPS_RANGE.fullmatch(tidy(cell)):
            ranges.append(i)
    if ranges and (answer := reading.ask("merge:range", ("lower", "middle", "upper", "missing"), ranges)):
        for i in ranges:
            times, low, high = (int(n) for n in re.findall(r"\d+", str(reading.cells[i]))[:3])
            reps = {"lower": low, "middle": (low + high) / 2, "upper": high}.get(answer)
            reading.more[i] = [{"sets": times} | ({"reps": reps} if reps is not None else {})]
            if reps is None:
                reading.texts.add(i)
    if sides and (answer := reading.ask("merge:sides", ("sum", "one_side", "missing"), sides)):
        for i in sides:
            left, right = re.findall(r"\d+", str(reading.cells[i]))
            if answer != "missing":
                reading.more[i] = [
                    {"reps": float(left) + float(right) if answer == "sum" else max(float(left), float(right))}
                ]
            else:
                reading.texts.add(i)


def _as_values(block: Block) -> dict[str, Any]:
    named = {"sets": block.sets, "reps": block.reps, "hold_s": block.hold_s, "load_kg": block.load_kg}
    return {name: int(v) if float(v).is_integer() else v for name, v in named.items() if v is not None}


def weight(reading: Reading) -> None:
    """A load in kilos; pounds are converted where the file or the person says that they are pounds."""
    twice = [i for i, c in enumerate(reading.cells) if isinstance(c, str) and _TWICE.fullmatch(tidy(c))]
    doubled = reading.ask("unit", ("sum", "one"), twice) if twice else None
    numbers = _numbers(reading, skip=set(twice))
    if doubled:
        for i in twice:
            times, each, unit = _TWICE.fullmatch(tidy(str(reading.cells[i]))).groups()  # type: ignore[union-attr]
            value = float(each.replace(",", ".")) * (float(times) if doubled == "sum" else 1)
            numbers[i] = Number(value, (unit or "").casefold())
    bare = [i for i, n in numbers.items() if not n.unit and n.value > 0]
    unit = _bare_weight(reading, numbers, bare) if bare else None
    for i, n in numbers.items():
        pounds = n.unit in _POUNDS or (not n.unit and unit == "lb")
        if n.out_of is not None or (n.unit and n.unit not in _KILOS | _POUNDS):
            _refuse(reading, i, "not-a-number")
        elif pounds:
            _keep(reading, i, round(n.value * POUND, 2))
        elif n.unit or unit in ("kg", "lb") or n.value <= 0:
            _keep(reading, i, n.value)
    told = [
        i for i, n in numbers.items() if (n.unit in _POUNDS or unit == "lb") and i in reading.values and n.value > 0
    ]
    if told:
        n = numbers[told[0]]
        reading.tell("pounds", told[0], lb=n.value, kg=n.value * POUND)
    _absurd(reading)


def _bare_weight(reading: Reading, numbers: dict[int, Number], bare: list[int]) -> str | None:
    """kg or lb for numbers without a unit: asked where the title is English, or where the numbers jump by 2.2."""
    values = [numbers[i].value for i in bare]
    at = _step(values, 2.0, 2.4)
    french = not re.search(r"weight|load|dumbbell", reading.name, re.IGNORECASE)
    written = {n.unit for n in numbers.values() if n.unit}
    if at is not None:
        answer = reading.ask("unit", ("kg", "lb", "changed"), bare, before=values[at - 1], after=values[at])
        if answer == "changed":
            heavier_after = values[at] > values[at - 1]
            for n, i in enumerate(bare):
                pounds = (n >= at) == heavier_after
                _keep(reading, i, round(numbers.pop(i).value * POUND, 2) if pounds else numbers.pop(i).value)
            return "kg"
        return answer
    if reading.taken.unit in ("kg", "lb"):
        return reading.taken.unit
    if written & _POUNDS or (not french and not written):
        return reading.ask("unit", ("kg", "lb"), bare)
    return "kg"


def _step(values: Sequence[float], low: float, high: float) -> int | None:
    """Where a column changes its unit: the one place where its usual value is multiplied by low to high, or divided."""
    lows, highs = list(accumulate(values, min)), list(accumulate(values, max))
    later_lows, later_highs = (
        list(accumulate(reversed(values), min))[::-1],
        list(accumulate(reversed(values), max))[::-1],
    )
    for at in range(3, len(values) - 2):
        before, after = (lows[at - 1], highs[at - 1]), (later_lows[at], later_highs[at])
        apart = before[1] < after[0] or after[1] < before[0]
        if apart and before[1] < 1.6 * before[0] and after[1] < 1.6 * after[0]:
            usual = sorted((median(values[:at]), median(values[at:])))
            if low <= usual[1] / max(usual[0], 1e-9) <= high:
                return at
    return None


def duration(reading: Reading) -> None:
    """A time span in the unit of its column (min, h or s); bare numbers have the unit of the title, or of the column."""
    unit = {"points": "min"}.get(reading.record.unit, reading.record.unit)
    spans: dict[int, float] = {}
    bare: dict[int, float] = {}
    colons: dict[int, tuple[int, int]] = {}
    texts = []
    about = [
        i
        for i, c in enumerate(reading.cells)
        if isinstance(c, str) and is_about(c) and span(without_about(c)) is not None
    ]
    answer = reading.ask("merge:range", ("as_written", "missing"), about) if about else None
    if answer == "missing":
        reading.texts.update(about)
    read = [i for i, c in enumerate(reading.cells) if not is_empty(c) and (i not in about or answer == "as_written")]
    for i, found in reading.once_per_text(read, _span):
        if isinstance(found, Fault):
            reading.wrong[i] = (found.code, {})
        elif isinstance(found, Span):
            if found.colon:
                colons[i] = found.colon
            else:
                spans[i] = (found.seconds or 0.0) / PER[unit]
        elif isinstance(found, float):
            bare[i] = found
        else:
            texts.append(i)
    bare |= {i: n.value for i, n in _numbers(reading, only=texts).items() if _time_unit(reading, i, n, spans, unit)}
    _colons(reading, colons, spans, unit)
    own = reading.taken.unit if reading.taken.unit in PER else None
    scale = PER[own or unit] / PER[unit] if bare else 1.0
    if own is None and bare:
        scale = _bare_duration(reading, bare, unit, bool(spans))
    for i, value in (spans | {i: v * scale for i, v in bare.items()}).items():
        if i not in reading.waiting:
            _keep(reading, i, round(value, 4) or value)
    _absurd(reading)


def _span(cell: Value) -> Span | float | Fault | None:
    if isinstance(cell, (Fault, bool, datetime)):
        return cell if isinstance(cell, Fault) else None
    if isinstance(cell, date):
        return None
    cell = without_about(cell) if isinstance(cell, str) else cell
    found = span(cell)
    if isinstance(found, float) and isinstance(cell, str) and not re.fullmatch(r"[\d.,]+", tidy(cell)):
        return None
    return (
        None
        if isinstance(found, float) and isinstance(cell, str) and "," in cell and re.fullmatch(r"\d+,\d{3}", tidy(cell))
        else found
    )


def _time_unit(reading: Reading, i: int, n: Number, spans: dict[int, float], unit: str) -> bool:
    """Whether a number read as such is bare; one with a unit that is no time is wrong."""
    if n.unit or n.out_of:
        reading.wrong[i] = ("not-a-duration", {})
        return False
    return True


def _colons(reading: Reading, colons: dict[int, tuple[int, int]], spans: dict[int, float], unit: str) -> None:
    """Settles "1:30": hours and minutes, or minutes and seconds; by the title, by what is possible, else asked."""
    if not colons:
        return
    form = reading.taken.unit if reading.taken.unit in ("h:min", "min:s") else None
    if form is None and unit == "h":
        form = "h:min"
    elif form is None and (unit == "s" or any(first >= 24 for first, _ in colons.values())):
        form = "min:s"
    if form is None and _like_the_rest(colons, spans, PER[unit]):
        form = "h:min"
        reading.tell("clock-spans", next(iter(colons)))
    if form is None:
        form = reading.ask("unit", ("h:min", "min:s"), list(colons))
    if form:
        for i, (first, second) in colons.items():
            seconds = first * 3600 + second * 60 if form == "h:min" else first * 60 + second
            spans[i] = seconds / PER[unit]


def _like_the_rest(colons: dict[int, tuple[int, int]], spans: dict[int, float], per: float) -> bool:
    """Whether "0:45" among "45 min" and "1 h 30" can only be hours and minutes: as minutes and seconds it is a tenth of them."""
    known = list(spans.values())
    if len(known) < 3:
        return False
    short = [(a * 60 + b) / per for a, b in colons.values()]
    long = [(a * 3600 + b * 60) / per for a, b in colons.values()]
    return max(short) * 5 < median(known) and max(long) <= 3 * max(known)


def _bare_duration(reading: Reading, bare: dict[int, float], unit: str, with_units: bool) -> float:
    """Column units per bare number; 1 where nothing speaks against the column's own unit."""
    values = list(bare.values())
    if unit == "h":
        return _quarters(reading, bare)
    if unit != "min":
        return 1.0
    at = _step(values, 45, 75)
    hours = len(values) >= 2 and max(values) <= 3 and any(v != int(v) for v in values)
    if at is None and not hours:
        return 1.0
    answer = reading.ask("unit", ("min", "h") if at is None else ("min", "h", "changed"), list(bare))
    if answer == "changed" and at is not None:
        later_hours = values[at] < values[at - 1]
        for n, i in enumerate(list(bare)):
            in_hours = (n >= at) == later_hours
            _keep(reading, i, bare.pop(i) * (60 if in_hours else 1))
    return 60.0 if answer == "h" else 1.0


def _quarters(reading: Reading, bare: dict[int, float]) -> float:
    """Hours written "7,30" and "8,00": by the clock, or in hundredths; asked when every one could be by the clock."""
    written = [re.fullmatch(r"\d+[.,](00|15|30|45)", tidy(reading.text(i))) for i in bare]
    if all(written) and any(m and m[1] in ("15", "30", "45") for m in written):
        answer = reading.ask("unit", ("h", "h:min"), list(bare))
        if answer == "h:min":
            for i in list(bare):
                hours, minutes = re.findall(r"\d+", reading.text(i))
                _keep(reading, i, round(int(hours) + int(minutes) / 60, 4))
                bare.pop(i)
    return 1.0


def _numbers(
    reading: Reading, *, skip: set[int] | frozenset[int] = frozenset(), only: Sequence[int] | None = None
) -> dict[int, Number]:
    """The cells that are numbers; ranges as the person says; words become notes; the rest is wrong."""
    at = [i for i in (range(len(reading.cells)) if only is None else only)
          if not is_empty(reading.cells[i]) and i not in skip and i not in reading.more and i not in reading.waiting]  # fmt: skip
    decimal = reading.answers.get(f"decimal:{reading.name}")
    sign = {"comma": ",", "point": "."}.get(decimal or "")
    found: dict[int, Number] = {}
    ranges: dict[int, Range] = {}
    for i, one in reading.once_per_text(at, lambda cell: _number(cell, sign)):
        if isinstance(one, Number):
            found[i] = one
        elif isinstance(one, Range) and reading.record.name == "sets":
            reading.wrong[i] = ("not-sets", {})
        elif isinstance(one, Range):
            ranges[i] = one
        elif isinstance(one, tuple):
            reading.wrong[i] = one
        elif not word_for_number(reading, i):
            of_sets = reading.record.name in ("sets", "reps") and re.search(r"\d\s*[x×*]", reading.text(i))
            _refuse(reading, i, "not-sets" if of_sets else "not-a-number")
    _decimals(reading, found, sign)
    _ranges(reading, ranges, found)
    for i, n in list(found.items()):
        if n.wide:
            reading.tell("wide-digits", i, read=f"{n.value:g}")
        if i in reading.waiting:
            del found[i]
    return found


def _number(cell: Value, sign: str | None) -> Number | Range | tuple[str, dict[str, Any]] | None:
    if isinstance(cell, Fault):
        return cell.code, {}
    if isinstance(cell, (bool, time, timedelta)):
        return None
    if isinstance(cell, (int, float)):
        return Number(float(cell))
    if isinstance(cell, date):
        return "became-a-date", {
            "date": cell if not isinstance(cell, datetime) else cell.date(),
            "typed": f"{cell.day}-{cell.month}",
        }
    text = str(cell)
    if "\0" in text:
        return "nul-character", {}
    found = number(text, sign)
    if (
        found is None and (day := said(text)) and day.day and day.month
    ):  # "3-avr", "03/04/2026": a spreadsheet made it a date
        return "became-a-date", {"date": text, "typed": f"{day.day}-{day.month}"}
    if found is None and (day := said(text)) and day.numbers and day.year:
        return "became-a-date", {"date": text, "typed": f"{day.numbers[0]}-{day.numbers[1]}"}
    return found


def _decimals(reading: Reading, found: dict[int, Number], sign: str | None) -> None:
    """Which sign is the decimal one: proved by 3,5; "1,234" alone is asked, unless only one reading is possible."""
    signs = {n.decimal for n in found.values() if n.decimal and n.sure}
    if len(signs) == 2:
        reading.tell("mixed-decimals", next(i for i, n in found.items() if n.decimal == "," and n.sure))
    reading.decimal = signs.pop() if len(signs) == 1 else None
    unsure = [i for i, n in found.items() if not n.sure]
    if not unsure:
        return
    high = reading.record.high or float("inf")
    whole = reading.record.unit == "count"
    grouped = {
        i: float(
            "".join(re.findall(r"\d+[.,]\d{3}", narrow(reading.text(i)))[:1]).replace(",", "").replace(".", "") or "inf"
        )
        for i in unsure
    }
    if whole:
        found |= {i: Number(grouped[i], found[i].unit) for i in unsure}
        return
    possible = [i for i in unsure if grouped[i] <= high]
    other = reading.decimal
    if (other and all(found[i].decimal == other for i in unsure)) or sign or not (possible or other):
        return
    if (
        reading.ask(
            "decimal",
            ("comma", "point"),
            unsure,
            **{"as": found[unsure[0]].value, "or": grouped[unsure[0]]},
        )
        is None
    ):
        return


def _ranges(reading: Reading, ranges: dict[int, Range], found: dict[int, Number]) -> None:
    """Settles "3-4", "~3", ">5": lower, middle or upper for all of them, or unknown; "3-3" is 3."""
    for i in [i for i, r in ranges.items() if r.low == r.high and not is_about(reading.text(i))]:
        found[i] = Number(ranges.pop(i).low or 0.0)
    if not ranges:
        return
    answer = reading.ask("merge:range", range_choices(list(ranges.values())), list(ranges))
    for i, r in ranges.items():
        bounds = [b for b in (r.low, r.high) if b is not None]
        if answer == "missing":
            reading.texts.add(i)
        elif answer:
            taken = {"lower": bounds[0], "upper": bounds[-1], "as_written": bounds[0]}
            found[i] = Number(taken.get(answer, sum(bounds) / len(bounds)))


def range_choices(ranges: Sequence[Range]) -> tuple[str, ...]:
    """What may be answered: an "about 3000" has no lower and no upper."""
    about = all(r.low == r.high for r in ranges)
    return ("as_written", "missing") if about else ("lower", "middle", "upper", "missing")


def _keep(reading: Reading, i: int, value: float) -> None:
    column = reading.record
    low, high = column.low or 0.0, column.high if column.high is not None else float("inf")
    if not low <= value <= high:
        _refuse(reading, i, "value-out-of-range")
    else:
        reading.values[i] = int(value) if float(value).is_integer() else round(value, 6) or value


def _refuse(reading: Reading, i: int, code: str, **other: Any) -> None:
    column = reading.record
    unit = "" if column.unit in ("points", "count") else column.unit
    facts = {"low": column.low or 0, "high": column.high, "unit": unit, "example": EXAMPLE.get(column.unit, "1")}
    reading.wrong[i] = (code, facts | other)


def _absurd(reading: Reading) -> None:
    """Values that can be and hardly are: kept when the person says that they are right."""
    name = reading.record.name
    limit = ABSURD.get(name)
    if limit is None:
        return
    if reading.per_set and name == "hold_s":  # a training app writes the minutes of a walk as the seconds of a set
        for i in [i for i, v in reading.values.items() if v > LONGEST_HOLD]:
            reading.tell("value-left-out", i, low=0, high=LONGEST_HOLD, unit="s")
            del reading.values[i]
    at = [i for i, v in reading.values.items() if isinstance(v, (int, float)) and v > limit]
    at += [i for i, more in reading.more.items() if any(m.get("reps", 0) > ABSURD["reps"] for m in more)]
    at += [i for i in _lone(reading) if i not in at] if name == "load_kg" else []
    short = [i for i, v in reading.values.items() if 0 < v < SHORTEST] if name == "session_minutes" else []
    at += short if 2 * len(short) < len(reading.values) else []  # a column of them is meant
    if at and (answer := reading.ask("unit:check", ("right", "leave"), at)) != "right":
        for i in at:
            reading.values.pop(i, None)
            for more in reading.more.get(i, ()):
                more.pop("reps", None)
            if answer == "leave":
                reading.tell("left-unknown", i)


def _lone(reading: Reading) -> list[int]:
    """Loads far from all others, as a lost or a misplaced decimal sign makes them: five times the next, or a tenth of it."""
    loads = sorted({v for v in reading.values.values() if v > 0})
    if len(loads) < 3:
        return []
    odd = {loads[-1]} if loads[-1] > 5 * loads[-2] else set()
    odd |= {loads[0]} if loads[0] * 10 < loads[1] else set()
    return [i for i, v in reading.values.items() if v in odd]


def constant_or_counting(reading: Reading) -> None:
    """Tells the physiotherapist of a score that never moves for a month, or that a spreadsheet's handle filled."""
    run = [(i, v) for i, v in sorted(reading.values.items()) if isinstance(v, (int, float))]
    values = [v for _, v in run]
    if len(values) >= 28 and len(set(values)) == 1:
        reading.tell("constant-column", run[0][0], n=len(values))
    steps = [b - a for a, b in pairwise(values)]
    for start in range(len(steps) - 4):
        if all(s == 1 for s in steps[start : start + 5]):
            reading.tell("counting-column", run[start][0])
            return
