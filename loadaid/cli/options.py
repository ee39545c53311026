"""What several verbs ask for."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from loadaid.domain.records import FIRST_DATE

FIRST, LAST = date.fromisoformat(FIRST_DATE), date(2100, 12, 31)


class Day(click.ParamType[date]):
    """A calendar day, written 2026-03-09."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            day = date.fromisoformat(value)
        except ValueError:
            day = None
        if day is None or len(value) != len(FIRST_DATE):
            self.fail(f"{value!r} is not a day. Write it as year-month-day, such as 2026-03-09.", param, ctx)
        if not FIRST <= day <= LAST:
            self.fail(f"{value} is not between {FIRST} and {LAST}.", param, ctx)
        return day


folder = click.argument("folder", type=click.Path(path_type=Path))
patient = click.option("--patient", metavar="ID", help="Only this patient, as written in the column patient_id.")
language = click.option(
    "--lang", type=click.Choice(["fr", "en"]), default="fr", show_default=True, help="Language of sentences."
)


def shown_progress(what: str) -> tuple[Any, Callable[[int, int], None]]:
    """A progress bar on stderr and the function that moves it: call with (done, of how many). Hidden off a terminal."""
    bar: Any = click.progressbar(length=1, label=what, file=sys.stderr, hidden=not sys.stderr.isatty())

    def move(done: int, total: int) -> None:
        bar.length = total
        bar.update(done - bar.pos)

    return bar, move
