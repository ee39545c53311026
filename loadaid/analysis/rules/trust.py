"""Safety first, then whether the log holds enough to be read."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from loadaid.analysis.index import Floats
from loadaid.analysis.rules.base import At, Facts, Reading, Rule, below
from loadaid.analysis.rules.clearing import trust as clearing
from loadaid.analysis.rules.clearing.trust import FIRST, SECOND
from loadaid.analysis.rules.inputs import safety, sessions
from loadaid.analysis.rules.inputs import trust as seen
from loadaid.analysis.rules.inputs.safety import ITEMS
from loadaid.analysis.sufficiency import FAULT_DAYS
from loadaid.analysis.workings import Workings
from loadaid.domain.records import SAFETY_ITEMS
from loadaid.domain.words import N_, Speaker


def days_to_open(w: Workings) -> Floats:
    """Pain days of 7 that open the reading: fewer once it has been open and shut again."""
    again = w.sufficiency.opened & ~w.sufficiency.open
    return np.asarray(np.where(again, w.limits.pain_days_reopen, w.limits.pain_days_open))


def _standing(w: Workings, tier: slice) -> Reading:
    count = w.safety.standing[tier].sum(axis=0).astype(float)
    answered = w.safety.answered_1 if tier is FIRST else w.safety.answered_2
    return Reading(count, w.limits.safety_yes, count >= w.limits.safety_yes, answered | (count > 0))


def _safety_days(tier: slice) -> Callable[[At], list[int]]:
    def days(at: At) -> list[int]:
        standing = at.w.safety.standing[tier, at.row, at.day]
        said = at.w.safety.last_yes[tier, at.row, at.day][standing]
        return sorted({int(d) for d in said})

    return days


def _safety_facts(tier: slice) -> Callable[[At, Speaker], Facts]:
    def facts(at: At, words: Speaker) -> Facts:
        standing = at.w.safety.standing[tier, at.row, at.day]
        names = np.array(SAFETY_ITEMS[tier])[standing]
        return {"items": ", ".join(words(ITEMS[name]) for name in names)}

    return facts


def _since(tier: slice) -> Callable[[At, Speaker], Facts]:
    return lambda at, words: {"since": words.day(at.calendar(clearing.review_day(at, tier)))}


def _faults(w: Workings) -> Reading:
    s = w.sufficiency
    late = s.backfilled > w.limits.backfill_share + 1e-9
    count = (s.constant.astype(int) + late).astype(float)
    known = (s.pain_days_14 >= FAULT_DAYS) | ~np.isnan(s.backfilled)
    return Reading(count, w.limits.log_faults, count >= w.limits.log_faults, known)


def _fault_facts(at: At, words: Speaker) -> Facts:
    late = at.value(at.w.sufficiency.backfilled)
    said = []
    if at.value(at.w.sufficiency.constant):
        said.append(words(N_("la même douleur est notée chaque jour depuis deux semaines")))
    if late > at.w.limits.backfill_share:
        hours = words.number(at.w.limits.backfill_hours)
        said.append(
            words(
                N_("{share} % des saisies ont été écrites plus de {hours} h après"),
                share=round(late * 100),
                hours=hours,
            )
        )
    return {"reasons": ", ".join(said)}


def _mended(at: At, words: Speaker) -> Facts:
    said = []
    if at.value(at.w.sufficiency.constant):
        said.append(words(N_("des valeurs qui varient")))
    if at.value(at.w.sufficiency.backfilled) > at.w.limits.backfill_share:
        share, hours = math.floor(at.w.limits.backfill_share * 100 + 1e-9), words.number(at.w.limits.backfill_hours)
        said.append(
            words(N_("{share} % au plus des saisies écrites plus de {hours} h après"), share=share, hours=hours)
        )
    return {"mended": ", ".join(said)}


def _missing_responses(at: At, words: Speaker) -> Facts:
    ways = clearing.missing_responses(at)
    if len(ways) == 1:
        what = words(N_("leur délai de retour"))
    else:
        what = words(N_("leur délai de retour, ou la douleur d'avant et du lendemain"))
    return {"missing": len(ways[0]), "what": what}


RULES = (
    Rule(
        "safety-emergency", "safety", N_("Un signe qui demande un avis médical immédiat est-il présent ?"),
        "safety_yes", "answers", lambda w: _standing(w, FIRST),
        raised=N_("Réponse « oui » : {items} ({days}). Avis médical immédiat : 15 ou 112."),
        clear=N_("Aucune réponse « oui » aux questions d'urgence, posées il y a moins de 35 jours."),
        cannot_tell=N_("Questions d'urgence sans réponse récente : elles ont plus de 35 jours, ou datent d'avant la poussée."),
        would_clear=N_("Se lève par une relecture clinique avec une note, datée du {since} ou après."),
        days=_safety_days(FIRST), facts=_safety_facts(FIRST),
        clears=lambda at: clearing.reviewed(at, FIRST), names=_since(FIRST),
        recipe=safety.EMERGENCY, inputs=safety.answers(FIRST), lacks=safety.unanswered(FIRST),
    ),
    Rule(
        "safety-urgent", "safety", N_("Un signe qui demande un avis médical rapide est-il présent ?"),
        "safety_yes", "answers", lambda w: _standing(w, SECOND),
        raised=N_("Réponse « oui » : {items} ({days}). Avis du médecin prescripteur."),
        clear=N_("Aucune réponse « oui » en attente de relecture ; questions posées il y a moins de 35 jours."),
        cannot_tell=N_("Questions de sécurité sans réponse récente : elles ont plus de 35 jours, ou datent d'avant la poussée."),
        would_clear=N_("Se lève par une relecture clinique datée du {since} ou après."),
        days=_safety_days(SECOND), facts=_safety_facts(SECOND),
        clears=lambda at: clearing.reviewed(at, SECOND), names=_since(SECOND),
        recipe=safety.URGENT, inputs=safety.answers(SECOND), lacks=safety.unanswered(SECOND),
    ),
    Rule(
        "enough-pain-days", "data", N_("La douleur est-elle notée assez souvent ?"),
        "pain_days_open", "days of 7",
        lambda w: Reading(
            w.sufficiency.pain_days.astype(float), days_to_open(w), ~w.sufficiency.open,
            np.ones(w.panel.shape, dtype=bool),
        ),
        raised=N_("Jours de douleur notés sur 7 : {measured} ; il en faut {limit} pour ouvrir la lecture."),
        clear=N_("Jours de douleur notés sur 7 : {measured} ; la lecture reste ouverte."),
        cannot_tell=N_("Jours notés inconnus."),
        would_clear=N_("Saisies à ajouter sur 7 jours pour rouvrir la lecture : {missing}."),
        days=lambda at: at.where(at.w.symptoms.pain_known, 7),
        clears=clearing.missing_pain_days,
        names=lambda at, words: {"missing": len(clearing.missing_pain_days(at)[0])},
        recipe=seen.PAIN_DAYS, inputs=seen.pain_days,
    ),
    Rule(
        "enough-baseline", "data", N_("Le niveau habituel du patient est-il connu ?"),
        "baseline_values", "values", lambda w: below(w.symptoms.values_behind_usual, w.limits.baseline_values),
        raised=N_("Valeurs de douleur entre 8 et 56 jours avant : {measured} ; il en faut {limit} pour un niveau habituel."),
        clear=N_("Niveau habituel : {usual}/10 (valeurs hors poussée : {measured})."),
        cannot_tell=N_("Niveau habituel inconnu."),
        would_clear=N_("Avec {limit} valeurs, hors poussée, vieilles de 8 à 56 jours."),
        days=lambda at: [],
        facts=lambda at, words: {"usual": at.value(at.w.symptoms.usual)}, clears=clearing.missing_values,
        recipe=seen.BASELINE, inputs=seen.values,
    ),
    Rule(
        "enough-responses", "data", N_("La réponse aux séances est-elle connue ?"),
        "classed_sessions", "sessions", lambda w: below(w.response.classed_28.astype(float), w.limits.classed_sessions),
        raised=N_("Séances à réponse connue en 28 jours : {measured} ; il en faut {limit}."),
        clear=N_("Séances à réponse connue en 28 jours : {measured}."),
        cannot_tell=N_("Réponse aux séances inconnue."),
        would_clear=N_("Séances de plus à noter avec {what} : {missing}."),
        days=lambda at: [d for d in at.where(at.w.response.classed, 28) if d < at.day],
        clears=clearing.missing_responses, names=_missing_responses,
        recipe=sessions.RESPONSES, terms=(sessions.SCALE, sessions.IS_KNOWN, sessions.IS_RED), inputs=sessions.responses,
    ),
    Rule(
        "log-quality", "data", N_("Le journal se lit-il comme un journal tenu au jour le jour ?"),
        "log_faults", "faults", _faults,
        raised=N_("Journal difficile à lire : {reasons}."),
        clear=N_("Rien à signaler dans la tenue du journal."),
        cannot_tell=N_("Trop peu de saisies pour juger de la tenue du journal."),
        would_clear=N_("Avec {mended}."),
        days=lambda at: [], facts=_fault_facts, clears=clearing.honest_log, names=_mended,
        recipe=seen.QUALITY, inputs=seen.quality, lacks=seen.to_judge,
    ),
)  # fmt: skip
