"""Usual level, own variability and flares, as of every day.

Pain is read on waking where the patient answers in the morning, else from day averages; the two are never mixed in one
difference. A flare is more than pain (costa-2019): impact or the patient's own word belongs to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from loadaid.analysis.index import Bools, Floats, Ints
from loadaid.analysis.medians import Spread, median_sd_at, window_median_sd
from loadaid.analysis.panel import Panel
from loadaid.analysis.windows import lag, window_any, window_count, window_mean, window_min, window_sum
from loadaid.domain.limits import Limits

PRIOR_SD, PRIOR_WEIGHT = 1.1, 7  # page-2022: 1.2 for moments; daily values vary a little less (judgement)
LEAST_SD, MOST_SD = 0.7, 2.0
PRIOR_PHI, PHI_WEIGHT, MOST_PHI = 0.4, 10, 0.85
RECENT, LONG, SKIP = 28, 56, 8  # the usual level is that of days t-28 .. t-8, else t-56 .. t-8
EPS = 1e-9


@dataclass(frozen=True)
class Usual:
    """A symptom's usual level on every day: median, own SD (shrunk, 0.7 to 2), lag-1 autocorrelation, values behind it."""

    level: Floats
    sd: Floats
    phi: Floats
    known: Floats


@dataclass(frozen=True)
class Symptoms:
    """Arrays of shape (patients, days), as of every day.

    by_morning: pain is read on waking (7 or more mornings known in t-28..t-1), else from day averages.
    pain, usual, sd, phi: of the series in use. excess: pain - usual, from the other series where the one in use is
    blank. saturated: usual + 2 lies above 9, so that pain clauses cannot tell. week_rise: week_mean (of 7 days) - week_usual,
    of mornings where week_by_morning;
    week_error, usual_error: standard errors of that rise and of the usual level.
    flare_event: a flare is complete on this day; flare_day: the day belongs to a flare;
    flare_reach: days before an event that it counts from (1: a pair, 2: three days of pain alone); declared: the
    patient said so. flare_first: column of the first day of the flare that is present, inf when none is.
    present, absent: of the last 3 days; neither = cannot tell. telling: present, and more than this patient's word as
    often as usual. risen: usual - its lowest of 84 days.
    """

    by_morning: Bools
    pain: Floats
    usual: Floats
    sd: Floats
    phi: Floats
    values_behind_usual: Floats
    morning: Usual
    average: Usual
    impact: Usual
    excess: Floats
    saturated: Bools
    week_rise: Floats
    week_mean: Floats
    week_usual: Floats
    week_by_morning: Bools
    week_error: Floats
    usual_error: Floats
    pain_known: Bools
    flare_event: Bools
    flare_day: Bools
    flare_reach: Ints
    declared: Bools
    present: Bools
    telling: Bools
    flare_first: Floats
    absent: Bools
    risen: Floats


def symptoms(panel: Panel, limits: Limits) -> Symptoms:
    """Usual levels and flares of a panel."""
    d = panel.daily
    morning, average, impact = d["pain_morning"], d["pain_average"], d["impact"]
    by_morning = window_count(lag(morning, 1), RECENT) >= 7
    calm = np.ones(panel.shape, dtype=bool)
    usual_of = [_usual_levels(x, limits) for x in (morning, average, impact)]
    while True:
        # Flare days are left out of later usual levels, which decide later flare days. Each turn settles at least the
        # six days after those settled before (a flare counts two days on, a usual level skips eight); most need two turns.
        event, reach, doubt = _flares(panel, by_morning, usual_of, limits)
        flare_day = _flare_days(event, reach)
        changed = flare_day == calm
        if not changed.any():
            break
        calm = ~flare_day
        short, long = (window_any(lag(changed, SKIP, False), reach - SKIP + 1) for reach in (RECENT, LONG))
        for levels, x in zip(usual_of, (morning, average, impact), strict=True):
            _again(levels, np.where(calm, x, np.nan), np.nonzero(short | (long & levels[3])), limits)
    of_morning, of_average, of_impact = (
        Usual(level, sd, _phi(np.where(calm, x, np.nan), level, sd, far), known)
        for x, (level, sd, known, far) in zip((morning, average, impact), usual_of, strict=True)
    )
    usual = np.where(by_morning, of_morning.level, of_average.level)
    week_mean, week_usual, week_by_morning = _week(panel, by_morning, usual, usual_of, limits)
    risen = _risen(of_average.level)
    sd = np.where(by_morning, of_morning.sd, of_average.sd)
    phi = np.where(by_morning, of_morning.phi, of_average.phi)
    behind = np.where(by_morning, of_morning.known, of_average.known)
    # Neighbouring days repeat one another; the variance of a median is 1.57 times that of a mean.
    per_value = sd**2 * (1 + phi) / (1 - phi)
    usual_variance = 1.57 * per_value / np.maximum(behind, 1)
    return Symptoms(
        by_morning=by_morning,
        pain=np.where(by_morning, morning, average),
        usual=usual,
        sd=sd,
        phi=phi,
        values_behind_usual=behind,
        morning=of_morning,
        average=of_average,
        impact=of_impact,
        excess=_excess(panel, by_morning, of_morning.level, of_average.level),
        saturated=usual + limits.over_usual_red > limits.scale_ceiling + EPS,
        week_rise=week_mean - week_usual,
        week_mean=week_mean,
        week_usual=week_usual,
        week_by_morning=week_by_morning,
        week_error=np.sqrt(
            per_value / np.maximum(window_count(np.where(by_morning, morning, average), 7), 1) + usual_variance
        ),
        usual_error=np.sqrt(usual_variance),
        pain_known=~np.isnan(morning) | ~np.isnan(average),
        flare_event=event,
        flare_day=flare_day,
        flare_reach=reach,
        declared=event & (d["flare"] == 1),
        present=window_any(event, 3),
        telling=window_any(event & ~_as_often(event & (d["flare"] == 1), reach), 3),
        flare_first=_first_day(window_any(event, 3), reach),
        absent=~window_any(event | doubt, 3) & (window_count(_flare_known(panel, by_morning, usual_of), 3) >= 2),
        risen=np.where(np.isnan(risen), _risen(of_morning.level), risen),
    )


def _usual_levels(x: Floats, limits: Limits) -> list[Any]:
    """Median, shrunk SD, number of values, and where the longer window is in use: four arrays."""
    short = window_median_sd(x, RECENT, SKIP, least=1)
    usual = [np.empty(x.shape), np.empty(x.shape), np.empty(x.shape), np.zeros(x.shape, dtype=bool)]
    _shrink(usual, ..., short, limits)
    more = window_count(lag(x, SKIP), LONG - SKIP + 1) > short.known
    _lengthen(usual, x, np.nonzero(more & (short.known < limits.baseline_values)), limits)
    return usual


def _again(usual: list[Any], x: Floats, at: tuple[Any, ...], limits: Limits) -> None:
    """Work out some days again, in place: the flare days behind them have changed."""
    short = median_sd_at(x, at, RECENT, SKIP)
    _shrink(usual, at, short, limits)
    usual[3][at] = False
    few = short.known < limits.baseline_values
    _lengthen(usual, x, (at[0][few], at[1][few]), limits)


def _lengthen(usual: list[Any], x: Floats, at: tuple[Any, ...], limits: Limits) -> None:
    """Days with too few values in four weeks look back eight."""
    usual[3][at] = True
    _shrink(usual, at, median_sd_at(x, at, LONG, SKIP), limits)


def shrunk_sd(sample_sd: Floats, known: Any) -> Floats:
    """Own SD drawn towards 1.1 as if 7 values had shown it, and kept within 0.7 to 2."""
    weight = np.maximum(known - 1, 0)
    variance = (PRIOR_WEIGHT * PRIOR_SD**2 + weight * np.nan_to_num(sample_sd) ** 2) / (PRIOR_WEIGHT + weight)
    return np.asarray(np.clip(np.sqrt(variance), LEAST_SD, MOST_SD))


def _shrink(usual: list[Any], at: Any, found: Spread, limits: Limits) -> None:
    level, spread, known = found
    usual[0][at] = np.where(known >= limits.baseline_values, level, np.nan)
    usual[1][at] = shrunk_sd(spread, known)
    usual[2][at] = known


def _phi(x: Floats, level: Floats, sd: Floats, far: Bools) -> Floats:
    """Lag-1 autocorrelation of the days behind the usual level, drawn towards 0.4; 0.4 where nothing is known."""
    about = np.nan_to_num(_first_known(x))  # sums are taken near the data, so that little cancels
    y, before = x - about, lag(x, 1) - about
    pair = ~np.isnan(y) & ~np.isnan(before)
    sums = [
        np.where(pair, y * before, 0.0),
        np.where(pair, y + before, 0.0),
        pair,
        np.nan_to_num(y * y),
        np.nan_to_num(y),
        ~np.isnan(y),
    ]
    phi = _phi_of(sums, RECENT, level - about, sd)
    some = np.flatnonzero(far.any(axis=1))
    if len(some):
        longer = _phi_of([s[some] for s in sums], LONG, (level - about)[some], sd[some])
        phi[some] = np.where(far[some], longer, phi[some])
    return np.where(np.isnan(level), PRIOR_PHI, phi)


def _phi_of(sums: list[Any], reach: int, b: Floats, sd: Floats) -> Floats:
    """From the sums of products, pairs, squares and values of days t-reach .. t-8; b is their level.

    The first day of the window has no partner in it, so pairs have one day less.
    """
    b = np.nan_to_num(b)
    product, both, pairs = (window_sum(lag(s, SKIP, s.dtype.type(0)), reach - SKIP) for s in sums[:3])
    squares, values, known = (window_sum(lag(s, SKIP, s.dtype.type(0)), reach - SKIP + 1) for s in sums[3:])
    shared = product - b * both + b * b * pairs
    apart = np.maximum(squares - 2 * b * values + b * b * known, 0)
    prior = PHI_WEIGHT * sd**2
    return np.asarray(np.clip((shared + PRIOR_PHI * prior) / (apart + prior), 0, MOST_PHI))


def _first_known(x: Floats) -> Floats:
    known = ~np.isnan(x)
    first = np.where(known.any(axis=1), x[np.arange(len(x)), known.argmax(axis=1)], np.nan)
    return first[:, None]


def _excess(panel: Panel, by_morning: Bools, morning: Floats, average: Floats) -> Floats:
    """Pain over its own usual level; where the series in use is blank, the other against its own level."""
    of_morning = panel.daily["pain_morning"] - morning
    of_average = panel.daily["pain_average"] - average
    one, other = np.where(by_morning, of_morning, of_average), np.where(by_morning, of_average, of_morning)
    return np.where(np.isnan(one), other, one)


def _week(panel: Panel, by_morning: Bools, usual: Floats, usual_of: list[list[Any]], limits: Limits) -> Any:
    """Mean of 7 days (5 or more known) and the usual level of the same series; the other series where one is not known."""
    saturated = usual + limits.over_usual_red > limits.scale_ceiling + EPS
    morning, average = (window_mean(panel.daily[name], 7, 5) for name in ("pain_morning", "pain_average"))
    by_other = np.isnan(np.where(by_morning, morning - usual_of[0][0], average - usual_of[1][0]))
    use_morning = by_morning ^ by_other
    mean = np.where(use_morning, morning, average)
    level = np.where(use_morning, usual_of[0][0], usual_of[1][0])
    return np.where(saturated, np.nan, mean), level, use_morning


def _flares(panel: Panel, by_morning: Bools, usual_of: list[list[Any]], limits: Limits) -> tuple[Bools, Ints, Bools]:
    """Days on which a flare is complete, how many days before it counts from, and days it is declared but cannot be told.

    Two days in a row with pain and impact well over the usual; or the patient's word with some impact (with pain, where
    impact is blank); or, on days without any impact, three days in a row of pain.
    """
    (morning, sd_morning, *_), (average, sd_average, *_), (usual_impact, sd_impact, *_) = usual_of
    of_morning = panel.daily["pain_morning"] - morning
    of_average = panel.daily["pain_average"] - average
    impact, word = panel.daily["impact"], panel.daily["flare"] == 1
    use_morning = np.where(by_morning, ~np.isnan(of_morning), np.isnan(of_average))
    excess = np.where(use_morning, of_morning, of_average)
    sd = np.where(use_morning, sd_morning, sd_average)
    usual = np.where(use_morning, morning, average)
    saturated = usual + limits.over_usual_red > limits.scale_ceiling + EPS
    pain_up = excess >= np.maximum(limits.flare_rise, limits.flare_sd * sd) - EPS
    hindered = impact >= usual_impact + limits.flare_impact - EPS
    over = (pain_up | (saturated & ~np.isnan(excess))) & hindered
    no_impact = np.isnan(impact - usual_impact)
    declared = word & np.where(
        no_impact,
        (excess >= limits.declared_impact - EPS) | saturated,
        impact >= usual_impact + np.maximum(limits.declared_impact, limits.declared_sd * sd_impact) - EPS,
    )
    doubt = word & no_impact & np.isnan(excess) & ~saturated
    pain_only = pain_up & ~saturated & no_impact
    third = pain_only & lag(pain_only, 1, False) & lag(pain_only, 2, False)
    second = over & lag(over, 1, False)
    return declared | second | third, np.where(third, 2, np.where(second, 1, 0)), doubt


def _as_often(declared: Bools, reach: Ints) -> Bools:
    """Flares by the patient's word alone, on one day of a week, from someone who used the word twice or more before."""
    alone = declared & (reach == 0) & (window_count(declared, 7) < 2)
    return np.asarray(alone & (window_count(lag(declared, 7, False), LONG - 7) >= 2))


def _flare_days(event: Bools, reach: Ints) -> Bools:
    """Days that belong to a flare: those that complete one, and the one or two days it counts from."""
    two, three = event & (reach >= 1), event & (reach >= 2)
    return event | lag(two, -1, False) | lag(three, -2, False)


def _first_day(present: Bools, reach: Ints) -> Floats:
    """Column of the first day of the run that is present: a run begins on an event, which may count from days before."""
    days = np.arange(present.shape[1])
    begin = np.minimum(np.maximum.accumulate(np.where(present, -1, days), axis=1) + 1, present.shape[1] - 1)
    first = begin - np.take_along_axis(reach, begin, axis=1)
    return np.where(present, first.astype(float), np.inf)


def _flare_known(panel: Panel, by_morning: Bools, usual_of: list[list[Any]]) -> Bools:
    """Days on which a flare could be seen or ruled out: the patient's word, or pain beside a usual level."""
    excess = _excess(panel, by_morning, usual_of[0][0], usual_of[1][0])
    return np.asarray((panel.daily["flare"] == 0) | ~np.isnan(excess))


def _risen(level: Floats) -> Floats:
    return level - window_min(level, 84)
