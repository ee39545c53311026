"""A patient's own days as they stand, for the patient: values and gaps, no reading of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from loadaid.logs.plain import plain_rows
from loadaid.store.imports import Receipt
from loadaid.store.records import Record

SCALES = ("pain_morning", "pain_average", "impact")  # 0 to 10: what a picture can show
CORRECTIONS = ("correction",)


@dataclass(frozen=True)
class Day:
    """One day, or several in a row of which nothing is noted. is_changed: a value was corrected since it was first noted."""

    first: date
    last: date
    daily: Mapping[str, Any]
    sessions: Sequence[Mapping[str, Any]]
    is_changed: bool = False

    @property
    def is_blank(self) -> bool:
        return not self.daily and not self.sessions


@dataclass(frozen=True)
class Series:
    """The values of one scale, a place per day, None where nothing is noted. low, high: the least and the most of them."""

    name: str
    first: date
    last: date
    values: Sequence[float | None]

    @property
    def known(self) -> list[float]:
        return [v for v in self.values if v is not None]

    @property
    def runs(self) -> list[list[tuple[int, float]]]:
        """Places and values of days in a row: only those are joined by a line."""
        made = []
        for is_gap, places in groupby(enumerate(self.values), key=lambda at: at[1] is None):
            if not is_gap:
                made.append([(k, v) for k, v in places if v is not None])
        return made

    @property
    def gaps(self) -> list[tuple[int, int]]:
        """First and last place of every stretch without a value."""
        made = []
        for is_gap, places in groupby(range(len(self.values)), key=lambda k: self.values[k] is None):
            if is_gap:
                stretch = list(places)
                made.append((stretch[0], stretch[-1]))
        return made


def days(record: Record, receipts: Sequence[Receipt], today: date, n: int) -> list[Day]:
    """The last n days up to today, the newest first; days in a row without anything noted as one."""
    changed = {
        str(r.told["span"][0]) for r in receipts if r.kind in CORRECTIONS and r.undone_at is None and r.told.get("span")
    }
    daily = {row["date"]: row for row in plain_rows(record.log.daily)}
    sessions: dict[str, list[Mapping[str, Any]]] = {}
    for row in plain_rows(record.log.sessions):
        sessions.setdefault(row["date"], []).append(row)
    each = []
    for back in range(n):
        day = today - timedelta(days=back)
        iso = day.isoformat()
        each.append(Day(day, day, daily.get(iso, {}), sessions.get(iso, []), iso in changed))
    made: list[Day] = []
    for is_blank, some in groupby(each, key=lambda one: one.is_blank):
        run = list(some)
        made += [Day(run[-1].first, run[0].last, {}, [])] if is_blank else run
    return made


def series(record: Record, today: date, n: int) -> list[Series]:
    """The last n days of every scale of which something is noted in them."""
    daily = {row["date"]: row for row in plain_rows(record.log.daily)}
    dates = [today - timedelta(days=back) for back in reversed(range(n))]
    all_of_them = [
        Series(name, dates[0], today, [daily.get(d.isoformat(), {}).get(name) for d in dates]) for name in SCALES
    ]
    return [one for one in all_of_them if one.known]
