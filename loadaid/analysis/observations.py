"""What speaks for one reading or another: each observation against the patient's own usual, as of every day.

A single value of a diary is noise. Each observation here is a mean of a fortnight, drawn towards "nothing unusual" when
few values are behind it (zucker-1997), and compared with the weeks before: days t-13 .. t against t-56 .. t-15. Not known is NaN.
Which way an observation speaks, and how strongly, stands in `domain/weights.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from loadaid.analysis.index import Bools, Floats
from loadaid.analysis.load import EXTERNAL, Load
from loadaid.analysis.medians import median_sd_at, window_median
from loadaid.analysis.panel import Panel
from loadaid.analysis.response import Response
from loadaid.analysis.strain import Strain
from loadaid.analysis.symptoms import Symptoms
from loadaid.analysis.trajectory import Trajectory
from loadaid.analysis.windows import lag, window_any, window_count, window_max, window_mean, window_sum

FORTNIGHT, MONTH = 14, 28
FROM, UNTIL = 56, 15  # days back of the usual weeks
LEAST, LEAST_SESSIONS = 5, 3  # values that make a usual level, of days and of sessions
# Change of the mean dose, as a share, that is no change: a rounding of plates and repetitions; and of minutes or
# effort x minutes, which are told less exactly (judgement).
STEADY, STEADY_TIME = 0.04, 0.10
EPS = 1e-9


@dataclass(frozen=True)
class Observed:
    """value: each observation by its id, in its unit, not yet clipped: (patients, days), or (readings, patients, days)
    where it depends on what the unlogged days held. lately: (patients, days), pain or impact lay 1 point or more above
    its usual level on a day of the last week."""

    value: dict[str, Floats]
    lately: Bools


def observations(
    panel: Panel, symptoms: Symptoms, load: Load, response: Response, strain: Strain, trajectory: Trajectory
) -> Observed:
    """Every observation of every day."""
    d, s = panel.daily, panel.session
    morning, average, impact = (_over_usual(d[name]) for name in ("pain_morning", "pain_average", "impact"))
    pain = _either(morning, average)
    known = (response.classed_28 > 0) & (response.taken > 0)
    asked = window_count(d["flare"], FORTNIGHT)  # days on which the question was answered
    effort = window_mean(s["rpe"], FORTNIGHT, 2)
    value = {
        "pain-level": _drawn(pain, FORTNIGHT, 3),
        "impact-level": _drawn(impact, FORTNIGHT, 3),
        "flare-days": np.where(asked > 0, window_count(d["flare"] == 1, FORTNIGHT), np.nan),
        "days-after-sessions": _after_sessions(load, np.where(np.isnan(morning), average, morning)),
        "pain-in-session": _drawn(s["during"] - s["before"], FORTNIGHT, 1),
        "settling": window_mean(lag(np.log2(1 + s["settle"]), 1), FORTNIGHT, 2),
        "red-sessions": np.where(known, response.reds.astype(float), np.nan),
        "effort": effort,
        "effort-change": effort - _usual(s["rpe"], LEAST_SESSIONS),
        **_dose(load),
        "impact-gain": trajectory.before["impact"] - trajectory.now["impact"],
        "function-gain": trajectory.now["function"] - trajectory.before["function"],
        "strain-level": window_mean(strain.strain, FORTNIGHT, 3) - _usual(strain.strain, LEAST),
        "short-nights": _usual(strain.sleep, LEAST) - window_mean(strain.sleep, FORTNIGHT, 3),
        "tiredness": window_mean(strain.fatigue, FORTNIGHT, 3) - _usual(strain.fatigue, LEAST),
    }
    return Observed(value, window_any((pain >= 1 - EPS) | (impact >= 1 - EPS), 7))


def _either(one: Floats, other: Floats) -> Floats:
    """Mean of two readings of the same thing; the one that is known where the other is blank."""
    return np.where(np.isnan(one), other, np.where(np.isnan(other), one, (one + other) / 2))


def _usual(x: Floats, least: int) -> Floats:
    """Mean of days t-56 .. t-15."""
    return window_mean(lag(x, UNTIL), FROM - UNTIL + 1, least)


def _over_usual(x: Floats) -> Floats:
    """Points above the median of days t-56 .. t-10, or of t-28 .. t-8 while there is no more."""
    level = window_median(x, FROM, 10, LEAST).median
    early = np.nonzero(np.isnan(level) & ~np.isnan(x))
    found = median_sd_at(x, early, MONTH, 8)
    level[early] = np.where(found.known >= LEAST, found.median, np.nan)
    return x - level


def _drawn(x: Floats, days: int, weight: float) -> Floats:
    """Mean of the last days, drawn towards 0 as if `weight` values of 0 had been seen; NaN when nothing is known."""
    known = window_count(x, days)
    return np.where(known > 0, window_sum(x, days) / (known + weight), np.nan)


def _after_sessions(load: Load, pain: Floats) -> Floats:
    """Pain on days after sessions less that on days after rest, over four weeks, drawn towards no difference."""
    after = lag(load.session, 1, False)
    after_rest = lag(~load.session & ~load.unknown, 1, False)
    one, other = np.where(after, pain, np.nan), np.where(after_rest, pain, np.nan)
    n, m = window_count(one, MONTH), window_count(other, MONTH)
    apart = window_sum(one, MONTH) / np.maximum(n, 1) - window_sum(other, MONTH) / np.maximum(m, 1)
    pairs = n * m / np.maximum(n + m, 1)
    return np.where((n > 1) & (m > 1), apart * pairs / (pairs + 2), np.nan)


def _dose(load: Load) -> dict[str, Floats]:
    """The mean dose of a session, all in the series that is in use on the day: against the month before, its highest
    fortnight, the fortnight before; and whether an exercise went up a step or joined."""
    found = {name: np.full(load.session.shape, np.nan) for name in ("dose-up", "dose-cut", "dose-steady")}
    for kind, values in load.filled.items():
        here = load.kind == kind
        dose = np.log(np.where(values > 0, values, np.nan))
        recent = window_mean(dose, FORTNIGHT, 2)
        month = window_mean(lag(dose, FORTNIGHT), MONTH, LEAST_SESSIONS)
        highest = window_max(lag(window_mean(dose, FORTNIGHT, 3), FORTNIGHT), 42)
        change = recent - window_mean(lag(dose, FORTNIGHT), FORTNIGHT, 2)
        steady = np.abs(change) <= (STEADY if kind == EXTERNAL else STEADY_TIME) + EPS
        of_kind = (recent - month, highest - recent, np.where(np.isnan(change), np.nan, steady))
        for name, value in zip(found, of_kind, strict=True):
            found[name] = np.where(here, value, found[name])
    e = load.exercises
    raised = np.nan if e is None else np.where(np.isnan(found["dose-steady"][0]), np.nan, e.raised | e.joined)
    return {**found, "step-raised": np.broadcast_to(raised, load.kind.shape)}
