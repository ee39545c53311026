"""What the raters wrote and the key, read back: each sheet with its labels, or every row that cannot be used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from loadaid.agreement.kit import KEY
from loadaid.agreement.labels import CODES, CONFIDENCE, LABELS, Label, meant
from loadaid.agreement.tables import KEY_COLUMNS, TableRefused, read_table
from loadaid.domain.errors import Problem, UsageError
from loadaid.locale import words

RATER_COLUMNS = ("sheet", "label")  # confidence and comment may be gone


@dataclass(frozen=True)
class Key:
    """By sheet: the patient, loadaid's headline. rulesets: that of the readings, one or more."""

    patients: dict[int, str]
    headlines: dict[int, str]
    rulesets: tuple[str, ...]


@dataclass(frozen=True)
class Ratings:
    """One rater's label by sheet, sheets without one left out; hesitant: of these, how many were not sure."""

    labels: dict[int, str]
    hesitant: int


def read_key(folder: Path) -> Key:
    """key.csv of a study. Errors: UsageError when it is absent, TableRefused for rows that cannot be used."""
    path = folder / KEY
    rows, problems = read_table(path, KEY_COLUMNS), list[Problem]()
    numbers = _sheet_numbers(path, rows, None, problems)
    for n in numbers.values():
        headline, patient = rows[n]["headline"], rows[n]["patient_id"]
        if headline not in CODES:
            expected = f"one of {', '.join(CODES)}"
            problems.append(
                Problem("unknown-headline", path.name, n, "headline", headline, expected, "Write it as it was.")
            )
        if not patient:
            mend = "Write it as it was."
            problems.append(Problem("blank-required", path.name, n, "patient_id", "", "the patient", mend))
    if not rows:
        raise UsageError(
            f"{path} holds no sheet. Expected: the file that `agreement sheets` wrote. Nothing was scored."
        )
    _refuse(problems, rows, path)
    return Key(
        {sheet: rows[n]["patient_id"] for sheet, n in numbers.items()},
        {sheet: rows[n]["headline"] for sheet, n in numbers.items()},
        tuple(sorted({row["ruleset"] for row in rows.values()})),
    )


def read_ratings(path: Path, key: Key) -> Ratings:
    """One rater's file; a blank label is "not labelled". Errors: UsageError, or TableRefused with every bad row."""
    rows, problems = read_table(path, RATER_COLUMNS), list[Problem]()
    numbers = _sheet_numbers(path, rows, set(key.patients), problems)
    labels, hesitant = {}, 0
    for sheet, n in numbers.items():
        label = _answer(path, n, "label", rows[n]["label"], LABELS, problems)
        sure = _answer(path, n, "confidence", rows[n].get("confidence", ""), CONFIDENCE, problems)
        if label:
            labels[sheet] = label
            hesitant += sure == "hesitant"
    _refuse(problems, rows, path)
    return Ratings(labels, hesitant)


def _sheet_numbers(
    path: Path, rows: Mapping[int, Mapping[str, str]], known: set[int] | None, problems: list[Problem]
) -> dict[int, int]:
    """The row of each sheet number; a number that is none, unknown or there twice is a problem."""
    found: dict[int, int] = {}

    def wrong(code: str, n: int, expected: str, mend: str) -> None:
        problems.append(Problem(code, path.name, n, "sheet", rows[n]["sheet"], expected, mend))

    for n, row in rows.items():
        sheet = int(row["sheet"]) if row["sheet"].isascii() and row["sheet"].isdecimal() else None
        if sheet is None or (known is not None and sheet not in known):
            of = "" if known is None else f" of this study, {min(known)} to {max(known)}"
            wrong("unknown-sheet", n, f"the number of a sheet{of}", "Write the number printed on the sheet.")
        elif sheet in found:
            wrong(
                "duplicate-row", n, f"one row per sheet; row {found[sheet]} has the same", "Keep one of the two rows."
            )
        else:
            found[sheet] = n
    return found


def _answer(
    path: Path, n: int, column: str, text: str, answers: tuple[Label, ...], problems: list[Problem]
) -> str | None:
    code = meant(text, answers)
    if text and code is None:
        names = "; ".join(f"{k} {words('fr')(a.name)} ({a.code})" for k, a in enumerate(answers, 1))
        mend = "Write its number or name, or leave the cell blank if there is no answer."
        problems.append(Problem(f"unknown-{column}", path.name, n, column, text, f"one of {names}", mend))
    return code


def _refuse(problems: list[Problem], rows: Mapping[int, object], path: Path) -> None:
    if problems:
        bad = len({p.row for p in problems})
        kept = f"Kept: {path} is unchanged and nothing was scored; its other {len(rows) - bad} rows read well."
        raise TableRefused(sorted(problems, key=lambda p: p.row), kept)
