"""A problem said in five parts: where, which value, what was expected, how to mend it, and what became of the data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from loadaid.domain.words import N_, Speaker
from loadaid.intake.model import Problem
from loadaid.intake.problems import KINDS

WEEKDAYS = (N_("lundi"), N_("mardi"), N_("mercredi"), N_("jeudi"), N_("vendredi"), N_("samedi"), N_("dimanche"))
_CHOICES = {
    "yes": N_("oui"), "no": N_("non"), "partly": N_("en partie"), "none": N_("aucun"), "light": N_("léger"), "medium": N_("moyen"),
    "heavy": N_("lourd"), "home": N_("maison"), "clinic": N_("cabinet"), "muscle": N_("courbatures"),
    "usual_pain": N_("douleur habituelle"),
}  # fmt: skip
ORDERS = {"dmy": N_("jour, mois, année"), "mdy": N_("mois, jour, année")}
_NOTHING_SAVED = N_("Rien n'est encore enregistré.")
_KEEP_OTHERS = N_("Ou gardez les autres lignes et laissez celle-ci de côté.")


def expected_and_mend(problem: Problem, w: Speaker) -> tuple[str, str]:
    """What was expected, and how to mend it, each a sentence; "" where nothing has to be mended."""
    kind = KINDS[problem.code]
    facts = {name: _shown(name, value, w) for name, value in problem.facts.items()}
    return " ".join(w(kind.expected, **facts).split()), w(kind.mend, **facts)


def sentence(problem: Problem, w: Speaker, file: str) -> str:
    """The whole message. file: its name, which stands for the place where a file has no rows.

    Stored rows say what was understood; refused ones also what to do, and that nothing is saved yet.
    """
    expected, mend = expected_and_mend(problem, w)
    place = where(problem, w) or file
    value = w(" : « {value} »", value=problem.value) if problem.value else ""
    if problem.outcome != "refused":
        times = problem.facts.get("times", 1)
        more = w(" ({n} fois)", n=str(times)) if times != 1 else ""
        return f"{place}{value}{more}. {_capital(expected)}. {mend}".rstrip() + f" [{problem.code}]"
    wanted = w("Attendu : {expected}.", expected=expected)
    rest = [w(_KEEP_OTHERS)] if problem.row is not None and problem.code not in _WHOLE else []
    return " ".join([f"{place}{value}.", wanted, mend, *rest, w(_NOTHING_SAVED), f"[{problem.code}]"])


def where(problem: Problem, w: Speaker) -> str:
    """Feuille « Avril », ligne 14, colonne « Douleur »; "" for a whole file."""
    parts = []
    if problem.sheet:
        parts.append(w("feuille « {sheet} »", sheet=problem.sheet))
    if problem.row is not None:
        parts.append(w("ligne {row}", row=str(problem.row)))
    if problem.column:
        parts.append(w("colonne « {column} »", column=problem.column))
    return _capital(", ".join(parts))


_WHOLE = frozenset(("unclosed-quote", "comma-clash", "every-row-shifted", "line-too-long"))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _shown(name: str, value: Any, w: Speaker) -> Any:
    if isinstance(value, date):
        return w.day(value, long=True)
    if name == "weekday" and isinstance(value, int):
        return w(WEEKDAYS[value])
    if name == "order" and value in ORDERS:
        return w(ORDERS[value])
    if name in ("row", "rows", "other_row", "titles", "cells", "n", "limit") and isinstance(value, int):
        return str(value) if name in ("row", "other_row") else value
    if isinstance(value, Mapping):
        day = value.get("day")
        return f"{value.get('text')} = {w.day(day, long=True)}" if isinstance(day, date) else str(value.get("text"))
    if isinstance(value, (list, tuple)):
        return ", ".join(w(_CHOICES[v]) if v in _CHOICES else str(v) for v in value)
    return value
