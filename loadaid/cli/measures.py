"""`measures`: every number the review rests on, one row per patient and day."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from loadaid.cli.options import folder, patient, shown_progress
from loadaid.cli.output import whole_file
from loadaid.domain.errors import UsageError

if TYPE_CHECKING:
    import pandas as pd

SUFFIXES = (".csv", ".parquet")


@click.command()
@folder
@patient
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", required=True,
              help="The file to write: .csv for a spreadsheet, .parquet for a program.")  # fmt: skip
def measures(folder: Path, patient: str | None, out: Path) -> None:
    """Write every measure of the log in FOLDER as a table: one row per patient and day.

    What is not known or not defined is blank, never 0. The load measures of the literature (acute7_mean to
    week_change) count a day without a session as 0, as their definitions do: read unlogged7 and unlogged28, the days
    without an entry, beside them.

    \b
    Examples
      python -m loadaid measures clinic --out measures.csv
      python -m loadaid measures clinic --patient P-002 --out p2.parquet
    """
    if out.suffix.lower() not in SUFFIXES:
        raise UsageError(f"--out {out}: the name has to end in .csv or .parquet.")
    with whole_file(out) as path:
        from loadaid.analysis.context import with_context
        from loadaid.analysis.review import review
        from loadaid.logs import read

        log = read(folder)
        bar, move = shown_progress("Reviewing")
        with bar:
            made = review(log, patients=None if patient is None else [patient], progress=move)
        _write(with_context(made.measures()), path)


def _write(rows: pd.DataFrame, path: Path) -> None:
    """As CSV or Parquet, by the suffix. Arrow writes the shortest number that reads back the same; NaN and "" blank."""
    import pyarrow as pa

    rows = rows.assign(session_class=rows["session_class"].where(rows["session_class"] != ""))
    table = pa.Table.from_pandas(rows, preserve_index=False)
    table = table.set_column(1, "date", table["date"].cast(pa.date32()))
    if path.suffix.lower() == ".parquet":
        import pyarrow.parquet

        pyarrow.parquet.write_table(table, path)
        return
    import pyarrow.csv

    try:
        pyarrow.csv.write_csv(table, path, pyarrow.csv.WriteOptions(quoting_style="none"))
    except pa.ArrowInvalid:  # a patient_id holds a comma, a quote or a line break
        pyarrow.csv.write_csv(table, path, pyarrow.csv.WriteOptions(quoting_style="needed"))
