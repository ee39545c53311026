"""What would clear a finding on dose, effort, daily strain or recovery."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from functools import partial
from typing import NamedTuple

import numpy as np

from loadaid.analysis.caution import MONTH
from loadaid.analysis.exercises import weights
from loadaid.analysis.index import Floats
from loadaid.analysis.load import EXTERNAL, HALF, LEAST_SESSIONS, LOAD_AU, LOOK_BACK, MINUTES
from loadaid.analysis.panel import done_rows
from loadaid.analysis.rules.base import At, Change, Ways
from loadaid.analysis.rules.clearing.cells import EPS, LESS, lately

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
        dose = float(doses_as_of(at, one, day, parts[one])[day])
        part = _largest_part(partial(_ratio_of_part, at, one, day, parts[one]), limit)
        allowed = math.floor(doses_as_of(at, one, day, _with(parts[one], [day], part))[day] + 1e-6) if part else 0
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


def doses_as_of(at: At, one: int, day: int, parts: Floats) -> Floats:
    """Doses up to a day as weighed on it, when every session held only a part of its own (see load.py)."""
    dose, parts, e = series_of(at, one)[: day + 1], parts[: day + 1], at.w.load.exercises
    if one != EXTERNAL or e is None:
        return np.asarray(dose * parts)
    raw = e.raw[at.row, :, : day + 1] * parts
    weight, scale = weights(raw[None])
    return np.where(np.isnan(dose), np.nan, (raw * weight[0, :, -1:]).sum(axis=0) * scale[0])


def _ratio(at: At, one: int, day: int, parts: Floats) -> float:
    """A session's dose over what it is compared with."""
    dose = doses_as_of(at, one, day, parts)
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
        one, all_of_it = (doses_as_of(at, kind, at.day, _with(np.ones(at.day + 1), days, x)) for x in (part, 1.0))
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


def less_strain(at: At) -> Ways:
    """Three days off, with the part of the stress that stays under the limit."""
    part = at.w.limits.strain / at.value(at.w.strain.z_strain) * LESS
    off = {"work_effort": 0.0, "lifting": "none", "posture_hours": 0.0, "posture_longest_min": 0.0, "worked": "no"}
    always = {name: lambda x, value=value: value for name, value in off.items()}
    return [lately(at, {**always, "stress": lambda x: x * part})]


def more_rest(at: At) -> Ways:
    """Lack of sleep and tiredness cut to the part that stays under the limit."""
    part = at.w.limits.recovery / at.value(at.w.strain.z_debt) * LESS
    return [lately(at, {"sleep_quality": lambda x: 10 - part * (10 - x), "fatigue": lambda x: part * x})]
