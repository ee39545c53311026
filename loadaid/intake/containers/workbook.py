"""A workbook as tables, by its kind; each kind has its reader, loaded when it is needed."""

from __future__ import annotations

from typing import BinaryIO

from loadaid.intake.model import FileRefused, Problem, Table


def tables(file: BinaryIO, kind: str) -> tuple[list[Table], list[Problem]]:
    """The sheets of an "xlsx", "ods" or "xls" file, in its order, and the notices about them.

    Lines without content are left out; all lines of a table are equally wide. A percent is the text "70 %". A cell with a
    date format is a date, or a datetime when it holds a time too. Raises FileRefused.
    """
    if kind == "xlsx":
        from loadaid.intake.containers.xlsx import read
    elif kind == "ods":
        from loadaid.intake.containers.ods import read
    elif kind == "xls":
        from loadaid.intake.containers.xls import read
    else:
        raise ValueError(f"no workbook: {kind}")
    try:
        return read(file)
    except (
        ValueError,
        TypeError,
        LookupError,
        ArithmeticError,
        RecursionError,
    ):  # numbers, styles, places that cannot be
        raise FileRefused("damaged-file") from None
