"""The answers behind a safety finding, and the reviews that clear them."""

from __future__ import annotations

import math
from collections.abc import Callable

from loadaid.analysis.rules.base import At, Input
from loadaid.analysis.rules.clearing.trust import FIRST
from loadaid.analysis.rules.inputs.cells import one
from loadaid.analysis.safety import LASTING, UP_TO_DATE_DAYS
from loadaid.domain.records import SAFETY_ITEMS
from loadaid.domain.words import N_

ITEMS = {
    "saddle_numbness": N_("engourdissement du périnée"),
    "bladder_change": N_("troubles urinaires"),
    "bowel_change": N_("troubles du transit ou de la continence"),
    "sexual_change": N_("troubles sexuels"),
    "leg_weakness_progressive": N_("faiblesse d'une jambe qui progresse"),
    "leg_symptoms_both_sides": N_("symptômes dans les deux jambes, nouveaux ou qui augmentent"),
    "fever": N_("fièvre"),
    "unwell": N_("altération de l'état général"),
    "weight_loss": N_("perte de poids"),
    "night_pain_non_mechanical": N_("douleur nocturne non mécanique"),
    "cancer_history_new_pain": N_("antécédent de cancer avec douleur nouvelle"),
    "major_trauma": N_("traumatisme important"),
    "low_energy_fall": N_("chute à faible énergie"),
    "steroids_or_osteoporosis": N_("corticoïdes ou ostéoporose"),
    "thoracic_pain": N_("douleur thoracique"),
    "iv_drug_use": N_("usage de drogue intraveineuse"),
}
NOTED, REVIEWED = N_("relecture clinique avec une note"), N_("relecture clinique")
FLARE_BEGAN = N_("début de la poussée présente")
COUNTS = {
    "steroids_or_osteoporosis": N_("corticoïdes ou ostéoporose, compte aujourd'hui"),
    "iv_drug_use": N_("usage de drogue intraveineuse, compte aujourd'hui"),
}
EMERGENCY = N_(
    "Un « oui » compte tant qu'aucune relecture clinique avec une note n'est datée de son jour ou après. Mesuré : nombre de "
    "questions dont le dernier « oui » compte ; relevé à {safety_yes} ou plus. Sans cela, illisible si une question n'a "
    "pas de réponse depuis 35 jours ou, en cas de poussée présente, depuis son début."
)
URGENT = N_(
    "Un « oui » compte tant qu'aucune relecture clinique n'est datée de son jour ou après ; pour les deux facteurs durables "
    "(corticoïdes ou ostéoporose, drogue intraveineuse), la ligne « compte aujourd'hui » le dit, car la même réponse "
    "redonnée après une relecture ne compte plus, sauf poussée, aggravation ou chute depuis. Mesuré : nombre de questions dont "
    "le dernier « oui » compte ; relevé à {safety_yes} ou plus. Sans cela, illisible si une question n'a pas de réponse "
    "depuis 35 jours ou, en cas de poussée présente, depuis son début."
)


def answers(tier: slice) -> Callable[[At], list[Input]]:
    """The last yes and the last answer to each question of a tier, and the last review that counts for it."""

    def inputs(at: At) -> list[Input]:
        s = at.w.safety
        found = []
        for k, name in list(enumerate(SAFETY_ITEMS))[tier]:
            yes, last = at_item(at, s.last_yes, k), at_item(at, s.answered_on, k)
            if math.isinf(last):
                found.append(Input(ITEMS[name], None, None, "yes/no"))
            if not math.isinf(yes):
                found.append(one(at, ITEMS[name], int(yes), 1, "yes/no"))
            if last > yes:
                found.append(one(at, ITEMS[name], int(last), 0, "yes/no"))
            if name in LASTING and not math.isinf(yes):
                found.append(one(at, COUNTS[name], at.day, at_item(at, s.standing, k), "yes/no"))
        review = at.value(s.noted if tier is FIRST else s.reviewed)
        if not math.isinf(review):
            found.append(one(at, NOTED if tier is FIRST else REVIEWED, int(review), 1, "yes/no"))
        flare = at.value(at.w.symptoms.flare_first)
        if not math.isinf(flare):
            found.append(one(at, FLARE_BEGAN, int(flare), 1, "yes/no"))
        return found

    return inputs


def unanswered(tier: slice) -> Callable[[At], int]:
    """Questions of a tier without a recent answer."""

    def lacks(at: At) -> int:
        since = float(at.day - UP_TO_DATE_DAYS)
        flare = at.value(at.w.symptoms.flare_first)
        since = since if math.isinf(flare) else max(since, flare)
        return int((at.w.safety.answered_on[tier, at.row, at.day] < since).sum())

    return lacks


def at_item(at: At, of_items: object, k: int) -> float:
    """A number of one question today, of (items, patients, days)."""
    return float(of_items[k, at.row, at.day])  # type: ignore[index]
