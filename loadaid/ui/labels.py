"""The codes of a review in the words of a screen. Options and readings, never orders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from loadaid.analysis.certainty import COMPATIBLE, PROBABLE
from loadaid.analysis.headline import LABELS
from loadaid.analysis.hold import HEADLINES
from loadaid.domain.limits import BY_ID
from loadaid.domain.words import N_
from loadaid.locale import MISSING, Words

STATES = {"raised": N_("relevé"), "clear": N_("rien à signaler"), "cannot_tell": N_("illisible")}
SAFETY = {
    "clear": N_("Sécurité : rien à signaler"), "unknown": N_("Sécurité : questions sans réponse récente"),
    "urgent": N_("Sécurité : avis médical rapide"), "emergency": N_("Sécurité : avis médical en urgence, 15 ou 112"),
}  # fmt: skip
EVENTS = {
    "visit": N_("Visite"), "plan_change": N_("Plan modifié"), "deload": N_("Période allégée"),
    "holiday": N_("Vacances"), "illness": N_("Maladie"), "safety_reviewed": N_("Sécurité revue"),
    "medication_change": N_("Traitement modifié"), "discharge": N_("Fin de suivi"),
}  # fmt: skip
CLASSES = {
    "green": N_("sans réaction notable"), "amber": N_("réaction légère"), "red": N_("réaction nette"),
    "flare": N_("poussée"), "cannot_tell": N_("lendemain inconnu"), "pending": N_("lendemain à venir"),
}  # fmt: skip
AXES = {
    "intensity": N_("Intensité"), "onset": N_("Apparition"), "recovery": N_("Retour à l’habituel"),
    "impact": N_("Impact"), "function": N_("Fonction"),
}  # fmt: skip
CHANGES = {
    ("intensity", "improved"): N_("moins forte"), ("intensity", "worse"): N_("plus forte"),
    ("onset", "improved"): N_("plus tardive"), ("onset", "worse"): N_("plus précoce"),
    ("recovery", "improved"): N_("plus rapide"), ("recovery", "worse"): N_("plus lent"),
    ("impact", "improved"): N_("moins marqué"), ("impact", "worse"): N_("plus marqué"),
    ("function", "improved"): N_("en progrès"), ("function", "worse"): N_("en recul"),
}  # fmt: skip
EXACT = 20  # up to here a second decimal may show on which side of a limit a value lies
SIGNS = {"improved": "+", "worse": "−", "stable": "=", "cannot_tell": "?"}
DOSES = {
    "external": (N_("Dose"), N_("début = 100")), "load_au": (N_("Charge"), N_("effort × min")),
    "minutes": (N_("Durée"), N_("minutes")), "none": (N_("Dose"), N_("inconnue")),
}  # fmt: skip
DOSE_UNITS = {"external": "", "load_au": N_("effort × min"), "minutes": N_("min"), "none": ""}
PAINS = {"pain_morning": N_("au réveil"), "pain_average": N_("moyenne du jour")}
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

ACTIONS = {
    "progress": N_("Progresser"), "hold": N_("Maintenir"), "regress": N_("Réduire"),
    "adjust_strain": N_("Alléger le quotidien"), "ask_first": N_("Demander d’abord"),
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

# Reasons are read in this order: safety, response, symptoms, dose, strain, data; the telling rule of each first.
ORDER = (
    "safety-emergency", "safety-urgent", "repeated-red-sessions", "flare", "next-morning-response", "settle-time",
    "sleep-after-session", "during-session-pain", "week-pain", "morning-contrast", "baseline-risen", "dose-spike",
    "dose-growth", "stagnation", "low-effort", "daily-strain", "recovery-debt", "enough-pain-days", "enough-baseline",
    "enough-responses", "log-quality",
)  # fmt: skip
DATA = ("enough-pain-days", "enough-baseline", "enough-responses", "log-quality")


def state(w: Words, headline: str) -> str:
    """A headline's code in words."""
    return w(LABELS[HEADLINES.index(headline)])


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


def reasons(result: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The raised findings in reading order. When data are missing, what is missing comes first."""
    raised = [f for f in result["findings"] if f["state"] == "raised"]
    missing_first = result["headline"] == "insufficient_data"
    return sorted(raised, key=lambda f: (not (missing_first and f["rule"] in DATA), ORDER.index(f["rule"])))


def amount(w: Words, value: float | None, unit: str) -> str:
    """A measured value or a limit with its unit; a dash when it is not known."""
    if value is None:
        return MISSING
    n = int(value) if value == int(value) else 2  # a broken number takes the plural
    x = w.number(value, 2 if abs(value) < EXACT else 1)
    units = {
        "%": w("{x} %", x=x), "h": w("{x} h", x=x), "RPE": w("effort {x}", x=x), "own SD": w("{x} écart-type", x=x),
        "points": w.plural("{x} point", "{x} points", n, x=x), "values": w.plural("{x} valeur", "{x} valeurs", n, x=x),
        "answers": w.plural("{x} réponse", "{x} réponses", n, x=x), "days of 7": w("{x} jours sur 7", x=x),
        "sessions": w.plural("{x} séance", "{x} séances", n, x=x), "faults": w.plural("{x} défaut", "{x} défauts", n, x=x),
        "of the last 3 sessions": w("{x} des 3 séances", x=x), "of the last 3 days": w("{x} des 3 jours", x=x),
    }  # fmt: skip
    return units.get(unit, f"{x} {unit}")


def dose_of(w: Words, one: Mapping[str, Any]) -> str:
    """One exercise in real units: sets, repetitions or hold, load. What is not known is left out."""
    times = [w.number(one[name], 0) for name in ("sets", "reps") if one.get(name)]
    said = " × ".join(times)
    if one.get("hold_s"):
        said = " × ".join([*times, w("{n} s", n=w.number(one["hold_s"], 0))])
    if one.get("load_kg"):
        said = w("{what} à {load} kg", what=said, load=one["load_kg"])
    return f"{one['exercise']} {said}".strip()


def change(w: Words, axis: str, value: str) -> str:
    """What a trajectory axis did, in its own words: recovery improved is "plus rapide"."""
    if value == "cannot_tell":
        return w("illisible")
    return w("stable") if value == "stable" else w(CHANGES[axis, value])


def event(w: Words, kind: str) -> str:
    """An event's kind."""
    return w(EVENTS[kind])


def dose_title(w: Words, dose_kind: str) -> tuple[str, str]:
    """Title and unit of the dose panel."""
    title, unit = DOSES[dose_kind]
    return w(title), w(unit)


def pain_title(w: Words, column: str) -> tuple[str, str]:
    """Title and unit of the pain panel."""
    return w("Douleur"), w(PAINS[column])


def strain_title(w: Words) -> tuple[str, str]:
    """Title of the row of strain; its legend says how to read the shades."""
    return w("Contraintes"), ""


def rest_title(w: Words) -> tuple[str, str]:
    """Title of the row of sleep and rest."""
    return w("Manque de repos"), ""


def shade_step(z: float) -> int:
    """The shade of a cell, 0 to 3: how far the day lies above this patient's usual, in own SD."""
    return sum(z >= edge for edge in (0.5, 1, 2))


def shade(w: Words, row: str, z: float) -> str:
    """The shade of a cell of "strain" or "lack_of_rest" in words."""
    return w(SHADES[row][shade_step(z)])
