"""The codes of a reading and of its page in the words of paper. Readings and options, never orders."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

from loadaid.analysis.headline import LABELS, REASONS
from loadaid.analysis.hold import HEADLINES
from loadaid.domain.words import N_
from loadaid.locale import MISSING, Words

Json = Mapping[str, Any]

SAFETY = {
    "clear": N_("Sécurité : rien à signaler"), "unknown": N_("Sécurité : questions sans réponse récente"),
    "urgent": N_("Sécurité : avis médical rapide"), "emergency": N_("Sécurité : avis médical en urgence, 15 ou 112"),
}  # fmt: skip
EVENTS = {
    "visit": N_("Visite"), "plan_change": N_("Plan modifié"), "deload": N_("Période allégée"),
    "holiday": N_("Vacances"), "illness": N_("Maladie"), "safety_reviewed": N_("Sécurité revue"),
    "medication_change": N_("Traitement modifié"), "discharge": N_("Fin de suivi"),
}  # fmt: skip
RESPONSES = {
    "green": N_("sans réaction notable"), "amber": N_("réaction légère"), "red": N_("réaction nette"),
    "flare": N_("poussée"),
}  # fmt: skip
AXES = {
    "recovery": N_("Retour à l’habituel"), "onset": N_("Apparition"), "intensity": N_("Intensité"),
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
    "minutes": (N_("Durée"), N_("minutes")), "none": (N_("Dose"), N_("inconnue")),
}  # fmt: skip
PAINS = {"pain_morning": N_("au réveil"), "pain_average": N_("moyenne du jour")}
ACTIONS = {
    "progress": N_("Progresser"), "hold": N_("Maintenir"), "regress": N_("Réduire"),
    "adjust_strain": N_("Alléger le quotidien"), "ask_first": N_("Demander d'abord"),
}  # fmt: skip
EXACT = 20  # up to here a second decimal may show on which side of a limit a value lies
MINUTES = 120  # seconds from which a time is said in minutes
UP = ("red", "flare")  # responses after which a morning is drawn as clearly up

# Reasons are read in this order: safety, response, symptoms, dose, strain, data; the telling rule of each first.
ORDER = (
    "safety-emergency", "safety-urgent", "repeated-red-sessions", "flare", "next-morning-response", "settle-time",
    "sleep-after-session", "during-session-pain", "week-pain", "morning-contrast", "baseline-risen", "dose-spike",
    "dose-growth", "stagnation", "low-effort", "daily-strain", "recovery-debt", "enough-pain-days", "enough-baseline",
    "enough-responses", "log-quality",
)  # fmt: skip
EXPLAINED_BY = {HEADLINES[k]: rules for k, rules in REASONS.items()}
# The days of these are sessions: what they tell of is seen on the next morning too.
OF_SESSIONS = ("repeated-red-sessions", "settle-time", "sleep-after-session", "during-session-pain", "dose-spike")


MOST_REASONS = 3  # on a page: more are not read


def reasons(result: Json, most: int | None = MOST_REASONS) -> list[Json]:
    """The raised findings, at most so many: what says why it is this headline first, then in reading order."""
    raised = [f for f in result["findings"] if f["state"] == "raised"]
    own = EXPLAINED_BY.get(result["headline"], ())
    place = {rule: k for k, rule in enumerate(dict.fromkeys((*own, *ORDER)))}
    # A rule of another version of the rules, in a frozen reading, comes after those of this one.
    return sorted(raised, key=lambda f: (place.get(f["rule"], len(place)), f["rule"]))[:most]


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


def state(w: Words, headline: str) -> str:
    """A headline's code in words."""
    return w(LABELS[HEADLINES.index(headline)])


def change(w: Words, axis: str, value: str) -> str:
    """What a trajectory axis did, in its own words: recovery improved is "plus rapide"."""
    if value == "cannot_tell":
        return w("illisible")
    return w("stable") if value == "stable" else w(CHANGES[axis, value])


def event(w: Words, kind: str) -> str:
    """An event's kind; a kind of another version as it was kept."""
    return w(EVENTS[kind]) if kind in EVENTS else kind


def days(w: Words, isos: Sequence[str], most: int = 5) -> str:
    """Days in words; more than `most`, a run of neighbours counting once, as how many, from the first to the last. None: a dash."""
    found = sorted({date.fromisoformat(iso) for iso in isos})
    if 1 + sum((after - before).days > 1 for before, after in pairwise(found)) <= most:
        return w.days(found) if found else MISSING
    return w("{n} jours, du {first} au {last}", n=len(found), first=found[0], last=found[-1])


def shade(z: float) -> int:
    """The shade of a cell, 0 to 3: how far the day lies above this patient's usual, in own SD."""
    return sum(z >= edge for edge in (0.5, 1, 2))


def legible(text: object, most: int = 80) -> str:
    """A person's words as one line, cut after `most` characters; marks that turn or steer a text become �."""
    line = re.sub(r"[ \t\r\n]+", " ", str(text)).strip()
    shown = "".join(
        "\N{REPLACEMENT CHARACTER}" if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn") else c for c in line
    )
    return shown if len(shown) <= most else shown[: most - 1] + "…"


def dose_next(w: Words, one: Json) -> str:
    """The dose of an exercise in real units: 3 × 10, 12 kg; 3 × 30 s; 3 × 14,5 min; a dash when none is given."""
    sets, reps, load, hold = (one.get(unit) for unit in ("sets", "reps", "load_kg", "hold_s"))
    held = None
    if hold is not None:
        held = w("{x} min", x=w.number(hold / 60, 2)) if hold >= MINUTES else w("{x} s", x=w.number(hold, 2))
    times = [w.number(x, 2) for x in (sets, reps) if x is not None]
    if held and len(times) == 2 and reps != 1:
        said = [" × ".join(times), w("tenir {time}", time=held)]
    else:
        said = [" × ".join([*times[: 1 if held else 2], *([held] if held else [])])]
    if load is not None:
        said.append(w("{x} kg", x=w.number(load, 2)))
    return ", ".join(text for text in said if text) or MISSING


def a_week(w: Words, sessions: float) -> str:
    """How many sessions a week."""
    n = int(sessions) if sessions == int(sessions) else 2  # a broken number takes the plural
    return w.plural("{x} séance par semaine", "{x} séances par semaine", n, x=w.number(sessions))
