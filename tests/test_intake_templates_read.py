"""A filled template reads back without a question, as what was typed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.filled_templates import filled_csv, filled_workbook
from tests.reading import read, shown, stored

DATA = Path(__file__).resolve().parent.parent / "data"
EMPTY = sorted(p for p in DATA.glob("*/*") if p.suffix in (".csv", ".xlsx"))


def same(row: Mapping[str, Any], meant: Mapping[str, Any]) -> bool:
    """Equal but for the patient, a session number that the typist left out, and numbers written as texts."""
    mine = {k: v for k, v in row.items() if k not in ("patient_id",) and (k != "session" or k in meant)}
    return {k: str(v).removesuffix(".0") for k, v in mine.items()} == {
        k: str(v).removesuffix(".0") for k, v in meant.items()
    }


def check(name: str, data: bytes, meant: Mapping[str, list[dict[str, Any]]]) -> None:
    reading = read([(name, data)])
    json = shown(reading)
    assert json["questions"] == []
    assert json["outcome"] == "understood", json["problems"]
    rows = stored(reading)
    for table, expected in meant.items():
        missing = [e for e in expected if not any(same(r, e) for r in rows[table])]
        assert missing == [], f"{table}: {rows[table][:3]}"
        assert len(rows[table]) == len(expected)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("table", ["sessions", "daily"])
def test_a_filled_csv_template_reads_back(table: str, language: str) -> None:
    data, rows = filled_csv(table, language)
    check(f"{table}.csv", data, {table: rows})


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_filled_workbook_template_reads_back(language: str) -> None:
    data, rows = filled_workbook(language)
    check("journal.xlsx", data, rows)


@pytest.mark.parametrize("path", EMPTY, ids=lambda p: f"{p.parent.name}-{p.name}")
def test_an_empty_template_says_that_it_is_empty(path: Path) -> None:
    json = shown(read([(path.name, path.read_bytes())]))
    assert json["outcome"] == "refused"
    assert [p["code"] for p in json["problems"] if p["outcome"] == "refused"] == ["header-only"]
