"""The day of a physiotherapist: who comes today, of whom there is news, and what changed since a patient was last looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from loadaid.analysis.hold import HEADLINES
from loadaid.domain.records import Log
from loadaid.practice import gaps
from loadaid.store.arrivals import Arrived
from loadaid.store.columns import moment
from loadaid.store.imports import Line
from loadaid.store.repository import Repository

if TYPE_CHECKING:
    from loadaid.analysis.review import Review
    from loadaid.practice.cohort import Clinic

VISIT = "visit"
AHEAD = 28  # days: an appointment can be taken off the list for as long as an import can be undone, 30 days
SAFETY, TODAY, NEWS = "safety", "today", "news"  # blocks of the list before its groups


@dataclass(frozen=True)
class Day:
    """What a list says of one patient beside their reading.

    visits: appointments from the day on. seen: the last visit before it. then: the headline on the day they were last
    looked at or seen, by what is noted now; None without such a day, or without a log by then. questions: gaps to ask about.
    """

    visits: Sequence[date] = ()
    seen: date | None = None
    then: str | None = None
    questions: int = 0
    arrived: Arrived = field(default_factory=Arrived)


def days(
    repo: Repository, log: Log, day: date, reviews: Mapping[str, Review | None], looked_at: Mapping[str, date | None]
) -> dict[str, Day]:
    """patient id -> what a list of this day says of them. reviews: by what each was read. looked_at: last review of each."""
    arrived = repo.arrivals.of(list(reviews), gaps.window(day).isoformat())
    noted = gaps.noted(log)
    visits = log.events[log.events["kind"] == VISIT]
    booked: dict[str, list[date]] = {}
    for patient_id, on in zip(visits["patient_id"].astype(str), visits["date"].dt.date, strict=True):
        booked.setdefault(patient_id, []).append(on)
    made = {}
    for patient_id, review in reviews.items():
        came = arrived.get(patient_id, Arrived())
        seen = max((on for on in booked.get(patient_id, ()) if on < day), default=None)
        known = noted.get(patient_id, set()) | {date.fromisoformat(on) for on in came.worded}
        asked = gaps.to_ask(known, day, [gaps.told_gap(told["span"]) for told in came.gaps])
        since = max((on for on in (looked_at[patient_id], seen) if on is not None), default=None)
        made[patient_id] = Day(
            sorted({on for on in booked.get(patient_id, ()) if on >= day}), seen, _then(review, patient_id, since), len(asked), came
        )  # fmt: skip
    return made


def _then(review: Review | None, patient_id: str, on: date | None) -> str | None:
    if review is None or on is None or patient_id not in review.patients or on not in (days := review.days(patient_id)):
        return None
    return HEADLINES[review.numbers_of(patient_id).headline[0, days.index(on)]]


def blocks(clinic: Clinic) -> dict[str, list[str]]:
    """The blocks before the groups, each in the order of the list; a patient stands in the first that applies.

    safety: an answer that waits. today: an appointment on the day. news: data that came since the clinic last looked.
    """
    found: dict[str, list[str]] = {SAFETY: [], TODAY: [], NEWS: []}
    for patient_id in clinic.order:
        standing = clinic.standings[patient_id]
        last = standing.day.arrived.last
        looked_at = clinic.reviewed.get(patient_id, ("", ""))[0]  # never: everything is news
        if standing.group == SAFETY:
            found[SAFETY].append(patient_id)
        elif clinic.day in standing.day.visits:
            found[TODAY].append(patient_id)
        elif last is not None and last > looked_at:
            found[NEWS].append(patient_id)
    return found


def since(clinic: Clinic, patient_id: str) -> str | None:
    """The moment since when changes are told: the last review, or the end of the day of the last visit; None for neither."""
    seen = clinic.standings[patient_id].day.seen
    ended = None if seen is None else moment(datetime.combine(seen + timedelta(days=1), time()).astimezone())
    at = clinic.reviewed.get(patient_id, (None, ""))[0]
    return max(filter(None, (ended, at)), default=None)


def days_added(arrived: Arrived, since: str | None) -> int:
    """Days that data spoke of for the first time after a moment; None: all of them."""
    return sum(at > (since or "") for at in arrived.days.values())


def book(repo: Repository, patient_id: str, on: date, revision: int, key: str) -> bool:
    """Puts an appointment, once however often it is sent; False when there is one on that day.

    Errors: NotFound, ChangedMeanwhile, Refused for a restricted record.
    """
    if _booked(repo, patient_id, on):
        return False
    line = Line("events", {"date": on.isoformat(), "kind": VISIT})
    repo.imports.confirm(patient_id, "desk", [line], key=key, revision=revision, told={"span": [on.isoformat()] * 2})
    return True


def cancel(repo: Repository, patient_id: str, on: date) -> bool:
    """Takes the appointments of a day off. Doing it twice changes nothing.

    False: one of them came with other data, which an undo would take away too, so it stays. Errors: NotFound, TooLate after 30 days.
    """
    booked = _booked(repo, patient_id, on)
    said = Counter(entry.import_id for entry in repo.records.history(patient_id))
    alone = [import_id for import_id in booked if said[import_id] == 1]
    for import_id in alone:
        repo.imports.undo(patient_id, import_id)
    return alone == booked


def _booked(repo: Repository, patient_id: str, on: date) -> list[str]:
    """Ids of the imports that hold an appointment of a day and stand."""
    said = repo.records.day(patient_id, on.isoformat())
    return [e.import_id for e in said if e.table == "events" and e.stands and e.values.get("kind") == VISIT]
