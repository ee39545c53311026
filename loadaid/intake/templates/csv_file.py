"""The CSV templates: one line of titles, as Excel opens it by a double click in the reader's country."""

from __future__ import annotations

import csv
import io

from loadaid.intake.templates.columns import asked

SEPARATOR = {"fr": ";", "en": ","}


def template_csv(table: str, language: str) -> bytes:
    """One line: the titles of `table`. UTF-8 with a byte order mark, without which Excel garbles accents; ends in CRLF.

    No example row: it would be read as a day of the patient.
    """
    text = io.StringIO()
    csv.writer(text, delimiter=SEPARATOR[language]).writerow(column.title for column in asked(table, language))
    return text.getvalue().encode("utf-8-sig")
