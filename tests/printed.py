"""Readings to print: one virtual patient for each headline, on a day that reads so, and a page at its very fullest."""

from __future__ import annotations

import copy
from functools import cache
from typing import Any

from loadaid.analysis.hold import HEADLINES
from loadaid.analysis.review import Review, review
from loadaid.domain.records import Log
from loadaid.locale import words
from loadaid.report.facts import facts
from loadaid.virtual import clinic

Page = tuple[dict[str, Any], dict[str, Any]]
IDENTITY = {"name": "Mme Éléonore L.", "code": "P-002", "age": "47 ans"}
PRINTED = "26 novembre 2026 à 9 h 12"
DECISION: dict[str, Any] = {
    "action": "regress", "agrees": True, "reason": "La marche a été doublée.", "sessions_a_week": 3.5,
    "next": [
        {"exercise": "Marche", "sets": 2, "reps": 1, "load_kg": None, "hold_s": 750},
        {"exercise": "Soulevé de terre", "sets": 3, "reps": 10, "load_kg": 17.5, "hold_s": None},
    ],
    "by": "Sophie M.", "at": "26 novembre 2026",
}  # fmt: skip


@cache
def made() -> tuple[Log, Review]:
    """A virtual clinic and its review."""
    log = clinic(60, 180, seed=1)
    return log, review(log)


@cache
def _page(headline: str, language: str, window: int) -> Page:
    log, reviewed = made()
    code = HEADLINES.index(headline)
    for patient in reviewed.patients:
        read = reviewed.numbers_of(patient).headline[0]
        days = reviewed.days(patient)
        for k in range(len(days) - 1, 50, -1):
            if read[k] == code:
                return (
                    reviewed.result(patient, words(language), days[k]),
                    facts(reviewed, log, patient, days[k], window),
                )
    raise AssertionError(f"no virtual patient reads {headline}")


def page(headline: str, language: str = "fr", window: int = 28) -> Page:
    """Result and page JSON of a patient whose reading is that headline: copies, to be changed at will."""
    return copy.deepcopy(_page(headline, language, window))


def fullest(language: str = "fr") -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """A reading with texts as long as they are ever printed, 42 days, many events, and a decision with many exercises."""
    result, shown = page("too_fast", language, 42)
    long = "Lendemain de séance au-dessus de la veille et du niveau habituel, au réveil ; " * 9
    result["headline_sentence"] = long
    found = [f for f in result["findings"] if f["rule"] in ("flare", "next-morning-response", "settle-time")]
    for finding in found:
        finding |= {"state": "raised", "measured": 2, "limit": 2, "sentence": long, "would_clear_if": long}
    result["suggestions"] = [{"id": "a", "sentence": long}, {"id": "b", "sentence": long}]
    result["data_quality"]["reasons"] = [long, long + "."]
    shown["events"] = [
        {"first": d["date"], "last": d["date"], "kind": kind}
        for d in shown["days"][::4]
        for kind in ("visit", "medication_change")
    ]
    following = [{**DECISION["next"][1], "exercise": f"{k} {'exercice à un nom très long ' * 4}"} for k in range(12)]
    return result, shown, {**DECISION, "reason": long, "next": following, "by": "Sophie " * 20}
