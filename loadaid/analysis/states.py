"""From measures to one reading: is the log sufficient, is there a reaction, which state, and the headline with its hold."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from loadaid.analysis.attribution import RECOVERY, STRAIN, Attribution
from loadaid.analysis.function import psfs_now
from loadaid.analysis.load import EXTERNAL, Load
from loadaid.analysis.panel import Bools, Floats, Ints, Panel
from loadaid.analysis.response import Response
from loadaid.analysis.safety import EMERGENCY, URGENT, Safety
from loadaid.analysis.strain import Strain
from loadaid.analysis.symptoms import Symptoms
from loadaid.analysis.trajectory import CANNOT_TELL, IMPROVED, WORSE, Trajectory
from loadaid.analysis.windows import (
    days_since,
    lag,
    window_any,
    window_count,
    window_max,
    window_mean,
    window_median,
    window_min,
)
from loadaid.domain.limits import Limits
from loadaid.domain.records import EVENT_KINDS

HEADLINES = (
    "red_flag", "insufficient_data", "too_fast", "strain_driven", "flare_unclear", "too_cautious", "in_zone",
)  # fmt: skip
RED_FLAG, INSUFFICIENT, TOO_FAST, STRAIN_DRIVEN, FLARE_UNCLEAR, TOO_CAUTIOUS, IN_ZONE = range(7)
HELD = (TOO_FAST, STRAIN_DRIVEN, FLARE_UNCLEAR, TOO_CAUTIOUS)  # end after two known days without their condition
REMEMBERED = (TOO_FAST, STRAIN_DRIVEN, FLARE_UNCLEAR)  # silence does not erase these
CLEAR_DAYS = 2
FORGET_DAYS = 14
MONTH, HALF = 28, 14
FAULT_DAYS = 10  # equal values that make a diary suspect
LEAST_ENTRIES = 5  # entries with a known time before back-filling is judged
LEAST_EFFORTS, LEAST_AXES = 4, 2
EPS = 1e-9


@dataclass(frozen=True)
class Sufficiency:
    """(patients, days). pain_days: of 7. open: enough pain days, with hysteresis. constant, backfilled: data faults
    (backfilled: share, NaN when too few entry times are known). sufficient: all together."""

    pain_days: Ints
    pain_days_14: Ints
    open: Bools
    constant: Bools
    backfilled: Floats
    fault: Bools
    sufficient: Bools


def sufficiency(panel: Panel, symptoms: Symptoms, response: Response, limits: Limits) -> Sufficiency:
    """Whether the log can be read at all, as of every day."""
    week, fortnight = window_count(symptoms.pain_known, 7), window_count(symptoms.pain_known, HALF)
    opens = week >= limits.pain_days_open
    shuts = (week < limits.pain_days_close) | (fortnight < limits.pain_days_close_14)
    is_open = days_since(opens) <= np.minimum(days_since(shuts & ~opens), 1e9)
    logged = [panel.daily["pain_morning"], panel.daily["pain_average"]]
    many = np.logical_or.reduce([window_count(x, HALF) >= FAULT_DAYS for x in logged])
    varies = np.logical_or.reduce([window_max(x, HALF) - window_min(x, HALF) > EPS for x in logged])
    constant = many & ~varies & (np.fmax.reduce([window_max(x, HALF) for x in logged]) > EPS)
    backfilled = _backfilled(panel, limits)
    fault = constant | (backfilled > limits.backfill_share + EPS)
    sufficient = is_open & ~np.isnan(symptoms.usual) & (response.classed_28 >= limits.classed_sessions) & ~fault
    return Sufficiency(week, fortnight, is_open, constant, backfilled, fault, sufficient)


def _backfilled(panel: Panel, limits: Limits) -> Floats:
    """Share of the month's entries written more than 48 h after the end of their day; an unknown time is not late."""
    end_of_day = (panel.start[:, None] + np.arange(panel.shape[1]) + 1) * 24.0
    delay = panel.daily["entered_at"] / 60 - end_of_day
    late = np.where(np.isnan(delay), np.nan, delay > limits.backfill_hours)
    return window_mean(late, MONTH, LEAST_ENTRIES)


@dataclass(frozen=True)
class Caution:
    """Readings for `too_cautious`. effort: median RPE of strength, endurance and functional sessions of 28 days, with
    `efforts` behind it. stagnant: dose flat, nothing joined or raised. is_true, is_false: (readings, patients, days);
    neither = cannot tell."""

    effort: Floats
    efforts: Ints
    sessions: Ints
    growth: Floats
    stagnant: Bools
    growth_known: Bools
    is_true: Bools
    is_false: Bools


def caution(
    panel: Panel, symptoms: Symptoms, load: Load, response: Response, strain: Strain, trajectory: Trajectory,
    fear_and_irritability: tuple[Floats, Bools], limits: Limits,
) -> Caution:  # fmt: skip
    """Whether the progression looks too cautious: every condition must be known and hold."""
    sessions = window_count(load.session, MONTH)
    first = np.maximum.accumulate(load.session, axis=-1)
    since_first = np.where(first, np.cumsum(first, axis=-1) - 1, -1)
    e = load.exercises
    none = np.full(panel.shape, np.nan)
    growth, lowest = (e.change_high, e.change_low) if e is not None else (none, none)
    growth_known = (load.kind == EXTERNAL) & ~np.isnan(growth)
    flat = (growth <= limits.growth_high + EPS) & (lowest >= limits.growth_low - EPS)
    moved = e.joined | e.raised if e is not None else np.zeros(panel.shape, dtype=bool)
    stagnant = growth_known & flat & ~moved
    effortful = e.effortful if e is not None else np.zeros(panel.shape, dtype=bool)
    spread = window_median(np.where(effortful, panel.session["rpe"], np.nan), MONTH - 1, 0, LEAST_EFFORTS)
    calm = response.classed_28 - response.red_28 >= limits.calm_share * response.classed_28 - EPS
    some = response.classed_28 > 0
    upkeep_impact = window_mean(panel.daily["impact"], HALF, 3) <= limits.maintenance_impact + EPS
    impact_known = ~np.isnan(window_mean(panel.daily["impact"], HALF, 3))
    psfs = psfs_now(panel)
    upkeep_function = psfs >= limits.maintenance_psfs - EPS
    pauses = window_any(_days_of(panel, ("deload", "holiday", "illness")), HALF)
    came_back = window_any((load.gap >= HALF) & np.isfinite(load.gap), MONTH)
    moving = trajectory.any(IMPROVED) | trajectory.any(WORSE)
    true, false = np.ones(load.session.shape, dtype=bool), np.zeros(load.session.shape, dtype=bool)
    for holds, fails in (
        (sessions >= limits.cautious_sessions, sessions < limits.cautious_sessions),
        (since_first >= 21, since_first < 21),
        (stagnant, growth_known & ~(flat & ~moved)),
        (some & calm, some & ~calm),
        (spread.median <= limits.light_effort + EPS, spread.median > limits.light_effort + EPS),
        ((trajectory.known >= LEAST_AXES) & ~moving, moving),
        (~window_any(symptoms.flare_event, MONTH), window_any(symptoms.flare_event, MONTH)),
        (~(strain.z_strain >= limits.strain - EPS), strain.z_strain >= limits.strain - EPS),
        (~pauses, pauses),
        (~came_back, came_back),
        ((impact_known & ~upkeep_impact) | (psfs < limits.maintenance_psfs - EPS), upkeep_impact & upkeep_function),
        (~fear_and_irritability[1][:, None], np.zeros((1, 1), dtype=bool)),
    ):
        true &= holds
        false |= fails
    return Caution(spread.median, spread.known, sessions, growth, stagnant, growth_known, true & ~false, false)


def _days_of(panel: Panel, kinds: tuple[str, ...]) -> Bools:
    """Days inside an event of these kinds."""
    rows = panel.rows["events"]
    grid = np.zeros(panel.shape, dtype=bool)
    wanted = np.isin(rows.values("kind"), [EVENT_KINDS.index(k) for k in kinds])
    ends = rows.values("end_date")
    for k in np.flatnonzero(wanted):
        patient = rows.patient[k]
        begin = rows.day[k] - panel.start[patient]
        end = begin if np.isnan(ends[k]) else int(ends[k]) - panel.start[patient]
        grid[patient, max(begin, 0) : max(end + 1, 0)] = True
    return grid


@dataclass(frozen=True)
class States:
    """(readings, patients, days), as of every day and without memory; headline, held_since and last_known with it.

    often: (patients, days), half or more of the sessions of 28 days were red. settled: the only sign of a reaction is
    older sessions, and it is over. raw: headline of the day alone (codes of HEADLINES). driver: as shown (none without a reaction).
    since: column of the day the headline began. remembered: alarm (code) that stood when the data closed, else -1;
    remembered_on: its last day.
    """

    reaction: Bools
    too_fast: Bools
    to_explain: Bools
    mixed_spike: Bools
    often: Bools
    settled: Bools
    raw: Ints
    headline: Ints
    since: Ints
    remembered: Ints
    remembered_on: Ints


def states(
    symptoms: Symptoms, load: Load, response: Response, attribution: Attribution, trajectory: Trajectory,
    safety: Safety, sufficiency: Sufficiency, caution: Caution, limits: Limits,
) -> States:  # fmt: skip
    """The state and headline of every day, under every reading of the unlogged days."""
    two_red = response.reds >= limits.red_sessions
    over = _settled_without_sessions(symptoms, load)
    week = symptoms.week_rise >= np.maximum(limits.week_pain, limits.week_sure * symptoms.week_error) - EPS
    reaction = symptoms.present | _stands(week, limits.week_stands) | two_red
    dose_up = load.rise > limits.dose_rise + EPS
    least_contrast = np.maximum(limits.contrast, limits.contrast_sure * response.contrast_error)
    contrast_and_dose = _stands(response.contrast >= least_contrast - EPS, limits.contrast_stands) & dose_up
    sign = (two_red & ~over) | (symptoms.present & (response.reds >= 1)) | contrast_and_dose
    by_exercise = (attribution.share >= limits.share - EPS) & (attribution.exercise >= limits.points_needed)
    after_spike = two_red & ~over & (load.largest_spike > limits.spike + EPS)
    too_fast = (sign & by_exercise) | after_spike
    life = (attribution.driver == STRAIN) | (attribution.driver == RECOVERY)
    strain_driven = reaction & ~too_fast & life & ~two_red
    worse = trajectory.any(WORSE, ("function",))
    for axis in ("intensity", "impact"):
        surely = (trajectory.direction[axis] == WORSE) & (trajectory.certainty[axis] > limits.worse_sure)
        worse |= _stands(surely, limits.worse_stands)
    apart = np.maximum(limits.baseline_risen, limits.risen_sure * np.sqrt(2) * symptoms.usual_error)
    risen = _stands(symptoms.risen >= apart - EPS, limits.risen_stands)
    # Reactions too far apart for "the last 3 within 21 days" are no zone either.
    often = (response.red_28 >= limits.red_sessions) & (2 * response.red_28 >= response.classed_28)
    unclear = ~too_fast & ~strain_driven & (reaction | worse | risen | often)
    cautious = caution.is_true & ~reaction & ~too_fast & ~unclear
    # At the top of the pain scale nothing can be called in the zone on pain alone.
    told_otherwise = np.logical_or.reduce(
        [trajectory.direction[a] != CANNOT_TELL for a in ("recovery", "impact", "function")]
    )
    insufficient = ~sufficiency.sufficient | (symptoms.saturated & ~told_otherwise & ~reaction & ~too_fast)
    raw = np.select(
        [np.broadcast_to((safety.level == URGENT) | (safety.level == EMERGENCY), too_fast.shape),
         np.broadcast_to(insufficient, too_fast.shape), too_fast, strain_driven, unclear, cautious],
        [RED_FLAG, INSUFFICIENT, TOO_FAST, STRAIN_DRIVEN, FLARE_UNCLEAR, TOO_CAUTIOUS],
        IN_ZONE,
    )  # fmt: skip
    conditions = np.stack([too_fast, strain_driven, unclear, cautious])
    headline, alarm = _hold(raw, conditions, symptoms.pain_known, _reopened(raw))
    # The envelope speaks of the last 28 days: what was filled in earlier is no news of today.
    for k in range(1, len(headline)):
        headline[k] = np.where(window_any(load.fills[k], MONTH), headline[k], headline[min(k, 2) - 1])
    day = np.arange(headline.shape[-1])
    changed = headline != lag(headline, 1, -1)
    since = np.maximum.accumulate(np.where(changed, day, 0), axis=-1)
    remembered = np.where((headline == INSUFFICIENT) & np.isin(alarm, REMEMBERED), alarm, -1)
    shown_on = np.full(headline.shape, -1)
    for code in REMEMBERED:
        last = np.maximum.accumulate(np.where(headline == code, day, -1), axis=-1)
        shown_on = np.where(remembered == code, last, shown_on)
    return States(
        reaction=np.broadcast_to(reaction, too_fast.shape),
        too_fast=too_fast,
        to_explain=reaction | too_fast,
        mixed_spike=after_spike & ~(sign & by_exercise),
        often=often,
        settled=over & two_red & ~symptoms.present & ~_stands(week, limits.week_stands),
        raw=raw,
        headline=headline,
        since=since,
        remembered=remembered,
        remembered_on=shown_on,
    )


def _settled_without_sessions(symptoms: Symptoms, load: Load) -> Bools:
    """A week without a session and with pain at its usual level (3 or more known days): the reaction is over.

    What the next session will do is not known, so this is neither too fast nor in the zone.
    """
    calm = symptoms.excess < 1 - EPS
    known = ~np.isnan(symptoms.excess)
    return ~window_any(load.session, 7) & (window_count(calm, 7) >= 3) & ~window_any(known & ~calm, 7)


def _stands(mask: Bools, days: float) -> Bools:
    """True where a slow measure has been so for some days in a row: noise wanders over a limit and back."""
    return ~window_any(~mask, int(days))


def _reopened(raw: Ints) -> Bools:
    """The first days after two weeks that could not be read: an alarm from before them is history."""
    unreadable = lag(raw == INSUFFICIENT, 1, False)
    return np.asarray((raw != INSUFFICIENT) & ~window_any(~unreadable, FORGET_DAYS))


def next_alarm(
    alarm: int, clear_days: int, raw: int, holds: tuple[bool, ...], pain_known: bool, reopened: bool = False
) -> tuple[int, int, int]:
    """One day of the headline's memory: (alarm, clear days so far, headline) from yesterday's alarm and today.

    reopened: two unreadable weeks have just ended, and what was held before them is forgotten.
    alarm is a code of HELD or -1. An alarm gives way at once to one of higher rank, and otherwise ends after two
    known days on which its condition is clear; days without a pain value neither count nor start again.
    """
    if reopened:
        alarm, clear_days = -1, 0
    if alarm >= 0 and raw not in (RED_FLAG, INSUFFICIENT):
        if holds[HELD.index(alarm)]:
            clear_days = 0
        elif pain_known:
            clear_days += 1
        if clear_days >= CLEAR_DAYS:
            alarm, clear_days = -1, 0
    if raw in (RED_FLAG, INSUFFICIENT):
        return (alarm if alarm in REMEMBERED else -1), 0, raw
    if raw in HELD and (alarm < 0 or raw < alarm):
        alarm, clear_days = raw, 0
    return alarm, clear_days, (alarm if alarm >= 0 else raw)


@cache
def _transitions() -> np.ndarray:
    """next_alarm for every state and input: [memory, input] -> (next memory, headline, alarm).

    memory = (place of the alarm in HELD, or 4) x 2 + clear days; input = (raw x 16 + conditions) x 4 + pain known +
    2 x reopened.
    """
    table = np.zeros((10, len(HEADLINES) * 16 * 4, 3), dtype=np.int64)
    for memory, day in np.ndindex(10, table.shape[1]):
        (place, clear), (raw, bits, reopened, known) = divmod(memory, 2), np.unravel_index(day, (7, 16, 2, 2))
        holds = tuple(bool(bits >> k & 1) for k in range(len(HELD)))
        before = HELD[place] if place < len(HELD) else -1
        alarm, days, shown = next_alarm(before, clear, int(raw), holds, bool(known), bool(reopened))
        table[memory, day] = (HELD.index(alarm) if alarm >= 0 else len(HELD)) * 2 + days, shown, alarm
    return table


def _hold(raw: Ints, conditions: Bools, pain_known: Bools, reopened: Bools) -> tuple[Ints, Ints]:
    """Headline and alarm of every day; the memory is walked by table, so a cohort costs one look-up per day."""
    table = _transitions()
    bits = sum(conditions[k].astype(np.int64) << k for k in range(4))
    inputs = np.moveaxis((raw * 16 + bits) * 4 + 2 * reopened + pain_known, -1, 0)
    following = np.ascontiguousarray(table[:, :, 0]).ravel()
    width = table.shape[1]
    memory = np.full(inputs.shape[1:], 8)
    path = np.empty(inputs.shape, dtype=np.int64)
    for day in range(len(inputs)):
        path[day] = memory * width + inputs[day]
        memory = following[path[day]]
    flat = table.reshape(-1, 3)
    return np.moveaxis(flat[path, 1], 0, -1), np.moveaxis(flat[path, 2], 0, -1)
