"""From measures to one reading: is there a reaction, what explains it, which state, which headline."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from loadaid.analysis.attribution import RECOVERY, STRAIN, Attribution
from loadaid.analysis.caution import Caution
from loadaid.analysis.evidence import CAUTIOUS, FAST, Evidence
from loadaid.analysis.hold import (
    FLARE_UNCLEAR,
    IN_ZONE,
    INSUFFICIENT,
    RED_FLAG,
    REMEMBERED,
    STRAIN_DRIVEN,
    TOO_CAUTIOUS,
    TOO_FAST,
    hold,
    reopened,
)
from loadaid.analysis.index import Bools, Floats, Ints
from loadaid.analysis.load import Load
from loadaid.analysis.response import LAST, Response
from loadaid.analysis.safety import EMERGENCY, URGENT, Safety
from loadaid.analysis.sufficiency import Sufficiency
from loadaid.analysis.symptoms import Symptoms
from loadaid.analysis.trajectory import CANNOT_TELL, WORSE, Trajectory
from loadaid.analysis.windows import lag, window_any, window_count, window_mean
from loadaid.domain.limits import Limits

MONTH = 28
LIKELY = 0.5  # more probable than all else together
EPS = 1e-9


@dataclass(frozen=True)
class States:
    """(readings, patients, days), as of every day and without memory; headline, held_since and last_known with it.

    to_explain: a reaction, or a headline that names a cause. settled: the only sign of a reaction is older sessions, and
    it is over. raw: headline of the day alone (codes of HEADLINES).
    since: column of the day the headline began. remembered: alarm (code) that stood when the data closed, else -1;
    remembered_on: its last day.
    """

    reaction: Bools
    too_fast: Bools
    to_explain: Bools
    mixed_spike: Bools
    settled: Bools
    raw: Ints
    headline: Ints
    since: Ints
    remembered: Ints
    remembered_on: Ints


def states(
    symptoms: Symptoms, load: Load, response: Response, attribution: Attribution, trajectory: Trajectory,
    safety: Safety, sufficiency: Sufficiency, caution: Caution, found: Evidence, limits: Limits,
) -> States:  # fmt: skip
    """The state and headline of every day, under every reading of the unlogged days."""
    two_red = response.reds >= limits.red_sessions
    over = _settled_without_sessions(symptoms, load)
    week = symptoms.week_rise >= np.maximum(limits.week_pain, limits.week_sure * symptoms.week_error) - EPS
    reaction = symptoms.telling | _stands(week, limits.week_stands) | two_red
    dose_up = load.rise > limits.dose_rise + EPS
    least_contrast = np.maximum(limits.contrast, limits.contrast_sure * response.contrast_error)
    contrast_and_dose = _stands(response.contrast >= least_contrast - EPS, limits.contrast_stands) & dose_up
    sign = (two_red & ~over) | (symptoms.present & (response.reds >= 1)) | contrast_and_dose
    by_exercise = (attribution.share >= limits.share - EPS) & (attribution.exercise >= limits.points_needed)
    after_spike = two_red & ~over & (load.largest_spike > limits.spike + EPS)
    life = (attribution.driver == STRAIN) | (attribution.driver == RECOVERY)
    fast, careful, daily = found.probability[FAST], found.probability[CAUTIOUS], found.life
    # What speaks of the last fortnight is news only while a day of the last week still lay above the usual level.
    need = limits.evidence_needed
    answered = (found.answered + found.symptoms >= need - EPS) & found.observed.lately & ~over
    felt = (found.symptoms >= need - EPS) & found.observed.lately
    # With a reaction there, "in the zone" is out of the question: what is left is which of the two explains it.
    mostly = fast / np.maximum(fast + daily, 1e-9)

    def probable(chance: Floats) -> Bools:
        return np.asarray(window_mean(chance, int(limits.probable_stands)) >= limits.probable - EPS)

    by_response = reaction & answered & (mostly >= limits.likelier - EPS) & (found.answered >= need - EPS)
    by_life = reaction & felt & (mostly <= 1 - limits.likelier + EPS) & (found.strained >= need - EPS)
    surely_fast, surely_daily = probable(fast) & answered, probable(daily) & felt
    # Two red sessions speak of the sessions: daily life must be sure to explain them, and three are its business no more.
    despite_reds = ~two_red | ((daily >= limits.sure - EPS) & (response.reds < LAST))
    too_fast = (sign & by_exercise & ~(daily >= limits.sure - EPS)) | after_spike | surely_fast | by_response
    by_points = reaction & life & ~two_red & ~(fast >= limits.sure - EPS) & (daily >= limits.leave - EPS)
    strain_driven = ~too_fast & (by_points | ((surely_daily | by_life) & despite_reds))
    worse = trajectory.any(WORSE, ("function",))
    for axis in ("intensity", "impact"):
        surely = (trajectory.direction[axis] == WORSE) & (trajectory.certainty[axis] > limits.worse_sure)
        worse |= _stands(surely, limits.worse_stands)
    apart = np.maximum(limits.baseline_risen, limits.risen_sure * np.sqrt(2) * symptoms.usual_error)
    risen = _stands(symptoms.risen >= apart - EPS, limits.risen_stands)
    unclear = ~too_fast & ~strain_driven & (reaction | worse | risen)
    surely_cautious = window_mean(careful, int(limits.cautious_stands)) >= limits.probable_cautious - EPS
    surely_cautious = surely_cautious & caution.allowed
    lately_reacted = window_any(reaction | too_fast | strain_driven, 7)
    cautious = (caution.is_true | surely_cautious) & ~lately_reacted & ~unclear
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
    # What was probable stays until it has clearly become unlikely, so that the headline does not flicker about one value.
    conditions = np.stack([
        too_fast | (window_any(fast >= limits.probable - EPS, 14) & (fast >= limits.leave - EPS) & answered),
        strain_driven | (window_any(daily >= LIKELY - EPS, 14) & (daily >= limits.leave - EPS) & felt),
        unclear,
        cautious | (window_any(careful >= LIKELY - EPS, 14) & (careful >= limits.leave - EPS) & caution.allowed),
    ])  # fmt: skip
    headline, alarm = hold(raw, conditions, symptoms.pain_known, reopened(raw))
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
        to_explain=reaction | too_fast | strain_driven,
        mixed_spike=after_spike & ~(sign & by_exercise) & too_fast,
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
