"""Real files of watches, apps and people, where a folder of them is at hand: each is read, or refused for a true reason."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest

from loadaid import logs
from loadaid.cli.readout import write_rows
from loadaid.intake.problems import FILE
from loadaid.intake.result import Reading
from tests.reading import read

pytestmark = pytest.mark.real
ROOT = Path(os.environ.get("LOADAID_REAL_LOGS") or "nowhere")
NO_LOG = {"LICENSE", ".md", ".py", ".txt"}
FILES = sorted(p for p in ROOT.rglob("*") if p.is_file() and p.suffix not in NO_LOG and p.name not in NO_LOG)
ROUNDS = 5  # an answer may open another question
FAILED = {"reading-failed", "reading-too-slow", "reading-too-large", "damaged-file", "truncated-file"}


def answered(path: Path, reading: Reading) -> Reading:
    """The reading with every question answered by its first choice but one: a column nobody can name is left aside."""
    data, answers = path.read_bytes(), {}
    for _ in range(ROUNDS):
        if not reading.questions:
            break
        for question in reading.questions:
            choice = "all" if question.id == "patient" and "all" in question.choices else question.choices[0]
            answers[question.id] = choice
        reading = read([(path.name, data)], answers)
    return reading


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_a_real_file_is_read_or_refused_for_a_true_reason(path: Path, tmp_path: Path) -> None:
    reading = read([(path.name, path.read_bytes())], sandboxed=True)
    counts = reading.counts
    assert counts["received"] == sum(n for state, n in counts.items() if state != "received")
    refused = [p.code for f in reading.files for p in f.reading.problems if p.outcome == "refused" and p.code in FILE]
    assert not FAILED & set(refused)
    assert refused or counts["received"] > 0
    if path.name == "wellness.csv":  # scores of 1 to 5, best at 5: read as 0 to 10 they would mean the opposite
        assert {"scale:fatigue", "scale:mood", "scale:sleep_quality", "scale:stress"} & {
            q.id for q in reading.questions
        }
    final = answered(path, reading)
    assert not final.questions
    assert any(final.accepted.values()) or any(f.reading.file_refused for f in final.files)
    if any(final.accepted.values()):
        write_rows(tmp_path, final)
        log = logs.read(tmp_path)
        assert len(log.sessions) + len(log.daily) > 0


def test_the_real_files_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    kinds: Counter[str] = Counter(p.suffix or "none" for p in FILES)
    with capsys.disabled():
        print(f"\n{len(FILES)} real files: {', '.join(f'{n} {kind}' for kind, n in sorted(kinds.items()))}")
    assert FILES, f"{ROOT} holds no real file"
