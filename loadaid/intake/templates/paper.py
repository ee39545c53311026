"""The paper diary: one A4 page for one week, with the columns a patient fills most, drawn by Typst as tagged PDF/UA-1."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

from loadaid.intake.templates import words
from loadaid.intake.templates.columns import LANGUAGES, Asked, asked

LAYOUT = Path(__file__).with_name("paper.typ")
SESSION_LINES = 9


def paper_pdf(language: str) -> bytes:
    """The page as a PDF. The same bytes each time: only Typst's own fonts, and no clock."""
    pdf = _compiler(language).compile(format="pdf", pdf_standards=["ua-1"], timestamp=datetime(2026, 1, 1, tzinfo=UTC))
    assert isinstance(pdf, bytes)
    return pdf


def _compiler(language: str) -> typst.Compiler:
    content = json.dumps(_page(language), ensure_ascii=False)
    return typst.Compiler(LAYOUT, root=LAYOUT.parent, ignore_system_fonts=True, sys_inputs={"page": content})


def _page(language: str) -> dict[str, Any]:
    """What the layout shows: texts, and the columns of both tables."""
    say = LANGUAGES.index(language)
    return {
        "language": language,
        "title": words.PAPER_TITLE[say],
        "initials": words.INITIALS[say],
        "week": words.WEEK_OF[say],
        "days": [day[say] for day in words.DAYS],
        "evening": words.EVERY_EVENING[say],
        "sessions": words.EVERY_SESSION[say],
        "notes": [note[say] for note in words.PAPER_NOTES],
        "lifting": _lifting(language),
        "lines": SESSION_LINES,
        "daily_columns": [_column(column, say) for column in asked("daily", language) if column.often],
        "session_columns": [_column(column, say) for column in asked("sessions", language) if column.often],
    }


def _column(column: Asked, say: int) -> dict[str, Any]:
    """The title in two parts, its bracket apart, and what there is to circle, without the brackets."""
    title, _, bracket = column.title.removesuffix(")").partition(" (")
    circled = [word.partition(" (")[0] for word in column.words]
    under = words.CIRCLE[say] if circled else words.UNITS[bracket][say] if bracket in words.UNITS else bracket
    return {"name": column.column.name, "title": title, "under": under, "circle": circled}


def _lifting(language: str) -> str:
    """What the words to circle mean in kilos, which their boxes have no room for."""
    lifting = next(column for column in asked("daily", language) if column.column.name == "lifting")
    return words.LEGEND[LANGUAGES.index(language)].format(title=lifting.title, words=", ".join(lifting.words))
