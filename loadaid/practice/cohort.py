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
from loadaid.practice import agenda
from loadaid.practice.agenda import Day
from loadaid.store.columns import as_moment
from loadaid.store.errors import NotFound
from loadaid.store.people import Patient
from loadaid.store.repository import Repository

PART = 100  # patients read at once: others wait no longer than for these
AT_HAND = 100  # of a list just read, how many readings stay until its sentences are made
# revision, day, last review, limits beside the defaults
Mark = tuple[int, date, date | None, tuple[tuple[str, float], ...]]


@dataclass
class Standing:
    """One patient of the list. place: what the list is ordered by. weeks: their group on the last day of each week, the oldest first.

    odd: whether a limit of theirs could not be used. day: appointments, news, gaps to ask about. rows: by language, once asked for.
    """

    mark: Mark
    group: str
    place: tuple[float, ...]
    weeks: list[str | None]
    odd: bool
    day: Day
    rows: dict[str, Row] = field(default_factory=dict)


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
    """The list of one actor, for one run. order: ids, in the order of the list. discharged: who is in no group.

    reviewed: when and by whom. at_hand: readings that were just made, from which sentences cost least.
    """

    repo: Repository
    day: date
    people: Mapping[str, Patient]
    order: Sequence[str]
    discharged: Sequence[str]
    reviewed: Mapping[str, tuple[str, str]]
    standings: Mapping[str, Standing]
    at_hand: Mapping[str, Triage]

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
        """The rows of some patients, sentences included; made once per language. Errors: NotFound."""
        missing = [p for p in patient_ids if w.language not in self.standings[p].rows]
        later = [p for p in missing if p not in self.at_hand]
        triages = dict(self.at_hand) | (
            _triages(self.repo.records.everyone(later), self.day, self.people, self._marks(later)) if later else {}
        )
        together: dict[int, list[str]] = defaultdict(list)
        if set(missing) - set(triages):  # one of them has just left the actor's list
            raise NotFound
        for patient_id in missing:
            together[id(triages[patient_id])].append(patient_id)
        for ids in together.values():
            for row in rows(triages[ids[0]], w, ids):
                self.standings[row.patient_id].rows[w.language] = row
        return [self.standings[patient_id].rows[w.language] for patient_id in patient_ids]

    def weeks(self) -> list[tuple[date, dict[str, int]]]:
        """How many patients stood in each group on the last day of each of the last 12 weeks, the oldest first."""
        counted = [Counter(s.weeks[k] for s in self.standings.values()) for k in range(WEEKS)]
        return [
            (day, {g.id: count[g.id] for g in GROUPS}) for day, count in zip(_weeks(self.day), counted, strict=True)
        ]

    def _marks(self, patient_ids: Iterable[str]) -> dict[str, Mark]:
        return {p: self.standings[p].mark for p in patient_ids}


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
    at_hand: dict[str, Triage] = {}
    for k in range(0, len(stale), PART):
        with kept.lock:
            # Someone else may have read them meanwhile.
            part = [p for p in stale[k : k + PART] if not kept.has(p, marks[p])]
            log = repo.records.everyone(part)
            read = _triages(log, day, people, marks)
            for patient_id in part:
                if patient_id not in read:  # no longer in the actor's list since it was asked for
                    del people[patient_id]
            reviews = {p: found.review for p, found in read.items()}
            own = agenda.days(repo, log, day, reviews, {p: last.get(p) for p in read})
            for found in {id(t): t for t in read.values()}.values():
                kept.standings |= _standings(found, people, marks, own)
            if len(stale) <= AT_HAND:
                at_hand |= read
    standings = {p: kept.standings[p] for p in people}
    order = sorted(people, key=lambda p: (standings[p].place, p))
    listed = [p for p in order if standings[p].group != NONE]
    discharged = [p for p in order if standings[p].group == NONE]
    return Clinic(repo, day, people, listed, discharged, reviewed, standings, at_hand)


def _triages(
    log: Log, day: date, people: Mapping[str, Patient], marks: Mapping[str, Mark]
) -> dict[str, Triage]:  # fmt: skip
    """patient id -> the triage of those they were read with, who share their limits. Whom the actor no longer reaches: absent."""
    together: dict[tuple[tuple[str, float], ...], list[str]] = defaultdict(list)
    for patient_id in log.patients["patient_id"].astype(str):
        together[marks[patient_id][3]].append(patient_id)
    frames = (log.sessions, log.daily, log.safety, log.outcomes, log.events, log.plan)
    dated = {str(i) for frame in frames for i in frame.loc[frame["date"] <= str(day), "patient_id"].unique()}
    found: dict[str, Triage] = {}
    for own, ids in together.items():
        begun = sorted(set(ids) & dated)
        made = review(log, as_of=day, limits=sound(dict(own))[0], patients=begun) if begun else None
        seen = {p: on for p in ids if (on := marks[p][2])}
        found |= dict.fromkeys(ids, triage(made, day, known={p: _since(people[p]) for p in ids}, reviewed=seen))
    return found


def _standings(
    found: Triage, people: Mapping[str, Patient], marks: Mapping[str, Mark], own: Mapping[str, Day]
) -> dict[str, Standing]:
    everyone = [*found.patients, *found.discharged]
    by_week = groups_by_day(found.review, _weeks(found.day), {p: _since(people[p]) for p in everyone})
    bad = {own: bool(sound(dict(own))[1]) for own in {marks[p][3] for p in everyone}}
    made = {}
    for patient_id in everyone:
        group = NONE
        place: tuple[float, ...] = (float("inf"),)
        if patient_id in found.listed.index:
            row = dict(found.listed.loc[patient_id])
            sizes = [float(row[f"size_{k + 1}"]) for k in range(MEASURES)]
            group = str(row["group"])
            place = (float(BY_ID[group].number), *(float("inf") if size != size else -size for size in sizes))
        weeks = [frame.get(patient_id) for frame in by_week]
        limits = marks[patient_id][3]
        made[patient_id] = Standing(marks[patient_id], group, place, weeks, bad[limits], own[patient_id])
    return made


def _weeks(day: date) -> list[date]:
    """The last days of the last weeks, the oldest first."""
    return [day - timedelta(weeks=k) for k in range(WEEKS - 1, -1, -1)]


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
