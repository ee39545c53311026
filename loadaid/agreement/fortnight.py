"""What was logged in four weeks of one patient, as it stood on their last day: values only, no reading of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from loadaid.agreement.choosing import DAYS
from loadaid.analysis.index import Bools, Floats
from loadaid.analysis.load import EXTERNAL, KINDS, LOAD_AU, MINUTES
from loadaid.analysis.panel import done_rows
from loadaid.analysis.rules.base import At
from loadaid.domain.records import MEASURES

SESSION = ("minutes", "rpe", "before", "during", "after", "onset", "settle", "cancelled")
NEXT_DAY = ("soreness", "muscle", "sleep_disturbed")  # written with the session, known the day after
LATEST = 3  # scores of a questionnaire shown


@dataclass(frozen=True)
class Fortnight:
    """DAYS days, the last one day 0. No patient, date, name or text of the log.

    values: by name, shape (DAYS,), NaN unknown; choices as positions. state: NOT_LOGGED, REST or SESSION.
    logged: anything at all was noted. open: the settle time was not over on day 0, its value is what had passed.
    weekday: 0 Monday. families, events: positions in the contract's lists, per day. dose_kind: of KINDS.
    scores: by measure, (day, mean) of the latest ones.
    """

    values: dict[str, Floats]
    state: NDArray[np.int8]
    logged: Bools
    open: Bools
    weekday: list[int]
    families: list[list[int]]
    events: list[list[int]]
    dose_kind: str
    scores: dict[str, list[tuple[int, float]]]


def fortnight(at: At) -> Fortnight:
    """The days that end on the day of `at`, which has at least DAYS days before it."""
    p, w, shown = at.w.panel, at.w, slice(at.day - DAYS + 1, at.day + 1)
    values = {name: grid[at.row, shown] for name, grid in p.daily.items()}
    values |= {name: p.session[name][at.row, shown] for name in SESSION}
    values |= {name: p.session[name][at.row, shown.start - 1 : shown.stop - 1] for name in NEXT_DAY}
    passed = 24.0 * np.arange(DAYS)[::-1]
    is_open = values["settle"] > passed
    values["settle"] = np.where(is_open, np.where(passed > 0, passed, np.nan), values["settle"])
    kind = int(at.value(w.load.kind))
    series = {EXTERNAL: w.load.external, LOAD_AU: p.session["load_au"], MINUTES: p.session["minutes"]}
    values["dose"] = series[kind][at.row, shown] if kind in series else np.full(DAYS, np.nan)
    return Fortnight(
        values, p.state[at.row, shown], values["logged"] == 1, is_open,
        [at.calendar(day).weekday() for day in range(shown.start, shown.stop)],
        _families(at), _events(at), KINDS[kind], _scores(at),
    )  # fmt: skip


def _today(at: At) -> int:
    return int(at.w.panel.start[at.row]) + at.day


def _families(at: At) -> list[list[int]]:
    rows = at.w.panel.rows["sessions"]
    family, done = rows.values("family"), done_rows(rows)
    found: list[set[int]] = [set() for _ in range(DAYS)]
    for k in np.flatnonzero((rows.patient == at.row) & done & ~np.isnan(family)):
        if 0 <= (place := int(rows.day[k]) - _today(at) + DAYS - 1) < DAYS:
            found[place].add(int(family[k]))
    return [sorted(day) for day in found]


def _events(at: At) -> list[list[int]]:
    rows = at.w.panel.rows["events"]
    kind, end = rows.values("kind"), np.fmax(rows.values("end_date"), rows.day)
    days = range(_today(at) - DAYS + 1, _today(at) + 1)
    mine = rows.patient == at.row
    return [sorted({int(k) for k in kind[mine & (rows.day <= day) & (day <= end)]}) for day in days]


def _scores(at: At) -> dict[str, list[tuple[int, float]]]:
    """Of several activities on one day the mean; blank scores do not count."""
    rows = at.w.panel.rows["outcomes"]
    measure, value = rows.values("measure"), rows.values("value")
    mine = (rows.patient == at.row) & (rows.day <= _today(at)) & ~np.isnan(value)
    found = {}
    for k, name in enumerate(MEASURES):
        of = mine & (measure == k)
        days = np.unique(rows.day[of])[-LATEST:]
        if len(days):
            found[name] = [(int(day) - _today(at), float(value[of & (rows.day == day)].mean())) for day in days]
    return found
