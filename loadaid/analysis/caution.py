"""Whether a progression looks too cautious: a stable, well-tolerated, light dose that nothing explains."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from loadaid.analysis.function import psfs_now
from loadaid.analysis.index import Bools, Floats, Ints
from loadaid.analysis.load import EXTERNAL, Load
from loadaid.analysis.medians import window_median
from loadaid.analysis.panel import Panel
from loadaid.analysis.response import Response
from loadaid.analysis.strain import Strain
from loadaid.analysis.symptoms import Symptoms
from loadaid.analysis.trajectory import IMPROVED, WORSE, Trajectory
from loadaid.analysis.windows import window_any, window_count, window_mean
from loadaid.domain.limits import Limits
from loadaid.domain.records import EVENT_KINDS

MONTH, HALF = 28, 14
LEAST_EFFORTS, LEAST_AXES = 4, 2
EPS = 1e-9


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
    irritable: Bools, limits: Limits,
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
    flared, strained = window_any(symptoms.flare_event, MONTH), strain.z_strain >= limits.strain - EPS
    moving = trajectory.any(IMPROVED) | trajectory.any(WORSE)
    unknown = np.zeros((1, 1), dtype=bool)  # says nothing against
    conditions = {  # each: where it holds, where it fails; neither = not known
        "enough sessions": (sessions >= limits.cautious_sessions, sessions < limits.cautious_sessions),
        "three weeks in": (since_first >= 21, since_first < 21),
        "same step": (stagnant, growth_known & ~(flat & ~moved)),
        "well tolerated": (some & calm, some & ~calm),
        "light effort": (spread.median <= limits.light_effort + EPS, spread.median > limits.light_effort + EPS),
        "nothing moves": ((trajectory.known >= LEAST_AXES) & ~moving, moving),
        "no flare": (~flared, flared),
        "strain not raised": (~strained, strained),  # unknown strain passes
        "no pause": (~pauses, pauses),
        "not coming back": (~came_back, came_back),
        "not upkeep": (
            (impact_known & ~upkeep_impact) | (psfs < limits.maintenance_psfs - EPS),
            upkeep_impact & upkeep_function,
        ),
        "not irritable": (~irritable[:, None], unknown),
    }
    true, false = np.ones(load.session.shape, dtype=bool), np.zeros(load.session.shape, dtype=bool)
    for holds, fails in conditions.values():
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
