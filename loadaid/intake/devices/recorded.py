"""Recorded activities and days of a watch or phone, as rows of the log folder. Every format's reader writes through here.

One call per record of the file: `session`, `day` or `aside`; so that what was received is what is accounted for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from loadaid.intake.devices.sports import family, plain_words
from loadaid.intake.limits import TEXT_CHARACTERS
from loadaid.intake.model import FileReading, Found, Mapped, Outcome, Problem

Sources = dict[str, tuple[str, str]]  # column of the log folder -> (column as the file names it, text as it stands)

# The days a device's clock shows when it was never set.
_UNSET_CLOCKS = frozenset({date(1989, 12, 31), date(2000, 1, 1)})
_FIRST_YEAR = 2000
_RANGES = {
    "session_minutes": (0, 1440, "min"),
    "session_rpe": (0, 10, ""),
    "steps": (0, 200_000, ""),
    "active_minutes": (0, 1440, "min"),
    "sleep_hours": (0, 24, "h"),
}
_UNFINISHED_TODAY = ("steps", "active_minutes")


class Recordings:
    """What has been read of one file so far. today: the day of the reading, local."""

    def __init__(self, kind: str, today: date) -> None:
        self.reading = FileReading(kind)
        self.today = today
        self._in_universal_time = False

    def aside(self, row: int, code: str, outcome: Outcome = "refused", *, sheet: str | None = None,
              column: str | None = None, value: str = "", **facts: Any) -> None:  # fmt: skip
        """Set one record aside, with the reason."""
        self.reading.received += 1
        self.reading.set_aside[sheet, row] = outcome
        self.reading.problems.append(Problem(code, outcome, sheet, row, column, value, facts))

    def notice(self, code: str, row: int | None = None, *, sheet: str | None = None, column: str | None = None,
               value: str = "", **facts: Any) -> None:  # fmt: skip
        """Say something about what is stored."""
        self.reading.problems.append(Problem(code, "noticed", sheet, row, column, value, facts))

    def session(self, row: int, start: datetime, minutes: float | None, sport: str, sources: Sources, *,
                effort: float | None = None, universal: bool = False, sheet: str | None = None) -> None:  # fmt: skip
        """Take one recorded activity.

        start: local, or in universal time (`universal`) when the file says no zone: then the day is the one written, and
        the hour is not told on, because it is not the patient's. minutes: of the timer; None when the file does not say.
        """
        day = start.date()
        column, text = sources["date"]
        if self._is_wrong_clock(day):
            self.aside(row, "wrong-clock", sheet=sheet, column=column, value=text, date=day)
            return
        if minutes is not None and round(minutes, 1) == 0:  # started and stopped by a slip of the finger
            self.aside(row, "not-a-session", "skipped", sheet=sheet, value=text)
            return
        exercise = plain_words(sport) or "activity"
        if len(exercise) > TEXT_CHARACTERS:
            self.aside(row, "text-too-long", sheet=sheet, limit=TEXT_CHARACTERS)
            return
        values: dict[str, str | int | float] = {"date": day.isoformat(), "exercise": exercise}
        if of_family := family(exercise):
            values["family"] = of_family
        numbers = {"session_minutes": minutes, "session_rpe": effort}
        values |= self._within_range(row, sheet, numbers, sources)
        values["completed"] = "yes"  # it was recorded
        sources = {"completed": sources.get("session_minutes", ("", text)), **sources}
        self._in_universal_time |= universal
        self.reading.received += 1
        self.reading.found.append(
            Found(
                "sessions",
                sheet,
                row,
                values,
                {c: s for c, s in sources.items() if c in values},
                None if universal else start.strftime("%H:%M"),
                f"{start.isoformat()} {row}",
            )
        )

    def day(self, row: int, day: date, numbers: Mapping[str, float | None], sources: Sources, *,
            universal: bool = False, sheet: str | None = None) -> None:  # fmt: skip
        """Take the totals of one day: steps, active_minutes, sleep_hours; None when the file does not say.

        A day without a single step and without an active minute was not recorded: a worn device counts some steps even
        on a day in bed. Such zeros are unknown. Today is not over: its steps would be too few.
        """
        column, text = sources["date"]
        if day > self.today + timedelta(days=1):
            self.aside(row, "future-date", sheet=sheet, column=column, value=text, date=day)
            return
        if day.year < _FIRST_YEAR:
            self.aside(row, "date-too-early", sheet=sheet, column=column, value=text, first=date(_FIRST_YEAR, 1, 1))
            return
        if not any(numbers.values()):
            self.aside(row, "device-not-worn", "skipped", sheet=sheet, value=text)
            return
        known = {c: n for c, n in numbers.items() if n is not None}
        if not known.get("steps") and not known.get("active_minutes"):
            known = {c: n for c, n in known.items() if c not in _UNFINISHED_TODAY}
        if day >= self.today and known.keys() & set(_UNFINISHED_TODAY):
            known = {c: n for c, n in known.items() if c not in _UNFINISHED_TODAY}
            if not known:
                self.aside(row, "day-not-over", "skipped", sheet=sheet, value=text)
                return
        values: dict[str, str | int | float] = {"date": day.isoformat()}
        values |= self._within_range(row, sheet, known, sources)
        if len(values) == 1:  # the only values were out of range, said above
            self.aside(row, "nothing-in-the-row", sheet=sheet, value=text)
            return
        self._in_universal_time |= universal
        self.reading.received += 1
        self.reading.found.append(Found("daily", sheet, row, values, {c: s for c, s in sources.items() if c in values}))

    def done(self, ignored: Iterable[str], units: Mapping[str, str] | None = None) -> FileReading:
        """Give the reading, with its columns. units: of the file's columns."""
        mapped = {(s[0], f"{f.table}.{c}"): None for f in self.reading.found for c, s in f.sources.items()}
        self.reading.columns = [Mapped(source, target, (units or {}).get(source)) for source, target in mapped]
        self.reading.ignored = list(ignored)
        if self._in_universal_time:
            self.notice("universal-time")
        return self.reading

    def _is_wrong_clock(self, day: date) -> bool:
        return day.year < _FIRST_YEAR or day in _UNSET_CLOCKS or day > self.today + timedelta(days=1)

    def _within_range(self, row: int, sheet: str | None, numbers: Mapping[str, float | None],
                      sources: Sources) -> dict[str, int | float]:  # fmt: skip
        """Give the values that a log folder takes; the others stay unknown, and are said."""
        kept: dict[str, int | float] = {}
        for column, number in numbers.items():
            if number is None:
                continue
            low, high, unit = _RANGES[column]
            if low <= number <= high:
                kept[column] = round(number) if column == "steps" else round(number, 1)
            else:
                source, text = sources[column]
                self.notice(
                    "value-left-out", row, sheet=sheet, column=source, value=text, low=low, high=high, unit=unit
                )
        return kept
