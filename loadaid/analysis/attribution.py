"""What a reaction fits best: the exercises, daily strain, or sleep and rest. Points for observations, never a cause.

Each point is one observation a physiotherapist can check; shares are points over all points. Weights are judgement.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from loadaid.analysis.index import Bools, Floats, Ints
from loadaid.analysis.load import Load
from loadaid.analysis.panel import Panel
from loadaid.analysis.response import Response
from loadaid.analysis.strain import Strain
from loadaid.analysis.symptoms import Symptoms
from loadaid.analysis.windows import lag, window_any, window_max
from loadaid.domain.limits import Limits

EXERCISE, STRAIN, RECOVERY, MIXED, UNCLEAR, NO_DRIVER = range(6)
DRIVERS = ("exercise", "daily_strain", "recovery", "mixed", "unclear", "none")
RECENT = 3  # days t-2 .. t
EPS = 1e-9


@dataclass(frozen=True)
class Attribution:
    """(readings, patients, days). exercise, strain, recovery: points, never below 0. driver: DRIVERS, as if a reaction
    were there. share: of exercise; NaN without any point."""

    exercise: Ints
    strain: Ints
    recovery: Ints
    driver: Ints
    share: Floats


def attribution(
    panel: Panel, symptoms: Symptoms, load: Load, response: Response, strain: Strain, limits: Limits
) -> Attribution:
    """Points and driver, as of every day."""
    spike, contrast = load.largest_spike, response.contrast
    close = load.exercises.close if load.exercises is not None else np.zeros(panel.shape, dtype=bool)
    e = (
        1 * window_any(load.session, RECENT)
        + 1 * (spike > limits.spike + EPS)
        + 1 * (spike > limits.spike_strong + EPS)
        + 1 * (response.reds >= 1)
        + 1 * (response.reds >= 2)
        + 1 * (contrast >= limits.contrast_hint - EPS)
        + 1 * (contrast >= limits.contrast - EPS)
        + 1 * window_any(close, RECENT)
        - 2 * response.soreness_last
    )
    s = (
        1 * (strain.z_strain >= limits.strain - EPS)
        + 1 * (strain.z_strain >= limits.strain_strong - EPS)
        + 1 * strain.long_run
        + 1 * strain.unusual_lifting
        + 2 * (_began_at_rest(panel, symptoms, load) | _sessions_were_easy(panel, response))
        + 1 * strain.better_after_off
    )
    r = (
        1 * (strain.sleep_drop >= limits.sleep_drop - EPS)
        + 1 * (strain.sleep_drop >= limits.sleep_drop_strong - EPS)
        + 1 * strain.tired
    )
    e = np.maximum(e, 0)
    s, r = np.broadcast_to(s, e.shape), np.broadcast_to(r, e.shape)
    total = e + s + r
    share = np.where(total > 0, e / np.maximum(total, 1), np.nan)
    life = np.where(s >= r, STRAIN, RECOVERY)
    driver = np.where(share >= limits.share - EPS, EXERCISE, np.where(1 - share >= limits.share - EPS, life, MIXED))
    driver = np.where(np.maximum(e, s + r) < limits.points_needed - EPS, UNCLEAR, driver)
    return Attribution(e, s, r, driver, share)


def _began_at_rest(panel: Panel, symptoms: Symptoms, load: Load) -> Bools:
    """The rise began within the last week on a day with two days known to be without a session before it.

    A rise begins where pain reaches usual + 1 after a known value below it. An unlogged day proves no rest.
    """
    raised = symptoms.excess >= 1 - EPS
    known = ~np.isnan(symptoms.excess)
    days = np.arange(panel.shape[1])
    last_calm = lag(np.maximum.accumulate(np.where(known & ~raised, days, -1), axis=1), 1, -1)
    last_known = lag(np.maximum.accumulate(np.where(known, days, -1), axis=1), 1, -1)
    begins = raised & (last_calm >= 0) & (last_calm == last_known)
    at_rest = ~load.session & ~load.unknown
    rested = lag(at_rest, 1, False) & lag(at_rest, 2, False)
    began = np.maximum.accumulate(np.where(begins, days, -1), axis=1)
    within = (began >= 0) & (days - began < 7)
    at = np.maximum(began, 0)
    return within & np.take_along_axis(rested, np.broadcast_to(at, rested.shape), axis=-1)


def _sessions_were_easy(panel: Panel, response: Response) -> Bools:
    """In 14 days every session with known pain stayed within before + 1, and no next day after one rose by 1 or more."""
    increment = panel.session["during"] - panel.session["before"]
    highest, rise = window_max(increment, 14), window_max(lag(np.where(panel.is_session, response.rise, np.nan), 1), 13)
    return (highest <= 1 + EPS) & (rise < 1 - EPS)
