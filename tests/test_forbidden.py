"""What no file of ours may do, found by reading the code: each of these has cost another project its patients' data."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FILES = [*sorted((ROOT / "loadaid").rglob("*.py")), ROOT / "app.py"]
# Statements stand in the store, where each goes through an actor; the operator's own tools have no actor.
STATEMENTS = {"execute", "exec_driver_sql", "scalars", "scalar"}
OPERATOR = ("loadaid/store/", "loadaid/practice/prove/", "loadaid/practice/doctor.py")
CALLS = {
    "eval": "runs text", "exec": "runs text", "read_pickle": "runs what it reads", "read_html": "fetches and guesses",
    "read_sql": "no actor",
}  # fmt: skip
# A text that is not a time becomes "not a time" there, and is told as a problem of its cell.
COERCED = {"loadaid/logs/cells.py"}


def relative(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def found(here: str, source: str) -> list[str]:
    """What is forbidden in a file, with its line."""
    wrong: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            wrong += [
                f"{node.lineno}: imports {n}"
                for n in names
                if n.split(".")[0] in ("pickle", "marshal", "shelve", "joblib")
            ]
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name in STATEMENTS and not here.startswith(OPERATOR):
            wrong.append(f"{node.lineno}: a statement outside the store")
        if name in CALLS:
            wrong.append(f"{node.lineno}: {name}")
        if name in ("text", "exec_driver_sql") and node.args and isinstance(node.args[0], ast.JoinedStr):
            wrong.append(f"{node.lineno}: SQL put together from texts")
        for keyword in node.keywords:
            value = getattr(keyword.value, "value", None)
            if keyword.arg == "unsafe_allow_html" and value is not False:
                wrong.append(f"{node.lineno}: HTML from Markdown")
            if keyword.arg == "on_bad_lines" or (keyword.arg == "errors" and value == "coerce" and here not in COERCED):
                wrong.append(f"{node.lineno}: rows or values that go without a word")
            if keyword.arg in ("shell",) and value is not False:
                wrong.append(f"{node.lineno}: a shell")
            if keyword.arg == "persist":
                wrong.append(f"{node.lineno}: a cache on the disk")
    return wrong


@pytest.mark.parametrize("file", FILES, ids=relative)
def test_nothing_forbidden(file: Path) -> None:
    assert found(relative(file), file.read_text("utf-8")) == []


def test_the_reader_sees_each() -> None:
    source = (
        "import pickle\nconnection.execute(sa.text(f'SELECT {x}'))\neval('1')\nst.markdown(x, unsafe_allow_html=True)\n"
        "pd.read_csv(x, on_bad_lines='skip')\npd.to_datetime(x, errors='coerce')\nst.cache_data(persist='disk')\n"
    )
    assert len(found("loadaid/ui/example.py", source)) == 8
