"""The ordered list of a practice: everyone in an actor's list as of a day, each read with the limits in force for them.

A reading is made anew only when the patient's record, limits or last review changed, or the day; the others are kept.
"""

from __future__ import annotations

import contextlib
import threading
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from loadaid.analysis.review import review
from loadaid.cohort.groups import BY_ID, GROUPS
from loadaid.cohort.rows import Row, rows
from loadaid.cohort.triage import MEASURES, NONE, WEEKS, Triage, groups_by_day, triage
from loadaid.domain.errors import UsageError
from loadaid.domain.limits import Limits
from loadaid.domain.records import Log
from loadaid.locale import Words
from loadaid.store.columns import as_moment
from loadaid.store.people import Patient
from loadaid.store.repository import Repository

PART = 200  # patients read at once: others wait no longer than for these
Mark = tuple[
    int, date, date | None, tuple[tuple[str, float], ...]
]  # revision, day, last review, limits beside the defaults


@dataclass
class Standing:
    """One patient of the list. triage: of those who were read together. place: what the list is ordered by.

    odd: whether a limit of theirs could not be used.
    """

    mark: Mark
    triage: Triage
    group: str
    place: tuple[float, ...]
    odd: bool
    rows: dict[str, Row] = field(default_factory=dict)  # by language
    weeks: list[str | None] | None = None


class Kept:
    """What was read of each patient, the newest only. One per process: what is asked of it is authorised before, by id."""

    def __init__(self) -> None:
        self.standings: dict[str, Standing] = {}
        self.lock = threading.Lock()  # two who open the list at once wait for one reading

    def has(self, patient_id: str, mark: Mark) -> bool:
        """Whether the reading that is kept was made of just this."""
        return patient_id in self.standings and self.standings[patient_id].mark == mark


@dataclass(frozen=True)
class Clinic:
    """The list of one actor. order: ids, in the order of the list. discharged: who is in no group. reviewed: when and by whom."""

    day: date
    people: Mapping[str, Patient]
    order: Sequence[str]
    discharged: Sequence[str]
    reviewed: Mapping[str, tuple[str, str]]
    standings: Mapping[str, Standing]
    lock: threading.Lock

    @property
    def odd(self) -> set[str]:
        """Who is read by default limits because a stored limit of theirs cannot be."""
        return {p for p, standing in self.standings.items() if standing.odd}

    def groups(self) -> dict[str, list[str]]:
        """Group id -> its patients in order, in display order, empty groups included."""
        found: dict[str, list[str]] = {group.id: [] for group in GROUPS}
        for patient_id in self.order:
            found[self.standings[patient_id].group].append(patient_id)
        return found

    def matching(self, search: str) -> list[str]:
        """Ids of those whose name or code contains a text, taken literally, in the order of the list; discharged ones last."""
        wanted = " ".join(search.casefold().split())
        people = ((p, self.people[p]) for p in (*self.order, *self.discharged))
        return [
            p for p, person in people if wanted in (person.name or "").casefold() or wanted in person.code.casefold()
        ]

    def rows(self, w: Words, patient_ids: Sequence[str]) -> list[Row]:
        """The rows of some patients, sentences included; made once per language."""
        with self.lock:
            for together in self._read_together(p for p in patient_ids if w.language not in self.standings[p].rows):
                for row in rows(self.standings[together[0]].triage, w, together):
                    self.standings[row.patient_id].rows[w.language] = row
        return [self.standings[patient_id].rows[w.language] for patient_id in patient_ids]

    def weeks(self) -> list[tuple[date, dict[str, int]]]:
        """How many patients stood in each group on the last day of each of the last 12 weeks, the oldest first."""
        days = [self.day - timedelta(weeks=k) for k in range(WEEKS - 1, -1, -1)]
        with self.lock:
            for together in self._read_together(p for p in self.standings if self.standings[p].weeks is None):
                known = {p: _since(self.people[p]) for p in together}
                found = groups_by_day(self.standings[together[0]].triage.review, days, known)
                for patient_id in together:
                    self.standings[patient_id].weeks = [frame.get(patient_id) for frame in found]
        counted = [Counter(s.weeks[k] for s in self.standings.values() if s.weeks) for k in range(WEEKS)]
        return [(day, {g.id: count[g.id] for g in GROUPS}) for day, count in zip(days, counted, strict=True)]

    def _read_together(self, patient_ids: Iterable[str]) -> list[list[str]]:
        """Patients by the reading they are part of."""
        found: dict[int, list[str]] = defaultdict(list)
        for patient_id in patient_ids:
            found[id(self.standings[patient_id].triage)].append(patient_id)
        return list(found.values())


def clinic(repo: Repository, day: date, kept: Kept) -> Clinic:
    """The list of this actor as of a day. Errors: NotFound for one who has no list, those of `Database.read`."""
    people = {p.id: p for p in repo.people.listed()}
    reviewed = repo.decisions.last_reviewed()
    limits = repo.decisions.limits_listed()
    last = {p: as_moment(at).astimezone().date() for p, (at, _) in reviewed.items()}
    marks: dict[str, Mark] = {
        p: (person.revision, day, last.get(p), tuple(sorted(limits.get(p, {}).items()))) for p, person in people.items()
    }
    stale = [p for p, mark in marks.items() if not kept.has(p, mark)]
    for k in range(0, len(stale), PART):
        with kept.lock:
            # Someone else may have read them meanwhile.
            part = [p for p in stale[k : k + PART] if not kept.has(p, marks[p])]
            log = repo.records.everyone(part)
            reached = set(log.patients["patient_id"].astype(str))
            for lost in set(part) - reached:  # no longer in the actor's list since it was asked for
                del people[lost]
            for own, together in _by_limits([p for p in part if p in reached], marks).items():
                _read(kept, log, together, dict(own), day, people, last, marks)
    standings = {p: kept.standings[p] for p in people}
    order = sorted(people, key=lambda p: (standings[p].place, p))
    listed = [p for p in order if standings[p].group != NONE]
    return Clinic(day, people, listed, [p for p in order if standings[p].group == NONE], reviewed, standings, kept.lock)


def _by_limits(patient_ids: Iterable[str], marks: Mapping[str, Mark]) -> dict[tuple[tuple[str, float], ...], list[str]]:
    together: dict[tuple[tuple[str, float], ...], list[str]] = defaultdict(list)
    for patient_id in patient_ids:
        together[marks[patient_id][3]].append(patient_id)
    return together


def _read(
    kept: Kept, log: Log, together: list[str], own: dict[str, float], day: date, people: Mapping[str, Patient],
    reviewed: Mapping[str, date], marks: Mapping[str, Mark],
) -> None:  # fmt: skip
    """Reads the patients who share their limits, all at once."""
    chosen = set(together)
    known = {p: _since(people[p]) for p in together}
    frames = (log.sessions, log.daily, log.safety, log.outcomes, log.events, log.plan)
    dated = {str(i) for frame in frames for i in frame.loc[frame["date"] <= str(day), "patient_id"].unique()}
    good, bad = sound(own)
    made = review(log, as_of=day, limits=good, patients=sorted(chosen & dated)) if chosen & dated else None
    found = triage(made, day, known=known, reviewed={p: on for p, on in reviewed.items() if p in chosen})
    for patient_id, row in found.listed.iterrows():
        sizes = [row[f"size_{k + 1}"] for k in range(MEASURES)]
        place = (float(BY_ID[row["group"]].number), *(float("inf") if size != size else -size for size in sizes))
        kept.standings[str(patient_id)] = Standing(marks[str(patient_id)], found, row["group"], place, bool(bad))
    for patient_id in found.discharged:
        kept.standings[patient_id] = Standing(marks[patient_id], found, NONE, (float("inf"),), bool(bad))


def hand_over(repo: Repository, leaving: str, taking: str) -> int:
    """Gives every patient whom one account follows to another; how many. Stopped half-way, each patient is with one of the two.

    Errors: NotFound for one who may not say who follows whom, or an account that cannot follow.
    """
    mine = [p for p, followers in repo.people.following().items() if leaving in followers]
    for patient_id in mine:
        repo.people.assign(patient_id, taking)
        repo.people.unassign(patient_id, leaving)
    return len(mine)


def sound(own: Mapping[str, float]) -> tuple[dict[str, float], list[str]]:
    """The limits that can be in force, and the names of those that cannot: a stored value out of its bounds, an unknown name."""
    good: dict[str, float] = {}
    for name, value in own.items():
        with contextlib.suppress(UsageError):
            good[name] = dict(Limits({name: value}))[name]
    return good, sorted(set(own) - set(good))


def _since(person: Patient) -> date | None:
    return as_moment(person.created_at).astimezone().date() if person.created_at else None
