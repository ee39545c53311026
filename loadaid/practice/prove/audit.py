"""That every change of one field, every entry taken out and every swap is found in a chain of entries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from loadaid.practice.prove.counts import Counts, Until
from loadaid.store.audit import FIELDS, FIRST, START, Head, sealed, verify
from loadaid.store.columns import moment

KEY = bytes(range(32))
Entry = dict[str, Any]


def chain(count: int) -> list[Entry]:
    """Entries as the store writes them."""
    entries: list[Entry] = []
    start, prev = datetime(2026, 1, 5, 8, tzinfo=UTC), FIRST
    for seq in range(1, count + 1):
        entry: Entry = {
            "seq": seq, "at": moment(start + timedelta(seconds=40 * seq)), "actor_id": f"{seq % 7:024x}", "role": "physio",
            "clinic_id": "c" * 24, "action": ("read", "write")[seq % 2], "object": "record", "object_id": None,
            "patient_id": f"{seq % 60:024x}", "result": "done", "detail": None, "prev": prev,
        }  # fmt: skip
        entry["hash"] = prev = sealed(entry, KEY)
        entries.append(entry)
    return entries


def prove(count: int = 10_000, minutes: float | None = None) -> Counts:
    """Every entry is harmed in every way in turn, and the same `verify` reads on from the entry before it.

    What comes before a harmed entry is as it was, so reading it again would say the same; for five of them it is read.
    """
    entries, counts, until = chain(count), Counts(), Until(minutes)
    whole = verify(entries, KEY)
    counts.hold(whole.wrong is None and whole.entries == count, "a chain that nobody touched is not found whole")
    sampled = {round(k * (count - 1) / 4) for k in range(5)}
    for place in range(count):
        if not until:
            counts.unfinished = True
            break
        after = Head(entries[place - 1]["seq"], entries[place - 1]["hash"]) if place else START
        for what, harmed in _harms(entries, place):
            verdict = verify(harmed, KEY, after=after)
            counts.add(what)
            counts.hold(verdict.wrong is not None, f"{what}, entry {place + 1}: not found")
            if place in sampled:
                counts.add("read again from the first entry")
                same = verify([*entries[:place], *harmed], KEY)
                counts.hold(
                    same == verdict, f"{what}, entry {place + 1}: another answer when read from the first entry"
                )
    _ends(entries, counts)
    return counts


def _harms(entries: list[Entry], place: int) -> Iterator[tuple[str, list[Mapping[str, Any]]]]:
    """What can be done at one entry, with enough of what follows to see it."""
    entry = entries[place]
    rest: list[Entry] = entries[place + 1 : place + 3]
    for field in (*FIELDS, "hash"):
        for value in _others(entry[field]):
            yield f"changed {field}", [{**entry, field: value}, *rest]
    if rest:
        yield "taken out", [*rest]
        yield "taken out, the rest numbered anew", [{**e, "seq": e["seq"] - 1} for e in rest]
        yield "swapped with the next", [rest[0], entry, *rest[1:]]
        yield "swapped with the next, numbered anew", [
            {**rest[0], "seq": entry["seq"]}, {**entry, "seq": rest[0]["seq"]}, *rest[1:]
        ]  # fmt: skip
    yield "written twice", [entry, entry, *rest]
    yield "made up without the key", [entry, {**entry, "seq": entry["seq"] + 1, "prev": entry["hash"]}, *rest]


def _others(value: Any) -> list[Any]:
    """Values in place of this one."""
    if isinstance(value, int):
        return [value + 1, -value]
    if value is None:
        return ["", "0"]
    return [None, value[:-1], value[:-1] + chr(ord(value[-1]) ^ 1)]


def _ends(entries: list[Entry], counts: Counts) -> None:
    """An end that was cut off is found beside a head that was kept, and only there."""
    kept = Head(entries[-1]["seq"], entries[-1]["hash"])
    for left in {0, 1, len(entries) // 2, len(entries) - 1}:
        cut = entries[:left]
        counts.add("end cut off, with a head that was kept")
        counts.hold(verify(cut, KEY, [kept]).wrong is not None, f"cut after {left}: not found beside the head")
        counts.add("end cut off, without (cannot be found)")
        counts.hold(verify(cut, KEY).wrong is None, f"cut after {left}: found without a head")
