"""Values of a log in the words of the one who wrote them: no reading, no judgement, only what stands there."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from loadaid.domain.words import N_
from loadaid.intake import headings
from loadaid.locale import MISSING, Words
from loadaid.practice.lines import PLACE
from loadaid.ui.text import esc

TITLES = {"daily": headings.DAILY, "sessions": headings.SESSIONS}
ROLES = {"entered_at": N_("Moment de la saisie"), "start": N_("Heure de début")}
INNER = ("family",)  # how the engine sorts exercises: no words of a patient
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
_CHOICES = {value: pair for pairs in headings.CHOICES.values() for value, pair in pairs.items()}


def place(w: Words) -> int:
    """The place of a language in a pair of titles."""
    return 0 if w.language == "fr" else 1


def title(w: Words, table: str, column: str) -> str:
    """A column as the templates call it."""
    if column in ROLES:
        return w(ROLES[column])
    pair = TITLES[table].get(column)
    return pair[place(w)] if pair else column


def value(w: Words, stored: Any) -> str:
    """A stored value: a choice in words, a number as it is written here, a text as it was typed."""
    if stored is None:
        return MISSING
    if isinstance(stored, str):
        if _MOMENT.fullmatch(stored):
            return w("{day} à {hour}", day=day(w, stored[:10]), hour=stored[11:16])
        return _CHOICES[stored][place(w)] if stored in _CHOICES else stored
    return w.number(float(stored), 3)


def day(w: Words, iso: str, *, long: bool = True) -> str:
    """A stored day in words."""
    return w.day(date.fromisoformat(iso), long=long)


def items(w: Words, table: str, values: Mapping[str, Any]) -> str:
    """What one row says, an item per value, as HTML."""
    said = [(name, stored) for name, stored in values.items() if name not in (*PLACE, *INNER) and stored is not None]
    return "".join(f"<li>{esc(title(w, table, n))} <b>{esc(value(w, v))}</b></li>" for n, v in said)
