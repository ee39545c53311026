"""The kit as files: sheets.html and labels.csv for the raters, key.csv for the study lead alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from loadaid.agreement.choosing import Choice, choose
from loadaid.agreement.fortnight import fortnight
from loadaid.agreement.page import page
from loadaid.agreement.tables import KEY_COLUMNS, LABEL_COLUMNS, write_table
from loadaid.analysis.review import Review
from loadaid.domain.finding import RULESET
from loadaid.locale import Words

SHEETS, LABELS, KEY = "sheets.html", "labels.csv", "key.csv"


def write_kit(made: Review, folder: Path, count: int, seed: int, w: Words) -> Sequence[Choice]:
    """Write the three files into an empty folder; key.csv is the only link from a sheet to its patient.

    Errors: UsageError when the log does not hold `count` fortnights.
    """
    chosen = choose(made, count, seed)
    # In the order of the patients, so that the workings of neighbours are computed once; then in that of the sheets.
    shown = {choice: fortnight(made.at(choice.patient_id, choice.day)) for choice in sorted(chosen)}
    (folder / SHEETS).write_text(page([shown[choice] for choice in chosen], w), encoding="utf-8", newline="\n")
    sheets = list(enumerate(chosen, 1))
    write_table(folder / LABELS, LABEL_COLUMNS, ((n, "", "", "") for n, _ in sheets), w.language)
    write_table(folder / KEY, KEY_COLUMNS, ((n, *choice, RULESET) for n, choice in sheets), w.language)
    return chosen
