"""The audit log: who did what, in order, each entry bound to the one before by a keyed hash. Reads are entries too.

It holds ids and codes, never a name or a clinical value. The chain shows what was changed, taken out or swapped; that the
end was cut off shows only beside a head that was kept elsewhere (`audit head`).
"""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, cast

import sqlalchemy as sa

from loadaid.domain.errors import UsageError
from loadaid.store.actor import Actor
from loadaid.store.columns import as_moment, moment
from loadaid.store.errors import ClockWentBack
from loadaid.store.tables import audit

FIRST = "0" * 64  # what the first entry follows
SLACK = timedelta(minutes=2)  # a clock set right by the network may step back a little
FIELDS = tuple(c.name for c in audit.columns if c.name != "hash")
# made once: `json.dumps` would make one for every entry
canonical = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True)
class Head:
    """The end of the log: number and hash of its last entry. Kept elsewhere, it shows whether the log was cut."""

    seq: int
    hash: str


START = Head(0, FIRST)  # of a log without an entry


def append(
    connection: sa.Connection, key: bytes, now: datetime, actor: Actor | None, action: str, thing: str, *,
    object_id: str | None = None, patient_id: str | None = None, clinic_id: str | None = None, result: str = "done",
    detail: str | None = None, sets_clock: bool = False, without: str = "operator",
) -> Head:  # fmt: skip
    """One more entry, in the writer's own transaction. actor: None for nobody who has signed in; `without` says who then:
    the machine's "operator", or "anonymous" for whoever is at the door.

    detail: a code, such as "break-glass"; never a value. sets_clock: the operator says that the clock is right, and the last
    entry's was not. Errors: ClockWentBack.
    """
    last = connection.execute(
        sa.select(audit.c.seq, audit.c.hash, audit.c.at).order_by(audit.c.seq.desc()).limit(1)
    ).first()
    if last and as_moment(last.at) - now > SLACK and not sets_clock:
        raise ClockWentBack
    entry: dict[str, Any] = {
        "seq": last.seq + 1 if last else 1, "at": moment(now) if sets_clock else max(moment(now), last.at if last else ""), "actor_id": actor and actor.account_id,
        "role": actor.role if actor else without, "clinic_id": actor.clinic_id if actor else clinic_id, "action": action,
        "object": thing, "object_id": object_id, "patient_id": patient_id, "result": result, "detail": detail,
        "prev": last.hash if last else FIRST,
    }  # fmt: skip
    entry["hash"] = sealed(entry, key)
    connection.execute(sa.insert(audit).values(entry))
    return Head(entry["seq"], entry["hash"])


def sealed(entry: Mapping[str, Any], key: bytes) -> str:
    """The hash of an entry, over every field of it."""
    return hmac.digest(key, canonical([entry[name] for name in FIELDS]).encode(), sha256).hex()


@dataclass(frozen=True)
class Verdict:
    """What a check of the log found. wrong: the first entry that is not as it was written; None when all are."""

    entries: int
    wrong: int | None
    why: str = ""


def entries(connection: sa.Connection) -> Iterator[Mapping[str, Any]]:
    """Every entry in order, some at a time: a log of years need not fit in the memory."""
    ordered = sa.select(audit).order_by(audit.c.seq)
    with connection.execute(
        ordered, execution_options={"yield_per": 2000}
    ) as found:  # closed even when not read to its end
        yield from cast(Iterable[Mapping[str, Any]], found.mappings())


def head(connection: sa.Connection) -> Head:
    """The end of the log as it stands; number 0 while there is no entry."""
    last = connection.execute(sa.select(audit.c.seq, audit.c.hash).order_by(audit.c.seq.desc()).limit(1)).first()
    return Head(last.seq, last.hash) if last else START


def anchor_line(at: datetime, end: Head) -> str:
    """A head as it is kept elsewhere: moment, number, hash."""
    return f"{moment(at)} {end.seq} {end.hash}"


def anchors(text: str) -> list[Head]:
    """The heads that were kept, of the lines of a file. Errors: UsageError for a line that is none, or a text without any."""
    found = []
    for number, line in enumerate(filter(str.strip, text.splitlines()), 1):
        read = re.fullmatch(r"\S+ ([0-9]{1,18}) ([0-9a-f]{64})", line.strip())
        if read is None:
            raise UsageError(f"Line {number} is not a head: expected a moment, a number and 64 letters a-f or digits.")
        found.append(Head(int(read[1]), read[2]))
    if not found:
        raise UsageError("No head in it: nothing would be compared.")
    return found


def verify(
    entries: Iterable[Mapping[str, Any]], key: bytes, anchors: Sequence[Head] = (), after: Head = START
) -> Verdict:
    """Whether the entries, in order, are those that were written.

    anchors: heads kept elsewhere, which must be among them. after: the entry before the first of these.
    """
    prev, seq = after.hash, after.seq
    wanted: dict[int, set[str]] = {}
    for kept in anchors:
        if kept.seq:
            wanted.setdefault(kept.seq, set()).add(kept.hash)
    for entry in entries:
        if entry["seq"] != seq + 1:
            return Verdict(seq, seq + 1, "entries are missing before this one, or stand in another order")
        if entry["prev"] != prev:
            return Verdict(seq, entry["seq"], "it does not follow the entry before it")
        if not hmac.compare_digest(str(entry["hash"]), sealed(entry, key)):
            return Verdict(seq, entry["seq"], "it was changed, or the key is another one")
        prev, seq = entry["hash"], entry["seq"]
        if wanted.pop(seq, {prev}) != {prev}:
            return Verdict(seq, seq, "it is not the entry of the head that was kept")
    if wanted:
        return Verdict(
            seq, min(wanted), "the log ends before a head that was kept: its end was cut off, or an old copy put back"
        )
    return Verdict(seq, None)
