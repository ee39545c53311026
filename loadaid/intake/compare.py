"""What a file adds to what is known: every row of it is new, the same, or in conflict; and what may be one session twice.

Works on rows that are read and checked. Known rows come from a log folder, and from the files read before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from loadaid.intake.doubles import ask_same, content, is_bare, near, overlaps, paired, said_by, same_rows
from loadaid.intake.known import KEY, START, WIDE, Compared, Day, Known, Row, day_of, with_start
from loadaid.intake.model import FileReading, Found, Problem, Question

LOOKS_LIKE = 0.95  # share of a file's rows equal to another patient's that is asked about


def compare(reading: FileReading, known: Known, patient: str, answers: Mapping[str, str], name: str) -> Compared:
    """Sorts the rows of one file, and adds those to store to `known`. patient: who the rows are of where none is named.

    answers decide conflicts ("merge:<column>": known or file) and doubles ("same-session:<file>": same or different).
    """
    result = Compared()
    for found in reading.found:
        found.values.setdefault("patient_id", patient)
    if _is_of_another(reading, known, patient, answers, result):
        _mark(result, reading.found, "new")
        return result
    before = max((d for p, d in (*known.daily, *known.sessions) if p == patient), default=None)
    for found in reading.found:
        if found.table == "daily":
            _daily(found, known, answers, result)
    days: dict[Day, dict[int, list[Found]]] = {}
    for found in reading.found:
        if found.table == "sessions":
            days.setdefault(day_of(found.values), {}).setdefault(int(found.values.get("session", 1)), []).append(found)
    for day, sessions in days.items():
        before_file = dict(known.sessions.get(day, {}))
        places = _places(sessions, before_file)
        for number in sorted(sessions):
            _session(sessions[number], number, day, before_file, places, known, answers, name, result)
    for key in reading.waiting:
        result.rows.setdefault(key, "new")
    stored = [str(row["date"]) for rows in result.accepted.values() for row, _ in rows]
    if before and any(day <= before for day in stored):
        result.problems.append(Problem("changes-the-past", "noticed", facts={"first": date.fromisoformat(min(stored))}))
    return result


def _mark(result: Compared, found: Iterable[Found], state: str) -> None:
    """A row of the file is as its worst part: in conflict, else new, else the same."""
    order = ("same", "new", "conflicting")
    for f in found:
        key = (f.sheet, f.row)
        result.rows[key] = max(result.rows.get(key, "same"), state, key=order.index)


def _daily(found: Found, known: Known, answers: Mapping[str, str], result: Compared) -> None:
    day = day_of(found.values)
    there = known.daily.get(day, {})
    kept, state = _merged(found, there, answers, result, "daily")
    _mark(result, [found], state)
    new = {k: v for k, v in kept.items() if k in KEY or there.get(k) != v}
    result.said["daily"].append((kept, kept, found))
    if len(new) > len(KEY):
        known.daily[day] = there | kept
        result.accepted["daily"].append((new, found))


def _merged(found: Found, there: Row, answers: Mapping[str, str], result: Compared, table: str) -> tuple[Row, str]:
    """The values of a row to store beside what is there, and whether it is new, the same, or in conflict."""
    kept: Row = {}
    state = "same"
    for name, value in found.values.items():
        if name in KEY or name == "session" or there.get(name) == value:
            kept[name] = value
        elif name not in there:
            kept[name] = value
            state = "conflicting" if state == "conflicting" else "new"
        elif name == "note" and str(value) in str(there[name]):
            continue
        else:
            state = "conflicting"
            title, text = found.sources.get(name, (name, str(value)))
            question = f"merge:{title}"
            if answers.get(question) == "file":
                kept[name] = value
            elif answers.get(question) != "known" and all(q.id != question for q in result.questions):
                facts = {"column": title, "date": found.values["date"], "known": there[name], "cell": text, "row": found.row,
                         "target": f"{table}.{name}"}  # fmt: skip
                result.questions.append(Question(question, ("known", "file"), facts))
    return kept, state


def _places(sessions: Mapping[int, list[Found]], before: Mapping[int, list[Row]]) -> dict[int, int]:
    """Number of a session in the file -> that of the known session it is, or is more of. No known one is taken twice."""
    places: dict[int, int] = {}
    for is_it in (same_rows, overlaps):
        for own in sorted(sessions):
            left = (n for n in sorted(before) if n not in places.values() and is_it(sessions[own], before[n]))
            if own not in places and (number := next(left, None)) is not None:
                places[own] = number
    return places


def _session(
    rows: list[Found], own: int, day: Day, before: dict[int, list[Row]], places: dict[int, int], known: Known,
    answers: Mapping[str, str], name: str, result: Compared,
) -> None:  # fmt: skip
    """One session of the file: a known one again, more of a known one, perhaps a known one seen by a watch, or a new one.

    own: its number in the file. before: the sessions of that day that were known before the file. places: what each session
    of the file is of them.
    """
    there = known.sessions.setdefault(day, {})
    number = places.get(own)
    if number is not None and same_rows(rows, before[number]):
        for found, like in zip(rows, said_by(rows, before[number]), strict=True):
            _say(found, found.values, like or before[number][0], result)
        _mark(result, rows, "same")
        return
    alike = next((n for n in sorted(before) if near(rows, before[n]) and _is_free(n, before[n], places)), None)
    if number is None and alike is not None:
        places[own] = alike
        answer = answers.get(f"same-session:{name}")
        if answer == "same":
            _fill(rows, there[alike], alike, known, name, result)
            return
        if answer != "different":
            ask_same(rows, there[alike], name, result)
            _mark(result, rows, "new")
            return
    if number is None:
        number = own if own not in there else max(there) + 1
        for found in rows:
            found.values["session"] = number
        there[number] = [with_start(f) for f in rows]
        known.fresh |= {id(row): row for row in there[number]}
        result.accepted["sessions"] += zip(there[number], rows, strict=True)
        result.said["sessions"] += [(dict(row), row, f) for row, f in zip(there[number], rows, strict=True)]
        _mark(result, rows, "new")
        return
    for found, like in zip(rows, paired([f.values for f in rows], there[number]), strict=True):
        found.values["session"] = number
        wide = {k: v for r in there[number] for k, v in r.items() if k in WIDE}
        kept, state = _merged(found, wide | like if like else wide, answers, result, "sessions")
        _mark(result, [found], state if like else "conflicting" if state == "conflicting" else "new")
        if like is not None and known.is_fresh(like):
            known.complete(like, kept, name, found)
        elif like is None or any(like.get(k) != v for k, v in kept.items()):
            row = (like or {}) | kept
            there[number] = [row if r is like else r for r in there[number]] + ([] if like else [row])
            known.fresh[id(row)] = row
            result.accepted["sessions"].append((row, found))
            like = row
        _say(found, kept, like, result)


def _say(found: Found, kept: Row, of: Row, result: Compared) -> None:
    """What a row says of a known one, or of one that is new. When it began is only said again, never otherwise."""
    start = {START: found.start} if found.start and of.get(START) == found.start else {}
    result.said["sessions"].append((kept | start, of, found))


def _is_free(number: int, there: list[Row], places: Mapping[int, int]) -> bool:
    """Whether a known session may still be one of the file: where times tell, they tell; else it is one at most."""
    return not is_bare(there) or number not in places.values()


def _fill(rows: list[Found], there: list[Row], number: int, known: Known, name: str, result: Compared) -> None:
    """A session seen twice: what the second adds for the whole session goes to the first; its load is not counted again.

    The exercises of the second are taken where the first names none: the first of them stands on its row.
    """
    known_wide = {k: v for r in there for k, v in r.items() if k in WIDE}
    bare = is_bare(there)
    for found in rows:
        found.values["session"] = number
        own = (
            {k for k in found.values if k not in WIDE and k not in KEY}
            if bare and "exercise" in found.values
            else set()
        )
        more = {k: v for k, v in found.values.items() if k in own or (k in WIDE and k not in known_wide)}
        again = {k: v for k, v in found.values.items() if known_wide.get(k) == v}
        row = there[0]
        if own and not is_bare(there):
            row = {k: found.values[k] for k in KEY} | more
            there.append(row)
            known.fresh[id(row)] = row
            result.accepted["sessions"].append((row, found))
        elif more and known.is_fresh(row):
            known.complete(row, more, name, found)
        elif more:
            row |= more
            result.accepted["sessions"].append((row, found))
            known.fresh[id(row)] = row
        known_wide |= {k: v for k, v in more.items() if k in WIDE}
        if more or again:
            _say(found, {k: found.values[k] for k in KEY} | again | more, row, result)
        _mark(result, [found], "new" if more else "same")


def _is_of_another(
    reading: FileReading, known: Known, patient: str, answers: Mapping[str, str], result: Compared
) -> bool:
    """Whether nearly all of a file is what is known of someone else: then it waits for an answer. Whose it is, is not said."""
    days = [f for f in reading.found if f.table == "daily" or len(f.values) > 3]
    if len(days) < 5 or answers.get("patient") == patient:
        return False
    for other in known.patients() - {patient}:
        same = sum(1 for f in days if _is_known_of(f, other, known))
        own = sum(1 for f in days if _is_known_of(f, patient, known))
        if same >= LOOKS_LIKE * len(days) and own < same:
            result.problems.append(Problem("looks-like-other-patient", "noticed"))
            result.questions.append(Question("patient", (patient, "leave"), {"patient": patient}))
            return True
    return False


def _is_known_of(found: Found, who: str, known: Known) -> bool:
    day = (who, str(found.values["date"]))
    mine = {k: v for k, v in content(found.values).items() if k not in KEY}
    rows = [known.daily[day]] if found.table == "daily" and day in known.daily else []
    if found.table == "sessions":
        rows = [r for session in known.sessions.get(day, {}).values() for r in session]
    return any(all(r.get(k) == v for k, v in mine.items()) for r in rows)
