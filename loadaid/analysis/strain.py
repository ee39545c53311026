"""Daily strain and recovery, always against the patient's own usual (days t-35 .. t-8).

Strain: work effort, lifting, runs of workdays, prolonged postures, stress. Recovery debt: sleep and fatigue. Hours worked
are shown and never weighed (andersen-2017: no effect). A day must know 0.25 of the 0.60 weight of strain.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from loadaid.analysis.index import Bools, Floats
from loadaid.analysis.medians import window_median, window_median_sd
from loadaid.analysis.panel import Panel
from loadaid.analysis.windows import lag, window_any, window_count, window_max, window_mean
from loadaid.domain.limits import Limits

# Signs and order are supported (blafoss-2023, andersen-2017, suri-2025, suri-2018), the values are a judgement.
EFFORT, LIFTING, RUN, POSTURE, STRESS = 0.20, 0.10, 0.10, 0.05, 0.15
LEAST_WEIGHT = 0.25
SLEEP, FATIGUE = 0.30, 0.10
GRADES = np.array([0.0, 3.0, 7.0, 10.0])  # none, light, medium, heavy lifting; posture 0 to 3 above usual
PHYSICAL_LAGS, STRESS_LAGS = (0.5, 0.3, 0.2), (0.5, 0.5)  # today, yesterday, the day before
USUAL_FIRST, USUAL_LAST, LEAST = 35, 8, 7
RUN_CAP = 3
SAME_WEEKDAY = (2, 3, 4, 5)  # weeks back that lie within the usual days
RARE = 0.2  # judgement: a share of the usual days
EPS = 1e-9


@dataclass(frozen=True)
class Strain:
    """(patients, days). strain, debt: 0-10, of the day. effort, lifting, posture: 0-10, the parts of strain that are
    graded here. recent: strain of the last days, nearer ones weighing more. z_strain, z_debt: own SD (at least 1) above usual, recent days.

    run: workdays in a row up to the day. long_run: at least `run_days`, and longer than any run of the usual days.
    unusual_lifting: heavier in the last 3 days than on four in five of them. sleep, fatigue: quality and points of the nights and days
    that no session disturbed. sleep_drop: usual minus mean of the last 3 nights.
    tired: fatigue well above usual and high. better_after_off: in the last 14 days pain fell by 1 or more over two days
    off that held a session.
    """

    strain: Floats
    debt: Floats
    effort: Floats
    lifting: Floats
    posture: Floats
    recent: Floats
    z_strain: Floats
    z_debt: Floats
    run: Floats
    long_run: Bools
    unusual_lifting: Bools
    sleep: Floats
    fatigue: Floats
    sleep_drop: Floats
    tired: Bools
    better_after_off: Bools


def strain(panel: Panel, limits: Limits) -> Strain:
    """Strain and recovery of a panel."""
    d = panel.daily
    worked = d["worked"]
    off = worked == 0
    run = _run(worked)
    effort = np.where(off & np.isnan(d["work_effort"]), 0.0, d["work_effort"])
    lifting = _graded(d["lifting"])
    posture = _graded(np.fmax(
        _grade(d["posture_hours"], 1.0),
        _grade(d["posture_longest_min"], 15.0),
    ))  # fmt: skip
    physical_parts = (
        (EFFORT, effort),
        (LIFTING, lifting),
        (RUN, np.minimum(run, RUN_CAP) / RUN_CAP * 10),
        (POSTURE, posture),
    )
    today, weight = _weighted((*physical_parts, (STRESS, d["stress"])))
    day_strain = np.where(weight >= LEAST_WEIGHT - EPS, today, np.nan)
    physical, physical_weight = _weighted(physical_parts)
    recent, recent_weight = _weighted((
        (window_max(physical_weight, len(PHYSICAL_LAGS)), _lagged(physical, PHYSICAL_LAGS)),
        (np.full(panel.shape, STRESS), _lagged(d["stress"], STRESS_LAGS)),
    ))  # fmt: skip
    recent = np.where(recent_weight >= LEAST_WEIGHT - EPS, recent, np.nan)

    # A night disturbed by the exercises, and the tiredness after it, are effects of the session, not causes.
    effect = lag(panel.session["sleep_disturbed"], 1) == 1
    sleep, fatigue = (np.where(effect, np.nan, d[name]) for name in ("sleep_quality", "fatigue"))
    debt, debt_weight = _weighted(((SLEEP, 10 - sleep), (FATIGUE, fatigue)))
    debt = np.where(debt_weight > 0, debt, np.nan)
    usual_sleep = window_median(sleep, USUAL_FIRST, USUAL_LAST, LEAST).median
    usual_fatigue = window_median(fatigue, USUAL_FIRST, USUAL_LAST, LEAST).median
    runs_known = window_count(lag(run, USUAL_LAST), USUAL_FIRST - USUAL_LAST + 1) >= LEAST
    longest_run = window_max(lag(run, USUAL_LAST), USUAL_FIRST - USUAL_LAST + 1)
    return Strain(
        strain=day_strain,
        debt=debt,
        effort=effort,
        lifting=lifting,
        posture=posture,
        recent=recent,
        z_strain=_z(recent, recent),
        z_debt=_z(window_mean(debt, 3, 2), debt),
        run=run,
        long_run=runs_known & (run >= limits.run_days - EPS) & (run > longest_run + EPS),
        unusual_lifting=_rarely_reached(lifting),
        sleep=sleep,
        fatigue=fatigue,
        sleep_drop=usual_sleep - window_mean(sleep, 3, 2),
        tired=(fatigue >= usual_fatigue + limits.fatigue_rise - EPS) & (fatigue >= limits.fatigue_high - EPS),
        better_after_off=window_any(_better_after_off(panel), 14),
    )


def _rarely_reached(x: Floats) -> Bools:
    """The highest grade of the last 3 days was reached on fewer than one in five of the usual days (7 or more known).

    Someone who lifts every Monday, Wednesday and Friday is used to it, though most days hold no lifting.
    """
    usual, length = lag(x, USUAL_LAST), USUAL_FIRST - USUAL_LAST + 1
    known, highest = window_count(usual, length), window_max(x, 3)
    rare = np.zeros(x.shape, dtype=bool)
    for grade in GRADES[1:]:
        rare |= (highest == grade) & (window_count(usual >= grade, length) < RARE * known - EPS)
    return rare & (known >= LEAST)


def _z(value: Floats, series: Floats) -> Floats:
    """Own SD (at least 1) above the usual level, or above that of the same weekday where it is higher.

    Strain climbs through an ordinary working week: its Friday is compared with Fridays, not with Sundays.
    """
    usual = window_median_sd(series, USUAL_FIRST, USUAL_LAST, LEAST)
    same_day = np.sort(np.stack([lag(series, 7 * k) for k in SAME_WEEKDAY]), axis=0)  # NaN last
    known = (~np.isnan(same_day)).sum(axis=0)
    low, high = (
        np.take_along_axis(same_day, k[None], axis=0)[0] for k in (np.maximum(known - 1, 0) // 2, known // 2 % 4)
    )
    of_weekday = np.where(known >= 2, (low + high) / 2, np.nan)
    return (value - np.fmax(usual.median, np.where(np.isnan(usual.median), np.nan, of_weekday))) / np.maximum(
        usual.sd, 1.0
    )


def _run(worked: Floats) -> Floats:
    """Workdays in a row up to each day: 0 on a day off, NaN when a blank day hides where the run began."""
    run = np.zeros(worked.shape)
    days = np.arange(worked.shape[1])
    last_off = np.maximum.accumulate(np.where(worked == 0, days, -1), axis=1)
    last_blank = np.maximum.accumulate(np.where(np.isnan(worked), days, -1), axis=1)
    start = np.maximum(last_off, last_blank)
    run = (days - start).astype(float)
    hidden = (start < 0) | ((last_blank > last_off) & (run < RUN_CAP))
    return np.where(np.isnan(worked) | (hidden & (run < RUN_CAP)), np.nan, run)


def _grade(x: Floats, least_sd: float) -> Floats:
    """How unusual a posture is for this patient: 0 under 1 SD above usual, then 1, 2, 3."""
    usual = window_median_sd(x, USUAL_FIRST, USUAL_LAST, LEAST)
    z = (x - usual.median) / np.maximum(usual.sd, least_sd)
    return np.where(np.isnan(z), np.nan, np.clip(np.floor(z + EPS), 0, 3))


def _graded(grade: Floats) -> Floats:
    return np.where(np.isnan(grade), np.nan, GRADES[np.nan_to_num(grade).astype(int)])


def _weighted(parts: tuple[tuple[float | Floats, Floats], ...]) -> tuple[Floats, Floats]:
    """Mean of the known parts by weight, and the weight that is known."""
    weight = sum(np.where(np.isnan(x), 0.0, w) for w, x in parts)
    total = sum(np.where(np.isnan(x), 0.0, w * x) for w, x in parts)
    return np.where(weight > 0, total / np.where(weight > 0, weight, 1.0), np.nan), np.asarray(weight)


def _lagged(x: Floats, weights: tuple[float, ...]) -> Floats:
    return _weighted(tuple((w, lag(x, k)) for k, w in enumerate(weights)))[0]


def _better_after_off(panel: Panel) -> Bools:
    """The morning after two days off is at least 1 below the morning they began, and a session fell in them."""
    off = panel.daily["worked"] == 0
    pain = np.where(np.isnan(panel.daily["pain_morning"]), panel.daily["pain_average"], panel.daily["pain_morning"])
    after_work = lag(panel.daily["worked"], 3) == 1
    two_off = lag(off, 1, False) & lag(off, 2, False) & after_work
    trained = lag(panel.is_session, 1, False) | lag(panel.is_session, 2, False)
    same = np.isnan(panel.daily["pain_morning"]) == lag(np.isnan(panel.daily["pain_morning"]), 2, True)
    return np.asarray(two_off & trained & same & (lag(pain, 2) - pain >= 1 - EPS))
