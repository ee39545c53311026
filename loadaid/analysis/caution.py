"""Whether a progression looks too cautious: a stable, well-tolerated, light dose that nothing explains."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from loadaid.analysis.function import psfs_now
from loadaid.analysis.index import Bools, Floats
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

MONTH, HALF, LONG = 28, 14, 42
LEAST_EFFORTS, LEAST_AXES = 4, 2
WEIGHED = (
    "enough sessions",
    "same step",
    "light effort",
    "nothing moves",
    "no flare",
    "strain not raised",
)  # noisy: weighed as evidence instead
EPS = 1e-9


@dataclass(frozen=True)
class Caution:
    """Readings for `too_cautious`. effort: median RPE of strength, endurance and functional sessions of 28 days; growth:
    largest change of an exercise, %; stagnant: dose flat, nothing joined or raised. is_true: (readings, patients, days),
    every condition is known and holds."""

    effort: Floats
    growth: Floats
    stagnant: Bools
    growth_known: Bools
    is_true: Bools
    allowed: Bools


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
    effort = window_median(np.where(effortful, panel.session["rpe"], np.nan), MONTH - 1, 0, LEAST_EFFORTS).median
    calm = response.classed_28 - response.red_28 >= limits.calm_share * response.classed_28 - EPS
    impact = window_mean(panel.daily["impact"], HALF, 3)
    gain = np.abs(trajectory.now["function"] - trajectory.before["function"])
    conditions = {  # what is not known does not hold
        "enough sessions": sessions >= limits.cautious_sessions,
        "three weeks in": since_first >= 21,
        "same step": stagnant,
        "well tolerated": (response.classed_28 > 0) & calm,
        "light effort": effort <= limits.light_effort + EPS,
        "nothing moves": (trajectory.known >= LEAST_AXES) & ~trajectory.any(IMPROVED) & ~trajectory.any(WORSE),
        "no flare": ~window_any(symptoms.flare_event, MONTH),
        "strain not raised": ~(strain.z_strain >= limits.strain - EPS),  # unknown strain passes
        "no pause": ~window_any(_days_of(panel, ("deload", "holiday", "illness")), HALF),
        "not coming back": ~window_any((load.gap >= HALF) & np.isfinite(load.gap), MONTH),
        "some sessions": sessions >= LEAST_EFFORTS,
        "no heavier step": ~(e.heavier if e is not None else moved),
        # Without a dose, six weeks of sessions of one length stand for it.
        "dose known": growth_known | (since_first >= LONG),
        "building strength": window_count(effortful, MONTH) >= LEAST_EFFORTS,  # motor control is light by nature
        "nothing gained": ~(trajectory.any(IMPROVED, ("function",)) & (gain >= limits.psfs_change_strong - EPS)),
        "not upkeep": (impact > limits.maintenance_impact + EPS) | (psfs_now(panel) < limits.maintenance_psfs - EPS),
        "not irritable": ~irritable[:, None],
    }
    is_true, allowed = np.ones(load.session.shape, dtype=bool), np.ones(load.session.shape, dtype=bool)
    for name, holds in conditions.items():
        is_true &= holds
        if name not in WEIGHED:
            allowed &= holds
    return Caution(effort, growth, stagnant, growth_known, is_true, allowed)


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
