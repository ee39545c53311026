"""Who reads the same log: loadaid, and the rules in use today, each in its published form.

Where a publication leaves a size open, or a cell is blank, the choice that serves the rule is taken and said. A load
rule counts a day without an entry as a day without load, because its definition does. No rule of today ever says
"explained by daily strain".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from loadaid.analysis.context import context_measures
from loadaid.analysis.hold import IN_ZONE, INSUFFICIENT, TOO_CAUTIOUS, TOO_FAST
from loadaid.analysis.panel import Panel
from loadaid.analysis.windows import Bools, Floats, Ints, lag, window_mean
from loadaid.analysis.workings import Workings
from loadaid.domain.words import N_

LATELY = 14  # days for which the last session still speaks
HIGH, FEW = 1.5, 0.8  # acute : chronic
DURING, ROSE = 5.0, 2.0  # points
WEEK_KNOWN = 3  # days a weekly mean needs
WARM, LEAST_VALUES = 28, 7
LAMBDA, L = 0.2, 2.7


@dataclass(frozen=True)
class Diary:
    """What the rules of today look at; (patients, days), day 0 = first logged, NaN = not known.

    state: as of the panel. load: of session days. during: worst pain in the session. rise: pain of the next morning
    above that of the session's own, on the session's day. pain: one series per patient.
    """

    state: Ints
    load: Floats
    during: Floats
    rise: Floats
    pain: Floats


def diary(w: Workings) -> Diary:
    """The part of some patients' logs that the rules of today use."""
    morning, average = w.panel.daily["pain_morning"], w.panel.daily["pain_average"]
    by_average = (~np.isnan(average)).sum(axis=1) >= (~np.isnan(morning)).sum(axis=1)
    rise = np.where(w.panel.is_session, w.response.rise, np.nan)
    pain = np.where(by_average[:, None], average, morning)
    return Diary(w.panel.state.astype(np.int64), daily_load(w.panel), w.panel.session["during"], rise, pain)


def daily_load(p: Panel) -> Floats:
    """RPE x minutes of the session days, or minutes when the patient never gives an RPE.

    A blank window would count as a wrong answer of the rule, so a session of unknown load has the mean of those before.
    """
    rated = ~np.isnan(p.session["load_au"]).all(axis=1, keepdims=True)
    load = np.where(rated, p.session["load_au"], p.session["minutes"])
    known = p.is_session & ~np.isnan(load)
    with np.errstate(invalid="ignore"):
        so_far = np.where(known, load, 0).cumsum(axis=1) / known.cumsum(axis=1)
    return np.where(p.is_session & ~known, so_far, load)


def week_change(d: Diary, limit: float) -> Ints:
    """Too fast: this week's load more than `limit` above last week's. The rule has no lower side.

    10 %: a habit of training, tested by Buist 2008 (Am J Sports Med 36:33). 30 %: Nielsen 2014 (JOSPT 44:739).
    """
    change = context_measures(d.load, d.state)["week_change"]
    return _headline(change > limit + 1e-9, known=~np.isnan(change))


def ratio(d: Diary, measure: str) -> Ints:
    """Too fast: acute over chronic load above 1.5; too cautious: below 0.8. Gabbett 2016 (Br J Sports Med 50:273).

    measure: acwr_coupled (7 over 28 days), acwr_ewma_williams (Williams 2017, Br J Sports Med 51:209).
    """
    value = context_measures(d.load, d.state)[measure]
    return _headline(value > HIGH + 1e-9, value < FEW - 1e-9, known=~np.isnan(value))


def pain_during(d: Diary) -> Ints:
    """Too fast: pain above 5 during the last session. Thomeé 1997 (Phys Ther 77:1690)."""
    last = _latest(d.during)
    return _headline(last > DURING, known=~np.isnan(last))


def next_morning(d: Diary) -> Ints:
    """Too fast: pain of the morning after the last session 2 points or more above that before it.

    The 24-hour rule (Skou & Roos 2017, BMC Musculoskelet Disord 18:72), 2 points as in Smith 2019 (Br J Sports Med 53:907).
    """
    last = _latest(lag(d.rise, 1))
    return _headline(last >= ROSE, known=~np.isnan(last))


def traffic_light(d: Diary) -> Ints:
    """Too fast: red during the last session (above 5), not back by the next morning, or pain rising from week to week.

    Silbernagel 2007 (Am J Sports Med 35:897): 0-2 green, 3-5 amber and accepted. It gives no size for "not back" and
    "rising": 2 points here, since smaller rises are noise, and count more false alarms and fewer right answers.
    """
    during, rise = _latest(d.during), _latest(lag(d.rise, 1))
    week = window_mean(d.pain, 7, WEEK_KNOWN)
    rising = week - lag(week, 7) >= ROSE
    return _headline((during > DURING) | (rise >= ROSE) | rising, known=~np.isnan(during) | ~np.isnan(rise))


def control_chart(d: Diary) -> Ints:
    """Too fast: the weighted mean of pain (lambda 0.2) above 2.7 of its standard deviations.

    Roberts 1959 (Technometrics 1:239), with common settings (judgement); for single patients Tennant 2007 (Int J Qual
    Health Care 19:187). Its own baseline is the first 28 days, 7 values or more and not all equal. A chart only says
    that pain rose: an alarm is read as too fast. A blank day leaves the mean where it was.
    """
    first = d.pain[:, :WARM]
    n = (~np.isnan(first)).sum(axis=1)
    enough = n >= LEAST_VALUES
    mean = np.where(enough, np.nansum(first, axis=1) / np.maximum(n, 1), np.nan)
    sd = np.sqrt(np.nansum((first - mean[:, None]) ** 2, axis=1) / np.maximum(n - 1, 1))
    known = np.zeros(d.pain.shape, dtype=bool)
    known[:, WARM:] = (enough & (sd > 0))[:, None]
    level, left = mean.copy(), np.ones(len(mean))
    high = np.zeros(d.pain.shape, dtype=bool)
    for day in range(WARM, d.pain.shape[1]):
        today = ~np.isnan(d.pain[:, day])
        level = np.where(today, LAMBDA * d.pain[:, day] + (1 - LAMBDA) * level, level)
        left = np.where(today, left * (1 - LAMBDA) ** 2, left)
        high[:, day] = level > mean + L * sd * np.sqrt(LAMBDA / (2 - LAMBDA) * (1 - left))
    return _headline(high, known=known)


def never(d: Diary) -> Ints:
    """In the zone, whatever is written: the floor."""
    return _headline(np.zeros(d.state.shape, dtype=bool))


LOADAID, NEVER = "loadaid", "never"
TODAY: dict[str, tuple[str, Callable[[Diary], Ints]]] = {
    "week-10": (N_("semaine +10 %"), lambda d: week_change(d, 0.10)),
    "week-30": (N_("semaine +30 %"), lambda d: week_change(d, 0.30)),
    "acwr": (N_("rapport aigu : chronique"), lambda d: ratio(d, "acwr_coupled")),
    "acwr-ewma": (N_("rapport aigu : chronique pondéré"), lambda d: ratio(d, "acwr_ewma_williams")),
    "pain-during": (N_("douleur pendant > 5"), pain_during),
    "next-morning": (N_("règle des 24 heures"), next_morning),
    "traffic-light": (N_("feu tricolore"), traffic_light),
    "control-chart": (N_("carte de contrôle"), control_chart),
    NEVER: (N_("ne jamais alerter"), never),
}
NAMES = {LOADAID: "loadaid", **{key: name for key, (name, _) in TODAY.items()}}


def readings(w: Workings) -> dict[str, Ints]:
    """The headline of every reader, (patients, days) as the panel, codes of HEADLINES."""
    mine = diary(w)
    with np.errstate(invalid="ignore"):
        return {LOADAID: w.states.headline[0], **{key: read(mine) for key, (_, read) in TODAY.items()}}


def _headline(fast: Bools, cautious: Bools | bool = False, known: Bools | bool = True) -> Ints:
    """A day that a rule cannot answer is not enough data."""
    said = np.where(fast, TOO_FAST, np.where(cautious, TOO_CAUTIOUS, IN_ZONE))
    return np.where(known, said, INSUFFICIENT)


def _latest(values: Floats) -> Floats:
    """The last known value of the last days, NaN when there is none."""
    day = np.arange(values.shape[1])
    last = np.maximum.accumulate(np.where(np.isnan(values), -1, day), axis=1)
    found = np.take_along_axis(values, np.maximum(last, 0), axis=1)
    return np.where((last >= 0) & (day - last < LATELY), found, np.nan)
