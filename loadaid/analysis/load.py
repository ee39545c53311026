"""Load of the session days: which series, how it moved, and its spikes; under four readings of the unlogged days.

The readings (axis 0 of what depends on them): as logged; every unlogged day rest; a usual session on the patient's
usual weekdays; the same, heavy. They bound what the unlogged days could hide. Only dose and state are filled in, never
a symptom.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from loadaid.analysis.exercises import Exercises, exercises
from loadaid.analysis.index import Bools, Floats, Ints
from loadaid.analysis.medians import median_sd_at
from loadaid.analysis.panel import NOT_LOGGED, REST, Panel
from loadaid.analysis.windows import lag, window_count, window_max, window_sum
from loadaid.domain.limits import Limits

READINGS = ("logged", "rest", "usual", "heavy")
HEAVY = 1.5
FILLED = [0, 0, 1, 1]  # which sessions a reading has: those logged, or those and the usual ones
KINDS = ("none", "external", "load_au", "minutes")
NONE, EXTERNAL, LOAD_AU, MINUTES = range(4)
COVERAGE, COVERAGE_DAYS = 0.8, 60
LOOK_BACK, LEAST_SESSIONS = 30, 3
HALF, LEAST_KNOWN = 14, 10  # days of a half whose state must be known for its mean dose
EPS = 1e-9


@dataclass(frozen=True)
class Load:
    """kind, dose, external: (patients, days). The rest: (readings, patients, days).

    kind: the series in use (KINDS). dose: of the session day in that series (external: first sessions = 100).
    session: a session took place; unknown: neither session nor rest is known.
    gap: on a session day, days since the one before (inf for the first).
    spike: % of a session day above the highest of the 30 days that end with the session before (x 0.7 or 0.5 after 14
    or 28 days away); largest_spike: of the last 14 days; spike_series: (patients,
    days), the series it is of. rise: mean daily dose of 14 days over the 14 before, %.
    filled: by series in use at any time, the dose of all session days in it, with the usual sessions of a reading.
    fills: days on which a reading differs from the one before it (rest from logged, usual from rest, heavy as usual).
    """

    exercises: Exercises | None
    kind: Ints
    dose: Floats
    external: Floats
    session: Bools
    unknown: Bools
    gap: Floats
    spike: Floats
    spike_series: Ints
    largest_spike: Floats
    rise: Floats
    filled: dict[int, Floats]
    fills: Bools


def load(panel: Panel, limits: Limits) -> Load:
    """Dose, spikes and growth of a panel."""
    done = exercises(panel) if len(panel.rows["sessions"].day) else None
    none = np.full(panel.shape, np.nan)
    external = np.where(done.known, done.total(done.raw), np.nan) if done is not None else none
    series = {EXTERNAL: external, LOAD_AU: panel.session["load_au"], MINUTES: panel.session["minutes"]}
    kind = _kind(panel.is_session, series)
    usual_day = (panel.state == NOT_LOGGED) & _usual_weekday(panel.is_session)
    session = np.stack([panel.is_session, panel.is_session | usual_day])
    unknown = np.stack([panel.state == NOT_LOGGED] + [np.zeros_like(usual_day)] * 3)
    previous = _previous(session)
    gap = np.where(session, np.arange(panel.shape[1]) - previous, np.nan)
    gap = np.where(session & (previous < 0), np.inf, gap)

    spikes, rises, fills = {}, {}, {}
    for one, values in series.items():
        if not (kind == one).any() and not (one == LOAD_AU and (kind == EXTERNAL).any()):
            continue
        fill = np.where(usual_day, _usual_dose(values, usual_day), np.nan)
        fills[one] = fill
        spikes[one] = _spike(values, fill, previous, gap, limits, done if one == EXTERNAL else None)
        rises[one] = _rise(panel, values, fill, done if one == EXTERNAL else None)
    session, gap = session[FILLED], gap[FILLED]
    spike_series = kind
    if EXTERNAL in spikes and LOAD_AU in spikes:
        smaller = (kind == EXTERNAL) & (spikes[LOAD_AU][0] < spikes[EXTERNAL][0])
        spike_series = np.where(smaller, LOAD_AU, kind)
        spikes[EXTERNAL] = np.fmin(spikes[EXTERNAL], np.where(np.isnan(spikes[EXTERNAL]), np.nan, spikes[LOAD_AU]))
    spike, rise, dose = np.full(session.shape, np.nan), np.full(session.shape, np.nan), none.copy()
    for one in spikes:
        spike = np.where(kind == one, spikes[one], spike)
        rise = np.where(kind == one, rises[one], rise)
        dose = np.where(kind == one, series[one], dose)
    return Load(
        exercises=done,
        kind=kind,
        dose=dose,
        external=external,
        session=session,
        unknown=unknown,
        gap=gap,
        spike=spike,
        spike_series=spike_series,
        largest_spike=window_max(spike, HALF),
        rise=rise,
        filled={one: _filled(series[one], fills[one], usual_day) for one in fills},
        fills=np.stack([usual_day & False, panel.state == NOT_LOGGED, usual_day, usual_day]),
    )


def _filled(values: Floats, fill: Floats, usual_day: Bools) -> Floats:
    """A series under each reading: the sessions logged, and from the third on the usual ones too."""
    return np.stack([values, values, *(np.where(usual_day, times * fill, values) for times in (1, HEAVY))])


def _kind(is_session: Bools, series: dict[int, Floats]) -> Ints:
    """The first series known on 80 % of the session days of 60 days."""
    sessions = window_count(is_session, COVERAGE_DAYS)
    kind = np.full(is_session.shape, NONE)
    for one in (MINUTES, LOAD_AU, EXTERNAL):
        covered = window_count(series[one], COVERAGE_DAYS) >= COVERAGE * sessions - EPS
        kind = np.where(covered & (sessions > 0), one, kind)
    return kind


def _usual_weekday(is_session: Bools) -> Bools:
    """Days whose weekday held a session in half or more of the last 8 weeks (at least 2 weeks of log)."""
    weeks = np.minimum(8, np.arange(is_session.shape[1]) // 7)
    held = sum(lag(is_session, 7 * k, False).astype(np.int64) for k in range(1, 9))
    return np.asarray((weeks >= 2) & (2 * held >= weeks))


def _usual_dose(values: Floats, wanted: Bools) -> Floats:
    """Median session dose of the 56 days before, on the days to fill."""
    usual = np.full(values.shape, np.nan)
    at = np.nonzero(wanted)
    found = median_sd_at(values, at, 56, 1)
    usual[at] = np.where(found.known >= LEAST_SESSIONS, found.median, np.nan)
    return usual


def _previous(session: Bools) -> Ints:
    """Column of the last session before each day; -1 before the first."""
    last = np.maximum.accumulate(np.where(session, np.arange(session.shape[-1]), -1), axis=-1)
    return lag(last, 1, -1)


def _spike(values: Floats, fill: Floats, previous: Ints, gap: Floats, limits: Limits, done: Exercises | None) -> Floats:
    """% above the reference on each session day, for each reading. NaN under three sessions in the reference.

    previous, gap: with the sessions logged, and with the usual ones added.
    """
    at = np.maximum(previous, 0)

    def until_previous(x: Floats | Ints) -> Floats:
        return np.where(previous >= 0, np.take_along_axis(np.broadcast_to(x, previous.shape), at, axis=-1), np.nan)

    highest, sessions = until_previous(window_max(values, LOOK_BACK)), until_previous(window_count(values, LOOK_BACK))
    if done is not None:
        highest = _highest_as_of(values, done, previous, highest)
    away = np.where(gap >= 28, limits.reentry_28, np.where(gap >= 14, limits.reentry_14, 1.0))

    def above(today: Floats, highest: Floats, sessions: Floats, away: Floats) -> Floats:
        reference = np.where((sessions >= LEAST_SESSIONS) & (highest > 0), highest * away, np.nan)
        return np.asarray((today / reference - 1) * 100)

    logged = above(values, highest[0], sessions[0], away[0])
    if np.isnan(fill).all():
        return np.stack([logged] * len(READINGS))
    usual = until_previous(window_max(fill, LOOK_BACK))[1]
    more = sessions[1] + np.nan_to_num(until_previous(window_count(fill, LOOK_BACK))[1])
    with_fill = [
        above(np.where(np.isnan(fill), values, k * fill), np.fmax(highest[1], k * usual), more, away[1])
        for k in (1, HEAVY)
    ]
    return np.stack([logged, logged, *with_fill])


def _highest_as_of(values: Floats, done: Exercises, previous: Ints, highest: Floats) -> Floats:
    """The highest dose before each session day, with earlier days weighed as they are known on that day.

    An exercise's reference is settled on its third day, so earlier days are weighed again, session by session.
    """
    known = ~np.isnan(values)
    count = known.sum(axis=1)
    width = int(count.max())
    day = np.argsort(~known, axis=1, kind="stable")[:, :width]
    real = np.arange(width) < count[:, None]
    raw = np.take_along_axis(done.raw, day[:, None], axis=2)
    weight = np.take_along_axis(done.weight, day[:, None], axis=2)
    before = np.take_along_axis(previous, np.broadcast_to(day, (len(previous), *day.shape)), axis=2)
    best = np.full(before.shape, np.nan)
    for k in range(1, width):
        dose = (raw[:, :, :-k] * weight[:, :, k:]).sum(axis=1) * done.scale
        inside = (day[:, :-k] > before[:, :, k:] - LOOK_BACK) & real[:, k:]
        if not inside.any():
            break
        best[:, :, k:] = np.fmax(best[:, :, k:], np.where(inside, dose, np.nan))
    result = highest.copy()
    who, place = np.nonzero(real)
    result[:, who, day[who, place]] = best[:, who, place]
    return result


def _rise(panel: Panel, values: Floats, fill: Floats, done: Exercises | None) -> Floats:
    """Mean daily dose of the last 14 days over that of the 14 before, %; each half needs 10 days of known dose or rest."""
    known = ~np.isnan(values) | (panel.state == REST)
    count = window_count(np.stack([known, known | (panel.state == NOT_LOGGED)]), HALF)
    if done is None:
        recent = window_sum(values, HALF)
        before = lag(recent, HALF, 0.0)
    else:  # both halves weighed as of the day
        sums = window_sum(done.raw, HALF)
        recent, before = done.total(sums), done.total(lag(sums, HALF, 0.0))
    more = window_sum(fill, HALF)
    count_before, more_before = lag(count, HALF, 0), lag(more, HALF, 0.0)

    def rise(days: int, times: float) -> Floats:
        mean = (recent + times * more) / np.maximum(count[days], 1)
        mean_before = (before + times * more_before) / np.maximum(count_before[days], 1)
        enough = (count[days] >= LEAST_KNOWN) & (count_before[days] >= LEAST_KNOWN) & (mean_before > 0)
        return np.where(enough, (mean / np.where(enough, mean_before, 1.0) - 1) * 100, np.nan)

    return np.stack([rise(0, 0), rise(1, 0), rise(1, 1), rise(1, HEAVY)])
