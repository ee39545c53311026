"""The cohort's table: the values of the result's JSON, whoever computes them, and nobody lost or left half written."""

from __future__ import annotations

import csv
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from loadaid.__main__ import main
from loadaid.analysis.review import review
from loadaid.cohort import cluster, run
from loadaid.cohort.job import Job, Outcome, do
from loadaid.cohort.run import cohort
from loadaid.cohort.table import rounded
from loadaid.domain.errors import Problem, UsageError
from loadaid.locale import words
from loadaid.logs import parts, read, read_some, write
from loadaid.virtual import clinic as virtual_clinic

PATIENTS, DAYS, SEED = 12, 90, 3


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clinic as CSV files."""
    folder = tmp_path_factory.mktemp("cohort") / "clinic"
    write(virtual_clinic(PATIENTS, DAYS, SEED), folder)
    return folder


@pytest.fixture(scope="module")
def table(clinic: Path) -> pa.Table:
    """Its table, made by one process in one part."""
    out = clinic.parent / "expected.parquet"
    cohort(clinic, out)
    return pq.read_table(out)


@pytest.fixture(scope="module")
def client() -> Iterator[Any]:
    """Two worker processes."""
    with cluster.local(2) as client:
        yield client


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of two patients, or three where no file begins."""
    monkeypatch.setattr("loadaid.logs.partition.LEAST", 2)
    monkeypatch.setattr("loadaid.logs.partition.MOST", 3)


def as_parquet(folder: Path, target: Path, files: Callable[[np.ndarray], np.ndarray] | None = None) -> Path:
    """The same log as Parquet: one file a table, or with `files` (numbers of patients -> file of each row) in parts."""
    write(read(folder), target, format="parquet")
    for path in list(target.glob("*.parquet")) if files else []:
        rows = pq.read_table(path)
        of_row = files(np.unique(rows["patient_id"].to_numpy(zero_copy_only=False), return_inverse=True)[1])
        path.with_suffix("").mkdir()
        for k in np.unique(of_row):
            some = rows.filter(pa.array(of_row == k))
            pq.write_table(some, path.with_suffix("") / f"{k:03}.parquet", row_group_size=500)
        path.unlink()
    return target


def row_of(result: dict[str, Any]) -> dict[str, Any]:
    """The table's row of a result: its columns in order."""
    axes = dict(result["axes"])
    attribution, trajectory = axes.pop("attribution"), axes.pop("trajectory")
    shares = attribution["shares"] or dict.fromkeys(("exercise", "daily_strain", "recovery"))
    return {
        "patient_id": result["patient_id"], "date": result["as_of"], "headline": result["headline"], **axes,
        "driver": attribution["driver"], **{f"trajectory_{axis}": word for axis, word in trajectory.items()},
        **{f"share_{name}": share for name, share in shares.items()},
        "depends_on_unlogged_days": result["depends_on_unlogged_days"],
        **{f"state_{f['rule']}": f["state"] for f in result["findings"]},
        **{f"measured_{f['rule']}": f["measured"] for f in result["findings"]},
    }  # fmt: skip


# ---- what the table says ----


def test_every_value_is_that_of_the_result(clinic: Path, table: pa.Table) -> None:
    made = review(read(clinic))
    calm = np.isin(table["headline"].to_pylist(), ["in_zone", "insufficient_data"])
    chosen = ~calm | np.array(table["depends_on_unlogged_days"]) | (np.arange(len(calm)) % 15 == 0)
    found = table.filter(pa.array(chosen)).to_pylist()
    held, headlines, shared = 0, set(), 0
    for row in found:
        result = made.result(row["patient_id"], words("fr"), row["date"])
        expected = row_of(result)
        assert list(row) == list(expected)
        assert row | {"date": row["date"].isoformat()} == expected
        held += result["held"]
        headlines.add(result["headline"])
        shared += result["axes"]["attribution"]["shares"] is not None
    assert headlines >= {"red_flag", "insufficient_data", "too_fast", "strain_driven", "in_zone"}
    assert held > 5
    assert shared > 20


def test_there_is_one_row_per_patient_and_day_in_order(clinic: Path, table: pa.Table) -> None:
    made = review(read(clinic))
    days = [(p, day) for p in sorted(made.patients) for day in made.days(p)]
    assert list(zip(table["patient_id"].to_pylist(), table["date"].to_pylist(), strict=True)) == days


def test_numbers_are_rounded_as_python_does() -> None:
    cents = np.arange(-2000, 200_000) / 1000  # half of a hundredth, as near as a float comes to it, every tenth time
    assert rounded(cents).tolist() == [round(x, 2) for x in cents.tolist()]
    assert np.isnan(rounded(np.array([np.nan, np.inf, -np.inf]))).all()


# ---- whoever does it ----


@pytest.mark.parametrize(
    "files",
    [None, lambda patient: patient // 2, lambda patient: patient % 5, lambda patient: np.arange(len(patient)) % 3],
    ids=["one file", "whole patients", "patients in any order", "patients across files"],
)
@pytest.mark.usefixtures("small_parts")
def test_neither_files_nor_parts_change_a_value(clinic: Path, table: pa.Table, tmp_path: Path, files: Any) -> None:
    folder = as_parquet(clinic, tmp_path / "log", files)
    assert len(parts(folder) or []) >= PATIENTS // 3
    cohort(folder, tmp_path / "t.parquet")
    assert pq.read_table(tmp_path / "t.parquet").equals(table)


def test_files_of_whole_patients_are_the_parts(clinic: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("loadaid.logs.partition.LEAST", 3)
    found = parts(as_parquet(clinic, tmp_path / "log", lambda patient: patient // 5))
    assert found
    assert [[path.name for path in part.files["daily"]] for part in found] == [[f"{k:03}.parquet"] for k in range(3)]


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_several_workers_give_the_same_table(
    clinic: Path, table: pa.Table, client: Any, tmp_path: Path, form: str
) -> None:
    folder = clinic if form == "csv" else as_parquet(clinic, tmp_path / "log", lambda patient: patient // 2)
    moved: list[tuple[int, int]] = []
    found = cohort(folder, tmp_path / "t.parquet", client=client, progress=lambda *at: moved.append(at))
    assert pq.read_table(tmp_path / "t.parquet").equals(table)
    assert (found.patients, found.days) == (PATIENTS, len(table))
    assert moved[-1][0] == moved[-1][1] >= PATIENTS // 3
    assert {p.name for p in tmp_path.iterdir()} <= {"t.parquet", "log"}


@pytest.mark.usefixtures("small_parts")
def test_a_killed_worker_loses_nothing(clinic: Path, table: pa.Table, client: Any, tmp_path: Path) -> None:
    pids: dict[str, int] = client.run(os.getpid)

    def kill_one(done: int, total: int) -> None:
        if done == 1:
            os.kill(next(iter(pids.values())), signal.SIGKILL)

    cohort(clinic, tmp_path / "t.parquet", client=client, progress=kill_one)
    assert pq.read_table(tmp_path / "t.parquet").equals(table)
    client.wait_for_workers(2, timeout=30)
    assert set(client.run(os.getpid).values()) != set(pids.values())


@pytest.mark.usefixtures("small_parts")
def test_a_job_done_twice_gives_the_same_file(clinic: Path, tmp_path: Path) -> None:
    folder = as_parquet(clinic, tmp_path / "log")
    part = (parts(folder) or [])[1]
    job = Job(folder, part, tmp_path / "part.parquet")
    first = do(job)
    before = (tmp_path / "part.parquet").read_bytes()
    assert do(job) == first
    assert (tmp_path / "part.parquet").read_bytes() == before


def test_a_running_scheduler_does_the_work(
    clinic: Path, table: pa.Table, client: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    address = client.scheduler.address
    assert main(["cohort", str(clinic), "--out", str(tmp_path / "t.parquet"), "--scheduler", address]) == 0
    assert capsys.readouterr() == ("", "")
    assert pq.read_table(tmp_path / "t.parquet").equals(table)


def test_workers_of_this_machine_do_the_work_of_the_command_line(clinic: Path, table: pa.Table, tmp_path: Path) -> None:
    assert main(["cohort", str(clinic), "--out", str(tmp_path / "t.parquet"), "--workers", "1"]) == 0
    assert pq.read_table(tmp_path / "t.parquet").equals(table)


# ---- what it writes ----


@pytest.mark.usefixtures("small_parts")
def test_a_folder_gets_the_table_in_parts_and_replaces_an_earlier_one(
    clinic: Path, table: pa.Table, tmp_path: Path
) -> None:
    folder, out = as_parquet(clinic, tmp_path / "log"), tmp_path / "table"
    assert main(["cohort", str(folder), "--out", f"{out}/"]) == 0
    (out / "part-99999.parquet").touch()
    assert main(["cohort", str(folder), "--out", str(out)]) == 0
    files = sorted(out.iterdir())
    assert len(files) == PATIENTS // 3
    assert pa.concat_tables(map(pq.read_table, files)).unify_dictionaries().equals(table.unify_dictionaries())
    assert {p.name for p in tmp_path.iterdir()} == {"log", "table"}
    (out / "mine.txt").touch()
    assert main(["cohort", str(folder), "--out", str(out)]) == 2


def test_without_out_the_last_headlines_are_counted(
    clinic: Path, table: pa.Table, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["cohort", str(clinic)]) == 0
    first, *lines = capsys.readouterr().out.splitlines()
    assert first.startswith(f"{PATIENTS} patients, {len(table)} days")
    last = table.to_pandas().groupby("patient_id")["headline"].last().value_counts()
    assert {name: int(n) for n, name in map(str.split, lines)} == last[last > 0].to_dict()


@pytest.mark.parametrize("stopped", ["interrupt", "told to end", "full disk"])
@pytest.mark.parametrize("out", ["t.parquet", "t/"])
def test_a_run_that_is_stopped_leaves_nothing(
    clinic: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    stopped: str,
    out: str,
) -> None:
    def begun(job: Job, progress: object) -> Outcome:
        found = do(job)
        assert job.out is not None
        assert job.out.exists()
        if stopped == "told to end":
            os.kill(os.getpid(), signal.SIGTERM)
        elif stopped == "interrupt":
            raise KeyboardInterrupt
        else:
            raise OSError(28, "No space left on device")
        return found

    monkeypatch.setattr(run, "do", begun)
    assert main(["cohort", str(clinic), "--out", f"{tmp_path}/{out}"]) == (2 if stopped == "full disk" else 130)
    assert list(tmp_path.iterdir()) == []
    assert "Traceback" not in capsys.readouterr().err


# ---- what goes wrong ----


@pytest.fixture
def bad(clinic: Path, tmp_path: Path) -> Path:
    """The clinic with a pain of 11 for P-003 and a session's word for P-010."""
    folder = tmp_path / "bad"
    log = read(clinic)
    write(log, folder)
    for name, patient, column, value in (
        ("daily", "P-003", "pain_morning", "11"),
        ("sessions", "P-010", "reps", "many"),
    ):
        rows = pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False)
        rows.loc[rows.index[rows["patient_id"] == patient][4], column] = value
        rows.to_csv(folder / f"{name}.csv", index=False)
    return folder


def test_patients_with_a_problem_are_listed_and_the_others_reviewed(
    bad: Path, table: pa.Table, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "t.parquet"
    assert main(["cohort", str(bad), "--out", str(out)]) == 4
    said = capsys.readouterr()
    assert said.out == ""
    assert "patients left out: 2, problems: 2" in said.err
    assert "t.parquet.errors.csv" in said.err
    assert "P-003" not in said.err
    with Path(f"{out}.errors.csv").open(encoding="utf-8") as file:
        listed = list(csv.DictReader(file))
    assert [(p["patient_id"], p["file"], p["column"], p["value"]) for p in listed] == [
        ("P-003", "daily.csv", "pain_morning", "11"), ("P-010", "sessions.csv", "reps", "many"),
    ]  # fmt: skip
    assert all(p["row"].isdigit() and p["expected"] and p["mend"] for p in listed)
    others = table.filter(pa.array(~np.isin(table["patient_id"].to_pylist(), ["P-003", "P-010"])))
    assert pq.read_table(out).equals(others)
    assert main(["review", str(bad)]) == 2
    assert main(["cohort", str(bad)]) == 4
    assert "daily.csv, row" in capsys.readouterr().err


def test_the_list_of_an_earlier_run_goes_away(clinic: Path, tmp_path: Path) -> None:
    old = tmp_path / "t.parquet.errors.csv"
    old.touch()
    assert main(["cohort", str(clinic), "--out", str(tmp_path / "t.parquet")]) == 0
    assert not old.exists()


@pytest.mark.usefixtures("small_parts")
def test_a_problem_is_found_in_its_row_however_the_folder_is_cut(bad: Path, client: Any, tmp_path: Path) -> None:
    log = tmp_path / "log"
    write(read_some(bad)[0], log, format="parquet")
    daily = pq.read_table(log / "daily.parquet").to_pandas()
    daily.loc[250, "pain_morning"], daily.loc[400, "patient_id"] = 11, None
    daily.loc[500, "date"] = daily.loc[501, "date"]
    (log / "daily.parquet").unlink()
    (log / "daily").mkdir()
    for k in range(3):
        pq.write_table(
            pa.Table.from_pandas(daily[k * 200 : (k + 1) * 200]),
            log / "daily" / f"{k}.parquet",
            row_group_size=90,
        )

    def places(problems: Sequence[Problem]) -> list[tuple[object, ...]]:
        return sorted((p.code, p.file, p.row, p.column, p.value, p.patient_id) for p in problems)

    whole = places(read_some(log)[1])
    assert len(whole) == 3
    assert places(cohort(log, client=client).problems) == whole


def test_a_folder_in_which_nobody_can_be_reviewed_is_refused(
    tmp_path: Path, client: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "sessions.csv").write_text("patient_id,date\n")
    out = ["--out", str(tmp_path / "t.parquet")]
    for daily, says in (("patient_id,date,mood\np1,2026-03-09,12\n", "row 2"), ("patient_id,date\n", "no dated row"),
                        ("patient,date\n", "missing-column")):  # fmt: skip
        (tmp_path / "daily.csv").write_text(daily)
        for more in ([], ["--scheduler", client.scheduler.address]):
            assert main(["cohort", str(tmp_path), *out, *more]) == 2
            said = capsys.readouterr().err
            assert says in said
            assert "Traceback" not in said
    assert {p.name for p in tmp_path.iterdir()} == {"sessions.csv", "daily.csv"}


def test_a_damaged_part_is_refused_by_name(clinic: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = as_parquet(clinic, tmp_path / "log", lambda patient: patient // 9)
    damaged = folder / "daily" / "001.parquet"
    rows = damaged.read_bytes()
    for broken in (rows[:-20], b""):
        damaged.write_bytes(broken)
        assert main(["cohort", str(folder), "--out", str(tmp_path / "t.parquet")]) == 2
        assert "daily/001.parquet" in capsys.readouterr().err
    assert [p.name for p in tmp_path.iterdir()] == ["log"]


def test_without_dask_one_process_works_and_several_say_what_to_install(
    clinic: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert main(["cohort", str(clinic)]) == 0
    for option in (["--workers", "2"], ["--scheduler", "tcp://127.0.0.1:8786"]):
        capsys.readouterr()
        assert main(["cohort", str(clinic), *option]) == 2
        assert 'pip install "loadaid[scale]"' in capsys.readouterr().err


def test_the_address_of_a_worker_is_not_taken_for_a_scheduler_s() -> None:
    with cluster.local(1) as client:
        (worker,) = client.scheduler_info()["workers"]
        with pytest.raises(UsageError, match="no Dask scheduler answers"), cluster.remote(worker):
            pass


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nonsense", "tcp://127.0.0.1:99999"])
def test_a_scheduler_that_does_not_answer_is_no_long_wait(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "ANSWER_S", 0.3)
    with pytest.raises(UsageError, match="no Dask scheduler answers"), cluster.remote(address):
        pass
