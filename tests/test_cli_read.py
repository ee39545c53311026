"""`read` from what is typed to what is written, through the real child process."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest

from loadaid.__main__ import main
from loadaid.cli.output import whole_file
from loadaid.domain.errors import UsageError
from loadaid.logs import read as read_log
from tests.bad_inputs.judge import same

ROOT = Path(__file__).resolve().parent.parent
TODAY = "2026-11-26"
CLEAR = "Date;Douleur;Sommeil (h)\n14/03/2026;3;7\n15/03/2026;4;6,5\n16/03/2026;2;8\n"
OPEN = "Date;Douleur\n03/04/2026;3\n05/04/2026;4\n"  # 3 April or 4 March
BY_DAY = {"date-order:Date": "dmy"}
WRONG = CLEAR.replace(";4;", ";14;")
KEYS = ["schema", "files", "rows", "span", "questions", "problems", "outcome"]
FILE_KEYS = {"name", "kind", "encoding", "separator", "decimal", "date_order", "columns", "ignored_columns"}
PROBLEM_KEYS = {"code", "file", "sheet", "row", "column", "value", "expected", "mend", "outcome"}
STATES = ("new", "same", "conflicting", "refused", "skipped")


class Answer(NamedTuple):
    code: int
    out: str
    err: str


Read = Callable[..., Answer]
Write = Callable[[str, str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(name: str, text: str) -> Path:
        (tmp_path / name).write_bytes(text.encode())
        return tmp_path / name

    return written


@pytest.fixture
def read(capsys: pytest.CaptureFixture[str]) -> Read:
    """Runs the verb in this process, on one day."""

    def typed(*arguments: object) -> Answer:
        capsys.readouterr()
        code = main(["read", *(str(a) for a in arguments), "--today", TODAY])
        answer = Answer(code, *capsys.readouterr())
        assert "Traceback" not in answer.out + answer.err
        assert "loadaid failed" not in answer.err
        return answer

    return typed


def result(answer: Answer) -> dict[str, Any]:
    """The JSON, checked: its keys, and that the receipt adds up over all and for every file."""
    found: dict[str, Any] = json.loads(answer.out)
    assert list(found) == KEYS
    assert found["schema"] == "loadaid/reading/1"
    for rows in (found["rows"], *(f["rows"] for f in found["files"])):
        assert list(rows) == ["received", *STATES]
        assert rows["received"] == sum(rows[s] for s in STATES)
    assert found["rows"] == {k: sum(f["rows"][k] for f in found["files"]) for k in found["rows"]}
    assert all(f.keys() >= FILE_KEYS for f in found["files"])
    assert all(c.keys() == {"from", "to", "unit"} for f in found["files"] for c in f["columns"])
    assert all(
        p.keys() >= PROBLEM_KEYS and p["outcome"] in ("refused", "skipped", "noticed") for p in found["problems"]
    )
    assert all({"id", "text", "choices", "example"} <= q.keys() for q in found["questions"])
    return found


def days(folder: Path) -> list[dict[str, str]]:
    """The rows of daily.csv without their blanks."""
    with (folder / "daily.csv").open(encoding="utf-8", newline="") as file:
        return [{k: v for k, v in row.items() if v} for row in csv.DictReader(file)]


def refused(answer: Answer) -> str:
    """The one message of a request that cannot be answered."""
    assert answer.code == 2
    assert answer.err.startswith("loadaid: ")
    assert len(answer.err.strip().splitlines()) <= 2
    return answer.err


def test_a_clear_file_is_understood_and_nothing_is_stored(read: Read, write: Write, tmp_path: Path) -> None:
    answer = read(write("journal.csv", CLEAR), "--format", "json")
    found = result(answer)
    assert answer.code == 0
    assert found["outcome"] == "understood"
    assert found["rows"] == {"received": 3, "new": 3, "same": 0, "conflicting": 0, "refused": 0, "skipped": 0}
    assert found["span"] == ["2026-03-14", "2026-03-16"]
    assert {c["to"] for c in found["files"][0]["columns"]} == {"date", "daily.pain_average", "daily.sleep_hours"}
    assert [p.name for p in tmp_path.iterdir()] == ["journal.csv"]


def test_an_open_question_is_3_and_an_answer_closes_it(read: Read, write: Write) -> None:
    file = write("journal.csv", OPEN)
    asked = read(file, "--format", "json")
    questions = result(asked)["questions"]
    assert asked.code == 3
    assert [q["id"] for q in questions] == list(BY_DAY)
    assert set(questions[0]["choices"]) == {"dmy", "mdy"}
    for choice, first in (("dmy", "2026-04-03"), ("mdy", "2026-03-04")):
        answers = write("answers.json", json.dumps({"date-order:Date": choice}))
        answered = read(file, "--answers", answers, "--format", "json")
        assert answered.code == 0
        assert result(answered)["questions"] == []
        assert result(answered)["span"][0] == first


def test_an_answer_that_is_no_choice_leaves_the_question_open(read: Read, write: Write) -> None:
    answers = write("answers.json", '{"date-order:Date": "ymd", "unknown:x": "y"}')
    assert read(write("journal.csv", OPEN), "--answers", answers).code == 3


def test_an_open_question_writes_no_folder(read: Read, write: Write, tmp_path: Path) -> None:
    assert read(write("journal.csv", OPEN), "--out", tmp_path / "out").code == 3
    assert not (tmp_path / "out").exists()


def test_refused_rows_are_4_and_the_others_can_be_written(read: Read, write: Write, tmp_path: Path) -> None:
    answer = read(write("journal.csv", WRONG), "--format", "json", "--out", tmp_path / "out")
    found = result(answer)
    assert answer.code == 4
    assert found["outcome"] == "partly_refused"
    assert found["rows"]["refused"] == 1
    wrong = [p for p in found["problems"] if p["outcome"] == "refused"]
    assert [(p["row"], p["column"], p["value"]) for p in wrong] == [(3, "Douleur", "14")]
    assert [d["date"] for d in days(tmp_path / "out")] == ["2026-03-14", "2026-03-16"]


def test_a_refused_row_and_an_open_question_are_3(read: Read, write: Write) -> None:
    assert read(write("journal.csv", OPEN + "06/04/2026;14\n")).code == 3


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"\x89PNG\r\n\x1a\n", bytes(range(256)) * 20, b"Date;Douleur\n"])
def test_a_refused_file_is_5_and_writes_nothing(data: bytes, read: Read, tmp_path: Path) -> None:
    (tmp_path / "journal.csv").write_bytes(data)
    answer = read(tmp_path / "journal.csv", "--format", "json", "--out", tmp_path / "out")
    assert answer.code == 5
    assert result(answer)["outcome"] == "refused"
    assert result(answer)["problems"][-1]["outcome"] == "refused"
    assert not (tmp_path / "out").exists()


def test_bad_use_is_2_with_one_message(read: Read, write: Write, tmp_path: Path) -> None:
    file, full = write("journal.csv", CLEAR), tmp_path / "full"
    full.mkdir()
    (full / "x").touch()
    assert "not there" in refused(read(tmp_path / "absent.csv"))
    assert "folder" in refused(read(tmp_path))
    assert "absent.json" in refused(read(file, "--answers", tmp_path / "absent.json"))
    assert "bad.json" in refused(read(file, "--answers", write("bad.json", "{")))
    assert "object" in refused(read(file, "--answers", write("list.json", "[]")))
    assert "object" in refused(read(file, "--answers", write("numbers.json", '{"a": 1}')))
    assert "not empty" in refused(read(file, "--out", full))
    assert "is a file" in refused(read(file, "--out", file))
    assert "no folder" in refused(read(file, "--out", tmp_path / "a" / "b"))
    assert main(["read"]) == 2
    assert main(["read", str(file), "--known", str(full)]) == 2
    assert [p.name for p in full.iterdir()] == ["x"]


def test_every_line_of_the_provenance_names_its_cell(read: Read, write: Write, tmp_path: Path) -> None:
    file = write("journal.csv", CLEAR)
    assert read(file, "--out", tmp_path / "out", "--patient", "P-1").code == 0
    cells = list(csv.reader(io.StringIO(CLEAR), delimiter=";"))
    log = read_log(tmp_path / "out")
    assert len(log.daily) == 3
    assert set(log.daily["patient_id"]) == {"P-1"}
    with (tmp_path / "out" / "provenance.csv").open(encoding="utf-8", newline="") as origins:
        lines = list(csv.DictReader(origins))
    assert len(lines) == 6
    stored = {d["date"]: d for d in days(tmp_path / "out")}
    for line in lines:
        assert line["file"] == "journal.csv"
        assert line["cell"] == cells[int(line["row"]) - 1][cells[0].index(line["from_column"])]
        assert line["value"] == stored[line["date"]][line["column"]]
        assert same(line["value"], float(line["cell"].replace(",", ".")))


def test_the_provenance_holds_no_formula(read: Read, write: Write, tmp_path: Path) -> None:
    file = write(
        "journal.csv", "Date;Douleur;Remarques\n13/03/2026;3;=HYPERLINK(1)\n14/03/2026;2;-3\n15/03/2026;2;@x\n"
    )
    assert read(file, "--out", tmp_path / "out").code == 0
    with (tmp_path / "out" / "provenance.csv").open(encoding="utf-8", newline="") as origins:
        cells = [line["cell"] for line in csv.DictReader(origins) if line["column"] == "note"]
    assert cells == ["'=HYPERLINK(1)", "-3", "'@x"]
    assert [d["note"] for d in days(tmp_path / "out")] == ["=HYPERLINK(1)", "-3", "@x"]


def test_the_same_file_again_is_all_the_same_and_writes_nothing(read: Read, write: Write, tmp_path: Path) -> None:
    file = write("journal.csv", CLEAR)
    assert read(file, "--out", tmp_path / "known").code == 0
    again = read(file, "--known", tmp_path / "known", "--out", tmp_path / "more", "--format", "json")
    assert again.code == 0
    assert result(again)["rows"] == {"received": 3, "new": 0, "same": 3, "conflicting": 0, "refused": 0, "skipped": 0}
    assert not (tmp_path / "more").exists()


def test_of_an_overlapping_file_only_new_rows_are_written(read: Read, write: Write, tmp_path: Path) -> None:
    assert read(write("march.csv", CLEAR), "--out", tmp_path / "known").code == 0
    later = write("april.csv", CLEAR.replace("14/03/2026;3;7", "17/03/2026;1;7,5"))
    answer = read(later, "--known", tmp_path / "known", "--out", tmp_path / "more", "--format", "json")
    assert answer.code == 0
    assert (result(answer)["rows"]["new"], result(answer)["rows"]["same"]) == (1, 2)
    assert [d["date"] for d in days(tmp_path / "more")] == ["2026-03-17"]


@pytest.mark.parametrize(("choice", "kept"), [("known", None), ("file", "5")])
def test_a_conflict_is_asked_and_either_answer_holds(
    choice: str, kept: str | None, read: Read, write: Write, tmp_path: Path
) -> None:
    assert read(write("first.csv", CLEAR), "--out", tmp_path / "known").code == 0
    other = write("second.csv", CLEAR.replace("15/03/2026;4;", "15/03/2026;5;"))
    asked = read(other, "--known", tmp_path / "known", "--format", "json")
    assert asked.code == 3
    assert result(asked)["rows"]["conflicting"] == 1
    (question,) = result(asked)["questions"]
    assert question["id"] == "merge:Douleur"
    assert set(question["choices"]) == {"known", "file"}
    answers = write("answers.json", json.dumps({"merge:Douleur": choice}))
    answer = read(other, "--known", tmp_path / "known", "--answers", answers, "--out", tmp_path / "more")
    assert answer.code == 0
    written = days(tmp_path / "more") if (tmp_path / "more").exists() else []
    assert [d.get("pain_average") for d in written] == ([kept] if kept else [])


def test_several_files_are_compared_with_one_another(read: Read, write: Write) -> None:
    first, second = write("a.csv", CLEAR), write("b.csv", CLEAR + "17/03/2026;1;7\n")
    found = result(read(first, second, first, "--format", "json"))
    assert [f["rows"]["new"] for f in found["files"]] == [3, 1, 0]
    assert [f["rows"]["same"] for f in found["files"]] == [0, 3, 3]
    assert any(p["code"] == "same-bytes" and p["file"] == "a.csv" for p in found["problems"])


def test_one_refused_file_among_good_ones_is_4(read: Read, write: Write) -> None:
    answer = read(write("a.csv", CLEAR), write("b.csv", ""), "--format", "json")
    assert answer.code == 4
    assert result(answer)["rows"]["new"] == 3


def test_an_answer_is_remembered_for_its_layout(read: Read, write: Write, tmp_path: Path) -> None:
    answers = write("answers.json", json.dumps(BY_DAY))
    assert read(write("april.csv", OPEN), "--answers", answers, "--out", tmp_path / "known").code == 0
    (kept,) = json.loads((tmp_path / "known" / "answers.json").read_text(encoding="utf-8")).values()
    assert kept == BY_DAY
    may = write("may.csv", OPEN.replace("/04/", "/05/"))
    assert read(may).code == 3
    known = read(may, "--known", tmp_path / "known", "--format", "json")
    assert known.code == 0
    assert result(known)["span"] == ["2026-05-03", "2026-05-05"]
    other = write("other.csv", OPEN.replace("Douleur", "Stress").replace("/04/", "/06/"))
    assert read(other, "--known", tmp_path / "known").code == 3


def test_the_text_is_in_the_language_asked_for(read: Read, write: Write) -> None:
    file = write("journal.csv", CLEAR)
    french, english = read(file), read(file, "--lang", "en")
    assert "Douleur moyenne du jour" in french.out
    assert "Average pain today" in english.out
    assert french.code == english.code == 0


def test_the_receipt_in_words_has_the_numbers_of_the_json(read: Read, write: Write) -> None:
    file = write("journal.csv", WRONG)
    assert "3 lignes reçues = 2 nouvelles" in read(file).out
    assert result(read(file, "--format", "json"))["rows"]["new"] == 2


def test_an_annotated_csv_is_the_file_with_one_column_more(read: Read, write: Write, tmp_path: Path) -> None:
    file, copy = write("journal.csv", WRONG), tmp_path / "copy.csv"
    assert read(file, "--annotated", copy).code == 4
    before, after = WRONG.splitlines(), copy.read_text(encoding="utf-8").splitlines()
    assert all(new.startswith(old + ";") for old, new in zip(before, after, strict=True))
    assert [len(new) > len(old) + 1 for old, new in zip(before, after, strict=True)] == [True, False, True, False]
    copy.write_text(copy.read_text(encoding="utf-8").replace(";14;", ";4;"), encoding="utf-8")
    mended = read(copy, "--format", "json")
    assert mended.code == 0
    assert result(mended)["rows"]["new"] == 3


def test_an_annotated_workbook_opens_in_another_program(read: Read, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in csv.reader(io.StringIO(WRONG.replace(",", ".")), delimiter=";"):
        book.worksheets[0].append(row)
    book.save(tmp_path / "journal.xlsx")
    assert read(tmp_path / "journal.xlsx", "--annotated", tmp_path / "copy.xlsx", "--lang", "fr").code == 4
    column = [c.value for c in openpyxl.load_workbook(tmp_path / "copy.xlsx").worksheets[0]["D"]]
    assert column[0] == "À corriger"
    assert str(column[2]).startswith("Douleur")
    assert column[1] is None
    assert column[3] is None


def test_an_annotated_copy_needs_the_right_ending_and_never_replaces_the_file(
    read: Read, write: Write, tmp_path: Path
) -> None:
    file = write("journal.csv", WRONG)
    assert ".csv" in refused(read(file, "--annotated", tmp_path / "copy.xlsx"))
    assert ".csv" in refused(read(file, "--annotated", tmp_path / "copy"))
    assert "not replaced" in refused(read(file, "--annotated", file))
    assert "--annotated" in refused(read(file, "--annotated", tmp_path / "absent" / "copy.csv"))
    assert file.read_text(encoding="utf-8") == WRONG
    assert [p.name for p in tmp_path.iterdir()] == ["journal.csv"]


def _half_written(target: Path) -> None:
    with whole_file(target, option="--annotated") as path:
        path.write_bytes(b"half")
        raise OSError("no space left")


def test_a_file_half_written_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--annotated"):
        _half_written(tmp_path / "copy.csv")
    assert list(tmp_path.iterdir()) == []


_MEASURED = """
import contextlib, io, re, sys
from loadaid.__main__ import main
with contextlib.redirect_stdout(io.StringIO()):
    code = main(["read", *sys.argv[1:], "--today", "2026-11-26"])
print(code, re.search(r"VmHWM:\\s*(\\d+)", open("/proc/self/status").read())[1])
"""


def measured(file: Path) -> tuple[int, int]:
    """Exit code, and the largest memory the parent ever held, in kB. (getrusage counts what it was before exec.)"""
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, str(file)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    code, size = done.stdout.split()[-2:]
    return int(code), int(size)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_the_parent_stays_small_whatever_the_file(write: Write, tmp_path: Path) -> None:
    code, small = measured(write("small.csv", CLEAR))
    assert code == 0
    sparse, long, bomb = tmp_path / "sparse.csv", tmp_path / "long.csv", tmp_path / "bomb.zip"
    sparse.touch()
    os.truncate(sparse, 200_000_000)
    long.write_bytes(b"Date;Douleur\n" + b"14/03/2026;3\n" * 1_000_000)
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("journal.csv", bytes(5_000_000))
    assert bomb.stat().st_size < 6_000
    for file in (sparse, long, bomb):
        code, size = measured(file)
        assert code == 5, file.name
        assert size - small < 50_000, file.name
