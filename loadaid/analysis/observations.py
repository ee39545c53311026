"""What speaks for one reading or another: each observation against the patient's own usual, as of every day.

A single value of a diary is noise. Each observation here is a mean of a fortnight, drawn towards "nothing unusual" when
few values are behind it, and compared with the weeks before: days t-13 .. t against t-56 .. t-15. Not known is NaN.
Which way an observation speaks, and how strongly, stands in `domain/weights.py`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from loadaid.analysis.index import Bools, Floats
from loadaid.analysis.load import EXTERNAL, Load
from loadaid.analysis.medians import window_median
from loadaid.analysis.panel import NOT_LOGGED, Panel
from loadaid.analysis.response import Response
from loadaid.analysis.strain import Strain
from loadaid.analysis.symptoms import Symptoms
from loadaid.analysis.trajectory import Trajectory
from loadaid.analysis.windows import lag, window_any, window_count, window_max, window_mean, window_sum
from loadaid.domain.weights import OBSERVATIONS

FORTNIGHT, MONTH = 14, 28
FROM, UNTIL = 56, 15  # days back of the usual weeks
LEAST = 5  # values that make a usual level of a daily series; of a session series LEAST_SESSIONS
LEAST_SESSIONS = 3
STEADY = 0.04  # change of the mean dose, as a share, that is no change (judgement: the rounding of a plate or a repetition)
STEADY_TIME = 0.1  # of minutes, or of effort x minutes, which are told less exactly

EPS = 1e-9


@dataclass(frozen=True)
class Observed:
    """values: (observations, patients, days) in the order of OBSERVATIONS, in their units, not yet clipped; NaN unknown.
    lately: (patients, days), pain or impact lay 1 point or more above its usual level on a day of the last week."""

    values: Floats
    lately: Bools


def observations(
    panel: Panel, symptoms: Symptoms, load: Load, response: Response, strain: Strain, trajectory: Trajectory
) -> Observed:
    """Every observation of every day."""
    d, s, session = panel.daily, panel.session, panel.is_session
    morning, average = (_over_usual(d[name]) for name in ("pain_morning", "pain_average"))
    pain, impact = _either(morning, average), _over_usual(d["impact"])
    next_day = _either(d["pain_morning"] - lag(d["pain_morning"], 1), d["pain_average"] - lag(d["pain_average"], 2))
    rise = np.where(lag(session, 1, False), next_day, np.nan)
    increment = s["during"] - s["before"]
    doublings = lag(np.log2(1 + s["settle"]), 1)
    dose = np.log(np.where(load.dose > 0, load.dose, np.nan))
    recent_dose = window_mean(dose, FORTNIGHT, 2)
    before_dose = window_mean(lag(dose, FORTNIGHT), FORTNIGHT, 2)
    steady = np.where(load.kind == EXTERNAL, STEADY, STEADY_TIME)
    effort = window_mean(s["rpe"], FORTNIGHT, 2)
    found = {
        "pain-level": _drawn(pain, FORTNIGHT, 3),
        "impact-level": _drawn(impact, FORTNIGHT, 3),
        "flare-days": window_count(d["flare"] == 1, FORTNIGHT).astype(float),
        "days-after-sessions": _after_sessions(panel, morning, average),
        "next-morning-rise": _drawn(rise, FORTNIGHT, 2) - np.nan_to_num(_drawn(lag(rise, FORTNIGHT), 42, 4)),
        "pain-in-session": _drawn(increment, FORTNIGHT, 1),
        "settling": window_mean(doublings, FORTNIGHT, 2),
        "effort": effort,
        "effort-change": effort - _usual(s["rpe"], LEAST_SESSIONS),
        "red-share": np.where(response.classed_28 > 0, response.red_28 / np.maximum(response.classed_28, 1), np.nan),
        "dose-up": recent_dose - window_mean(lag(dose, FORTNIGHT), MONTH, LEAST_SESSIONS),
        "dose-cut": window_max(lag(window_mean(dose, FORTNIGHT, 3), FORTNIGHT), 42) - recent_dose,
        "dose-steady": np.where(np.isnan(recent_dose - before_dose), np.nan, np.abs(recent_dose - before_dose) <= steady),
        "impact-gain": trajectory.before["impact"] - trajectory.now["impact"],
        "step-raised": np.where(np.isnan(recent_dose - before_dose), np.nan, load.exercises.raised | load.exercises.joined) if load.exercises is not None else np.full(panel.shape, np.nan),
        "strain-level": window_mean(strain.strain, FORTNIGHT, 3) - _usual(strain.strain, LEAST),
        "short-nights": _usual(d["sleep_quality"], LEAST) - window_mean(d["sleep_quality"], FORTNIGHT, 3),
        "tiredness": window_mean(d["fatigue"], FORTNIGHT, 3) - _usual(d["fatigue"], LEAST),
        "function-gain": trajectory.now["function"] - trajectory.before["function"],
    }  # fmt: skip
    lately = window_any((pain >= 1 - EPS) | (impact >= 1 - EPS), 7)
    return Observed(np.stack([found[one.id] for one in OBSERVATIONS]), lately)


def _either(one: Floats, other: Floats) -> Floats:
    """Mean of two readings of the same thing; the one that is known where the other is blank."""
    return np.where(np.isnan(one), other, np.where(np.isnan(other), one, (one + other) / 2))


def _usual(x: Floats, least: int) -> Floats:
    """Mean of days t-56 .. t-15."""
    return window_mean(lag(x, UNTIL), FROM - UNTIL + 1, least)


def _over_usual(x: Floats) -> Floats:
    """Points above the median of days t-56 .. t-10, or of t-28 .. t-8 while there is no more."""
    level = window_median(x, FROM, 10, LEAST).median
    return x - np.where(np.isnan(level), window_median(x, MONTH, 8, LEAST).median, level)


def _drawn(x: Floats, days: int, weight: float) -> Floats:
    """Mean of the last days, drawn towards 0 as if `weight` values of 0 had been seen; NaN when nothing is known."""
    known = window_count(x, days)
    return np.where(known > 0, window_sum(x, days) / (known + weight), np.nan)


def _after_sessions(panel: Panel, morning: Floats, average: Floats) -> Floats:
    """Pain on days after sessions less that on days after rest, over four weeks, each mean drawn towards no difference.

    Mornings after a session, where mornings are known; else the evening of the day after.
    """
    pain = np.where(np.isnan(morning), average, morning)
    after, after_rest = lag(panel.is_session, 1, False), lag((panel.state != NOT_LOGGED) & ~panel.is_session, 1, False)
    one, other = np.where(after, pain, np.nan), np.where(after_rest & (panel.state >= 0), pain, np.nan)
    n, m = window_count(one, MONTH), window_count(other, MONTH)
    apart = window_sum(one, MONTH) / np.maximum(n, 1) - window_sum(other, MONTH) / np.maximum(m, 1)
    pairs = n * m / np.maximum(n + m, 1)
    return np.where((n > 1) & (m > 1), apart * pairs / (pairs + 2), np.nan)
