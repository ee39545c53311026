"""Days of which nobody noted anything: which of them to ask about, and what an answer writes.

A gap is not a rest day: it becomes one only when someone says so. An answer writes what was said of the days and no more;
"forgot" and "unknown" say nothing of a day, so they are kept as an answer alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from loadaid.domain.records import Log
from loadaid.practice.days import DATA
from loadaid.store.errors import Refused
from loadaid.store.imports import Line, Receipt
from loadaid.store.repository import Repository

WINDOW = 28  # days back: who is asked about more than four weeks ago guesses
MOST = 3  # asked at once: a consultation has no time for more
ANSWERS = ("rest", "flare", "forgot", "unknown")
WRITES = {"rest": {"exercised": "no"}, "flare": {"flare": "yes"}}
# Which row is spoken of, when it was written, what a watch counted by itself: none of them is a word of the patient's.
NOT_NOTED = ("patient_id", "date", "entered_at", "steps", "active_minutes")


@dataclass(frozen=True)
class Gap:
    """A run of days without any entry, its first and last day included."""

    first: date
    last: date

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]


@dataclass(frozen=True)
class Answered:
    """What was said of a gap, and the import that holds it. may_undo: by who asks."""

    gap: Gap
    answer: str
    import_id: str
    may_undo: bool


def window(today: date) -> date:
    """The first of the days that are asked about."""
    return today - timedelta(days=WINDOW - 1)


def noted(log: Log) -> dict[str, set[date]]:
    """patient id -> the days of which the log says anything: a session, done or not, a value of the day, an answer. None: absent."""
    found: dict[str, set[date]] = defaultdict(set)
    for name in DATA:
        rows = getattr(log, name)
        if name == "daily":
            rows = rows[np.logical_or.reduce([rows[c].notna() for c in rows.columns if c not in NOT_NOTED])]
        places = rows[["patient_id", "date"]].drop_duplicates()
        for patient_id, day in zip(places["patient_id"].astype(str), places["date"].dt.date, strict=True):
            found[patient_id].add(day)
    return dict(found)


def to_ask(days: Set[date], today: date, answered: Iterable[Gap] = ()) -> list[Gap]:
    """The gaps to ask about, the newest first, at most 3: those of two days and more, then single days.

    days: those of which something is noted. Only gaps after the first of them, of the last 28 days; never today, which is
    not over, and never a day that was answered about. Nothing noted: none, nothing has begun.
    """
    if not days:
        return []
    known = set(days).union(*(gap.days for gap in answered))
    first = max(min(days), window(today))
    runs: list[Gap] = []
    for day in Gap(first, today - timedelta(days=1)).days:
        if day in known:
            continue
        if runs and runs[-1].last == day - timedelta(days=1):
            runs[-1] = Gap(runs[-1].first, day)
        else:
            runs.append(Gap(day, day))
    chosen = sorted(runs, key=lambda gap: (gap.first == gap.last, -gap.last.toordinal()))[:MOST]
    return sorted(chosen, key=lambda gap: gap.last, reverse=True)


def answers(repo: Repository, patient_id: str) -> list[Answered]:
    """The answers about a patient's gaps that stand, the newest first. Errors: NotFound."""
    found = [r for r in repo.imports.listed(patient_id, "gap") if r.undone_at is None]
    return [Answered(told_gap(r.told["span"]), r.told["answer"], r.import_id, r.may_undo) for r in found]


def told_gap(span: Iterable[str]) -> Gap:
    """The gap that a receipt names by its first and last day."""
    first, last = span
    return Gap(date.fromisoformat(first), date.fromisoformat(last))


def answer(repo: Repository, patient_id: str, gap: Gap, said: str, revision: int) -> Receipt:
    """Keeps an answer, once however often it is pressed; undone like every import.

    revision: what the record was at when the question was read. Errors: NotFound, ChangedMeanwhile, Refused.
    """
    if said not in ANSWERS:
        raise Refused(f"Unknown answer about a gap. Known: {', '.join(ANSWERS)}. Nothing was saved.")
    lines = [Line("daily", {"date": day.isoformat(), **WRITES[said]}) for day in gap.days] if said in WRITES else []
    span = [gap.first.isoformat(), gap.last.isoformat()]
    # The revision is in the key: the same answer given again after an undo is another import.
    key = " ".join(["gap", *span, said, str(revision)])
    return repo.imports.confirm(
        patient_id, "gap", lines, key=key, revision=revision, told={"span": span, "answer": said}
    )
