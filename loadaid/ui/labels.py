"""The codes of a review in the words of a screen. Options and readings, never orders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from loadaid.domain.words import N_
from loadaid.locale import Words

HEADLINES = {
    "red_flag": N_("Drapeau rouge : avis médical"),
    "insufficient_data": N_("Données insuffisantes"),
    "too_fast": N_("Progression trop rapide : compatible avec l’exercice"),
    "strain_driven": N_("Contraintes du quotidien, sommeil et repos"),
    "flare_unclear": N_("Réaction à éclaircir"),
    "too_cautious": N_("Marge de progression"),
    "in_zone": N_("Dans la zone"),
}
SENTENCES = {
    "red_flag": N_("Une réponse de sécurité demande un avis médical ; la lecture de la charge est suspendue."),
    "insufficient_data": N_("Trop peu de saisies pour lire la charge ; le journal reste lisible ci-dessous."),
    "too_fast": N_("Les réactions suivent surtout les séances ; le quotidien et le repos les expliquent moins."),
    "strain_driven": N_("La réaction suit surtout le quotidien ou le manque de repos, peu les séances."),
    "flare_unclear": N_("Il y a une réaction ; rien ne désigne nettement l’exercice, le quotidien ou le repos."),
    "too_cautious": N_("La dose est bien tolérée et ne bouge pas ; rien de noté ne s’oppose à un petit palier."),
    "in_zone": N_("Les séances sont tolérées et aucun paramètre ne recule nettement."),
}
STATES = {"raised": N_("relevé"), "clear": N_("rien à signaler"), "cannot_tell": N_("illisible")}
SAFETY = {
    "clear": N_("Sécurité : rien à signaler"), "unknown": N_("Sécurité : questions sans réponse récente"),
    "urgent": N_("Sécurité : avis médical rapide"), "emergency": N_("Sécurité : avis médical en urgence, 15 ou 112"),
}  # fmt: skip
DRIVERS = {
    "exercise": N_("surtout l’exercice"), "daily_strain": N_("surtout le quotidien"), "recovery": N_("surtout le sommeil et le repos"),
    "mixed": N_("en partie l’exercice, en partie le quotidien ou le repos"), "unclear": N_("rien de net"), "none": "",
}  # fmt: skip
EVENTS = {
    "visit": N_("Visite"), "plan_change": N_("Plan modifié"), "deload": N_("Période allégée"), "holiday": N_("Vacances"),
    "illness": N_("Maladie"), "safety_reviewed": N_("Sécurité revue"), "medication_change": N_("Traitement modifié"),
    "discharge": N_("Fin de suivi"),
}  # fmt: skip
CLASSES = {
    "green": N_("sans réaction notable"), "amber": N_("réaction légère"), "red": N_("réaction nette"),
    "cannot_tell": N_("lendemain inconnu"), "pending": N_("lendemain à venir"),
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
SIGNS = {"improved": "+", "worse": "−", "stable": "=", "cannot_tell": "?"}
DOSES = {
    "external": (N_("Dose"), N_("début = 100")), "load_au": (N_("Charge"), N_("effort × min")),
    "minutes": (N_("Durée"), N_("minutes")), None: (N_("Dose"), N_("inconnue")),
}  # fmt: skip
PAINS = {
    "pain_morning": (N_("Douleur"), N_("au réveil, /10")),
    "pain_average": (N_("Douleur"), N_("moyenne du jour, /10")),
}
STRAINS = (N_("contraintes habituelles"), N_("contraintes un peu au-dessus de l’habituel"),
           N_("contraintes au-dessus de l’habituel"), N_("contraintes nettement au-dessus de l’habituel"))  # fmt: skip

# Reasons are read in this order: safety, symptom response, dose, strain, data.
ORDER = (
    "safety-emergency", "safety-urgent", "repeated-red-sessions", "flare", "next-morning-response", "settle-time",
    "sleep-after-session", "during-session-pain", "week-pain", "morning-contrast", "baseline-risen", "dose-spike", "dose-growth",
    "stagnation", "low-effort", "daily-strain", "recovery-debt", "enough-pain-days", "enough-baseline", "enough-responses", "log-quality",
)  # fmt: skip


def headline(w: Words, result: Mapping[str, Any]) -> str:
    """The state in one phrase."""
    code, axes = result["headline"], result["axes"]
    if (
        code == "in_zone"
        and axes["trajectory"]["function"] == "improved"
        and axes["trajectory"]["intensity"] == "stable"
    ):
        return w("Dans la zone : douleur stable, fonction en progrès")
    if code == "flare_unclear" and axes["attribution"]["driver"] == "none":
        return w("À éclaircir")
    return w(HEADLINES[code])


def sentence(w: Words, result: Mapping[str, Any]) -> str:
    """The state in one sentence: what speaks for it, in words and not in decimals."""
    code, axes = result["headline"], result["axes"]
    driver = axes["attribution"]["driver"]
    if code == "red_flag" and axes["safety"] == "emergency":
        return w("Une réponse de sécurité demande d’appeler le 15 ou le 112 ; la lecture de la charge est suspendue.")
    if code == "flare_unclear" and driver == "none":
        return w("Pas de réaction aux séances, mais un paramètre recule : à éclaircir ensemble.")
    if code == "too_fast" and driver == "mixed":
        return w("Les réactions suivent en partie les séances, en partie le quotidien ou le repos.")
    if code == "strain_driven" and driver == "recovery":
        return w("La réaction suit surtout le manque de sommeil ou de repos, peu les séances.")
    if code == "strain_driven" and driver == "daily_strain":
        return w("La réaction suit surtout les contraintes du quotidien, peu les séances.")
    return w(SENTENCES[code])


def reasons(result: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The raised findings in reading order; a rule unknown here comes last."""
    raised = [f for f in result["findings"] if f["state"] == "raised"]
    return sorted(raised, key=lambda f: ORDER.index(f["rule"]) if f["rule"] in ORDER else len(ORDER))


def change(w: Words, axis: str, value: str) -> str:
    """What a trajectory axis did, in its own words: recovery improved is "plus rapide"."""
    if value == "cannot_tell":
        return w("illisible")
    return w("stable") if value == "stable" else w(CHANGES[axis, value])


def event(w: Words, kind: str) -> str:
    return w(EVENTS[kind])


def dose_title(w: Words, dose_kind: str | None) -> tuple[str, str]:
    """Title and unit of the dose panel. An unknown kind has no unit to show."""
    title, unit = DOSES.get(dose_kind, DOSES[None])
    return w(title), w(unit)


def pain_title(w: Words, column: str) -> tuple[str, str]:
    title, unit = PAINS[column]
    return w(title), w(unit)


def strain_title(w: Words) -> tuple[str, str]:
    return w("Contraintes"), w("marqué : inhabituel")


def strain_step(z: float) -> int:
    """The shade of a strain cell, 0 to 3: how far the day lies above this patient's usual, in own SD."""
    return sum(z >= edge for edge in (0.5, 1, 2))


def strain(w: Words, z: float) -> str:
    return w(STRAINS[strain_step(z)])
