"""A folder that breaks the contract: every problem in a row, what it is in the reader's language.

What was expected and how to mend it come from the reader of logs, in English, the language of the file format.
"""

from __future__ import annotations

from collections.abc import Iterable

from loadaid.domain.errors import Problem
from loadaid.domain.words import N_
from loadaid.locale import MISSING, Words
from loadaid.ui.markup import table
from loadaid.ui.text import esc

KINDS = {
    "blank-required": N_("case obligatoire vide"),
    "date-out-of-range": N_("date hors des années possibles"),
    "duplicate-column": N_("colonne en double"),
    "duplicate-row": N_("ligne en double"),
    "empty-file": N_("fichier vide"),
    "empty-folder": N_("dossier vide"),
    "end-before-start": N_("fin avant le début"),
    "missing-column": N_("colonne absente"),
    "missing-file": N_("fichier absent"),
    "missing-folder": N_("dossier introuvable"),
    "not-a-date": N_("ce n’est pas une date"),
    "not-a-datetime": N_("ce n’est pas une date avec heure"),
    "not-a-folder": N_("ce n’est pas un dossier"),
    "not-a-number": N_("ce n’est pas un nombre"),
    "not-a-whole-number": N_("ce n’est pas un nombre entier"),
    "nul-byte": N_("caractère illisible"),
    "ragged-row": N_("nombre de cases différent des titres"),
    "session-contradiction": N_("deux valeurs pour une même séance"),
    "two-files": N_("deux fichiers pour une même table"),
    "unclosed-quote": N_("guillemet non refermé"),
    "unknown-choice": N_("réponse hors de la liste"),
    "unreadable-file": N_("fichier illisible"),
    "value-out-of-range": N_("valeur hors des bornes"),
}


def problems(w: Words, found: Iterable[Problem]) -> str:
    """All problems as a table; a kind unknown here shows its code."""
    heads = (w("Fichier"), w("Ligne"), w("Colonne"), w("Valeur"), w("Problème"), w("Attendu"), w("Comment corriger"))
    return table("findings", heads, (_row(w, p) for p in found))


def _row(w: Words, p: Problem) -> tuple[str, ...]:
    kind = w(KINDS[p.code]) if p.code in KINDS else p.code
    ours = (esc(x) for x in (p.file, p.row or MISSING, p.column or MISSING, p.value[:40] or MISSING, kind))
    return (*ours, *(f'<span lang="en">{esc(text)}</span>' for text in (p.expected, p.mend)))
