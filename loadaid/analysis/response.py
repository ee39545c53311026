"""How the back answers a session: during it, the next day, until it settles; and mornings after sessions against others.

A session's class can still change in the days after it (muscle soreness is only confirmed then), so each class is kept
by the number of days since the session: 0 the same day, ... 6 final.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from loadaid.analysis.index import Bools, Floats, Ints
from loadaid.analysis.load import Load
from loadaid.analysis.panel import Panel
from loadaid.analysis.symptoms import RECENT, SKIP, Symptoms, shrunk_sd
from loadaid.analysis.windows import lag, window_count, window_sd, window_sum
from loadaid.domain.limits import Limits

CLASSES = ("", "cannot_tell", "pending", "green", "amber", "red")
NO_SESSION, CANNOT_TELL, PENDING, GREEN, AMBER, RED = range(6)
FINAL = 6  # days after which a class no longer changes
LAST, WITHIN = 3, 21  # "last 3": the last three classed session days within 21 days
MONTH = 28
LEAST_MORNINGS, LEAST_PER_STRATUM = 6, 2
HEAVY_AS_USUAL = [0, 1, 2, 2]
EPS = 1e-9


@dataclass(frozen=True)
class Response:
    """(patients, days) unless said otherwise.

    next_day: pain the day after. rise: to the next day, from the day before or from just before the session.
    over: next day above the higher of that level and the usual one (see `next-morning-response`); least: what makes it
    red, 2 points or 2 own SD of quiet days (quiet_sd). strained: muscle
    soreness could explain it. red, excused (by soreness): seven arrays, by days since the session (0..6 and more). classed: the class is
    known once the next day is. firm: without the night and pain during it too. amber: of the session's own date.
    Of the last 3 classed sessions: taken (how many), reds, over_last (furthest beyond its own limit, over_limit;
    not explained by soreness),
    settle_last (largest hours, 24 x days while still open: open_last), late_last (one beyond the limit), sleep_last (how many disturbed sleep), soreness_last.
    classed_28, red_28: of 28 days. contrast: (readings, patients, days), mornings after sessions minus other mornings, with its
    standard error.
    """

    next_day: Floats
    rise: Floats
    over: Floats
    least: Floats
    quiet_sd: Floats
    strained: Bools
    red: list[Bools]
    excused: list[Bools]
    classed: Bools
    firm: Bools
    amber: Bools
    taken: Ints
    reds: Ints
    over_last: Floats
    over_limit: Floats
    settle_last: Floats
    late_last: Bools
    open_last: Bools
    sleep_last: Ints
    sleep_known_last: Ints
    soreness_last: Bools
    classed_28: Ints
    red_28: Ints
    contrast: Floats
    contrast_error: Floats

    def class_after(self, k: int, is_session: Bools) -> Ints:
        """Class of each session day as known k days after it (CLASSES)."""
        known = self.classed if k >= 1 else np.zeros_like(self.classed)
        unknown = CANNOT_TELL if k >= 2 else PENDING
        classed = np.where(self.red[min(k, FINAL)], RED, np.where(self.amber, AMBER, GREEN))
        return np.where(is_session, np.where(known, classed, unknown), NO_SESSION)


def response(panel: Panel, symptoms: Symptoms, load: Load, limits: Limits) -> Response:
    """Session responses of a panel."""
    s, session = panel.session, panel.is_session
    morning, average = panel.daily["pain_morning"], panel.daily["pain_average"]
    next_day = np.where(symptoms.by_morning, lag(morning, -1), lag(average, -1))
    from_days = np.where(symptoms.by_morning, morning, lag(average, 1))
    rise = np.where(np.isnan(from_days), next_day - s["before"], next_day - from_days)
    increment = s["during"] - s["before"]
    settled_late = s["settle"] > limits.settle_red + EPS
    # B of the model is the day average; a patient who only answers on waking has no other usual level.
    usual = np.where(np.isnan(symptoms.average.level), symptoms.usual, symptoms.average.level)
    pain = np.where(symptoms.saturated, np.nan, 1.0)  # times this: a pain clause cannot tell at the top of the scale
    # In a restless diary a rise of 2 is an ordinary day: the rise must also be large against the patient's own SD.
    # Its SD is that of days that do not follow a session, or regular reactions would excuse themselves.
    quiet_sd = _quiet_sd(symptoms, session)
    least = np.maximum(limits.rise_red, limits.rise_sd * quiet_sd)
    threshold = np.maximum(symptoms.usual + limits.over_usual_red, limits.next_day_floor)
    over = np.minimum(rise, next_day - threshold + limits.over_usual_red) * pain
    high_next_day = next_day * pain >= threshold - EPS
    rose = rise * pain >= limits.rise_amber - EPS
    disturbed = s["sleep_disturbed"] == 1
    high_during = (s["during"] * pain > np.maximum(limits.during_high, usual + limits.over_usual_red) + EPS) & (
        increment >= limits.during_rise - EPS
    )
    next_morning = over >= least - EPS
    high_or_saturated = np.where(symptoms.saturated, True, high_next_day)
    strained = session & _could_be_soreness(panel, load, limits)
    excused = _soreness_excuses(panel, symptoms, strained)
    red = [np.zeros(panel.shape, dtype=bool)]
    for k, excuse in enumerate(excused, start=1):
        late = settled_late & (24 * k >= limits.settle_red)  # as many hours have passed
        lasting = (disturbed | high_during) & (rose | late)
        red.append(session & (lasting | ((next_morning | (late & high_or_saturated)) & ~excuse)))
    decided = np.where(
        symptoms.saturated,
        ~np.isnan(s["settle"]),
        ~np.isnan(next_day) & (~np.isnan(over) | (rise < least - EPS) | (next_day < threshold - EPS)),
    )
    # Known from the next day on, and the same ever after: soreness may change a class, never whether there is one.
    # Who says that it settled within the day has answered for the next day too.
    within_a_day = s["settle"] <= limits.settle_red + EPS
    late_and_high = settled_late & (limits.settle_red <= 24) & high_or_saturated
    firm = session & (decided | next_morning | within_a_day | late_and_high)
    classed = firm | (session & red[1])
    amber = (
        (increment >= limits.during_rise - EPS)
        | (rise >= limits.rise_amber - EPS)
        | (s["during"] > np.maximum(limits.during_amber, usual + 1) + EPS)
        | (s["settle"] > limits.settle_amber + EPS)
    )
    last = _last_three(classed, red, over, least, excused, s, limits)
    red_28 = window_sum(lag(red[FINAL], FINAL, False), MONTH - FINAL)
    for k in range(1, FINAL):
        red_28 = red_28 + lag(red[k], k, False)
    contrast, contrast_error = _contrast(panel, load, symptoms)
    return Response(
        next_day=next_day,
        rise=rise,
        over=over,
        least=least,
        quiet_sd=quiet_sd,
        strained=strained,
        red=red,
        excused=[strained, *excused],
        classed=classed,
        firm=firm,
        amber=amber,
        classed_28=window_sum(lag(classed, 1, False), MONTH - 1),
        red_28=red_28,
        contrast=contrast,
        contrast_error=contrast_error,
        **last,
    )


def _quiet_sd(symptoms: Symptoms, session: Bools) -> Floats:
    """Own SD over the usual days, without those that follow a session and without flares; never above the whole SD."""
    quiet = np.where(lag(session, 1, False) | symptoms.flare_day, np.nan, symptoms.pain)
    spread = lag(window_sd(quiet, RECENT - SKIP + 1, 2), SKIP)
    known = lag(window_count(quiet, RECENT - SKIP + 1), SKIP, 0)
    return np.minimum(shrunk_sd(spread, known), symptoms.sd)


def _could_be_soreness(panel: Panel, load: Load, limits: Limits) -> Bools:
    """Soreness the patient calls muscular, after something new or heavier."""
    heavier = load.spike[0] > limits.doms_spike + EPS
    new = load.exercises.new if load.exercises is not None else np.zeros(panel.shape, dtype=bool)
    sore = (panel.session["soreness"] >= limits.soreness_muscle - EPS) & (panel.session["muscle"] == 1)
    return np.asarray(sore & (heavier | new))


def _soreness_excuses(panel: Panel, symptoms: Symptoms, strained: Bools) -> list[Bools]:
    """Where muscle soreness explains the reaction, 1..6 days after the session.

    Taken as such until a value of the third to fifth day is known: one at most usual + 1, with impact no more than
    usual + 1, confirms it. Not known by then: it no longer excuses.
    """
    if not strained.any():
        return [strained] * FINAL
    by_morning = symptoms.by_morning
    pain = [
        np.where(by_morning, lag(panel.daily["pain_morning"], -k), lag(panel.daily["pain_average"], -k))
        for k in range(6)
    ]
    impact = [lag(panel.daily["impact"], -k) for k in range(5)]
    excuses = [strained, strained]
    for k in range(3, FINAL + 1):
        lowest = np.fmin.reduce(pain[3 : min(k, 5) + 1])
        worst = np.fmax.reduce(impact[1 : min(k, 4) + 1])
        quiet = ~(worst > symptoms.impact.level + 1 + EPS)
        settled = np.where(np.isnan(lowest), k < FINAL, (lowest <= symptoms.usual + 1 + EPS) & quiet)
        excuses.append(strained & settled)
    return excuses


def _last_three(
    classed: Bools,
    red: list[Bools],
    over: Floats,
    least: Floats,
    excused: list[Bools],
    session: dict[str, Floats],
    limits: Limits,
) -> dict[str, np.ndarray]:
    """What the last three classed sessions of 21 days say, walking back day by day."""
    taken = np.zeros(classed.shape, dtype=np.int64)
    reds, disturbed, answered = taken.copy(), taken.copy(), taken.copy()
    margin, limit = np.full(classed.shape, np.nan), np.full(classed.shape, np.nan)
    worst_over, worst_settle = np.full(classed.shape, np.nan), np.full(classed.shape, np.nan)
    sore, late, still_open = (np.zeros(classed.shape, dtype=bool) for _ in range(3))
    for k in range(1, WITHIN):
        take = lag(classed, k, False) & (taken < LAST)
        if not take.any():
            continue
        excuse = lag(excused[min(k, FINAL) - 1], k, False)
        taken += take
        reds += take & lag(red[min(k, FINAL)], k, False)
        beyond = np.where(take & ~excuse, lag(over - least, k), np.nan)
        furthest = ~(beyond <= margin) & ~np.isnan(beyond)
        margin = np.where(furthest, beyond, margin)
        worst_over, limit = np.where(furthest, lag(over, k), worst_over), np.where(furthest, lag(least, k), limit)
        hours = lag(session["settle"], k)
        # Still open after 24 k hours: more than that is known, how much is not.
        worst_settle = np.fmax(worst_settle, np.where(take, np.minimum(hours, 24.0 * k), np.nan))
        late |= take & (hours > limits.settle_red + EPS) & (24 * k >= limits.settle_red)
        still_open |= take & (hours > 24 * k + EPS)
        night = lag(session["sleep_disturbed"], k)
        disturbed += take & (night == 1)
        answered += take & ~np.isnan(night)
        sore |= take & excuse
    return {
        "taken": taken,
        "reds": reds,
        "over_last": worst_over,
        "over_limit": limit,
        "settle_last": worst_settle,
        "late_last": late,
        "open_last": still_open,
        "sleep_last": disturbed,
        "sleep_known_last": answered,
        "soreness_last": sore,
    }


def _contrast(panel: Panel, load: Load, symptoms: Symptoms) -> tuple[Floats, Floats]:
    """Mornings after session days minus other mornings over 28 days, compared among like days.

    Sessions tend to fall on workdays and mornings after work are worse, so the difference is taken among mornings
    after workdays, after days off, and after days not known to be either, then weighted by session mornings.
    """
    morning = panel.daily["pain_morning"]
    if np.isnan(morning).all():
        return np.full(load.session.shape, np.nan), np.full(load.session.shape, np.nan)
    worked = lag(panel.daily["worked"], 1)
    session, unknown = load.session[:3], load.unknown[:3]  # heavy sessions fall on the same days as usual ones
    after_session = lag(session, 1, False)
    after_rest = lag(~session & ~unknown & (panel.state >= 0), 1, False)
    total = np.zeros(session.shape)
    n_session, n_rest = total.copy(), total.copy()
    for stratum in (worked == 1, worked == 0, np.isnan(worked)):
        if not stratum.any():
            continue
        here = np.where(stratum, morning, np.nan)
        one, other = np.where(after_session, here, np.nan), np.where(after_rest, here, np.nan)
        n_one, n_other = window_count(one, MONTH), window_count(other, MONTH)
        use = (n_one >= LEAST_PER_STRATUM) & (n_other >= LEAST_PER_STRATUM)
        apart = window_sum(one, MONTH) / np.maximum(n_one, 1) - window_sum(other, MONTH) / np.maximum(n_other, 1)
        total += np.where(use, apart * n_one, 0.0)
        n_session += np.where(use, n_one, 0)
        n_rest += np.where(use, n_other, 0)
    enough = (n_session >= LEAST_MORNINGS) & (n_rest >= LEAST_MORNINGS)
    error = symptoms.morning.sd * np.sqrt(1 / np.maximum(n_session, 1) + 1 / np.maximum(n_rest, 1))
    contrast = np.where(enough, total / np.maximum(n_session, 1), np.nan)
    return contrast[HEAVY_AS_USUAL], error[HEAVY_AS_USUAL]
