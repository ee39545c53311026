"""Everything the pages keep between two runs, keyed by patient, day, revision of the data and language."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st
from plotly.graph_objects import Figure

from loadaid.domain.errors import LoadaidError, LogRefused, Problem
from loadaid.domain.records import Log
from loadaid.locale import words
from loadaid.report.facts import facts
from loadaid.report.picture import alt_text
from loadaid.ui import charts
from loadaid.ui.palette import palette

if TYPE_CHECKING:
    from loadaid.analysis.review import Review
    from loadaid.validation.blocks import Block


@dataclass(frozen=True)
class Opened:
    """A log, or why there is none. patients: ids in order, those with at least one session or day."""

    log: Log | None
    patients: tuple[str, ...] = ()
    problems: Sequence[Problem] = ()


def revision() -> str:
    """Changes whenever a file of the viewer's log folder changes."""
    folder = os.environ["LOADAID_FOLDER"]
    files = sorted(p for ending in ("csv", "parquet") for p in Path(folder).rglob(f"*.{ending}"))
    stamps = [f"{p}:{s.st_mtime_ns}:{s.st_size}" for p in files for s in [p.stat()]]
    return "\n".join([folder, *stamps])


def _read(folder: Path) -> Log:
    from loadaid.logs import read

    return read(folder)


@st.cache_resource(max_entries=2, show_spinner=False)
def opened(revision: str) -> Opened:
    """The log of the viewer's folder. Every problem of a folder is listed; nothing is raised for it."""
    try:
        log = _read(Path(os.environ["LOADAID_FOLDER"]))
    except LogRefused as refused:
        return Opened(None, problems=refused.problems)
    ids = {str(i) for table in (log.sessions, log.daily) for i in table["patient_id"].unique()}
    return Opened(log, tuple(sorted(ids)))


@st.cache_resource(max_entries=256, show_spinner=False)
def log_of(patient: str, revision: str) -> Log:
    """The rows of one patient."""
    log = opened(revision).log
    if log is None:
        raise LoadaidError(f"No log to look for a patient in: {os.environ.get('LOADAID_FOLDER')}")
    tables = {f.name: getattr(log, f.name) for f in fields(Log)}
    return Log(**{name: table[table["patient_id"] == patient] for name, table in tables.items()})


def span(patient: str, revision: str) -> tuple[dt.date, dt.date]:
    """First and last logged day of a patient."""
    log = log_of(patient, revision)
    days = [d for table in (log.sessions, log.daily) for d in (table["date"].min(), table["date"].max()) if d == d]
    return min(days).date(), max(days).date()


@st.cache_resource(max_entries=64, show_spinner=False)
def reviewed(patient: str, day: dt.date, revision: str) -> Review:
    """The review as of a day: nothing logged later is used, for the reading or for the chart."""
    from loadaid.analysis.review import review

    return review(log_of(patient, revision), as_of=day)


@st.cache_data(max_entries=512, show_spinner=False)
def result(patient: str, day: dt.date, revision: str, language: str) -> dict[str, Any]:
    """The review result of that day, in words of the language."""
    return reviewed(patient, day, revision).result(patient, words(language), day)


@st.cache_resource(max_entries=2, show_spinner=False)
def how_good(language: str) -> list[Block]:
    """The validation page, from the numbers that ship."""
    from loadaid.validation.page import page
    from loadaid.validation.publish import published

    return page(*published(), words(language))


@st.cache_data(max_entries=256, show_spinner=False)
def page(patient: str, day: dt.date, days: int, revision: str) -> dict[str, Any]:
    """The facts of the page of that day, of so many days up to it."""
    return facts(reviewed(patient, day, revision), log_of(patient, revision), patient, day, days)


@st.cache_resource(max_entries=512, show_spinner=False)
def chart(
    _page: Mapping[str, Any], mark: str, raised: tuple[dt.date, ...], number: str, dose_kind: str, language: str, theme: str
) -> dict[str, Any]:  # fmt: skip
    """figure: of a page; alt: what it says. mark: of what the page was drawn from, in place of the page itself."""
    w = words(language)
    made = charts.figure(_page, dose_kind, w, palette(theme), raised, number)
    return {"figure": Drawn(made), "alt": alt_text(_page, w)}


class Drawn(Figure):
    """A figure that is not checked, and not taken apart, again at every run."""

    def to_dict(self) -> dict[str, Any]:
        """Its form, worked out once."""
        if "_form" not in self.__dict__:
            self.__dict__["_form"] = super().to_dict()
        return dict(self.__dict__["_form"])
