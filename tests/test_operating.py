"""The operator's guide: its commands are typed as they stand there, on both kinds of database."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from loadaid.__main__ import main
from loadaid.practice import home
from loadaid.store.vault import Vault

PAGE = Path(__file__).resolve().parent.parent / "docs" / "operating.md"
TEXT = PAGE.read_text(encoding="utf-8")


def test_the_guide_is_two_pages_at_most() -> None:
    assert len(TEXT.split()) < 1200


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_a_clinic_is_begun_backed_up_lost_and_restored_by_the_written_steps(
    kind: str,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("LOADAID_HOME", str(tmp_path / "old"))

    def typed(line: str, **files: Path) -> str:
        """Types a line that stands in the guide, with names of files of this test."""
        assert line in TEXT, line
        arguments = re.findall(r'"([^"]*)"|(\S+)', line.removeprefix("python -m loadaid ").removesuffix(" | lp"))
        words = [a or str(files.get(b.replace(".", "_").rpartition("/")[2], b)) for a, b in arguments]
        assert main(words) in (0, 4), capsys.readouterr().err
        return capsys.readouterr().out

    typed('python -m loadaid clinic create --name "Cabinet des Tilleuls" --person "Anne Martin"')
    sheet = typed("python -m loadaid key | lp")
    kept, heads = tmp_path / "now.backup", tmp_path / "heads.txt"
    assert main(["audit", "head", "--out", str(heads)]) == 0
    typed("python -m loadaid audit verify --anchor heads.txt", heads_txt=heads)
    typed("python -m loadaid backup --out now.backup", now_backup=kept)

    # the machine is lost; what is left is the backup, the sheet and the heads
    monkeypatch.setenv("LOADAID_HOME", str(tmp_path / "new"))
    letters = " ".join(line.strip() for line in sheet.splitlines() if line.startswith("    "))
    monkeypatch.setattr("sys.stdin", io.StringIO(letters + "\n"))
    typed("python -m loadaid key --put-back")
    assert "Nothing was kept" in typed("python -m loadaid restore FILE --rehearse", FILE=kept)
    if kind == "postgresql":
        url = request.getfixturevalue("postgres_url")
        monkeypatch.setenv("LOADAID_DATABASE_URL", url)
        assert main(["restore", str(kept), "--to", url]) == 0
    else:
        typed("python -m loadaid restore FILE", FILE=kept)
    said = typed("python -m loadaid doctor")
    assert not [line for line in said.splitlines() if line.startswith("wrong")]
    typed("python -m loadaid audit verify --anchor heads.txt", heads_txt=heads)
    assert Vault.open(home.clinic().key).check == Vault.open(tmp_path / "old" / "clinic.key").check
