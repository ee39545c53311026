"""Red flags, apart from load: which yes answers stand, and whether the questions are up to date.

A yes stands until a clinician's review dated on or after it (on an emergency, a review with a note); a later "no" does
not clear it. A missing answer is unknown, never no.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from loadaid.analysis.index import Bools, Floats
from loadaid.analysis.panel import Panel
from loadaid.analysis.symptoms import Symptoms
from loadaid.analysis.trajectory import WORSE, Trajectory
from loadaid.domain.records import EVENT_KINDS, SAFETY_ITEMS, TIER_1

UNKNOWN, CLEAR, URGENT, EMERGENCY = range(4)
WORDS = ("unknown", "clear", "urgent", "emergency")
UP_TO_DATE_DAYS = 35  # asked monthly (has-2019)
LASTING = ("steroids_or_osteoporosis", "iv_drug_use")  # repeated unchanged after a review: a notice


@dataclass(frozen=True)
class Safety:
    """level: codes of WORDS (patients, days). standing: (items, patients, days). answered_1, answered_2: every item of
    the tier answered within 35 days (and, in a flare, since it began). last_yes, answered_on: day of the last yes, and of the last answer, -inf if none. clears_from: the
    earliest day of a review that clears it. reviewed, noted: day of the last review, and of the last with a note
    (patients, days), -inf if none."""

    level: np.ndarray
    standing: Bools
    notice: Bools
    answered_1: Bools
    answered_2: Bools
    last_yes: Floats
    clears_from: Floats
    answered_on: Floats
    reviewed: Floats
    noted: Floats


def safety(panel: Panel, symptoms: Symptoms, trajectory: Trajectory) -> Safety:
    """Safety answers as of every day."""
    answers, events = panel.rows["safety"], panel.rows["events"]
    day = np.arange(panel.shape[1], dtype=float)
    item, answer = answers.values("item"), answers.values("answer")
    reviewed = events.values("kind") == EVENT_KINDS.index("safety_reviewed")
    has_note = (events.frame["note"].fillna("").str.strip() != "").to_numpy(dtype=bool)
    review = _latest(panel, events.patient[reviewed], events.day[reviewed])
    noted = _latest(panel, events.patient[reviewed & has_note], events.day[reviewed & has_note])

    n = len(SAFETY_ITEMS)
    standing, notice = np.zeros((n, *panel.shape), dtype=bool), np.zeros((n, *panel.shape), dtype=bool)
    yes_on, answered_on = np.full((n, *panel.shape), -np.inf), np.full((n, *panel.shape), -np.inf)
    clears_from = yes_on.copy()
    worse = trajectory.any(WORSE, ("intensity",))
    for k, name in enumerate(SAFETY_ITEMS):
        of_item = (item == k) & ~np.isnan(answer)
        if not of_item.any():
            continue
        said = {v: (answers.patient[of_item & (answer == v)], answers.day[of_item & (answer == v)]) for v in (0, 1)}
        yes, no = _latest(panel, *said[1]), _latest(panel, *said[0])
        yes_on[k], answered_on[k] = yes, np.maximum(yes, no)
        clears_from[k] = yes
        standing[k] = yes > (noted if name in TIER_1 else review)
        if name in LASTING:
            # An earlier yes was reviewed, and no "no" came since: the same thing said again.
            seen = _reviewed_yes(panel, said[1], review)
            same = standing[k] & (seen > -np.inf) & (no < seen)
            fell = standing[SAFETY_ITEMS.index("low_energy_fall")]
            flare, worsening = np.where(symptoms.present, symptoms.flare_first, -np.inf), _began(worse, day)
            again = (review < flare) | (review < worsening) & worse | fell
            clears_from[k] = np.maximum(yes, np.maximum(flare, np.where(worse, worsening, -np.inf)))
            notice[k] = same | ((yes > -np.inf) & ~standing[k] & (no < yes))
            standing[k] = (standing[k] & ~same) | ((yes > -np.inf) & (no < yes) & again)
    tier_1 = len(TIER_1)
    since = day - UP_TO_DATE_DAYS
    since = np.where(symptoms.present, np.maximum(symptoms.flare_first, since), since)
    answered = answered_on >= since
    answered_1, answered_2 = answered[:tier_1].all(axis=0), answered[tier_1:].all(axis=0)
    level = np.where(answered_1 & answered_2, CLEAR, UNKNOWN)
    level = np.where(standing[tier_1:].any(axis=0), URGENT, level)
    level = np.where(standing[:tier_1].any(axis=0), EMERGENCY, level)
    return Safety(
        level, standing, notice & ~standing, np.asarray(answered_1), np.asarray(answered_2), yes_on, clears_from,
        answered_on, review, noted,
    )  # fmt: skip


def _latest(panel: Panel, patient: np.ndarray, date: np.ndarray) -> Floats:
    """Day (column, may lie before the first) of the latest of some dates, as of every day; -inf before any."""
    grid = np.full(panel.shape, -np.inf)
    if not len(date):
        return grid
    at = (date - panel.start[patient]).astype(float)
    inside = at < panel.length[patient]
    column = np.maximum(at[inside], 0).astype(int)
    np.maximum.at(grid, (patient[inside], column), at[inside])
    return np.maximum.accumulate(grid, axis=1)


def _reviewed_yes(panel: Panel, said_yes: tuple[np.ndarray, np.ndarray], review: Floats) -> Floats:
    """Day of the latest yes that a later review covers, as of every day; -inf when there is none."""
    seen = np.full(panel.shape, -np.inf)
    for patient, date in zip(*said_yes, strict=True):
        at = float(date - panel.start[patient])
        seen[patient] = np.where(review[patient] >= at, np.maximum(seen[patient], at), seen[patient])
    return seen


def _began(present: Bools, day: Floats) -> Floats:
    """Day on which the run that holds today began; inf outside a run."""
    last_absent = np.maximum.accumulate(np.where(present, -1.0, day), axis=1)
    return np.where(present, last_absent + 1, np.inf)
