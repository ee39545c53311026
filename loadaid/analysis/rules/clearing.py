"""What would clear a finding: the cells of the log that would have to read otherwise, and how.

The sentence beside a finding and the test that makes the change (tests/test_counterfactuals.py) both ask here, so that
they cannot disagree. Each function gives the ways to clear one rule; every way clears by itself.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import NamedTuple

import numpy as np

from loadaid.analysis.caution import MONTH
from loadaid.analysis.exercises import weights
from loadaid.analysis.index import Floats
from loadaid.analysis.load import EXTERNAL, HALF, LEAST_SESSIONS, LOAD_AU, LOOK_BACK, MINUTES
from loadaid.analysis.panel import done_rows
from loadaid.analysis.response import LAST, WITHIN
from loadaid.analysis.rules.base import At, Change, Ways
from loadaid.analysis.symptoms import RECENT, SKIP
from loadaid.domain.records import SAFETY_ITEMS, TIER_1

EPS = 1e-9
LESS = 1 - 1e-6  # "under" a limit, and not on it
CALM = 3.0  # a pain value for a diary that holds none
FIRST, SECOND = slice(0, len(TIER_1)), slice(len(TIER_1), len(SAFETY_ITEMS))


def _known(at: At, column: str, days: Iterable[int]) -> list[int]:
    """Those of some days, from the first logged one on, on which a daily column is not blank."""
    values = at.w.panel.daily[column][at.row]
    return [d for d in days if 0 <= d <= at.day and not np.isnan(values[d])]


def _rounded_down(x: float) -> float:
    """To what a sentence shows."""
    return math.floor(100 * x + EPS) / 100


def _some_pain(at: At, column: str) -> float:
    """The middle of what was written, for an entry that is missing."""
    values = at.w.panel.daily[column][at.row, : at.day + 1]
    values = values[~np.isnan(values)]
    return float(np.median(values)) if len(values) else CALM


def _lately(at: At, change: Mapping[str, Callable[[float], object]]) -> list[Change]:
    """What these daily columns would read, from what they read, on the last three days."""
    daily = at.w.panel.daily
    days = {
        d: {n: f(at.value(daily[n], d)) for n, f in change.items() if _known(at, n, [d])}
        for d in range(at.day - 2, at.day + 1)
    }
    return [Change("daily", d, values) for d, values in days.items() if values]


def _pain_column(at: At) -> str:
    return "pain_morning" if at.value(at.w.symptoms.by_morning) else "pain_average"


# Safety and data


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
    known = set(at.where(at.w.symptoms.pain_known, 7))
    blank = [d for d in range(at.day, at.day - 7, -1) if d not in known]
    value = _some_pain(at, "pain_average")
    return [[Change("daily", d, {"pain_average": value}) for d in blank[: math.ceil(missing - EPS)]]]


def missing_values(at: At) -> Ways:
    """Values on blank days outside flares, 8 to 28 days old."""
    column, s = _pain_column(at), at.w.symptoms
    missing = math.ceil(at.w.limits.baseline_values - at.value(s.values_behind_usual) - EPS)
    days = range(at.day - SKIP, at.day - RECENT - 1, -1)
    taken = set(_known(at, column, days)) | {d for d in days if d >= 0 and at.value(s.flare_day, d)}
    word = at.w.panel.daily["flare"]
    taken |= {d for d in days if d >= 0 and at.value(word, d) == 1}
    value = _some_pain(at, column)
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
        pain = _some_pain(at, "pain_average")
        columns = {d: "pain_morning" if at.value(s.by_morning, d) else "pain_average" for d in chosen}
        before = [
            Change("sessions", d, {"pain_before": pain})
            for d in chosen
            if np.isnan(at.value(at.w.panel.session["before"], d))
        ]
        after = [Change("daily", d + 1, {c: pain}) for d, c in columns.items() if not _known(at, c, [d + 1])]
        ways.append(before + after)
    return ways


def honest_log(at: At) -> Ways:
    """One value of two weeks that differs, and late entries written by the end of their day."""
    changes, s = [], at.w.sufficiency
    if at.value(s.constant):
        fortnight = range(at.day - HALF + 1, at.day + 1)
        column = max(("pain_morning", "pain_average"), key=lambda c: len(_known(at, c, fortnight)))
        known = _known(at, column, fortnight)
        value = at.value(at.w.panel.daily[column], known[-1])
        blank = [d for d in fortnight if d not in known]
        day = known[-1] if len(known) > 1 else blank[-1]
        changes.append(Change("daily", day, {column: value + (1 if value <= 9 else -1)}))
    if at.value(s.backfilled) > at.w.limits.backfill_share + EPS:
        written = at.w.panel.daily["entered_at"]
        for d in _known(at, "entered_at", range(at.day - MONTH + 1, at.day + 1)):
            end = (at.w.panel.start[at.row] + d + 1) * 24
            if at.value(written, d) / 60 - end > at.w.limits.backfill_hours:
                changes.append(Change("daily", d, {"entered_at": at.calendar(d + 1)}))
    return [changes]


# The response to sessions


def during_bound(at: At) -> float:
    """The most that counts as ordinary during the session."""
    limit = np.broadcast_to(at.readings["during-session-pain"].limit, at.w.panel.shape)
    return _rounded_down(at.value(limit))


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
        d for d in _known(at, "pain_morning", range(at.day - MONTH + 1, at.day + 1)) if d and at.value(session, d - 1)
    ]
    return [[Change("daily", d, {"pain_morning": at.value(morning, d) * part}) for d in days]]


# Flares and the level of pain


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
    return _rounded_down(at.value(at.w.symptoms.week_usual) + at.w.limits.week_pain)


def calmer_week(at: At) -> Ways:
    s = at.w.symptoms
    column = "pain_morning" if at.value(s.week_by_morning) else "pain_average"
    part = week_bound(at) / at.value(s.week_mean) * LESS
    days = _known(at, column, range(at.day - 6, at.day + 1))
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
    return _rounded_down(_level(at)[0] + at.w.limits.baseline_risen)


def lower_usual(at: At) -> Ways:
    """Days to come with pain at the lowest usual level, until they alone make it."""
    lowest, column = _level(at)
    days = range(at.day + 1, at.day + RECENT + 2)
    return [[Change("daily", d, {column: lowest}) for d in days]]


# Dose and effort

DOSED_BY = {EXTERNAL: "sets", LOAD_AU: "session_minutes", MINUTES: "session_minutes"}


def series_of(at: At, one: int) -> Floats:
    """A load series of the patient, by day."""
    grids = {
        EXTERNAL: at.w.load.external,
        LOAD_AU: at.w.panel.session["load_au"],
        MINUTES: at.w.panel.session["minutes"],
    }
    return np.asarray(grids[one][at.row])


class Heavy(NamedTuple):
    """A session whose dose, in a series, should have been at most `allowed`, a part of what was done; 0: none does, for
    it holds more exercises than before."""

    day: int
    series: int
    dose: float
    allowed: int
    part: float


def heavy_sessions(at: At) -> list[Heavy]:
    """Sessions of the last two weeks that exceed the earlier ones.

    Oldest first: a session made lighter is no longer the highest before the next one. With two series known the smaller
    excess counts, so that series is named.
    """
    load, limit = at.w.load, 1 + at.w.limits.spike / 100
    parts = {one: np.ones(at.day + 1) for one in DOSED_BY}
    found = []
    for day in range(max(at.day - HALF + 1, 0), at.day + 1):
        if np.isnan(at.value(load.spike, day)):
            continue
        kind = int(at.value(load.kind, day))
        ratios = {k: _ratio(at, k, day, parts[k]) for k in ((EXTERNAL, LOAD_AU) if kind == EXTERNAL else (kind,))}
        one, ratio = min(((k, x) for k, x in ratios.items() if not np.isnan(x)), key=lambda x: x[1])
        if ratio <= limit * (1 + EPS):
            continue
        dose = float(_doses(at, one, day, parts[one])[day])
        part = _largest_part(partial(_ratio_of_part, at, one, day, parts[one]), limit)
        allowed = math.floor(_doses(at, one, day, _with(parts[one], [day], part))[day] + 1e-6) if part else 0
        part = min(part, allowed / dose)  # the dose is said without decimals
        if part:
            for k in (one,) if one == EXTERNAL else (LOAD_AU, MINUTES):  # a shorter session is less of both
                parts[k][day] = part
        found.append(Heavy(day, one, dose, allowed, part))
    return found


def _with(parts: Floats, days: Iterable[int], part: float) -> Floats:
    changed = parts.copy()
    changed[list(days)] = part
    return changed


def _largest_part(measure: Callable[[float], float], limit: float) -> float:
    """The largest part of a dose that keeps a measure at a limit; 0: none does.

    A dose below is not always the same part of the measure: an exercise's own first sessions are its reference.
    """
    low, high = 0.0, 1.0
    guess = limit / measure(1.0) * (1 - EPS)
    for _ in range(30):
        if measure(guess) <= limit:
            low = guess
            if high == 1.0:
                break
        else:
            high = guess
        guess = (low + high) / 2
    return low


def _doses(at: At, one: int, day: int, parts: Floats) -> Floats:
    """Doses up to a day as weighed on it, when every session held only a part of its own (see load.py)."""
    dose, parts, e = series_of(at, one)[: day + 1], parts[: day + 1], at.w.load.exercises
    if one != EXTERNAL or e is None:
        return np.asarray(dose * parts)
    raw = e.raw[at.row, :, : day + 1] * parts
    weight, scale = weights(raw[None])
    return np.where(np.isnan(dose), np.nan, (raw * weight[0, :, -1:]).sum(axis=0) * scale[0])


def _ratio(at: At, one: int, day: int, parts: Floats) -> float:
    """A session's dose over what it is compared with."""
    dose = _doses(at, one, day, parts)
    sessions = np.flatnonzero(at.w.panel.is_session[at.row, :day])
    if np.isnan(dose[day]) or not len(sessions):
        return math.nan
    last = int(sessions[-1])
    before = dose[max(last - LOOK_BACK + 1, 0) : last + 1]
    before = before[~np.isnan(before)]
    gap, limits = day - last, at.w.limits
    away = limits.reentry_28 if gap >= 28 else limits.reentry_14 if gap >= 14 else 1.0
    enough = len(before) >= LEAST_SESSIONS and before.max() > 0
    return float(dose[day] / (before.max() * away)) if enough else math.nan


def _ratio_of_part(at: At, one: int, day: int, parts: Floats, part: float) -> float:
    return _ratio(at, one, day, _with(parts, [day], part))


def lighter_sessions(at: At) -> Ways:
    found = heavy_sessions(at)
    if not all(x.part for x in found):
        return []
    return [[Change("sessions", x.day, {DOSED_BY[x.series]: x.part}, times=True) for x in found]]


def slower_growth(at: At) -> Ways:
    """Every session of the last two weeks made lighter by the same share."""
    kind = int(at.value(at.w.load.kind))
    dose = series_of(at, kind)
    days = [d for d in at.where(at.w.panel.is_session, HALF) if not np.isnan(dose[d])]
    now = 1 + at.value(at.w.load.rise) / 100

    def growth(part: float) -> float:
        one, all_of_it = (_doses(at, kind, at.day, _with(np.ones(at.day + 1), days, x)) for x in (part, 1.0))
        recent, before = (slice(max(at.day - k - HALF + 1, 0), at.day - k + 1) for k in (0, HALF))
        share = [np.nansum(x[recent]) / np.nansum(x[before]) for x in (one, all_of_it)]
        return float(now * share[0] / share[1])

    part = _largest_part(growth, 1 + at.w.limits.dose_rise / 100)
    return [[Change("sessions", d, {DOSED_BY[kind]: part}, times=True) for d in days]] if part else []


def one_step(at: At) -> Ways:
    """One exercise of both fortnights a little further, or a level up, in the last one."""
    e = at.w.load.exercises
    assert e is not None  # stagnation is only known with a dose
    now, before = (e.raw[at.row, :, max(k - HALF + 1, 0) : k + 1] for k in (at.day, at.day - HALF))
    mean = [np.where(x > 0, x, 0).sum(axis=1) / np.maximum((x > 0).sum(axis=1), 1) for x in (now, before)]
    place = int(np.flatnonzero((mean[0] > 0) & (mean[1] > 0))[0])
    days = [d for d in at.where(at.w.panel.is_session, HALF) if e.raw[at.row, place, d] > 0]
    rows = at.w.panel.rows["sessions"]
    mine = (rows.patient == at.row) & done_rows(rows)
    names = rows.frame["exercise"].fillna("").to_numpy()[mine]
    name = sorted(set(names))[place]
    times = (1 + at.w.limits.growth_high / 100) * mean[1][place] / mean[0][place] / LESS
    ways = [[Change("sessions", d, {"sets": times}, times=True, exercise=name) for d in days]]
    levels = rows.values("level")[mine][(names == name) & (rows.day[mine] - at.w.panel.start[at.row] <= at.day)]
    if len(levels) and np.nanmax(levels, initial=0) < 4 and not np.isnan(levels).any():
        ways.append([Change("sessions", d, {"level": float(levels.max()) + 1}, exercise=name) for d in days])
    return ways


def more_effort(at: At) -> Ways:
    """Every effort of the month higher by what the median lacks."""
    e, rpe = at.w.load.exercises, at.w.panel.session["rpe"]
    assert e is not None  # an effort is known only with exercises
    more = at.w.limits.light_effort - at.value(at.w.caution.effort) + 0.5
    days = at.where(e.effortful & ~np.isnan(rpe), MONTH)
    return [[Change("sessions", d, {"session_rpe": min(at.value(rpe, d) + more, 10)}) for d in days]]


# Daily strain and recovery


def less_strain(at: At) -> Ways:
    """Three days off, with the part of the stress that stays under the limit."""
    part = at.w.limits.strain / at.value(at.w.strain.z_strain) * LESS
    off = {"work_effort": 0.0, "lifting": "none", "posture_hours": 0.0, "posture_longest_min": 0.0, "worked": "no"}
    always = {name: lambda x, value=value: value for name, value in off.items()}
    return [_lately(at, {**always, "stress": lambda x: x * part})]


def more_rest(at: At) -> Ways:
    """Lack of sleep and tiredness cut to the part that stays under the limit."""
    part = at.w.limits.recovery / at.value(at.w.strain.z_debt) * LESS
    return [_lately(at, {"sleep_quality": lambda x: 10 - part * (10 - x), "fatigue": lambda x: part * x})]
