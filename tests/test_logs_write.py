"""What is written is read back equal, is written whole or not at all, and Parquet is checked like CSV."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loadaid.domain.errors import UsageError
from loadaid.domain.records import TABLES, Column, Log, Table
from loadaid.logs import read, write
from loadaid.logs.writing import Format
from tests.logs_folder import assert_same_log, folder_of, places, problems_of

FORMS: tuple[Format, ...] = ("csv", "parquet")
SESSIONS = "patient_id,date,exercise,reps,load_kg,session_rpe\np1,2026-03-01,Pont,10,2.5,4\n007,2026-03-01,,,,\n"
DAILY = "patient_id,date,pain_morning,flare,entered_at,note\np1,2026-03-01,3,no,2026-03-01T20:15,x\n"


def small_log(tmp_path: Path) -> Log:
    return read(folder_of(tmp_path, sessions=SESSIONS, daily=DAILY))


@pytest.mark.parametrize("form", FORMS)
def test_a_log_comes_back_equal(tmp_path: Path, form: Format) -> None:
    log = small_log(tmp_path)
    write(log, tmp_path / "deep" / "out", format=form)
    assert_same_log(log, read(tmp_path / "deep" / "out"))
    assert sorted(p.name for p in (tmp_path / "deep").iterdir()) == ["out"]


def test_csv_is_in_the_contracts_order_and_blank_stays_blank(tmp_path: Path) -> None:
    write(small_log(tmp_path), tmp_path / "out")
    header, first, second = (tmp_path / "out" / "sessions.csv").read_text().splitlines()
    assert header == ",".join(c.name for c in TABLES[0].columns)
    assert first == "p1,2026-03-01,1,Pont,,,,10,2.5,,,4,,,,,,,,,,,"
    assert second == "007,2026-03-01,1" + "," * 20
    assert "2026-03-01T20:15:00,x" in (tmp_path / "out" / "daily.csv").read_text()
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["daily.csv", "sessions.csv"]


def test_a_log_folder_is_replaced_whole(tmp_path: Path) -> None:
    log = small_log(tmp_path)
    write(log, tmp_path / "out")
    write(log, tmp_path / "out", format="parquet")
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["daily.parquet", "sessions.parquet"]


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path) -> None:
    log = small_log(tmp_path)
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.docx").write_text("x")
    with pytest.raises(UsageError, match=r"thesis\.docx"):
        write(log, tmp_path / "mine")
    with pytest.raises(UsageError, match="is a file"):
        write(log, tmp_path / "mine" / "thesis.docx")
    assert [p.name for p in (tmp_path / "mine").iterdir()] == ["thesis.docx"]


def test_a_write_that_fails_leaves_the_old_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = small_log(tmp_path)
    out = tmp_path / "out"
    write(log, out)
    move = os.replace

    def full(source: Path, target: Path) -> None:
        if Path(source).name == "new":
            raise OSError("disk full")
        move(source, target)

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="disk full"):
        write(log, out, format="parquet")
    assert_same_log(log, read(out))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["log", "out"]


def test_parquet_of_other_programs(tmp_path: Path) -> None:
    """Days as dates, times with a zone, ids as numbers, texts as plain strings, tables in parts."""
    folder = folder_of(tmp_path)
    (folder / "daily.csv").unlink()
    (folder / "daily").mkdir()
    when = pa.array([pd.Timestamp("2026-03-01T20:00", tz="Europe/Paris")])
    day = pa.array([pd.Timestamp("2026-03-01").date()])
    one = pa.table({"patient_id": [7], "date": day, "pain_morning": pa.array([3], pa.int8()), "entered_at": when})
    two = pa.table(
        {"patient_id": ["p1", "p2"], "date": ["2026-03-01"] * 2, "flare": ["yes", None], "weather": [None, [1]]}
    )
    pq.write_table(one, folder / "daily" / "part-0.parquet")
    pq.write_table(two, folder / "daily" / "part-1.parquet")
    log = read(folder)
    assert log.daily["patient_id"].tolist() == ["7", "p1", "p2"]
    assert log.daily["date"].nunique() == 1
    assert log.daily["pain_morning"].tolist()[0] == 3
    assert log.daily["entered_at"].tolist()[0] == pd.Timestamp("2026-03-01T20:00")
    assert log.daily["flare"].tolist()[1] == "yes"
    assert log.daily["weather"].tolist()[2] == "[1]"


@pytest.mark.parametrize(("columns", "code", "column", "value"), [
    ({"pain_morning": [3.0, 10.5]}, "value-out-of-range", "pain_morning", "10.5"),
    ({"pain_morning": [3.0, float("inf")]}, "value-out-of-range", "pain_morning", "inf"),
    ({"pain_morning": ["3", "4,5"]}, "not-a-number", "pain_morning", "4,5"),
    ({"pain_morning": [True, None]}, "not-a-number", "pain_morning", "true"),
    ({"flare": [True, None]}, "unknown-choice", "flare", "true"),
    ({"date": pa.array([pd.Timestamp("2026-03-01"), pd.Timestamp("2026-03-02T01:00")])}, "not-a-date", "date", ""),
    ({"date": pa.array([pd.Timestamp("2026-03-01"), pd.Timestamp("1999-03-02")])}, "date-out-of-range", "date", ""),
    ({"date": ["2026-03-01", None]}, "blank-required", "date", ""),
    ({"patient_id": ["p1", "p1"], "date": ["2026-03-01"] * 2}, "duplicate-row", "date", "2026-03-01"),
])  # fmt: skip
def test_parquet_is_checked_like_csv(
    tmp_path: Path, columns: dict[str, object], code: str, column: str, value: str
) -> None:
    folder = folder_of(tmp_path)
    (folder / "daily.csv").unlink()
    table = {"patient_id": ["p1", "p2"], "date": ["2026-03-01"] * 2} | columns
    pq.write_table(pa.table(table), folder / "daily.parquet")
    (problem,) = problems_of(folder)
    row = 2 if value == "true" else 3
    assert (problem.code, problem.file, problem.row, problem.column) == (code, "daily.parquet", row, column)
    assert problem.value.startswith(value)


def test_parquet_parts_are_named_with_their_own_rows(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    (folder / "daily.csv").unlink()
    (folder / "daily").mkdir()
    for part, pains in enumerate(([1.0, 2.0], [3.0, 44.0])):
        days = [f"2026-03-{10 * part + i + 1:02d}" for i in range(2)]
        table = pa.table({"patient_id": ["p1"] * 2, "date": days, "pain_morning": pains})
        pq.write_table(table, folder / "daily" / f"part-{part}.parquet")
    assert places(folder) == [("value-out-of-range", "daily/part-1.parquet", 3, "pain_morning", "44")]


def cells(column: Column) -> st.SearchStrategy[object]:
    """Any cell the contract allows in a column, blank included."""
    if column.kind == "text":
        words = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
        texts = words.map(str.strip).filter(lambda text: text and not text.isspace())
        filled: st.SearchStrategy[object] = texts | st.sampled_from(["None", "nan", "007", 'a,"b"', "é\nè", "-1"])
    elif column.kind == "choice":
        filled = st.sampled_from(column.choices)
    elif column.kind in ("date", "datetime"):
        moments = st.datetimes(pd.Timestamp("2000-01-01"), pd.Timestamp("2100-12-31"))
        filled = moments.map(lambda m: pd.Timestamp(m).normalize() if column.kind == "date" else pd.Timestamp(m))
    elif column.kind == "whole":
        filled = st.integers(int(column.low or 0), int(column.high or 0)).map(float)
    else:
        filled = st.floats(column.low, column.high).map(lambda x: x + 0.0)
    always = column.required or column.name == "session"
    return filled if always else st.none() | filled


@st.composite
def logs(draw: st.DrawFn) -> Log:
    """Small logs that keep the contract; sessions and outcomes have one row per key, so that nothing contradicts."""
    frames: dict[str, pd.DataFrame] = {}
    for table in TABLES:
        rows = draw(st.lists(st.fixed_dictionaries({c.name: cells(c) for c in table.columns}), max_size=3))
        frames[table.name] = frame_of(table, rows)
    ids = sorted({str(i) for frame in frames.values() for i in frame["patient_id"]})
    for frame in frames.values():
        frame["patient_id"] = pd.Categorical(frame["patient_id"], categories=pd.Index(ids, dtype="str"))
    return Log(**frames)


def frame_of(table: Table, rows: list[dict[str, object]]) -> pd.DataFrame:
    units = {
        "date": "datetime64[s]",
        "datetime": "datetime64[us]",
        "number": "float64",
        "whole": "float64",
        "text": "str",
    }
    frame = pd.DataFrame(rows, columns=[c.name for c in table.columns], dtype=object)
    for column in table.columns:
        kind = pd.CategoricalDtype(list(column.choices)) if column.kind == "choice" else units[column.kind]
        frame[column.name] = frame[column.name].astype(kind)
    if table.name == "outcomes":
        frame["value"] = frame["value"].clip(upper=10)
    if table.name == "events":
        frame["end_date"] = frame["end_date"].where(frame["end_date"] >= frame["date"])
    key = ["patient_id", "date", "session"] if table.name == "sessions" else list(table.key)
    return frame.drop_duplicates(key).reset_index(drop=True) if key else frame


@settings(max_examples=30)
@given(log=logs(), form=st.sampled_from(FORMS))
def test_any_log_that_keeps_the_contract_comes_back_equal(log: Log, form: Format) -> None:
    with tempfile.TemporaryDirectory() as parent:
        write(log, Path(parent, "out"), format=form)
        assert_same_log(log, read(Path(parent, "out")))


TOKENS = [
    b",",
    b'"',
    b"\n",
    b"\r",
    b"\0",
    b"\xff",
    b"nan",
    b"1e400",
    b"2200-01-01",
    b" ",
    b"\xc2\xa0",
    b"\xef\xbb\xbf",
    b"p1",
]


@settings(max_examples=150)
@given(
    edits=st.lists(st.tuples(st.integers(0, len(DAILY)), st.integers(0, 6), st.sampled_from(TOKENS) | st.binary(max_size=5)),
                   max_size=4),
    noise=st.none() | st.binary(max_size=80),
)  # fmt: skip
def test_any_bytes_are_read_or_refused(edits: list[tuple[int, int, bytes]], noise: bytes | None) -> None:
    daily = DAILY.encode()
    for at, cut, token in edits:
        daily = daily[:at] + token + daily[at + cut :]
    with tempfile.TemporaryDirectory() as parent:
        folder = folder_of(Path(parent), sessions=SESSIONS, daily=daily if noise is None else noise)
        assert all(p.file == "daily.csv" and p.mend for p in problems_of(folder))


@settings(max_examples=60)
@given(at=st.floats(0, 1), token=st.binary(min_size=1, max_size=8))
def test_any_broken_parquet_is_read_or_refused(at: float, token: bytes) -> None:
    with tempfile.TemporaryDirectory() as parent:
        write(read(folder_of(Path(parent), sessions=SESSIONS, daily=DAILY)), Path(parent, "out"), format="parquet")
        file = Path(parent, "out", "daily.parquet")
        data = file.read_bytes()
        start = int(at * len(data))
        file.write_bytes(data[:start] + token + data[start + len(token) :])
        assert all(p.file == "daily.parquet" for p in problems_of(Path(parent, "out")))
