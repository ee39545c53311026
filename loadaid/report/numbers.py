"""The six numbers of a page, and what moved since the last visit: each with how much it rests on, or that it is not known.

Two fortnights, as in the reading: the last 14 days, and the 14 before them (`was`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from loadaid.analysis.hold import HEADLINES
from loadaid.analysis.index import Floats, to_number
from loadaid.analysis.panel import NOT_LOGGED, REST, SESSION
from loadaid.analysis.result import number
from loadaid.analysis.review import Review
from loadaid.analysis.rules.base import At
from loadaid.analysis.trajectory import HALF, LEAST_TIMES
from loadaid.report.doses import planned_a_week

LEAST_DAYS = 10  # of a fortnight, for a dose per week (as the rule dose-growth)
LEAST_VALUES = 5  # of a fortnight, for the median of a daily score
SHARE_KNOWN = 0.7  # of the days since a visit
LATEST_VISIT, EARLIEST_VISIT = 5, 84  # days ago: sooner is too soon to tell, later is another course


def numbers(at: At) -> dict[str, dict[str, Any]]:
    """dose, sessions, next_morning, settle, posture, sleep. Of each: value, was, and known of needed values behind it.

    dose: a week, `was` from the change that the rule dose-growth measures. sessions: done of planned in 14 days, not_logged
    days beside it. next_morning: medians before and the morning after (`before`, value), of sessions that know both. settle: median
    hours, low and high the middle half. posture: minutes. sleep: 0 to 10, 10 best.
    """
    posture, sleep = (_daily(at, at.w.panel.daily[name][at.row]) for name in ("posture_longest_min", "sleep_quality"))
    return {
        "dose": dose_a_week(at),
        "sessions": sessions(at),
        "next_morning": next_morning(at),
        "settle": settle(at),
        "posture": posture,
        "sleep": sleep,
    }


def dose_a_week(at: At) -> dict[str, Any]:
    """Dose a week over the last 14 days, by the days whose dose is known; what it was and the change in percent, by the rule."""
    value, known = _weekly(at, at.day - HALF + 1, at.day, LEAST_DAYS)
    change = number(at.value(at.w.load.rise))
    was = None if change is None or value is None or change <= -100 else number(value / (1 + change / 100))
    return {
        "value": value, "was": was, "change_percent": change if was is not None else None, "known": known,
        "needed": LEAST_DAYS,
    }  # fmt: skip


def sessions(at: At) -> dict[str, Any]:
    """Sessions of 14 days, of those planned, and of how many days nothing is known."""
    days = range(max(at.day - HALF + 1, 0), at.day + 1)
    state = at.w.panel.state[at.row, list(days)]
    weekly = [planned_a_week(at, day) for day in days]
    planned = [w for w in weekly if w is not None]
    return {
        "value": int((state == SESSION).sum()),
        "planned": round(sum(planned) / 7) if len(planned) == HALF else None,
        "not_logged": int((state == NOT_LOGGED).sum()) + HALF - len(state),
    }


def next_morning(at: At) -> dict[str, Any]:
    """Median pain before sessions and on the morning (or day) after them."""
    before, after = at.w.panel.session["before"][at.row], at.w.response.next_day[at.row]
    both = [d for d in _past(at, 1) if np.isfinite(before[d]) and np.isfinite(after[d])]
    enough = len(both) >= LEAST_TIMES
    return {
        "before": number(np.median(before[both])) if enough else None,
        "value": number(np.median(after[both])) if enough else None,
        "usual": number(at.value(at.w.symptoms.usual)),
        "known": len(both),
        "needed": LEAST_TIMES,
    }


def settle(at: At) -> dict[str, Any]:
    """Hours back to the usual level: median and middle half; a session still open counts with the hours that have passed."""
    now, earlier = settled(at, _past(at, 1)), settled(at, _past(at, HALF))
    enough = len(now) >= LEAST_TIMES
    low, high = np.percentile(now, [25, 75]) if enough else (np.nan, np.nan)
    return {
        "value": number(np.median(now)) if enough else None,
        "low": number(low),
        "high": number(high),
        "was": number(np.median(earlier)) if len(earlier) >= LEAST_TIMES else None,
        "known": len(now),
        "needed": LEAST_TIMES,
    }


def settled(at: At, days: Sequence[int]) -> list[float]:
    """Known hours to settle of some days, each at most those that have passed."""
    hours = at.w.trajectory.settle[at.row]
    return [float(min(hours[d], 24.0 * (at.day - d))) for d in days if np.isfinite(hours[d]) and d < at.day]


def _past(at: At, first: int) -> list[int]:
    """The 14 days that end `first` days ago; of today nothing can have settled yet."""
    last = at.day - first if first == HALF else at.day
    return list(range(max(at.day - first - HALF + 1 if first == HALF else at.day - HALF + 1, 0), last + 1))


def _daily(at: At, values: Floats) -> dict[str, Any]:
    """Median of a daily score over two fortnights."""
    recent = values[max(at.day - HALF + 1, 0) : at.day + 1]
    earlier = values[max(at.day - 2 * HALF + 1, 0) : max(at.day - HALF + 1, 0)]
    found = {name: part[np.isfinite(part)] for name, part in (("value", recent), ("was", earlier))}
    medians = {name: number(np.median(part)) if len(part) >= LEAST_VALUES else None for name, part in found.items()}
    return {**medians, "known": len(found["value"]), "needed": LEAST_VALUES}


def _weekly(at: At, first: int, last: int, least: int) -> tuple[float | None, int]:
    """Dose a week of some days, and on how many of them it is known (a logged rest is a dose of 0)."""
    days = slice(max(first, 0), last + 1)
    dose, state = at.w.load.dose[at.row, days], at.w.panel.state[at.row, days]
    known = np.isfinite(dose) | (state == REST)
    n = int(known.sum())
    if n < least or not np.isfinite(dose).any():
        return None, n
    return number(7 * float(np.nansum(dose)) / n), n


def since_visit(made: Review, at: At, events: pd.DataFrame) -> dict[str, Any] | None:
    """The days since the last visit against the 14 up to it; None when no visit is known.

    headline: the reading on the day of the visit, as the rules read that day now. dose (a week), settle (hours), pain (mean,
    of the series in use), logged (share of days): value and was, each None where too little is known. too_soon: under five days
    have passed; then only the headline is given.
    """
    today = at.calendar(at.day)
    mine = events[(events["patient_id"] == at.w.panel.ids[at.row]) & (events["kind"] == "visit")]
    dates = sorted(d.date() for d in mine["date"] if d.date() < today)
    visit = to_number(dates[-1]) - int(at.w.panel.start[at.row]) if dates else -1
    if visit < 0:
        return None
    ago = at.day - visit
    found: dict[str, Any] = {
        "date": at.calendar(visit).isoformat(),
        "days": ago,
        "too_soon": ago < LATEST_VISIT,
        "headline": HEADLINES[made.numbers_of(at.w.panel.ids[at.row]).headline[0][visit]],
    }
    if ago < LATEST_VISIT or ago > EARLIEST_VISIT:
        return found
    new, old = (visit + 1, at.day), (visit - HALF + 1, visit)
    pain = at.w.symptoms.pain[at.row]
    logged = at.w.panel.daily["logged"][at.row] == 1
    for name, (value, was) in {
        "dose": [_weekly(at, a, b, int(np.ceil(SHARE_KNOWN * (b - a + 1))))[0] for a, b in (new, old)],
        "settle": [_median(settled(at, range(max(a, 0), b + 1))) for a, b in (new, old)],
        "pain": [_mean(pain[max(a, 0) : b + 1]) for a, b in (new, old)],
        "logged": [number(logged[max(a, 0) : b + 1].sum() / (b - a + 1)) for a, b in (new, old)],
    }.items():
        found[name] = {"value": value, "was": was}
    return found


def _median(values: Sequence[float]) -> float | None:
    return number(np.median(values)) if len(values) >= LEAST_TIMES else None


def _mean(values: Floats) -> float | None:
    known = values[np.isfinite(values)]
    return number(known.mean()) if len(known) >= LEAST_VALUES else None
