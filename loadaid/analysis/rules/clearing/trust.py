"""What would clear a safety finding, or one of too little data."""

from __future__ import annotations

import math

import numpy as np

from loadaid.analysis.caution import MONTH
from loadaid.analysis.load import HALF
from loadaid.analysis.rules.base import At, Change, Ways
from loadaid.analysis.rules.clearing.cells import EPS, known, pain_column, some_pain
from loadaid.analysis.symptoms import RECENT, SKIP
from loadaid.domain.records import SAFETY_ITEMS, TIER_1

FIRST, SECOND = slice(0, len(TIER_1)), slice(len(TIER_1), len(SAFETY_ITEMS))


def review_day(at: At, tier: slice) -> int:
    """The earliest day of a clinician's review that clears every answer standing in a tier."""
    standing = at.w.safety.standing[tier, at.row, at.day]
    return int(at.w.safety.clears_from[tier, at.row, at.day][standing].max())


def reviewed(at: At, tier: slice) -> Ways:
    return [[Change("events", review_day(at, tier), {"kind": "safety_reviewed", "note": "vu"})]]


def missing_pain_days(at: At) -> Ways:
    """Entries on blank days of the last week, as many as open the reading."""
    s, limits = at.w.sufficiency, at.w.limits
    week, fortnight = at.value(s.pain_days), at.value(s.pain_days_14)
    missing = limits.pain_days_open - week
    if at.value(s.opened):  # it opens again on fewer, unless so few lie behind them that it shuts at once
        again = max(
            limits.pain_days_reopen - week, limits.pain_days_close - week, limits.pain_days_close_14 - fortnight
        )
        missing = min(missing, again)
    logged = set(at.where(at.w.symptoms.pain_known, 7))
    blank = [d for d in range(at.day, at.day - 7, -1) if d not in logged]
    value = some_pain(at, "pain_average")
    return [[Change("daily", d, {"pain_average": value}) for d in blank[: math.ceil(missing - EPS)]]]


def missing_values(at: At) -> Ways:
    """Values on blank days outside flares, 8 to 28 days old."""
    column, s = pain_column(at), at.w.symptoms
    missing = math.ceil(at.w.limits.baseline_values - at.value(s.values_behind_usual) - EPS)
    days = range(at.day - SKIP, at.day - RECENT - 1, -1)
    taken = set(known(at, column, days)) | {d for d in days if d >= 0 and at.value(s.flare_day, d)}
    word = at.w.panel.daily["flare"]
    taken |= {d for d in days if d >= 0 and at.value(word, d) == 1}
    value = some_pain(at, column)
    return [[Change("daily", d, {column: value}) for d in days if d not in taken][:missing]]


def missing_responses(at: At) -> Ways:
    """The settling time, or the pain before and on the next day, of sessions whose answer is not known; of further
    sessions where there are not enough."""
    limits, s = at.w.limits, at.w.symptoms
    missing = math.ceil(limits.classed_sessions - at.value(at.w.response.classed_28) - EPS)
    days = range(at.day - 1, at.day - MONTH, -1)
    classed, session = at.w.response.classed[at.row], at.w.panel.is_session[at.row]
    logged = [d for d in days if d >= 0 and session[d] and not classed[d]]
    chosen = [*logged, *(d for d in days if d < 0 or not session[d])][:missing]
    ways = [[Change("sessions", d, {"settle_h": limits.settle_red}) for d in chosen]]
    # The next day tells only beside a usual level that leaves room above it.
    if all(d >= 0 and not np.isnan(at.value(s.usual, d)) and not at.value(s.saturated, d) for d in chosen):
        pain = some_pain(at, "pain_average")
        columns = {d: "pain_morning" if at.value(s.by_morning, d) else "pain_average" for d in chosen}
        before = [
            Change("sessions", d, {"pain_before": pain})
            for d in chosen
            if np.isnan(at.value(at.w.panel.session["before"], d))
        ]
        after = [Change("daily", d + 1, {c: pain}) for d, c in columns.items() if not known(at, c, [d + 1])]
        ways.append(before + after)
    return ways


def honest_log(at: At) -> Ways:
    """One value of two weeks that differs, and late entries written by the end of their day."""
    changes, s = [], at.w.sufficiency
    if at.value(s.constant):
        fortnight = range(at.day - HALF + 1, at.day + 1)
        column = max(("pain_morning", "pain_average"), key=lambda c: len(known(at, c, fortnight)))
        noted = known(at, column, fortnight)
        value = at.value(at.w.panel.daily[column], noted[-1])
        blank = [d for d in fortnight if d not in noted]
        day = noted[-1] if len(noted) > 1 else blank[-1]
        changes.append(Change("daily", day, {column: value + (1 if value <= 9 else -1)}))
    if at.value(s.backfilled) > at.w.limits.backfill_share + EPS:
        written = at.w.panel.daily["entered_at"]
        for d in known(at, "entered_at", range(at.day - MONTH + 1, at.day + 1)):
            end = (at.w.panel.start[at.row] + d + 1) * 24
            if at.value(written, d) / 60 - end > at.w.limits.backfill_hours:
                changes.append(Change("daily", d, {"entered_at": at.calendar(d + 1)}))
    return [changes]
