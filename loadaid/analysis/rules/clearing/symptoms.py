"""What would clear a finding on the response to sessions, flares, or the level of pain."""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np

from loadaid.analysis.caution import MONTH
from loadaid.analysis.response import LAST, WITHIN
from loadaid.analysis.rules.base import At, Change, Ways
from loadaid.analysis.rules.clearing.cells import EPS, LESS, known, rounded_down
from loadaid.analysis.symptoms import RECENT


def during_bound(at: At) -> float:
    """The most that counts as ordinary during the session."""
    limit = np.broadcast_to(at.readings["during-session-pain"].limit, at.w.panel.shape)
    return rounded_down(at.value(limit))


def less_during(at: At) -> Ways:
    """Pain during the session at the limit, or just under the rise that counts."""
    session = at.w.panel.session
    day = at.last_during()[0]
    rise = at.value(session["before"], day) + at.w.limits.during_rise * LESS
    return [[Change("sessions", day, {"pain_during": x})] for x in (during_bound(at), rise)]


def _next_days(at: At, sessions: Iterable[int], everyone: bool) -> dict[tuple[str, int], float]:
    """The highest next-day values, by column and day, after which no session of these reaches the red limit.

    Oldest first: a value lowered after one session is the level before another, whose rise it makes larger. everyone:
    muscle soreness is no excuse.
    """
    d, s, limits = at.w.panel.daily, at.w.symptoms, at.w.limits
    lowered: dict[tuple[str, int], float] = {}
    for day in sessions:
        by_morning = bool(at.value(s.by_morning, day))
        column, from_day = ("pain_morning", day) if by_morning else ("pain_average", day - 1)
        before = at.value(d[column], from_day) if from_day >= 0 else np.nan
        before = lowered.get((column, from_day), before)
        before = at.value(at.w.panel.session["before"], day) if np.isnan(before) else before
        threshold = max(at.value(s.usual, day) + limits.over_usual_red, limits.next_day_floor)
        least, value = at.value(at.w.response.least, day), at.value(d[column], day + 1)
        over = min(value - before, value - threshold + limits.over_usual_red)
        if at.value(s.saturated, day) or not over >= least - EPS or (at.is_excused(day) and not everyone):
            continue
        bound = max(before, threshold - limits.over_usual_red) + least
        lowered[column, day + 1] = float(np.ceil(bound - EPS) - 1)
    return lowered


def next_days(at: At) -> dict[tuple[str, int], float]:
    """The highest next-day values that stay under the limit, by column and day; below 0: no value does."""
    return _next_days(at, at.last_sessions(), everyone=False)


def calmer_next_days(at: At) -> Ways:
    found = next_days(at)
    if any(value < 0 for value in found.values()):
        return []
    return [[Change("daily", day, {column: value}) for (column, day), value in found.items()]]


def late_sessions(at: At) -> list[int]:
    """The last sessions that are known today to have taken too long to settle."""
    hours, limit = at.w.panel.session["settle"], at.w.limits.settle_red
    return [
        d for d in at.last_sessions() if at.value(hours, d) > limit + EPS and 24 * (at.day - d) >= limit
    ]  # fmt: skip


def sooner_settled(at: At) -> Ways:
    return [[Change("sessions", d, {"settle_h": at.w.limits.settle_red}) for d in late_sessions(at)]]


def disturbed_nights(at: At) -> list[int]:
    """The last sessions after which pain of the exercises disturbed the sleep."""
    return [d for d in at.last_sessions() if at.value(at.w.panel.session["sleep_disturbed"], d) == 1]


def nights_to_calm(at: At) -> list[int]:
    """Those, and of the sessions that would count among the last three instead of one only known by its night."""
    nights, taken = [], 0
    for d in reversed([d for d in at.where(at.w.response.classed, WITHIN) if d < at.day]):
        if taken < LAST:
            disturbed = at.value(at.w.panel.session["sleep_disturbed"], d) == 1
            nights += [d] * disturbed
            taken += bool(at.value(at.w.response.firm, d)) or not disturbed
    return nights[::-1]


def calm_nights(at: At) -> Ways:
    return [[Change("sessions", d, {"sleep_disturbed": "no"}) for d in nights_to_calm(at)]]


def fewer_red(at: At) -> Ways:
    """All red sessions but the oldest that may stay: settled in time, nights calm, less pain during, and next days under
    the limit, also of the sessions whose rise that enlarges."""
    sessions, limits, s = at.last_sessions(), at.w.limits, at.w.panel.session
    may_stay = math.ceil(limits.red_sessions - EPS) - 1
    staying = [d for d in sessions if at.is_red(d)][:may_stay]
    calmed = [d for d in sessions if d not in staying]
    changes = []
    for d in calmed:
        values: dict[str, object] = {}
        if not at.value(s["settle"], d) <= limits.settle_red and (at.is_red(d) or at.value(s["settle"], d) > 0):
            values["settle_h"] = limits.settle_red  # also where it is blank: it stays a session with an answer
        if at.value(s["sleep_disturbed"], d) == 1:
            values["sleep_disturbed"] = "no"
        if at.value(s["during"], d) > limits.during_high:
            values["pain_during"] = limits.during_high
        if values:
            changes.append(Change("sessions", d, values))
    lowered = _next_days(at, calmed, everyone=False)
    return [changes + [Change("daily", d, {c: max(value, 0.0)}) for (c, d), value in lowered.items()]]


def mornings_alike(at: At) -> Ways:
    """Mornings after sessions lowered by the share that is too much of their difference."""
    part = at.w.limits.contrast / at.value(at.w.response.contrast) * LESS
    morning, session = at.w.panel.daily["pain_morning"], at.w.panel.is_session
    days = [
        d for d in known(at, "pain_morning", range(at.day - MONTH + 1, at.day + 1)) if d and at.value(session, d - 1)
    ]
    return [[Change("daily", d, {"pain_morning": at.value(morning, d) * part}) for d in days]]


def flare_over(at: At) -> int:
    """The first day without a flare, when none is added."""
    return max(at.where(at.w.symptoms.flare_event, 3)) + 3


def calm_days(at: At) -> Ways:
    """Ordinary days until then."""
    s = at.w.symptoms
    usual = {"pain_morning": s.morning.level, "pain_average": s.average.level, "impact": s.impact.level}
    values = {name: at.value(level) for name, level in usual.items() if not np.isnan(at.value(level))}
    return [[Change("daily", d, {"flare": "no", **values}) for d in range(at.day + 1, flare_over(at) + 1)]]


def week_bound(at: At) -> float:
    """The weekly mean to stay under."""
    return rounded_down(at.value(at.w.symptoms.week_usual) + at.w.limits.week_pain)


def calmer_week(at: At) -> Ways:
    s = at.w.symptoms
    column = "pain_morning" if at.value(s.week_by_morning) else "pain_average"
    part = week_bound(at) / at.value(s.week_mean) * LESS
    days = known(at, column, range(at.day - 6, at.day + 1))
    return [[Change("daily", d, {column: at.value(at.w.panel.daily[column], d) * part}) for d in days]]


def _level(at: At) -> tuple[float, str]:
    """The lowest of the usual level that has risen, and whose it is."""
    s = at.w.symptoms
    level, column = at.value(s.average.level), "pain_average"
    if np.isnan(level):
        level, column = at.value(s.morning.level), "pain_morning"
    return level - at.value(s.risen), column


def usual_bound(at: At) -> float:
    """The usual level to come back under."""
    return rounded_down(_level(at)[0] + at.w.limits.baseline_risen)


def lower_usual(at: At) -> Ways:
    """Days to come with pain at the lowest usual level, until they alone make it."""
    lowest, column = _level(at)
    days = range(at.day + 1, at.day + RECENT + 2)
    return [[Change("daily", d, {column: lowest}) for d in days]]
