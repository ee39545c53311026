"""What is counted of a reader, patient by patient: every score is a ratio of two counts, or a mean of such ratios."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from loadaid.analysis.attribution import EXERCISE, NO_DRIVER, RECOVERY, STRAIN
from loadaid.analysis.hold import FLARE_UNCLEAR, HEADLINES, IN_ZONE, INSUFFICIENT, STRAIN_DRIVEN, TOO_CAUTIOUS, TOO_FAST
from loadaid.analysis.windows import Bools, Ints, lag, window_any
from loadaid.validation.evaluation import WARM, Evaluation
from loadaid.validation.readers import LOADAID
from loadaid.virtual.study.truth import STATES

FOUR = (IN_ZONE, TOO_FAST, TOO_CAUTIOUS, STRAIN_DRIVEN)
ALARMS = (TOO_FAST, STRAIN_DRIVEN, FLARE_UNCLEAR, TOO_CAUTIOUS)
MIXED_TOO = (TOO_FAST, STRAIN_DRIVEN, FLARE_UNCLEAR)  # accepted on a day on which sessions and life both matter
MONTH, WEEK, CASELOAD = 30, 7, 60
AFTER = 7  # days after an episode in which an alarm is said to follow it
BRIEF = 3  # days under which a headline is a flicker
RUN, APART = 7, 14  # days that an episode lasts at least to be looked for, and that lie between two
DRIVEN = {"too_fast": EXERCISE, "strain": STRAIN, "recovery": RECOVERY}
SAID = (0.0, 0.5, 0.75, 0.9)  # classes of a stated probability, from


@dataclass(frozen=True)
class Count:
    """A score, patient by patient: scale x mean over `parts` of (part of whole); part and whole: (patients,) each.

    of: the state, class or driver it is about, blank when it is about all.
    """

    score: str
    of: str
    parts: tuple[tuple[NDArray[np.number], NDArray[np.number]], ...]
    scale: float = 1.0


@dataclass(frozen=True)
class Delays:
    """Days from the onset of each episode of a state to the first right headline while it lasts; inf when none came."""

    state: str
    patient: Ints
    days: NDArray[np.float64]


def counts(e: Evaluation, reader: str) -> Iterator[Count]:
    """Every score of a reader; those of drivers and probabilities for loadaid alone."""
    said = e.headline[reader]
    yield from _accuracy(e, said)
    yield from _alarms(e, said)
    yield Count("short_changes", "", (_short_changes(said),))
    if reader == LOADAID:
        yield from _drivers(e)
        yield from _calibration(e, said)


def _accuracy(e: Evaluation, said: Ints) -> Iterator[Count]:
    clear = e.asked & (e.right >= 0)
    answered = said != INSUFFICIENT
    found, spared = {}, {}
    for code in FOUR:
        mine, others = clear & (e.right == code), clear & (e.right != code)
        found[code] = _share(said == code, mine)
        spared[code] = _share(answered & (said != code), others)
        yield Count("sensitivity", HEADLINES[code], (found[code],))
        yield Count("specificity", HEADLINES[code], (spared[code],))
    yield Count("balanced_accuracy", "", tuple(found.values()))
    yield Count("fast_accuracy", "too_fast", (found[TOO_FAST], spared[TOO_FAST]))
    yield Count("cannot_tell", "", (_share(~answered, clear),))
    yield Count("mixed_accepted", "", (_share(np.isin(said, MIXED_TOO), e.asked & (e.right < 0)),))


def _alarms(e: Evaluation, said: Ints) -> Iterator[Count]:
    counted = np.broadcast_to(np.arange(said.shape[1]) >= WARM, said.shape)
    alarm = np.isin(said, ALARMS)
    starts = alarm & (said != lag(said, 1, -1)) & counted
    in_zone = (e.right == IN_ZONE) & counted
    episode = (e.truth != STATES.index("in_zone")) & (e.truth != STATES.index("not_identifiable"))
    follows = window_any(lag(episode, 1, False), AFTER)
    yield Count("false_alarms", "", (_share(starts, in_zone),), MONTH)
    yield Count("false_alarms_after_episode", "", (_share(follows, starts & in_zone),))
    yield Count("flags_a_week", "", (_share(starts, counted),), WEEK * CASELOAD)
    yield Count("standing_alarms", "", (_share(alarm, counted),), CASELOAD)


def _short_changes(said: Ints) -> tuple[NDArray[np.number], NDArray[np.number]]:
    """Changes of headline that last under 3 days, of all whose end is in the log."""
    days = said.shape[1]
    day = np.arange(days)
    changed = (said != lag(said, 1, -1)) & (day > 0)
    following = np.minimum.accumulate(np.where(changed, day, days)[:, ::-1], axis=1)[:, ::-1]
    ends = lag(following, -1, days)  # of the headline that stands on a day: the day of the next change
    ended = changed & (ends < days) & (day >= WARM)
    return _share(ends - day < BRIEF, ended)


def _drivers(e: Evaluation) -> Iterator[Count]:
    named = np.isin(e.driver, tuple(DRIVEN.values()))
    right, shown = np.zeros(named.shape, dtype=bool), np.zeros(named.shape, dtype=bool)
    for state, driver in DRIVEN.items():
        here = e.asked & (e.truth == STATES.index(state))
        right |= here & (e.driver == driver)
        shown |= here & (e.driver != NO_DRIVER)
        yield Count("driver_right", state, (_share(e.driver == driver, here & named),))
    yield Count("driver_right", "", (_share(right, shown & named),))
    yield Count("driver_open", "", (_share(~named, shown),))


def _calibration(e: Evaluation, said: Ints) -> Iterator[Count]:
    clear = e.asked & (e.right >= 0)
    probable = clear & (e.probability >= e.probable)
    for code in FOUR:
        yield Count("right_when_probable", HEADLINES[code], (_share(e.right == code, probable & (said == code)),))
    yield Count("right_when_probable", "", (_share(e.right == said, probable),))
    for low, high in zip(SAID, (*SAID[1:], 1.01), strict=True):
        inside = clear & (e.probability >= low) & (e.probability < high)
        known = np.where(inside, e.probability, 0.0).sum(axis=1)
        yield Count("stated_probability", f"{low:.2f}", ((known, inside.sum(axis=1)),))
        yield Count("right_by_probability", f"{low:.2f}", (_share(e.right == said, inside),))


def delays(e: Evaluation, reader: str) -> Iterator[Delays]:
    """Of every episode of 7 days or more, state by state. One that stands on day 28, or resumes within 14 days, has no onset."""
    said = e.headline[reader]
    days = said.shape[1]
    for code in FOUR[1:]:
        true = np.pad(e.right[:, WARM:] == code, ((0, 0), (1, 1))).astype(int)
        edge = np.diff(true, axis=1)
        (patient, begin), (_, end) = np.nonzero(edge == 1), np.nonzero(edge == -1)
        before = window_any(lag(true[:, 1:-1] > 0, 1, False), APART)[patient, begin]
        new = (end - begin >= RUN) & (begin > 0) & ~before
        patient, begin, end = patient[new], begin[new] + WARM, end[new] + WARM
        found = np.minimum.accumulate(np.where(said == code, np.arange(days), days)[:, ::-1], axis=1)[:, ::-1]
        first = found[patient, begin]
        yield Delays(HEADLINES[code], patient, np.where(first < end, first - begin, np.inf))


def _share(what: Bools, of: Bools) -> tuple[NDArray[np.number], NDArray[np.number]]:
    """How many of the days `of` have it, and how many there are, patient by patient."""
    return (what & of).sum(axis=1), of.sum(axis=1)
