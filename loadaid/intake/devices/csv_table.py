"""The one table of a device's CSV: where its titles stand, its rows, and the cells of a row by title."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from loadaid.intake.devices.recorded import Recordings
from loadaid.intake.model import FileRefused

TITLES_WITHIN = 5  # lines
Row = tuple[int, list[str]]  # as a spreadsheet counts it, cells


def plain(title: str) -> str:
    """Give a title without what differs between exports: case, outer spaces, curly apostrophes, composed accents."""
    return (
        unicodedata.normalize("NFC", title).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").strip(" \ufeff").casefold()
    )


def positions(titles: list[str], wanted: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
    """Give our name -> position of the last column so titled. wanted: our name -> titles, plain.

    The last, because Strava repeats a title: first rounded for the eye, then exact.
    """
    return {ours: i for ours, accepted in wanted.items() for i, title in enumerate(titles) if plain(title) in accepted}


@dataclass
class Table:
    """Titles, where ours stand among them, and the rows below."""

    titles: list[str]
    at: dict[str, int]
    rows: list[Row]

    def cell(self, row: list[str], ours: str) -> str:
        """Give a cell without outer spaces; "" when the table has no such column."""
        i = self.at.get(ours)
        return "" if i is None or i >= len(row) else row[i].strip()

    def source(self, row: list[str], ours: str) -> tuple[str, str]:
        """Give the column as the file names it, and the cell as it stands."""
        i = self.at.get(ours)
        return ("", "") if i is None else (self.titles[i], row[i])

    def ignored(self) -> list[str]:
        """Give the titles of the columns that are not read, each once."""
        used = {self.titles[i] for i in self.at.values()}
        return [t for t in dict.fromkeys(self.titles) if t.strip() and t not in used]

    def whole_rows(self, recordings: Recordings) -> Iterator[Row]:
        """Give the rows with as many cells as titles; the others are set aside. Empty cells at the end do not count."""
        for number, cells in self.rows:
            filled = len(cells)
            while filled > len(self.titles) and not cells[filled - 1].strip():
                filled -= 1
            if not any(cell.strip() for cell in cells):
                recordings.aside(number, "blank-row", "skipped")
            elif filled != len(self.titles):
                recordings.aside(number, "wrong-cell-count", titles=len(self.titles), cells=filled)
            else:
                yield number, cells


def find_table(rows: list[Row], wanted: Mapping[str, tuple[str, ...]], needed: tuple[str, ...]) -> Table | None:
    """Give the table whose titles stand in the first lines and hold all that is needed; None when there is none."""
    for i, (_, cells) in enumerate(rows[:TITLES_WITHIN]):
        at = positions(cells, wanted)
        if all(ours in at for ours in needed):
            return Table(cells, at, rows[i + 1 :])
    return None


def table_of(rows: list[Row], wanted: Mapping[str, tuple[str, ...]], needed: tuple[str, ...]) -> Table:
    """The same table, with a row at least. Raises FileRefused: missing-column, header-only."""
    table = find_table(rows, wanted, needed)
    if table is None:
        raise FileRefused("missing-column", titles=", ".join(rows[0][1]) if rows else "")
    if not table.rows:
        raise FileRefused("header-only")
    return table
