"""The command line: what it writes, its exit codes, and that no failure shows a traceback or half a file."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest
from pypdf import PdfReader

from loadaid.__main__ import main
from loadaid.analysis.context import MEASURES, context_measures
from loadaid.analysis.panel import STATES
from loadaid.analysis.review import Review, review
from loadaid.cli.text import full, plain, short
from loadaid.locale import words
from loadaid.logs import read

ROOT = Path(__file__).resolve().parent.parent
KEYS = [
    "schema", "ruleset", "patient_id", "as_of", "headline", "axes", "findings", "depends_on_unlogged_days", "unlogged_days",
    "envelope", "held_since", "last_known", "dose_kind", "suggestions", "data_quality",
]  # fmt: skip


class Answer(NamedTuple):
    code: int
    out: str
    err: str


Run = Callable[..., Answer]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a verb in this process."""

    def typed(*arguments: object) -> Answer:
        capsys.readouterr()
        code = main([str(a) for a in arguments])
        return Answer(code, *capsys.readouterr())

    return typed


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three invented patients, 70 days."""
    folder = tmp_path_factory.mktemp("logs") / "clinic"
    assert main(["demo", str(folder), "--patients", "3", "--days", "70"]) == 0
    return folder


def in_new_process(*arguments: object, **environment: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "loadaid", *map(str, arguments)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONUTF8": "0", **environment},
    )  # fmt: skip


# ---- what it says ----


def test_help_needs_nothing_heavy_and_names_every_verb() -> None:
    script = (
        "import sys; from loadaid.__main__ import main; code = main(['--help'])\n"
        "heavy = {'numpy', 'pandas', 'streamlit', 'pyarrow', 'babel'} & set(sys.modules); sys.exit(code or str(heavy or ''))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.strip()) in ((0, ""), (1, ""))
    assert done.stderr.strip() == ""
    for verb in ("review", "cohort", "measures", "demo", "bench"):
        assert f"\n  {verb} " in done.stdout


def test_no_verb_at_all_shows_the_help(run: Run) -> None:
    code, out, err = run()
    assert (code, out) == (2, "")
    assert err == run("--help").out


@pytest.mark.parametrize("verb", ["review", "cohort", "measures", "demo", "bench"])
def test_every_verb_explains_itself_with_an_example(run: Run, verb: str) -> None:
    answer = run(verb, "--help")
    assert answer.code == 0
    assert f"python -m loadaid {verb}" in answer.out.split("Example")[1]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_one_patient_is_told_in_full_within_80_columns(run: Run, clinic: Path, lang: str) -> None:
    result = read_result(clinic, "P-002", lang)
    answer = run("review", clinic, "--patient", "P-002", "--lang", lang)
    assert answer.code == 0
    assert max(columns(line) for line in answer.out.splitlines()) <= 80
    said = answer.out.split()
    for text in (result["headline_label"].upper() + ",", result["headline_sentence"]):
        assert in_order(text.split(), said)
    raised = [f for f in result["findings"] if f["state"] == "raised"]
    assert raised
    for finding in raised:
        assert in_order(finding["sentence"].split(), said)
        assert in_order(finding["would_clear_if"].split(), said)
    for suggestion in result["suggestions"]:
        assert in_order(suggestion["sentence"].split(), said)
    aid = {"fr": "Aide à la décision, non validée cliniquement", "en": "Decision aid, not clinically validated"}
    assert aid[lang] in answer.out
    title = {"fr": "Évolution, 14 jours contre 14", "en": "Change, 14 days against 14"}
    assert title[lang] in answer.out


def columns(line: str) -> int:
    return sum(unicodedata.combining(c) == 0 for c in line)


def in_order(wanted: list[str], said: list[str]) -> bool:
    return any(said[k : k + len(wanted)] == wanted for k in range(len(said)))


def read_result(folder: Path, patient: str, lang: str = "fr", day: date | None = None) -> dict:
    return review(read(folder)).result(patient, words(lang), day)


def test_several_patients_are_listed_in_order(run: Run, clinic: Path) -> None:
    lines = run("review", clinic).out.splitlines()
    starts = [line for line in lines if not line.startswith(" ")]
    assert [line.split()[0] for line in starts] == ["P-001", "P-002", "P-003"]
    for line, patient in zip(starts, ("P-001", "P-002", "P-003"), strict=True):
        assert read_result(clinic, patient)["headline_label"] in line


def test_a_text_of_the_log_cannot_steer_the_terminal(clinic: Path) -> None:
    result = read_result(clinic, "P-001") | {"patient_id": "\x1b[31mP\u202e1"}
    assert "\x1b" not in short(result, words("fr"))
    assert plain("a\u202eb\rc") == "a\ufffdb\ufffdc"


def test_what_weakens_a_reading_is_told(clinic: Path) -> None:
    result = read_result(clinic, "P-001") | {
        "headline": "insufficient_data", "held_since": "2026-03-05", "last_known": {"headline": "too_fast", "date": "2026-03-04"},
        "depends_on_unlogged_days": True, "unlogged_days": ["2026-03-06", "2026-03-07"],
    }  # fmt: skip
    said = " ".join(full(result, words("en")).split())
    for text in ("since 5 March", "Last known state (4 March): Progressing too fast", "6 and 7 March"):
        assert text in said


# ---- for programs ----


def test_json_is_the_review_with_the_keys_in_the_agreed_order(run: Run, clinic: Path) -> None:
    answer = run("review", clinic, "--patient", "P-001", "--format", "json", "--lang", "en")
    result = json.loads(answer.out)
    assert answer.code == 0
    assert result == read_result(clinic, "P-001", "en")
    assert [key for key in result if key in KEYS] == KEYS
    assert "\\u" not in answer.out


def test_jsonl_has_one_line_for_each_patient_and_the_same_bytes_each_time(run: Run, clinic: Path) -> None:
    first, second = (run("review", clinic, "--format", "jsonl") for _ in range(2))
    assert first.out == second.out
    assert [json.loads(line)["patient_id"] for line in first.out.splitlines()] == ["P-001", "P-002", "P-003"]


def test_one_patients_page_is_printed(run: Run, clinic: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.pdf"
    assert run("review", clinic, "--patient", "P-002", "--format", "pdf", "--out", page) == (0, "", "")
    assert len(PdfReader(page).pages) == 1
    assert "P-002" in PdfReader(page).pages[0].extract_text()
    document = tmp_path / "page.html"
    as_of = ("--as-of", "2026-10-20", "--lang", "en")
    assert run("review", clinic, "--patient", "P-002", *as_of, "--format", "html", "--out", document).code == 0
    assert '<html lang="en">' in document.read_text("utf-8")
    assert "20 October 2026" in document.read_text("utf-8")
    to_pipe = in_new_process("review", clinic, "--patient", "P-002", "--format", "pdf")
    assert to_pipe.communicate()[0].startswith(b"%PDF-")


def test_every_day_has_each_calendar_day_in_order_and_ends_with_the_plain_reading(run: Run, clinic: Path) -> None:
    lines = run("review", clinic, "--format", "jsonl", "--every-day").out.splitlines()
    at = [(r["patient_id"], date.fromisoformat(r["as_of"])) for r in map(json.loads, lines)]
    assert at == sorted(at)
    for patient in ("P-001", "P-002", "P-003"):
        days = [day for who, day in at if who == patient]
        assert np.diff(days).tolist() == [timedelta(days=1)] * (len(days) - 1)
    plain_lines = run("review", clinic, "--format", "jsonl").out.splitlines()
    assert lines[-1] == plain_lines[-1]


def test_as_of_is_that_day_of_the_whole_log(run: Run, clinic: Path) -> None:
    answer = run("review", clinic, "--patient", "P-002", "--as-of", "2026-10-20", "--format", "json")
    assert json.loads(answer.out) == read_result(clinic, "P-002", day=date(2026, 10, 20))


def test_out_holds_what_the_screen_shows(run: Run, clinic: Path, tmp_path: Path) -> None:
    for form in ("text", "jsonl"):
        out = tmp_path / form
        shown = run("review", clinic, "--format", form)
        assert run("review", clinic, "--format", form, "--out", out) == (0, "", "")
        assert out.read_bytes().decode() == shown.out


def test_a_process_of_its_own_answers_the_same_where_letters_cannot_be_shown(run: Run, clinic: Path) -> None:
    expected = run("review", clinic, "--patient", "P-001", "--format", "json").out
    process = in_new_process(
        "review", clinic, "--patient", "P-001", "--format", "json", PYTHONIOENCODING="ascii", LC_ALL="C"
    )
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out.decode(), err) == (0, expected, b"")
    process = in_new_process("review", clinic, "--patient", "P-001", PYTHONIOENCODING="ascii", LC_ALL="C")
    out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, b"")
    assert b"P-001" in out


# ---- measures ----


def test_measures_are_one_row_per_day_with_blanks_for_what_is_not_defined(
    run: Run, clinic: Path, tmp_path: Path
) -> None:
    assert run("measures", clinic, "--out", tmp_path / "m.csv") == (0, "", "")
    text = (tmp_path / "m.csv").read_text()
    rows = pd.read_csv(tmp_path / "m.csv")
    made = review(read(clinic))
    assert len(rows) == sum(len(made.days(p)) for p in made.patients)
    assert set(MEASURES) < set(rows.columns)
    assert "nan" not in text.lower().split("\n", 1)[1]
    assert not np.isinf(rows.select_dtypes("number")).to_numpy().any()
    assert rows.groupby("patient_id")["chronic28_mean"].apply(lambda s: s.head(27).isna().all()).all()


def test_the_load_measures_of_a_table_are_those_of_each_patient_alone(run: Run, clinic: Path, tmp_path: Path) -> None:
    run("measures", clinic, "--out", tmp_path / "m.parquet")
    for _, rows in pd.read_parquet(tmp_path / "m.parquet").groupby("patient_id"):
        state = np.array([[STATES.index(s) for s in rows["state"]]])
        alone = context_measures(rows["load_au"].to_numpy()[None, :], state)
        for name in (*MEASURES, "unlogged7", "unlogged28"):
            np.testing.assert_array_equal(rows[name].to_numpy(dtype=float), alone[name][0])


def test_csv_and_parquet_hold_the_same_numbers_and_one_patient_the_same_rows(
    run: Run, clinic: Path, tmp_path: Path
) -> None:
    run("measures", clinic, "--out", tmp_path / "m.csv")
    run("measures", clinic, "--out", tmp_path / "m.parquet")
    run("measures", clinic, "--out", tmp_path / "one.csv", "--patient", "P-002")
    csv, parquet = pd.read_csv(tmp_path / "m.csv"), pd.read_parquet(tmp_path / "m.parquet")
    numbers = csv.select_dtypes("number").columns
    pd.testing.assert_frame_equal(csv[numbers], parquet[numbers], check_dtype=False, check_exact=True)
    one = csv[csv["patient_id"] == "P-002"].reset_index(drop=True)
    pd.testing.assert_frame_equal(pd.read_csv(tmp_path / "one.csv"), one, check_dtype=False, check_exact=True)


# ---- demo ----


def test_demo_makes_the_same_clinic_from_the_same_seed(run: Run, tmp_path: Path) -> None:
    for name, seed in (("a", 4), ("b", 4), ("c", 5)):
        assert run("demo", tmp_path / name, "--patients", 2, "--days", 40, "--seed", seed).code == 0
    files = [{f.name: f.read_bytes() for f in (tmp_path / name).iterdir()} for name in "abc"]
    assert files[0] == files[1] != files[2]


# ---- what goes wrong ----

CLINIC = "CLINIC"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (["revue", CLINIC], "revue"),
        (["review"], "FOLDER"),
        (["review", "no-such-folder"], "missing-folder"),
        (["review", __file__], "not-a-folder"),
        (["review", CLINIC, "--patient", "P-999"], "P-999"),
        (["review", CLINIC, "--patient", ""], "no patient"),
        (["review", CLINIC, "--as-of", "9 mars"], "2026-03-09"),
        (["review", CLINIC, "--as-of", "2026-02-30"], "2026-03-09"),
        (["review", CLINIC, "--as-of", "20260309"], "2026-03-09"),
        (["review", CLINIC, "--as-of", "9999-12-31"], "2100-12-31"),
        (["review", CLINIC, "--as-of", "2001-01-01"], "2001-01-01"),
        (["review", CLINIC, "--lang", "de"], "'fr', 'en'"),
        (["review", CLINIC, "--format", "xml"], "json"),
        (["review", CLINIC, "--format", "json"], "--patient"),
        (["review", CLINIC, "--format", "json", "--every-day", "--patient", "P-001"], "jsonl"),
        (["review", CLINIC, "--format", "html"], "--patient"),
        (["review", CLINIC, "--format", "pdf"], "--patient"),
        (["review", CLINIC, "--format", "pdf", "--every-day", "--patient", "P-001"], "jsonl"),
        (["read", "journal.csv", "--format", "json"], "Name a file"),
        (["cohort", CLINIC, "--scheduler", "tcp://x"], "no Dask scheduler answers"),
        (["cohort", CLINIC, "--scheduler", "tcp://x:1", "--workers", "2"], "one of the two"),
        (["cohort", CLINIC, "--workers", "0"], "0"),
        (["cohort", CLINIC, "--out", "m.csv"], ".parquet"),
        (["cohort", CLINIC, "--out", "no/such/folder/x.parquet"], "no folder"),
        (["cohort", CLINIC, "--out", "no/such/folder/"], "no folder"),
        (["cohort", CLINIC, "--out", CLINIC], "not empty"),
        (["cohort", "no-such-folder", "--out", "m.parquet"], "missing-folder"),
        (["review", CLINIC, "--out", "no/such/folder/x"], "no folder"),
        (["review", CLINIC, "--out", CLINIC], "is a folder"),
        (["measures", CLINIC], "--out"),
        (["measures", CLINIC, "--out", "m.xlsx"], ".parquet"),
        (["measures", CLINIC, "--out", "m.csv", "--patient", "P-999"], "P-999"),
        (["demo", str(ROOT)], "something else"),
        (["demo", __file__], "is a file"),
        (["demo", "new", "--patients", "0"], "0"),
        (["bench", "--patients", "many"], "many"),
    ],
    ids=lambda value: " ".join(value).replace(str(ROOT), "") if isinstance(value, list) else "",
)
def test_bad_use_is_one_message_and_exit_2(
    run: Run, clinic: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: list[str], says: str
) -> None:
    monkeypatch.chdir(tmp_path)
    before = {f.name: f.read_bytes() for f in clinic.iterdir()}
    code, out, err = run(*[str(clinic) if word == CLINIC else word for word in typed])
    assert (code, out) == (2, "")
    assert err.startswith("loadaid: ")
    assert err.count("loadaid: ") == 1
    assert says in err
    assert "Traceback" not in err
    assert list(tmp_path.iterdir()) == []
    assert {f.name: f.read_bytes() for f in clinic.iterdir()} == before


def test_a_refused_folder_lists_every_problem_and_writes_nothing(run: Run, clinic: Path, tmp_path: Path) -> None:
    folder = tmp_path / "log"
    folder.mkdir()
    (folder / "sessions.csv").write_text("patient_id,date,session_rpe\np1,2026-03-09,11\np1,9 mars,4\n")
    (folder / "daily.csv").write_text("patient_id,date,pain_morning\np1,2026-03-09,12\n")
    code, out, err = run("measures", folder, "--out", tmp_path / "m.csv")
    assert (code, out) == (2, "")
    assert "3 problems" in err
    for part in ("sessions.csv, row 2", "sessions.csv, row 3", "daily.csv, row 2", "'9 mars'"):
        assert part in err
    assert [f.name for f in tmp_path.iterdir()] == ["log"]


@pytest.mark.parametrize(
    ("error", "code", "says"),
    [
        (RuntimeError("pain 9 of Mme X"), 2, "RuntimeError at test_cli.py"),
        (KeyboardInterrupt(), 130, "Interrupted"),
        (MemoryError(), 2, "memory"),
        (OSError(28, "No space left on device", "out"), 2, "No space left on device"),
    ],
)
def test_a_failure_half_way_leaves_the_old_file_and_no_half_one(
    run: Run, clinic: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, says: str
) -> None:
    out = tmp_path / "readings.jsonl"
    out.write_text("the old one")
    honest = Review.result

    def result(self: Review, patient: str, *more: object) -> dict:
        if patient == "P-002":
            raise error
        return honest(self, patient, *more)

    monkeypatch.setattr(Review, "result", result)
    answer = run("review", clinic, "--format", "jsonl", "--out", out)
    assert (answer.code, answer.out) == (code, "")
    assert says in answer.err
    assert "Traceback" not in answer.err
    assert "Mme X" not in answer.err
    assert out.read_text() == "the old one"
    assert [f.name for f in tmp_path.iterdir()] == ["readings.jsonl"]


def test_a_reader_that_has_seen_enough_is_no_failure(clinic: Path) -> None:
    process = in_new_process("review", clinic, "--format", "jsonl", "--every-day")
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    assert (process.wait(timeout=60), err) == (0, b"")


def test_out_keeps_devices_links_and_permissions(run: Run, clinic: Path, tmp_path: Path) -> None:
    assert run("review", clinic, "--out", os.devnull).code == 0
    assert stat.S_ISCHR(os.stat(os.devnull).st_mode)
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("old")
    target.chmod(0o600)
    link.symlink_to(target)
    assert run("review", clinic, "--out", link).code == 0
    assert link.is_symlink()
    assert target.read_text().startswith("P-001")
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
