"""Dates, durations, sets and numbers made from a grammar, with the value they mean: read as exactly that, or not at all."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import groupby

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from loadaid.intake.cells.dates import said
from loadaid.intake.cells.durations import Span, span
from loadaid.intake.cells.numbers import Number, Range, number
from loadaid.intake.cells.sets import POUND, Block, blocks
from loadaid.intake.columns.days import days
from tests.intake_oracle import is_day_said, readings, seen

TODAY = date(2026, 11, 26)
DAY = st.dates(date(2000, 1, 1), TODAY)
MONTHS = {
    "fr": ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"),
}  # fmt: skip
WEEKDAYS = {
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
SHORT = {"fr": ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."),
         "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")}  # fmt: skip
JUNK = st.text(alphabet="0123456789/-.,: 'hxà@+~%marsvilunkgbD²①\0\u202e\u00a0é", max_size=14)
DMY = {"date-order:Date": "dmy"}


def ordinal(n: int) -> str:
    return f"{n}{'th' if 10 <= n % 100 <= 20 else {1: 'st', 2: 'nd', 3: 'rd'}.get(n % 10, 'th')}"


def of_an_old_mac(day: date) -> bool:
    """Whether the day number of `day` is one of the last year's, counted from 1904: which is meant is asked."""
    return TODAY - timedelta(days=366) <= day + (date(1904, 1, 1) - date(1899, 12, 30)) <= TODAY + timedelta(days=1)


@st.composite
def surely_written(draw: st.DrawFn, day: date) -> object:
    """A day in a form that leaves no doubt: ISO, its month in letters, or a cell of a spreadsheet."""
    fr, en = day.month - 1, day.month - 1
    mark = draw(st.sampled_from("-/."))
    forms: list[object] = [
        day, datetime.combine(day, time(18, 3)), f"{day:%Y{mark}%m{mark}%d}", f"{day.year}{mark}{day.month}{mark}{day.day}", f"{day:%Y%m%d}",
        f"{day:%Y-%m-%d}T18:03:00Z", f"{day:%Y-%m-%d} 18:03", day if day.year < 2010 or of_an_old_mac(day) else (day - date(1899, 12, 30)).days,
        f"{day.day} {MONTHS['fr'][fr]} {day.year}", f"{day.day} {SHORT['fr'][fr]} {day.year}", f"{day.day}-{SHORT['en'][en]}-{day:%y}",
        f"{WEEKDAYS['fr'][day.weekday()]} {day.day} {MONTHS['fr'][fr].upper()} {day.year}", f"{WEEKDAYS['fr'][day.weekday()][:3]}. {day.day} {MONTHS['fr'][fr]} {day.year}",
        f"{MONTHS['en'][en]} {ordinal(day.day)}, {day.year}", f"{SHORT['en'][en]} {day.day}, {day.year}", f"{day.day} {MONTHS['en'][en]} {day.year}",
        f"{WEEKDAYS['en'][day.weekday()]}, {day.day} {SHORT['en'][en]} {day.year}",
    ]  # fmt: skip
    if day.day == 1:
        forms.append(f"1er {MONTHS['fr'][fr]} {day.year}")
    return draw(st.sampled_from(forms))


@given(st.data(), st.lists(DAY, min_size=1, max_size=8))
def test_a_day_written_without_doubt_is_that_day(data: st.DataObject, meant: list[date]) -> None:
    meant = sorted(meant)  # a lone day far from its neighbours is refused
    cells = [data.draw(surely_written(day)) for day in meant]
    read = days("Date", cells, TODAY, {})  # type: ignore[arg-type]
    assert read.days == meant, cells
    assert not read.questions


@given(
    st.lists(DAY, min_size=1, max_size=12, unique=True),
    st.sampled_from(("%d/%m/%Y", "%m/%d/%Y", "%d.%m.%y", "%m-%d-%y")),
    st.booleans(),
)
def test_day_and_month_in_figures_are_read_rightly_or_asked(meant: list[date], form: str, newest_first: bool) -> None:
    meant = sorted(meant, reverse=newest_first)  # a diary runs one way
    read = days("Date", [day.strftime(form) for day in meant], TODAY, {})
    if read.questions:
        assert read.days == [None] * len(meant)
    else:
        assert read.days == meant


@given(st.lists(DAY, min_size=1, max_size=12), st.sampled_from(("dmy", "mdy")), st.sampled_from("/-."), st.booleans())
def test_the_order_that_is_answered_is_the_order_read(meant: list[date], order: str, mark: str, short: bool) -> None:
    meant = sorted(meant)
    parts = ("%d", "%m") if order == "dmy" else ("%m", "%d")
    cells = [day.strftime(mark.join((*parts, "%y" if short else "%Y"))) for day in meant]
    read = days("Date", cells, TODAY, {"date-order:Date": order})
    assert read.days == meant


@given(st.dates(date(2023, 1, 1), TODAY), st.lists(st.integers(1, 60), max_size=12), st.booleans())
def test_days_without_a_year_go_back_from_the_year_that_is_answered(
    last: date, gaps: list[int], in_words: bool
) -> None:
    meant = [last]
    for gap in gaps:
        meant.insert(0, meant[0] - timedelta(days=gap))
    assume(all((day.month, day.day) != (2, 29) for day in meant))
    cells = [f"{day.day} {MONTHS['fr'][day.month - 1]}" if in_words else f"{day:%d/%m}" for day in meant]
    read = days("Date", cells, TODAY, DMY | {"year:Date": str(last.year)})
    assert read.days == meant


@given(DAY, st.integers(1, 6), st.sampled_from(("fr", "en")))
def test_a_weekday_that_disagrees_is_refused(day: date, off: int, language: str) -> None:
    wrong = WEEKDAYS[language][(day.weekday() + off) % 7]
    read = days("Date", [f"{wrong} {day.day} {MONTHS[language][day.month - 1]} {day.year}"], TODAY, {})
    assert read.days == [None]
    assert read.wrong[0][0] == "weekday-disagrees"


@given(st.integers(0, 99), st.integers(0, 99), st.integers(1900, 2100), st.sampled_from("/-. "))
def test_a_day_that_is_no_day_is_never_another(a: int, b: int, year: int, mark: str) -> None:
    text = f"{a:02d}{mark}{b:02d}{mark}{year}"
    for found in (*days("Date", [text], TODAY, DMY).days, *days("Date", [text], TODAY, {}).days):
        assert found is None or {found.day, found.month, found.year} == {a, b, year}


@given(JUNK)
def test_no_text_is_read_as_a_day_that_it_does_not_say(text: str) -> None:
    for found in days("Date", [text, "14/03/2026"], TODAY, DMY | {"year:Date": "2026", "merge:ditto:Date": "no"}).days[
        :1
    ]:
        assert found is None or is_day_said(found, text), text
    assert said(text) is None or any(c.isdecimal() for c in text)


@st.composite
def duration(draw: st.DrawFn) -> tuple[float, object]:
    """(seconds, how somebody writes it)."""
    h, m, s = draw(st.integers(0, 11)), draw(st.integers(0, 59)), draw(st.integers(0, 59))
    tenth = draw(st.integers(1, 99))
    forms: list[tuple[float, object]] = [
        (h * 3600 + m * 60, f"{h}h{m:02d}"), (h * 3600 + m * 60, f"{h} h {m} min"), (h * 3600 + m * 60, f"{h} heures et {m} minutes"),
        (h * 3600 + m * 60, f"{h} hours and {m} minutes"), (h * 3600, f"{h} h"), (h * 3600, f"{h}H"), (m * 60, f"{m} min"), (m * 60, f"{m}'"),
        (m * 60, f"{m} mn"), (m * 60, f"{m} Minutes"), (m * 60 + s, f"{m} min {s} s"), (m * 60 + s, f"{m}'{s}\""), (s, f"{s} sec."), (s, f"{s}\""),
        (h * 3600 + m * 60 + s, f"{h}:{m:02d}:{s:02d}"), (h * 3600 + m * 60 + s, timedelta(hours=h, minutes=m, seconds=s)), (h * 3600 + m * 60 + s, time(h, m, s)),
        (tenth * 360, f"{tenth / 10:g} h".replace(".", ",")), (tenth * 360, f"{tenth / 10:g} hours"), (tenth * 6, f"{tenth / 10:g} min"),
    ]  # fmt: skip
    return draw(st.sampled_from(forms))


@given(duration())
def test_a_duration_with_its_units_is_that_duration(pair: tuple[float, object]) -> None:
    seconds, cell = pair
    found = span(cell)
    assert isinstance(found, Span), cell
    assert found.seconds == pytest.approx(seconds)


@given(st.integers(0, 999), st.integers(0, 59))
def test_two_figures_with_a_colon_stay_open(first: int, second: int) -> None:
    assert span(f"{first}:{second:02d}") == Span(None, (first, second))


@given(st.integers(0, 99), st.integers(60, 99), st.integers(0, 59))
def test_more_than_59_minutes_or_seconds_after_a_bigger_unit_is_no_duration(h: int, over: int, m: int) -> None:
    for text in (f"{h}:{over}", f"{h}h{over}", f"{h}:{over}:{m:02d}", f"{h}:{m:02d}:{over}", f"{h} min {over}"):
        assert span(text) is None, text


@pytest.mark.parametrize(
    "text",
    [
        "30 min 1 h",
        "1 h 5 j",
        "-5 min",
        "h30",
        "1h-30",
        "1 h 30 h",
        "5 km",
        "3x10",
        "1h30 2",
        "1e3 s",
        "∞ h",
        "1/2 h",
        "7/10",
        "³ h",
    ],
)
def test_what_is_no_duration_is_not_read_as_one(text: str) -> None:
    assert span(text) is None


SPACES = (" ", "\u00a0", "\u202f", "'", "’")


@st.composite
def written_number(draw: st.DrawFn) -> tuple[float, str]:
    """(value, text) that can be read in one way only."""
    whole, decimals = draw(st.integers(0, 9_999_999)), draw(st.text("0123456789", max_size=2))
    mark, group = draw(st.sampled_from(",.")), draw(st.sampled_from(("", *SPACES)))
    text = f"{whole:,}".replace(",", group) + (mark + decimals if decimals else "")
    sign = draw(st.sampled_from(("", "", "-", "+", "−")))
    value = float(f"{whole}.{decimals or 0}") * (-1 if sign in ("-", "−") else 1)
    return value, draw(st.sampled_from(("", " "))) + sign + text


@given(written_number(), st.sampled_from(("", " kg", "kg", " min", " lb", "%", " pas")))
def test_a_number_is_that_number_whatever_its_signs(pair: tuple[float, str], unit: str) -> None:
    value, text = pair
    found = number(text + unit)
    assert isinstance(found, Number), text
    assert found.value == pytest.approx(value)
    assert (found.unit, found.sure) == (unit.strip(), True)


@given(st.integers(1, 999), st.integers(0, 999), st.sampled_from(",."))
def test_three_digits_after_one_sign_are_not_sure_until_the_column_says(whole: int, rest: int, mark: str) -> None:
    text, other = f"{whole}{mark}{rest:03d}", "." if mark == "," else ","
    unsure, decimal, grouped = number(text), number(text, mark), number(text, other)
    assert isinstance(unsure, Number)
    assert not unsure.sure
    assert isinstance(decimal, Number)
    assert decimal.value == pytest.approx(whole + rest / 1000)
    assert decimal.sure
    assert isinstance(grouped, Number)
    assert (grouped.value, grouped.sure) == (whole * 1000 + rest, True)


@given(st.integers(0, 10), st.sampled_from(("/", " / ", " sur ", " out of ")), st.sampled_from((5, 10, 20, 100)))
def test_a_score_keeps_what_it_is_out_of(value: int, words: str, of: int) -> None:
    assert number(f"{value}{words}{of}") == Number(value, "", of)


@given(st.integers(0, 50), st.integers(0, 50), st.sampled_from(("-", " - ", "–", " à ", " to ")))
def test_two_bounds_are_a_range_and_never_a_number(a: int, b: int, words: str) -> None:
    low, high = sorted((a, b))
    assert number(f"{low}{words}{high}") == Range(low, high)
    assert not isinstance(number(f"{high + 1}{words}{low}"), (Number, Range))


@given(JUNK)
def test_no_text_is_read_as_a_number_that_it_does_not_say(text: str) -> None:
    found = number(text)
    if not isinstance(found, Number):
        return
    digits = seen(text).strip("() +-").rstrip("²①")
    start = "".join(c for c in digits[: _end(digits)])
    assert any(abs(found.value) == pytest.approx(x) for x in readings(start.strip(" '"))), (text, found)


def _end(text: str) -> int:
    return next((i for i, c in enumerate(text) if c not in "0123456789 .,'"), len(text))


@st.composite
def done(draw: st.DrawFn) -> tuple[list[Block], str]:
    """(blocks of equal sets, how somebody writes them)."""
    n, reps = draw(st.integers(1, 9)), draw(st.integers(1, 60))
    load = draw(st.sampled_from((2, 5, 12.5, 20)))
    shown = draw(st.sampled_from((f"{load:g}", f"{load:g}".replace(".", ","))))
    times = draw(st.sampled_from(("x", " x ", "×", "*", "X")))
    several = draw(st.lists(st.integers(8, 16), min_size=3, max_size=5))  # sets of one exercise are much alike
    pounds = round(load * POUND, 2)
    forms: list[tuple[list[Block], str]] = [
        ([Block(n, reps)], f"{n}{times}{reps}"), ([Block(n, reps)], f"{n}{times}{reps} reps"), ([Block(n, reps)], f"{n} séries de {reps}"),
        ([Block(n, reps)], f"{n} sets of {reps}"), ([Block(n, reps)], f"{n} fois {reps}"), ([Block(n, None, float(reps))], f"{n}{times}{reps}s"),
        ([Block(n, None, float(reps))], f"{n}{times}{reps} secondes"), ([Block(n, None, reps * 60.0)], f"{n}{times}{reps} min"),
        ([Block(n, reps, None, load)], f"{n}{times}{reps}@{shown}kg"), ([Block(n, reps, None, load)], f"{n}{times}{reps} à {shown} kilos"),
        ([Block(n, reps, None, pounds, load)], f"{n}{times}{reps} @ {shown} lb"), ([Block(n, reps), Block(2, 8)], f"{n}{times}{reps} + 2x8"),
        ([Block(len(list(same)), r) for r, same in groupby(several)], "/".join(map(str, several))),
    ]  # fmt: skip
    return draw(st.sampled_from(forms))


@given(done())
def test_sets_are_those_that_are_written(pair: tuple[list[Block], str]) -> None:
    meant, text = pair
    assert blocks(text) == meant, text


@given(DAY, st.sampled_from(("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%m/%d/%Y", "%Y/%m/%d")))
def test_a_day_is_never_read_as_sets(day: date, form: str) -> None:
    assert blocks(day.strftime(form)) is None


@pytest.mark.parametrize(
    "text",
    [
        "AMRAP",
        "3x8-10",
        "3x",
        "x10",
        "3x10x5x2",
        "10/10",
        "3 10",
        "3xdix",
        "30 s",
        "12",
        "-3x10",
        "3x1,5",
        "3x10@kg",
        "3x10 5",
        "1e3x10",
        "3²x10",
    ],
)
def test_what_is_no_sets_is_not_read_as_sets(text: str) -> None:
    assert blocks(text) is None


@given(JUNK)
def test_every_figure_of_sets_stands_in_the_text(text: str) -> None:
    found = blocks(text)
    figures = {
        float(g.replace(",", "."))
        for g in "".join(c if c.isdecimal() or c in ".," else " " for c in seen(text)).split()
        if g.strip(".,")[:1] and g.strip(".,") == g and g.count(",") + g.count(".") < 2
    }
    for block in found or []:
        assert block.reps is None or block.reps in figures, (text, found)
        assert block.pounds is not None or block.load_kg is None or block.load_kg in figures, (text, found)
