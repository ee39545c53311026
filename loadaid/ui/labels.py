"""The codes of a review in the words of a screen. Options and readings, never orders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from loadaid.analysis.certainty import COMPATIBLE, PROBABLE
from loadaid.domain.limits import BY_ID
from loadaid.domain.words import N_
from loadaid.locale import Words
from loadaid.report import terms

STATES = {"raised": N_("relevé"), "clear": N_("rien à signaler"), "cannot_tell": N_("illisible")}
CLASSES = {
    "green": N_("sans réaction notable"), "amber": N_("réaction légère"), "red": N_("réaction nette"),
    "flare": N_("poussée"), "cannot_tell": N_("lendemain inconnu"), "pending": N_("lendemain à venir"),
}  # fmt: skip
SHADES = {
    "strain": (
        N_("contraintes habituelles"), N_("contraintes un peu au-dessus de l’habituel"),
        N_("contraintes au-dessus de l’habituel"), N_("contraintes nettement au-dessus de l’habituel"),
    ),
    "lack_of_rest": (
        N_("sommeil et repos habituels"), N_("sommeil et repos un peu en dessous de l’habituel"),
        N_("sommeil et repos en dessous de l’habituel"), N_("sommeil et repos nettement en dessous de l’habituel"),
    ),
}  # fmt: skip

# Which of them a reading would discuss; marked, never chosen.
DISCUSSED = {
    "too_fast": "regress", "too_cautious": "progress", "strain_driven": "adjust_strain", "flare_unclear": "ask_first",
    "insufficient_data": "ask_first", "red_flag": "ask_first", "in_zone": "hold",
}  # fmt: skip
# What a rule is about, short enough for one line of the consultation; its sentence is in the panel that explains it.
SHORT = {
    "safety-emergency": N_("Réponse de sécurité : avis immédiat"), "safety-urgent": N_("Réponse de sécurité : avis rapide"),
    "repeated-red-sessions": N_("Réactions nettes répétées après les séances"), "flare": N_("Poussée"),
    "next-morning-response": N_("Lendemain nettement plus douloureux"), "settle-time": N_("Retour à l’habituel tardif"),
    "sleep-after-session": N_("Sommeil gêné après la séance"), "during-session-pain": N_("Douleur forte pendant la séance"),
    "week-pain": N_("Semaine plus douloureuse que l’habituel"), "morning-contrast": N_("Matins après séance plus douloureux"),
    "baseline-risen": N_("Niveau habituel en hausse"), "dose-spike": N_("Séance au-dessus des précédentes"),
    "dose-growth": N_("Dose en hausse sur deux semaines"), "stagnation": N_("Exercices au même palier"),
    "low-effort": N_("Effort perçu léger"), "daily-strain": N_("Contraintes au-dessus de l’habituel"),
    "recovery-debt": N_("Sommeil et repos en dessous de l’habituel"), "enough-pain-days": N_("Douleur trop peu notée"),
    "enough-baseline": N_("Niveau habituel inconnu"), "enough-responses": N_("Trop peu de réponses connues"),
    "log-quality": N_("Journal difficile à lire"),
}  # fmt: skip


HYPOTHESES = {
    "too_fast": ("too_fast",), "too_cautious": ("too_cautious",), "strain_driven": ("daily_strain", "recovery"),
}  # fmt: skip


HOW_GOOD = N_("Ce que l'outil sait, et ne sait pas")
AT_LEAST = {PROBABLE: BY_ID["say_probable"].value, COMPATIBLE: BY_ID["say_compatible"].value}
SIDES = (N_("Pour : {seen}"), N_("Contre : {seen}"))
CAUSES = ((N_("Pour les séances : {seen}"), "too_fast"), (N_("Pour le quotidien : {seen}"), "strain_driven"))


def tied_to(certainty: Mapping[str, Any], w: Words) -> str:
    """What the word of a reading stands for."""
    if certainty["word"] in AT_LEAST:
        share = w.percent(AT_LEAST[certainty["word"]])
        return w("au moins {share} de ces lectures sont justes sur patients virtuels", share=share)
    return w("probabilité sous {share}, ou causes que rien ne départage", share=w.percent(AT_LEAST[COMPATIBLE]))


def weighing(result: Mapping[str, Any], w: Words, against: int = 3) -> list[str]:
    """What speaks for a headline and what against it, a line each; of a reaction of unclear cause, for either cause.

    A line that the sentence under the headline has said already is left out.
    """
    certainty, headline, already = result["certainty"], result["headline"], result["headline_sentence"]
    if headline == "flare_unclear":
        lines = [(text, weighed(certainty, cause)[0]) for text, cause in CAUSES]
    else:
        mine, others = weighed(certainty, headline)
        lines = list(zip(SIDES, (mine, others[:against]), strict=True))
    return [w(text, seen=w(" ; ").join(seen)) for text, seen in lines if not all(one in already for one in seen)]


def weighed(certainty: Mapping[str, Any], headline: str) -> tuple[list[str], list[str]]:
    """Sentences of the observations that speak for a headline and against it, at most three of each, the strongest first.

    In the zone: what speaks against is what speaks for any of the others.
    """
    mine = HYPOTHESES.get(headline, ())
    others = [name for name in ("too_fast", "too_cautious", "daily_strain", "recovery") if name not in mine]
    lean = []
    for one in certainty["observations"]:
        d = one["doublings"]
        strength = max((d[k] for k in mine), key=abs) if mine else -max((d[k] for k in others), key=abs)
        lean.append((strength, one["sentence"]))
    lean = [(x, said) for x, said in sorted(lean, key=lambda pair: -abs(pair[0])) if abs(x) >= 0.5]
    return [said for x, said in lean if x > 0][:3], [said for x, said in lean if x < 0][:3]


def second_look(certainty: Mapping[str, Any], w: Words) -> str:
    """What the regression on yesterday's dose and strain says, with its caveat."""
    look = certainty["exercise_over_strain"]
    more = w("la séance de la veille compte plus que les contraintes")
    less = w("les contraintes de la veille comptent plus que la séance")
    return w("Régression sur {days} jours : {which} ({word}). {caveat}", days=look["days"],
             which=more if look["probability"] >= 0.5 else less, word=look["said"], caveat=look["caveat"])  # fmt: skip


def dose_title(w: Words, dose_kind: str) -> tuple[str, str]:
    """Title and unit of the dose panel."""
    title, unit = terms.DOSES[dose_kind]
    return w(title), w(unit)


def pain_title(w: Words, column: str) -> tuple[str, str]:
    """Title and unit of the pain panel."""
    return w("Douleur"), w(terms.PAINS[column])


def strain_title(w: Words) -> tuple[str, str]:
    """Title of the row of strain; its legend says how to read the shades."""
    return w("Contraintes"), ""


def rest_title(w: Words) -> tuple[str, str]:
    """Title of the row of sleep and rest."""
    return w("Manque de repos"), ""


def shade(w: Words, row: str, z: float) -> str:
    """The shade of a cell of "strain" or "lack_of_rest" in words."""
    return w(SHADES[row][terms.shade(z)])
