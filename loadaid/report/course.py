"""The four parameters of a page, as the values behind them: intensity, onset, recovery (the settle curve), impact; and function."""

from __future__ import annotations

from typing import Any

import numpy as np

from loadaid.analysis.index import Floats
from loadaid.analysis.result import number
from loadaid.analysis.rules.base import At
from loadaid.analysis.trajectory import HALF, WORDS
from loadaid.report.numbers import settled

SPAN = 2 * HALF
COMPARABLE = 0.2  # share of the median dose within which two sessions are compared


def four(at: At) -> dict[str, dict[str, Any]]:
    """recovery, onset, intensity, impact, function. Of each: points [date, value], before, now (None: not known), change.

    Points of the 28 days whose two halves are compared. recovery: hours of each session, with `comparable` (its dose lies within
    20 % of their median; None where its dose is not known) and `open` (still running: at least so many). onset: minutes, with
    `painless` (the usual pain did not come: later than all others). intensity: by_average says of which series.
    """
    t, row = at.w.trajectory, at.row
    first = max(at.day - SPAN + 1, 0)
    span = list(range(first, at.day + 1))
    by_average = bool(t.by_average[row, at.day])
    pain = at.w.panel.daily["pain_average" if by_average else "pain_morning"][row]
    found = {
        "recovery": _recovery(at, span),
        "onset": [{**p, "painless": bool(t.painless[row, d])} for d, p in _points(at, t.onset[row], span)],
        "intensity": [p for _, p in _points(at, pain, span)],
        "impact": [p for _, p in _points(at, at.w.panel.daily["impact"][row], span)],
        "function": [],
    }
    return {
        name: {
            "points": points,
            "before": number(at.value(t.before[name])),
            "now": number(at.value(t.now[name])),
            "change": WORDS[t.direction[name][row, at.day]],
        }
        for name, points in found.items()
    } | {"by_average": {"value": by_average}}


def _points(at: At, values: Floats, span: list[int]) -> list[tuple[int, dict[str, Any]]]:
    return [
        (d, {"date": at.calendar(d).isoformat(), "value": number(values[d])}) for d in span if np.isfinite(values[d])
    ]


def _recovery(at: At, span: list[int]) -> list[dict[str, Any]]:
    hours, dose = at.w.trajectory.settle[at.row], at.w.load.dose[at.row]
    days = [d for d in span if np.isfinite(hours[d]) and d < at.day]
    known = [dose[d] for d in days if np.isfinite(dose[d])]
    middle = float(np.median(known)) if known else np.nan
    return [
        {
            "date": at.calendar(d).isoformat(),
            "value": number(value),
            "open": bool(value < hours[d]),
            "comparable": bool(abs(dose[d] - middle) <= COMPARABLE * middle) if np.isfinite(dose[d]) else None,
        }
        for d, value in zip(days, settled(at, days), strict=True)
    ]
