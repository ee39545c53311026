"""The days behind a finding on daily strain or recovery."""

from __future__ import annotations

import numpy as np

from loadaid.analysis.rules.base import At, Input
from loadaid.analysis.rules.inputs.cells import back, daily, known, one
from loadaid.analysis.strain import LEAST, USUAL_FIRST, USUAL_LAST
from loadaid.domain.words import N_

WORK, LIFTING = N_("effort au travail"), N_("port de charges (0, 3, 7 ou 10)")
RUN, POSTURE, STRESS = N_("jours de travail d'affilée"), N_("posture inhabituelle (0, 3, 7 ou 10)"), N_("stress")
RECENT = N_("contraintes récentes")
SLEEP, FATIGUE = N_("qualité du sommeil"), N_("fatigue")

STRAIN = N_(
    "Physique d'un jour : moyenne des parts connues, effort au travail (poids 0,20), port de charges (0,10), jours d'affilée "
    "(3 au plus, × 10/3, poids 0,10), posture (0,05). Contraintes récentes : moyenne du physique d'aujourd'hui, d'hier et d'avant-hier "
    "(0,5, 0,3, 0,2), qui pèse le plus grand poids physique connu de ces 3 jours, et du stress d'aujourd'hui et d'hier (0,5, 0,5), qui pèse "
    "0,15 ; poids total de 0,25 au moins. Mesuré : (contraintes récentes d'aujourd'hui − habituel) / écart-type. Habituel : le plus grand de la "
    "médiane des jours d'il y a 8 à 35 jours (7 au moins) et, si 2 sont connus, de la médiane des mêmes jours de semaine d'il y a 2 à 5 "
    "semaines. Écart-type : des mêmes jours d'il y a 8 à 35 jours (division par n − 1), 1 au moins. Relevé à {strain} ou plus."
)
RECOVERY = N_(
    "Manque d'un jour : moyenne des parts connues, 10 − qualité du sommeil (poids 0,30) et fatigue (0,10) ; un jour dont la nuit "
    "d'avant a été gênée par l'exercice est laissé de côté. Mesuré : (moyenne des 3 derniers jours, 2 au moins − habituel) / écart-type. "
    "Habituel : le plus grand de la médiane des jours d'il y a 8 à 35 jours (7 au moins) et, si 2 sont connus, de la médiane des mêmes "
    "jours de semaine d'il y a 2 à 5 semaines. Écart-type : des mêmes jours d'il y a 8 à 35 jours (division par n − 1), 1 au moins. "
    "Relevé à {recovery} ou plus."
)


def strained(at: At) -> list[Input]:
    """The parts of the last three days, and the recent strain of the usual days."""
    s, days = at.w.strain, back(at, 2)
    return [
        *daily(at, WORK, s.effort, days),
        *daily(at, LIFTING, s.lifting, days),
        *daily(at, RUN, s.run, days, "days"),
        *daily(at, POSTURE, s.posture, days),
        *daily(at, STRESS, at.w.panel.daily["stress"], days),
        *daily(at, RECENT, s.recent, [*back(at, USUAL_FIRST, USUAL_LAST), at.day]),
    ]


def strain_missing(at: At) -> int:
    """Usual days, and today's."""
    seen = [x for x in strained(at) if x.name == RECENT]
    return max(LEAST - known(seen[:-1], RECENT), 0) + (seen[-1].value is None)


def rested(at: At) -> list[Input]:
    """Sleep and fatigue of the last three days and of the usual ones, without the nights that a session disturbed."""
    d, disturbed = at.w.panel.daily, at.w.panel.session["sleep_disturbed"]
    found = []
    for day in (*back(at, USUAL_FIRST, USUAL_LAST), *back(at, 2)):
        if day and at.value(disturbed, day - 1) == 1:
            continue
        found += [
            one(at, SLEEP, day, at.value(d["sleep_quality"], day)),
            one(at, FATIGUE, day, at.value(d["fatigue"], day)),
        ]
    return found


def rest_missing(at: At) -> int:
    """Usual days, and recent ones."""
    noted = ~np.isnan(at.w.strain.debt[at.row])
    usual, recent = (sum(bool(noted[d]) for d in days) for days in (back(at, USUAL_FIRST, USUAL_LAST), back(at, 2)))
    return max(LEAST - usual, 0) + max(2 - recent, 0)
