"""review(log) -> Review: the one way in, for one patient or a whole cohort, as of every day.

Nothing dated after a day has any part in what is said of that day, so the review of a log cut at a day equals that
day's row of the whole log's review. Patients never influence one another.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from loadaid.analysis import response, trajectory
from loadaid.analysis.explained import driver_shown
from loadaid.analysis.hold import HEADLINES, RED_FLAG
from loadaid.analysis.index import EPOCH, Index, index, to_day, to_number
from loadaid.analysis.load import KINDS
from loadaid.analysis.panel import STATES
from loadaid.analysis.result import result
from loadaid.analysis.rules import RULES, SUSPENDED
from loadaid.analysis.rules.base import At, Reading
from loadaid.analysis.workings import Workings, workings
from loadaid.domain.errors import UsageError
from loadaid.domain.finding import CANNOT_TELL, CLEAR, RAISED
from loadaid.domain.limits import Limits
from loadaid.domain.records import Log
from loadaid.domain.words import Speaker

KEPT = 2  # blocks whose workings stay in memory; others are worked out again when a sentence is asked for
MEASURES: tuple[tuple[str, Callable[[Workings], Any]], ...] = (
    ("load_au", lambda w: w.panel.session["load_au"]),
    ("dose", lambda w: w.load.dose),
    ("external_dose", lambda w: w.load.external),
    ("spike", lambda w: w.load.spike[0]),
    ("largest_spike", lambda w: w.load.largest_spike[0]),
    ("dose_rise", lambda w: w.load.rise[0]),
    ("pain_morning", lambda w: w.panel.daily["pain_morning"]),
    ("pain_average", lambda w: w.panel.daily["pain_average"]),
    ("impact", lambda w: w.panel.daily["impact"]),
    ("baseline", lambda w: w.symptoms.usual),
    ("sd", lambda w: np.where(np.isnan(w.symptoms.usual), np.nan, w.symptoms.sd)),
    ("phi", lambda w: np.where(np.isnan(w.symptoms.usual), np.nan, w.symptoms.phi)),
    ("week_rise", lambda w: w.symptoms.week_rise),
    ("next_day", lambda w: np.where(w.panel.is_session, w.response.next_day, np.nan)),
    ("rise", lambda w: np.where(w.panel.is_session, w.response.rise, np.nan)),
    ("pain_before", lambda w: w.panel.session["before"]),
    ("pain_during", lambda w: w.panel.session["during"]),
    ("settle_h", lambda w: w.panel.session["settle"]),
    ("onset_min", lambda w: w.panel.session["onset"]),
    ("rpe", lambda w: w.panel.session["rpe"]),
    ("minutes", lambda w: w.panel.session["minutes"]),
    ("contrast", lambda w: w.response.contrast[0]),
    ("strain", lambda w: w.strain.strain),
    ("z_strain", lambda w: w.strain.z_strain),
    ("recovery", lambda w: w.strain.debt),
    ("z_recovery", lambda w: w.strain.z_debt),
    ("flare_day", lambda w: w.symptoms.flare_day.astype(float)),
)


@dataclass(frozen=True)
class Numbers:
    """The numeric results of some patients: (patients, days), (readings, patients, days) or (rules, patients, days).

    headline: codes of HEADLINES under each reading of the unlogged days. state: of each rule (finding codes), measured:
    its number, NaN when it cannot tell.
    """

    headline: NDArray[np.int8]
    state: NDArray[np.int8]
    measured: NDArray[np.float32]
    safety: NDArray[np.int8]
    driver: NDArray[np.int8]
    trajectory: NDArray[np.int8]


@dataclass(frozen=True)
class Review:
    """Numeric results of every rule as of every day; sentences when asked."""

    indexed: Index
    limits: Limits
    places: list[slice]
    numbers: list[Numbers]
    kept: dict[int, tuple[Workings, dict[str, Reading]]]

    @property
    def patients(self) -> list[str]:
        """Everyone with a dated row, in text order."""
        return self.indexed.ids

    def days(self, patient_id: str) -> list[date]:
        """Every calendar day of a patient, first to last logged (or the day asked for)."""
        k = self._number(patient_id)
        return [to_day(n) for n in range(int(self.indexed.first[k]), int(self.indexed.last[k]) + 1)]

    def result(self, patient_id: str, words: Speaker, day: date | None = None) -> dict[str, Any]:
        """The review of one patient on one day (default the last), with sentences, as the contract's JSON.

        Errors: UsageError for an unknown patient or a day outside the log.
        """
        return result(self.at(patient_id, day), words)

    def at(self, patient_id: str, day: date | None = None) -> At:
        """One patient on one day, with all that is behind the numbers."""
        k = self._number(patient_id)
        first, last = int(self.indexed.first[k]), int(self.indexed.last[k])
        number = last if day is None else to_number(day)
        if not first <= number <= last:
            raise UsageError(f"{day} lies outside the log of {patient_id!r}: {to_day(first)} to {to_day(last)}")
        block = self._block(k)
        return At(*self.workings(block), k - self.places[block].start, number - first)

    def measures(self, patient_id: str | None = None) -> pd.DataFrame:
        """One row per patient and day, every number the review rests on; blank where it is not defined."""
        chosen = range(len(self.patients)) if patient_id is None else [self._number(patient_id)]
        return pd.concat([self._measures(k) for k in chosen], ignore_index=True)

    def numbers_of(self, patient_id: str) -> Numbers:
        """The numeric results of one patient: the patient axis is gone, days run from first to last."""
        k = self._number(patient_id)
        block, row = self._block(k), k - self.places[self._block(k)].start
        days = slice(0, int(self.indexed.last[k] - self.indexed.first[k] + 1))
        n = self.numbers[block]
        return Numbers(
            n.headline[:, row, days], n.state[:, row, days], n.measured[:, row, days],
            n.safety[row, days], n.driver[:, row, days], n.trajectory[:, row, days],
        )  # fmt: skip

    def workings(self, block: int) -> tuple[Workings, dict[str, Reading]]:
        """All that is behind the numbers of a block of patients, and each rule's; the last few stay in memory."""
        if block not in self.kept:
            while len(self.kept) >= KEPT:
                del self.kept[next(iter(self.kept))]
            w = workings(self.indexed, self.places[block], self.limits)
            self.kept[block] = w, read(w)
        return self.kept[block]

    def _number(self, patient_id: str) -> int:
        try:
            return self.indexed.ids.index(patient_id)
        except ValueError:
            raise UsageError(f"no patient {patient_id!r} in this log") from None

    def _block(self, k: int) -> int:
        return next(b for b, place in enumerate(self.places) if place.start <= k < place.stop)

    def _measures(self, k: int) -> pd.DataFrame:
        block = self._block(k)
        w, row = self.workings(block)[0], k - self.places[block].start
        n = int(w.panel.length[row])
        state = w.panel.state[row, :n]
        unlogged = np.cumsum(np.r_[np.zeros(28), state == 0])
        classes = w.response.class_after(response.FINAL, w.panel.is_session)[row, :n]
        for back in range(min(response.FINAL, n)):  # the last days' classes are not final yet
            classes[n - 1 - back] = w.response.class_after(back, w.panel.is_session)[row, n - 1 - back]
        numbers = self.numbers_of(self.patients[k])
        columns: dict[str, Any] = {
            "patient_id": self.patients[k],
            "date": np.datetime64(EPOCH, "D") + int(self.indexed.first[k]) + np.arange(n),
            "state": np.array(STATES, dtype=object)[state],
            "dose_kind": np.array(KINDS, dtype=object)[w.load.kind[row, :n]],
            "session_class": np.array(response.CLASSES, dtype=object)[classes],
            **{name: of(w)[row, :n] for name, of in MEASURES},
            "headline": np.array(HEADLINES, dtype=object)[numbers.headline[0]],
            "unlogged7": (unlogged[28:] - unlogged[21:-7]).astype(int),
            "unlogged28": (unlogged[28:] - unlogged[:-28]).astype(int),
        }
        return pd.DataFrame(columns).astype({"date": "datetime64[s]"})


def review(
    log: Log,
    *,
    as_of: date | None = None,
    limits: Mapping[str, float] | None = None,
    patients: Sequence[str] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Review:
    """Review a log as of every day of every patient.

    as_of: nothing dated later exists, and it is everyone's last day; default each patient's last logged day.
    limits: own values over the defaults, by id. progress: called with (patients done, patients).
    Errors: UsageError for an unknown patient or limit, or when nothing is dated on or before `as_of`.
    """
    chosen = Limits(dict(limits or {}))
    indexed = index(log, as_of=as_of, patients=patients)
    places = list(indexed.blocks())
    made = Review(indexed, chosen, places, [], {})
    for block, place in enumerate(places):
        made.numbers.append(numbers(*made.workings(block)))
        if progress is not None:
            progress(place.stop, len(indexed.ids))
    return made


def read(w: Workings) -> dict[str, Reading]:
    """Every rule's numbers for some patients."""
    with np.errstate(invalid="ignore"):
        return {rule.id: rule.measure(w) for rule in RULES}


def numbers(w: Workings, readings: Mapping[str, Reading]) -> Numbers:
    """The numeric results of every rule and day of some patients."""
    states = w.states
    red_flag = states.headline[0] == RED_FLAG
    state = np.empty((len(RULES), *w.panel.shape), dtype=np.int8)
    measured = np.empty((len(RULES), *w.panel.shape), dtype=np.float32)
    for k, rule in enumerate(RULES):
        reading = readings[rule.id]
        known = reading.known & ~red_flag if rule.group in SUSPENDED else reading.known
        state[k] = np.where(known, np.where(reading.raised, RAISED, CLEAR), CANNOT_TELL)
        measured[k] = np.where(known, reading.measured, np.nan)
    return Numbers(
        headline=states.headline.astype(np.int8),
        state=state,
        measured=measured,
        safety=w.safety.level.astype(np.int8),
        driver=driver_shown(w.explained, states).astype(np.int8),
        trajectory=np.stack([w.trajectory.direction[axis] for axis in trajectory.AXES]).astype(np.int8),
    )
