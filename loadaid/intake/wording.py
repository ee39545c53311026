"""A problem said in five parts: where, which value, what was expected, how to mend it, and what became of the data."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from loadaid.domain.words import N_, Speaker
from loadaid.intake.cells.spelling import shown
from loadaid.intake.model import Problem
from loadaid.intake.problems import FILE, KINDS

CHOICES = {
    "yes": N_("oui"), "no": N_("non"), "partly": N_("en partie"), "none": N_("aucun"), "light": N_("léger"), "medium": N_("moyen"),
    "heavy": N_("lourd"), "home": N_("maison"), "clinic": N_("cabinet"), "muscle": N_("courbatures"),
    "usual_pain": N_("douleur habituelle"),
}  # fmt: skip
ORDERS = {"dmy": N_("jour, mois, année"), "mdy": N_("mois, jour, année")}
# A kind of content -> how it is named to a patient; others are known by their own name, such as XLSX or FIT.
KINDS_OF_FILE = {
    "text": N_("texte (CSV)"), "zip": N_("archive ZIP"), "gzip": N_("archive GZIP"), "json": "JSON", "unknown": N_("type inconnu"),
    "apple_health": N_("export d'Apple Santé"), "apple_health_xml": N_("export d'Apple Santé"),
    "garmin_export": N_("export de Garmin"), "strava_export": N_("export de Strava"), "taplog": "TapLog",
    "apple": N_("export d'Apple Santé"), "garmin": "Garmin", "google-fit": "Google Fit", "gsheet": "Google Sheets",
    "numbers": "Numbers", "fitbit": "Fitbit", "strava": "Strava", "encrypted": N_("fichier protégé par un mot de passe"),
    "picture": N_("image"), "html": N_("page web"), "empty": N_("fichier vide"), "binary": N_("type inconnu"),
}  # fmt: skip
_NOTHING_SAVED = N_("Rien n'est encore enregistré.")
_KEEP_OTHERS = N_("Ou gardez les autres lignes et laissez celle-ci de côté.")


def expected_and_mend(problem: Problem, w: Speaker) -> tuple[str, str]:
    """What was expected, and how to mend it, each a sentence; "" where nothing has to be mended."""
    kind = KINDS[problem.code]
    facts = {name: _shown(name, value, w) for name, value in problem.facts.items()}
    return w(kind.expected, **facts), w(kind.mend, **facts)


def kind_of_file(kind: str, w: Speaker) -> str:
    """A kind of content as a patient knows it."""
    return w(KINDS_OF_FILE[kind]) if kind in KINDS_OF_FILE else kind.replace("_", " ").upper()


def sentence(problem: Problem, w: Speaker, file: str) -> str:
    """The whole message. file: its name, which stands for the place where a file has no rows.

    Stored rows say what was understood; refused ones also what to do, and that nothing is saved yet.
    """
    expected, mend = expected_and_mend(problem, w)
    place = where(problem, w) or shown(file)
    value = w(" : « {value} »", value=problem.value) if problem.value else ""
    times = problem.facts.get("times", 1)
    more = w(" ({n} fois)", n=str(times)) if times != 1 else ""
    if problem.outcome != "refused":
        return f"{place}{value}{more}. {_capital(expected)}. {mend}".rstrip() + f" [{problem.code}]"
    wanted = w("Attendu : {expected}.", expected=expected)
    rest = [w(_KEEP_OTHERS)] if problem.row is not None and problem.code not in FILE else []
    return " ".join([f"{place}{value}{more}.", wanted, mend, *rest, w(_NOTHING_SAVED), f"[{problem.code}]"])


def where(problem: Problem, w: Speaker) -> str:
    """Feuille « Avril », ligne 14, colonne « Douleur »; "" for a whole file."""
    parts = []
    if problem.sheet:
        parts.append(w("feuille « {sheet} »", sheet=shown(problem.sheet)))
    if problem.row is not None:
        parts.append(w("ligne {row}", row=str(problem.row)))
    if problem.column:
        parts.append(w("colonne « {column} »", column=shown(problem.column)))
    return _capital(", ".join(parts))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _shown(name: str, value: Any, w: Speaker) -> Any:
    """A fact as the sentences show it. Numbers and texts pass: the sentence writes numbers for the language."""
    if isinstance(value, date):
        return w.day(value, long=True)
    if name == "unit":  # with its space, which a scale without a unit must not leave behind
        return f"\u00a0{value}" if value else ""
    if name == "order" and value in ORDERS:
        return w(ORDERS[value])
    if name == "kind":
        return kind_of_file(value, w)
    if name == "what" and not value:
        return w(N_("contenu inconnu"))
    if name == "other_row":  # a place in the file: without the space of thousands
        return str(value)
    if name in ("lb", "kg"):
        return w.number(value, 2)
    if isinstance(value, Mapping):
        day = value.get("day")
        return f"{value.get('text')} = {w.day(day, long=True)}" if isinstance(day, date) else str(value.get("text"))
    if isinstance(value, (list, tuple)):
        return ", ".join(w(CHOICES[v]) if v in CHOICES else str(v) for v in value)
    return value
