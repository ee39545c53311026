"""FIT files, made here byte by byte: header, definitions, data, checksum."""

from __future__ import annotations

import io
import struct
from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest

from loadaid.intake.devices.fit import read
from loadaid.intake.model import FileReading, FileRefused

TODAY = date(2026, 3, 31)
EPOCH = datetime(1989, 12, 31, tzinfo=UTC)
FILE_ID, SESSION, RECORD, EVENT, WEIGHT, ACTIVITY = 0, 18, 20, 21, 30, 34
ENUM, UINT8, UINT32 = (0x00, "B"), (0x02, "B"), (0x86, "I")
TYPES = {  # message, field number -> type
    (FILE_ID, 0): ENUM, (FILE_ID, 4): UINT32, (WEIGHT, 253): UINT32, (RECORD, 253): UINT32,
    (EVENT, 253): UINT32, (EVENT, 0): ENUM, (EVENT, 1): ENUM, (ACTIVITY, 253): UINT32, (ACTIVITY, 5): UINT32,
    (SESSION, 2): UINT32, (SESSION, 7): UINT32, (SESSION, 8): UINT32, (SESSION, 5): ENUM, (SESSION, 6): ENUM,
    (SESSION, 193): UINT8,
}  # fmt: skip
Message = tuple[int, dict[int, int]]


def second(text: str) -> int:
    return int((datetime.fromisoformat(text + "+00:00") - EPOCH).total_seconds())


START = second("2026-03-09T17:30:00")
FILE: Message = (FILE_ID, {0: 4, 4: START})  # an activity
RUN: Message = (SESSION, {2: START, 7: 2_100_000, 8: 1_860_000, 5: 1, 6: 0})  # 35 min with pauses, timer 31 min


def checksum(content: bytes) -> int:
    crc = 0
    for byte in content:
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0xA001 if crc & 1 else 0)
    return crc


def fit(*messages: Message) -> bytes:
    body = b""
    for number, fields in messages:
        kinds = [TYPES[number, f] for f in fields]
        body += struct.pack("<BBBHB", 0x40, 0, 0, number, len(fields))
        body += b"".join(struct.pack("BBB", f, struct.calcsize(k[1]), k[0]) for f, k in zip(fields, kinds, strict=True))
        body += b"\0" + struct.pack("<" + "".join(k[1] for k in kinds), *fields.values())
    header = struct.pack("<BBHI4s", 14, 0x10, 2000, len(body), b".FIT")
    content = header + struct.pack("<H", checksum(header)) + body
    return content + struct.pack("<H", checksum(content))


def records(seconds: int, every: int = 10) -> list[Message]:
    return [(RECORD, {253: START + s}) for s in range(0, seconds + 1, every)]


def reading(content: bytes, answers: Mapping[str, str] | None = None) -> FileReading:
    return read(io.BytesIO(content), "a.fit", TODAY, answers or {})


def codes(of: FileReading) -> list[tuple[str, str]]:
    return [(p.code, p.outcome) for p in of.problems]


def test_a_run_is_one_session_with_the_time_of_the_timer() -> None:
    local = (ACTIVITY, {253: START + 2100, 5: START + 2100 + 7200})
    of = reading(fit(FILE, *records(30), RUN, local))
    assert of.received == 1
    assert of.found[0].values == {
        "date": "2026-03-09", "exercise": "running", "family": "endurance", "session_minutes": 31.0, "completed": "yes",
    }  # fmt: skip
    assert of.found[0].start == "19:30"
    assert of.problems == []
    assert "total_distance" in of.ignored
    assert ("total_timer_time", "sessions.session_minutes", "s") in [(c.source, c.target, c.unit) for c in of.columns]


def test_the_day_is_the_local_day_of_the_start() -> None:
    late = second("2026-03-09T23:30:00")
    of = reading(fit(FILE, (SESSION, {2: late, 8: 600_000, 5: 1}), (ACTIVITY, {253: late, 5: late + 3600})))
    assert (of.found[0].values["date"], of.found[0].start) == ("2026-03-10", "00:30")


def test_without_a_zone_the_day_is_the_universal_one_and_the_hour_is_not_told() -> None:
    of = reading(fit(FILE, RUN))
    assert (of.found[0].values["date"], of.found[0].start) == ("2026-03-09", None)
    assert codes(of) == [("universal-time", "noticed")]


def test_a_watch_that_counts_from_when_it_was_switched_on_takes_its_day_from_the_local_time() -> None:
    day = second("2026-03-09T18:05:00")
    of = reading(fit(FILE, (SESSION, {2: 1000, 8: 300_000, 5: 1}), (ACTIVITY, {253: 1300, 5: day})))
    assert (of.found[0].values["date"], of.found[0].start) == ("2026-03-09", "18:00")


@pytest.mark.parametrize(
    ("sport", "sub_sport", "exercise", "family"),
    [(5, 17, "swimming", "endurance"), (10, 20, "strength training", "strength"), (10, 43, "yoga", "mobility"),
     (0, 0, "activity", None), (31, 0, "rock climbing", None)],
)  # fmt: skip
def test_only_a_plain_sport_has_a_family(sport: int, sub_sport: int, exercise: str, family: str | None) -> None:
    values = reading(fit(FILE, (SESSION, {2: START, 8: 600_000, 5: sport, 6: sub_sport}))).found[0].values
    assert (values["exercise"], values.get("family")) == (exercise, family)


@pytest.mark.parametrize(("stored", "effort"), [(70, 7), (0, None), (255, None), (130, None)])
def test_the_effort_is_there_only_when_the_person_gave_one(stored: int, effort: int | None) -> None:
    values = reading(fit(FILE, (SESSION, {2: START, 8: 600_000, 5: 1, 193: stored}))).found[0].values
    assert values.get("session_rpe") == effort


def test_each_sport_of_a_multisport_file_is_a_session() -> None:
    ride = (SESSION, {2: START + 1900, 8: 3_600_000, 5: 2})
    of = reading(fit(FILE, RUN, ride))
    assert [(f.row, f.values["exercise"]) for f in of.found] == [(1, "running"), (2, "cycling")]
    assert len({f.group for f in of.found}) == 2


def test_a_session_longer_than_a_day_has_an_unknown_length() -> None:
    of = reading(fit(FILE, (SESSION, {2: START, 8: 90_000_000, 5: 1})))
    assert "session_minutes" not in of.found[0].values
    assert ("value-left-out", "noticed") in codes(of)


def test_a_slip_of_the_finger_is_no_session() -> None:
    of = reading(fit(FILE, (SESSION, {2: START, 8: 1000, 5: 1})))
    assert (of.found, of.received, codes(of)) == ([], 1, [("not-a-session", "skipped")])


@pytest.mark.parametrize("start", ["1989-12-31T08:00:00", "2000-01-01T08:00:00", "2026-04-03T08:00:00"])
def test_a_wrong_clock_is_refused(start: str) -> None:
    of = reading(fit(FILE, (SESSION, {2: second(start), 8: 600_000, 5: 1}), (ACTIVITY, {253: START, 5: START})))
    assert (of.found, codes(of)) == ([], [("wrong-clock", "refused")])
    assert of.set_aside == {(None, 1): "refused"}


def test_tomorrow_is_taken_because_the_day_may_have_begun_elsewhere() -> None:
    assert len(reading(fit(FILE, (SESSION, {2: second("2026-04-01T08:00:00"), 8: 600_000, 5: 1}))).found) == 1


def test_a_weight_scale_is_no_activity() -> None:
    with pytest.raises(FileRefused) as refused:
        reading(fit((FILE_ID, {0: 9}), (WEIGHT, {253: START})))
    assert (refused.value.problem.code, refused.value.problem.facts) == ("no-activity", {"what": "weight"})


def cut() -> bytes:
    return fit(FILE, *records(1880))[:-2]


def test_a_cut_file_asks_and_stores_nothing_before_the_answer() -> None:
    of = reading(cut())
    assert [(q.id, q.choices, q.facts) for q in of.questions] == [
        ("merge:damaged", ("keep", "leave"), {"minutes": 31.3})
    ]
    assert (of.found, of.set_aside) == ([], {(None, 1): "skipped"})


def test_a_cut_file_is_read_up_to_the_fault_when_the_answer_is_to_keep_it() -> None:
    of = reading(cut(), {"merge:damaged": "keep"})
    assert of.found[0].values["session_minutes"] == 31.3
    assert ("damaged-after", "noticed") in codes(of)
    assert of.questions == []


def test_a_cut_file_is_left_when_the_answer_is_to_leave_it() -> None:
    of = reading(cut(), {"merge:damaged": "leave"})
    assert (of.found, of.set_aside) == ([], {(None, 1): "skipped"})
    assert ("row-not-taken", "skipped") in codes(of)


def test_a_pause_does_not_count_in_what_was_read_before_a_fault() -> None:
    paused = [
        (EVENT, {253: START + 60, 0: 0, 1: 4}),
        (RECORD, {253: START + 360}),
        (EVENT, {253: START + 360, 0: 0, 1: 0}),
    ]
    more = [(RECORD, {253: START + 420})]
    of = reading(fit(FILE, *records(60), *paused, *more)[:-2], {"merge:damaged": "keep"})
    assert of.found[0].values["session_minutes"] == 2.0


def test_a_session_read_whole_before_a_fault_needs_no_question() -> None:
    of = reading(fit(FILE, RUN) + b"rubbish behind the file")
    assert (len(of.found), of.questions) == (1, [])
    assert [p.facts for p in of.problems if p.code == "damaged-after"] == [{"minutes": 31.0}]


def test_a_wrong_checksum_asks_because_any_byte_may_have_changed() -> None:
    content = bytearray(fit(FILE, RUN))
    content[-1] ^= 0xFF
    assert [q.id for q in reading(bytes(content)).questions] == ["merge:damaged"]
    kept = reading(bytes(content), {"merge:damaged": "keep"})
    assert (len(kept.found), ("checksum-differs", "noticed") in codes(kept)) == (1, True)


@pytest.mark.parametrize(("content", "code"), [
    (fit(FILE, RUN)[:40], "truncated-file"), (fit(FILE, RUN)[:9], "truncated-file"), (b"not a FIT file at all", "damaged-file"),
])  # fmt: skip
def test_a_file_cut_before_anything_was_recorded_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(FileRefused) as refused:
        reading(content)
    assert refused.value.problem.code == code


def test_every_cut_is_refused_asked_or_said() -> None:
    whole = fit(FILE, *records(60), RUN)
    for length in range(len(whole)):
        try:
            of = reading(whole[:length])
        except FileRefused:
            continue
        assert of.questions or ("damaged-after", "noticed") in codes(of), length
        assert of.received == len(of.found) + len(of.set_aside), length


def test_no_altered_byte_is_stored_without_a_question_or_a_word() -> None:
    whole = fit(FILE, *records(30), RUN)
    for position in range(len(whole)):
        altered = bytearray(whole)
        altered[position] ^= 0x11
        try:
            of = reading(bytes(altered))
        except FileRefused:
            continue
        same = (
            of.found and of.found[0].values["session_minutes"] == 31.0 and of.found[0].values["exercise"] == "running"
        )
        assert of.questions or (same and ("damaged-after", "noticed") in codes(of)), position
