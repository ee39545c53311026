"""The patient's half page: what was agreed, in real units and calm words. No reading, no flag, no limit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from loadaid.domain.errors import UsageError
from loadaid.locale import Words
from loadaid.report import press
from loadaid.report.terms import Json, a_week, dose_next, legible

MOST_EXERCISES = 8


def pdf(
    decision: Json | None, words: Words, *, identity: Mapping[str, str], clinic: str, printed: str, paper: str = "a4"
) -> bytes:
    """Half a sheet as a PDF, from the decision alone. An exercise without a dose, or no decision yet, leaves a line to fill."""
    return press.pdf(
        "handout.typ",
        "handout",
        content(decision, words, identity=identity, clinic=clinic, printed=printed, paper=paper),
    )


def content(
    decision: Json | None, words: Words, *, identity: Mapping[str, str], clinic: str, printed: str, paper: str
) -> dict[str, Any]:
    """The texts of the half page."""
    if paper not in press.PAPERS:
        raise UsageError(f"Paper {paper!r} is not available. Expected: {' or '.join(press.PAPERS)}.")
    w, told = words, decision or {}
    following: list[Json] = (told.get("next") or [])[:MOST_EXERCISES]
    often = told.get("sessions_a_week")
    rhythm = w("Séances par semaine : ……")
    if often is not None:
        rhythm = a_week(w, often)
    return {
        "language": w.language,
        "paper": paper,
        "title": w("Vos exercices jusqu'à la prochaine visite"),
        "name": legible(identity.get("name") or identity.get("code") or "", 60),
        "heads": [w("Exercice"), w("Combien")],
        "rows": [[legible(one["exercise"], 60), _told(one, w)] for one in following] or [["……………………", "………………"]] * 3,
        "rhythm": rhythm,
        "note_title": w("À noter, en une minute"),
        "notes": [
            w("Le jour de la séance : ce que vous avez fait, et la douleur avant, pendant et après, de 0 à 10."),
            w("Le lendemain au réveil : la douleur, de 0 à 10. Un 0 se note ; sans réponse, laissez vide."),
            w("Les jours sans séance : « repos ». C'est utile aussi."),
            w("Ce que vous avez réussi à faire dans la journée."),
        ],
        "call_title": w("Quand appeler"),
        "calls": [
            w("Une question, une douleur qui n'est pas comme d'habitude, ou qui ne retombe pas : {clinic}.",
              clinic=legible(clinic, 90)),
            w("Besoin d'aide tout de suite ? 15 ou 112."),
        ],
        "made": w("Donné le {printed}", printed=legible(printed)),
    }  # fmt: skip


def _told(one: Json, w: Words) -> str:
    """The dose as one says it: 3 séries de 12, avec 30,5 kg; what does not fit that, as the record has it."""
    sets, reps, load = one.get("sets"), one.get("reps"), one.get("load_kg")
    if one.get("hold_s") is not None or sets is None or reps is None:
        return dose_next(w, one)
    said = w("{sets} séries de {reps}", sets=w.number(sets, 2), reps=w.number(reps, 2))
    if sets == 1:
        said = w("1 série de {reps}", reps=w.number(reps, 2))
    return said if load is None else w("{said}, avec {x} kg", said=said, x=w.number(load, 2))
