"""Every template by the name of its file."""

from __future__ import annotations

from loadaid.intake.templates.columns import LANGUAGES
from loadaid.intake.templates.csv_file import template_csv
from loadaid.intake.templates.paper import paper_pdf
from loadaid.intake.templates.workbook import template_workbook

SESSIONS_CSV = {"fr": "seances.csv", "en": "sessions.csv"}
DAILY_CSV = {"fr": "journal.csv", "en": "daily.csv"}
WORKBOOK = {"fr": "journal-de-suivi.xlsx", "en": "follow-up-diary.xlsx"}
PAPER = {"fr": "journal-papier.pdf", "en": "paper-diary.pdf"}


def templates() -> dict[str, bytes]:
    """Path inside `data/`, such as "fr/journal.csv" -> content."""
    files: dict[str, bytes] = {}
    for language in LANGUAGES:
        files[f"{language}/{SESSIONS_CSV[language]}"] = template_csv("sessions", language)
        files[f"{language}/{DAILY_CSV[language]}"] = template_csv("daily", language)
        files[f"{language}/{WORKBOOK[language]}"] = template_workbook(language)
        files[f"{language}/{PAPER[language]}"] = paper_pdf(language)
    return files
