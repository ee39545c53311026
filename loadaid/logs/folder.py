"""Which files of a folder hold which table."""

from __future__ import annotations

from pathlib import Path

from loadaid.domain.errors import LogRefused, Problem
from loadaid.domain.records import TABLES, Table
from loadaid.logs.sheet import Unreadable


def files_of(folder: Path, table: Table) -> list[Path]:
    """The files of one table: X.csv, X.parquet, or the parts X/*.parquet by name; none when an optional one is absent.

    Raises Unreadable when a required table is absent, or a table is there in two forms.
    """
    single = [p for p in (folder / f"{table.name}.csv", folder / f"{table.name}.parquet") if p.is_file()]
    parts = sorted((folder / table.name).glob("*.parquet"))
    forms = [p.name for p in single] + ([f"{table.name}/"] if parts else [])
    name = f"{table.name}.csv"
    if len(forms) > 1:
        raise Unreadable(Problem(
            "two-files", name, 0, "", " and ".join(forms), f"{table.name} in one form", "Take one of them away.",
        ))  # fmt: skip
    if table.required and not forms:
        alike = [p.name for p in folder.iterdir() if p.name.lower() == name]
        mend = f"Rename {alike[0]}." if alike else "Add it; a header row alone says that there are no rows."
        raise Unreadable(Problem("missing-file", name, 0, "", "", f"{name} (or {table.name}.parquet)", mend))
    return single or parts


def what_is_missing(folder: Path) -> None:
    """Raises LogRefused when there is no such folder or it holds nothing."""
    if not folder.is_dir():
        code, value = ("not-a-folder", "a file") if folder.exists() else ("missing-folder", "")
    elif not any(folder.iterdir()):
        code, value = "empty-folder", ""
    else:
        return
    required = " and ".join(f"{t.name}.csv" for t in TABLES if t.required)
    mend = "Check the path, or write an example with `python -m loadaid demo FOLDER`."
    raise LogRefused([Problem(code, str(folder), 0, "", value, f"a folder with {required}", mend)])
