"""The house, kept by reading the imports: this table is the diagram."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted([*(ROOT / "loadaid").rglob("*.py"), *ROOT.glob("app.py")])
# What tools leave behind is not ours: all other names that begin with a dot, and these.
OURS, TOOLS = {".ci", ".streamlit"}, {"__pycache__", "build", "dist"}

# Beside itself and the standard library, a part of the house may import only these. None: anything.
MAY_IMPORT: dict[str, set[str] | None] = {
    "domain": set(),
    "version": set(),
    "analysis": {"numpy", "pandas", "loadaid.domain"},
    "logs": {"numpy", "pandas", "pyarrow", "loadaid.domain"},
    "virtual": {"numpy", "pandas", "loadaid.domain"},
    "validation": {
        "numpy",
        "pandas",
        "plotly",
        "loadaid.analysis",
        "loadaid.domain",
        "loadaid.locale",
        "loadaid.version",
        "loadaid.virtual",
    },
    # No numpy and no pandas: a reading starts a process, and a start is paid by everyone who waits for it.
    "intake": {
        "babel",
        "defusedxml",
        "fitdecode",
        "ftfy",
        "openpyxl",
        "typst",
        "xlrd",
        "loadaid.domain",
    },
    "locale": {"babel", "loadaid.domain"},
    "cohort": {
        "numpy",
        "pandas",
        "pyarrow",
        "dask",
        "distributed",
        "loadaid.analysis",
        "loadaid.domain",
        "loadaid.logs",
    },
    "store": {"numpy", "pandas", "alembic", "cryptography", "sqlalchemy", "loadaid.domain", "loadaid.version"},
    # httpx2 and joserfc ask a provider of identities; zxcvbn knows which passwords are tried first.
    "access": {
        "anyio",
        "argon2",
        "httpx2",
        "joserfc",
        "pyotp",
        "segno",
        "sqlalchemy",
        "starlette",
        "zxcvbn",
        "loadaid.domain",
        "loadaid.locale",
        "loadaid.store",
    },
    # The workflow: what the screens, the command line and the proofs call. It alone joins store, intake and analysis.
    "practice": {
        "numpy",
        "pandas",
        "platformdirs",
        "sqlalchemy",
        "loadaid.access",
        "loadaid.analysis",
        "loadaid.cohort",
        "loadaid.domain",
        "loadaid.intake",
        "loadaid.locale",
        "loadaid.logs",
        "loadaid.report",
        "loadaid.store",
        "loadaid.version",
        "loadaid.virtual",
    },
    "agreement": {"numpy", "loadaid.analysis", "loadaid.domain", "loadaid.locale"},
    "report": {
        "numpy",
        "pandas",
        "typst",
        "loadaid.analysis",
        "loadaid.domain",
        "loadaid.locale",
        "loadaid.version",
    },
    "bench": None,
    "bench_scale": None,
    "crowd": None,
    "cli": None,
    "ui": None,
    "app": None,
    "__main__": None,
}
# For type hints only, never at run time.
MAY_NAME = {"domain": {"pandas"}, "analysis": {"loadaid.locale"}}

# The analysis gets everything it needs in its arguments: no clock, no file, no network, no dice.
IMPURE_MODULES = {"glob", "http", "io", "os", "pathlib", "random", "shutil", "socket", "sqlite3", "subprocess",
                  "tempfile", "time", "urllib"}  # fmt: skip
IMPURE_CALLS = {"now", "today", "utcnow", "open", "print", "input", "read_csv", "read_parquet", "to_csv", "to_parquet"}


def part(file: Path) -> str:
    """The part of the house a file belongs to: domain, analysis, ..., app or __main__."""
    inside = file.relative_to(ROOT).with_suffix("").parts
    return inside[1] if len(inside) > 1 else inside[0]


def is_type_checking(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING")


def imports(file: Path, tree: ast.AST, *, hints: bool = False) -> set[tuple[str, bool]]:
    """Every import as (module, for type hints only), relative ones made absolute; loadaid's own to two levels."""
    found = set()
    for node in ast.iter_child_nodes(tree):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            package = file.relative_to(ROOT).parts[: -node.level] if node.level else ()
            module = ".".join([*package, *([node.module] if node.module else [])])
            names = [f"{module}.{alias.name}" for alias in node.names] if module == "loadaid" else [module]
        for name in names:
            levels = name.split(".")
            found.add((".".join(levels[: 2 if levels[0] == "loadaid" else 1]), hints))
        found |= imports(file, node, hints=hints or is_type_checking(node))
    return found


def parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def relative(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("file", FILES, ids=relative)
def test_imports_follow_the_arrows(file: Path) -> None:
    if file == ROOT / "loadaid" / "__init__.py":
        assert imports(file, parsed(file)) == set(), "loadaid/__init__.py stays without imports: it is paid by all"
        return
    here = part(file)
    assert here in MAY_IMPORT, f"{relative(file)}: give the part {here!r} its place in MAY_IMPORT"
    allowed = MAY_IMPORT[here]
    if allowed is None:
        return
    wrong = {
        name
        for name, hint in imports(file, parsed(file))
        if name not in allowed | {f"loadaid.{here}"} | (MAY_NAME.get(here, set()) if hint else set())
        and name not in sys.stdlib_module_names
    }
    assert not wrong, f"{relative(file)} imports {sorted(wrong)}; {here} may import {sorted(allowed)}"


@pytest.mark.parametrize("file", [f for f in FILES if part(f) not in ("ui", "app", "crowd")], ids=relative)
def test_only_the_screens_know_streamlit(file: Path) -> None:
    assert "streamlit" not in {name for name, _ in imports(file, parsed(file))}


@pytest.mark.parametrize("file", [f for f in FILES if part(f) in ("domain", "analysis")], ids=relative)
def test_the_engine_is_pure(file: Path) -> None:
    tree = parsed(file)
    modules = {name for name, hint in imports(file, tree) if not hint} & IMPURE_MODULES
    called = {
        node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
    }
    assert not modules, f"{relative(file)} imports {sorted(modules)}: the engine gets everything in its arguments"
    assert not called & IMPURE_CALLS, f"{relative(file)} calls {sorted(called & IMPURE_CALLS)}"


def test_the_reader_of_imports_sees_every_form() -> None:
    file = ROOT / "loadaid" / "logs" / "example.py"
    source = (
        "import os.path\nfrom loadaid import ui\nfrom ..analysis.review import review\nfrom . import tables\n"
        "if TYPE_CHECKING:\n    import pandas as pd\ndef f():\n    from streamlit.testing import v1\n"
    )
    assert imports(file, ast.parse(source)) == {
        ("os", False), ("loadaid.ui", False), ("loadaid.analysis", False), ("loadaid.logs", False),
        ("pandas", True), ("streamlit", False),
    }  # fmt: skip


def test_no_file_names_a_place_outside_the_repository() -> None:
    outside = re.compile(r"(?<![\w./:-])(?:/(?:home|Users|root|work)/|[A-Za-z]:\\+Users\\)[\w.-]+")
    found = []
    for file in filter(Path.is_file, ROOT.rglob("*")):
        inside = file.relative_to(ROOT)
        if any(name in TOOLS or (name.startswith(".") and name not in OURS) for name in inside.parts):
            continue
        lines = file.read_text(encoding="utf-8", errors="ignore").splitlines()
        found += [f"{inside}:{n}: {line[:80]}" for n, line in enumerate(lines, 1) if outside.search(line)]
    assert found == []
