"""The entries behind a finding on pain during a session, flares, and the level of pain."""

from __future__ import annotations

import math

import numpy as np

from loadaid.analysis.response import LEAST_MORNINGS, MONTH, WITHIN
from loadaid.analysis.rules.base import At, Input
from loadaid.analysis.rules.inputs.cells import AVERAGE, MORNING, USUAL, back, daily, is_saturated, known, one
from loadaid.analysis.rules.inputs.sessions import DURING, JUST, USUAL_DURING, usual_during
from loadaid.domain.words import N_

USUAL_TODAY = N_("niveau habituel, pour l'échelle")
PAIN, PAIN_USUAL, PAIN_SD = N_("douleur du jour"), N_("niveau habituel de douleur"), N_("écart-type de la douleur")
IMPACT, IMPACT_USUAL, IMPACT_SD = N_("impact"), N_("impact habituel"), N_("écart-type de l'impact")
WORD = N_("poussée, mot du patient")
SESSION_BEFORE, WORK_BEFORE = N_("séance la veille"), N_("travail la veille")
USUAL_MORNING, USUAL_AVERAGE = N_("niveau habituel au réveil"), N_("niveau habituel en moyenne du jour")

DURING_PAIN = N_(
    "Dernière séance de 21 jours dont la douleur pendant est notée. Mesuré : cette douleur ; seuil : le plus grand de "
    "{during_high} et, s'il est connu, du niveau habituel + {over_usual_red}. Relevé si elle dépasse le seuil et dépasse de {during_rise} ou plus la "
    "douleur juste avant ; illisible si elle dépasse le seuil sans douleur juste avant notée, ou si l'échelle est saturée (ligne « niveau "
    "habituel, pour l'échelle »)."
)
FLARE = N_(
    "Un jour complète une poussée s'il remplit (1), (2) ou (3). Douleur haute : {flare_rise} points et {flare_sd} écarts-types "
    "ou plus au-dessus de l'habituel. Impact haut : {flare_impact} ou plus au-dessus de l'habituel. (1) Mot du patient, avec un "
    "impact au-dessus de l'habituel d'au moins {declared_impact} et d'au moins {declared_sd} écart-type ; si l'impact ou son habituel "
    "manque, avec une douleur de {declared_impact} ou plus au-dessus, ou une échelle saturée. (2) Ce jour et la veille : impact haut, "
    "et douleur haute ou échelle saturée avec douleur notée. (3) Ce jour et les deux d'avant : douleur haute, échelle non "
    "saturée, impact ou son habituel manquant. Mesuré : jours des 3 derniers qui complètent une poussée ; relevé dès "
    "{flare_days}. Sans cela, illisible si moins de 2 des 3 jours ont une douleur avec son habituel ou un « non » du patient, ou "
    "si son mot est là sans impact, sans douleur et sans échelle saturée."
)
WEEK = N_(
    "Mesuré : moyenne des douleurs notées des 7 derniers jours, moins le niveau habituel ; relevé à {week_pain} ou plus. Illisible "
    "sous 5 jours notés, sans niveau habituel, ou si l'échelle est saturée (ligne « niveau habituel, pour l'échelle »)."
)
CONTRAST = N_(
    "Douleurs au réveil de 28 jours, en trois groupes : veille travaillée, veille non travaillée, veille inconnue. Dans chaque "
    "groupe qui a 2 matins ou plus après séance et 2 ou plus après un repos noté : moyenne des premiers moins moyenne des "
    "seconds. Mesuré : moyenne de ces écarts, chacun pesant son nombre de matins après séance ; relevé à {contrast} ou "
    "plus. Illisible sous 6 matins de l'une ou de l'autre sorte dans les groupes retenus."
)
RISEN = N_(
    "Mesuré : niveau habituel d'aujourd'hui moins le plus bas des 84 derniers jours ; la moyenne du jour sert d'abord, "
    "le réveil si elle n'a pas de niveau habituel aujourd'hui. Un niveau vaut jusqu'au suivant de la liste. Relevé à "
    "{baseline_risen} ou plus, illisible sans niveau habituel aujourd'hui."
)


def during(at: At) -> list[Input]:
    """Sessions of 21 days from the last one whose pain is known on, all where none is."""
    s, last = at.w.panel.session, at.last_during()
    days = [d for d in at.where(at.w.panel.is_session, WITHIN) if not last or d >= last[0]]
    found = [one(at, DURING, d, at.value(s["during"], d)) for d in days]
    for d in last:
        found += [one(at, JUST, d, at.value(s["before"], d)), one(at, USUAL_DURING, d, usual_during(at, d))]
    return [*found, one(at, USUAL_TODAY, at.day, at.value(at.w.symptoms.usual))]


def flare(at: At) -> list[Input]:
    """Pain and impact against the usual of each day, of the last three days and the two before them."""
    d, s = at.w.panel.daily, at.w.symptoms
    found = []
    for day in back(at, 4):
        of_morning = at.value(d["pain_morning"], day) - at.value(s.morning.level, day)
        of_average = at.value(d["pain_average"], day) - at.value(s.average.level, day)
        by_morning = not math.isnan(of_morning) if at.value(s.by_morning, day) else math.isnan(of_average)
        pain, usual = (d["pain_morning"], s.morning) if by_morning else (d["pain_average"], s.average)
        found += [
            one(at, PAIN, day, at.value(pain, day)),
            one(at, PAIN_USUAL, day, at.value(usual.level, day)),
            one(at, PAIN_SD, day, at.value(usual.sd, day)),
            one(at, IMPACT, day, at.value(d["impact"], day)),
            one(at, IMPACT_USUAL, day, at.value(s.impact.level, day)),
            one(at, IMPACT_SD, day, at.value(s.impact.sd, day)),
            one(at, WORD, day, at.value(d["flare"], day), "yes/no"),
        ]
    return found


def flare_days_missing(at: At) -> int:
    """Days to be known of the last three."""
    return 2 - len(at.where(~np.isnan(at.w.symptoms.excess) | (at.w.panel.daily["flare"] == 0), 3))


def week(at: At) -> list[Input]:
    """Seven days of the series in use, and its usual level."""
    s = at.w.symptoms
    morning = bool(at.value(s.week_by_morning))
    column, name = ("pain_morning", MORNING) if morning else ("pain_average", AVERAGE)
    return [
        *daily(at, name, at.w.panel.daily[column], back(at, 6)),
        one(at, USUAL, at.day, at.value(s.week_usual)),
        one(at, USUAL_TODAY, at.day, at.value(s.usual)),
    ]


def week_days_missing(at: At) -> int | None:
    """Days of this week, and values behind a usual level."""
    if is_saturated(at):
        return None
    days = 5 - known(week(at), MORNING, AVERAGE)
    behind = at.w.limits.baseline_values - at.value(at.w.symptoms.values_behind_usual)
    return max(days, 0) + (math.ceil(behind) if math.isnan(at.value(at.w.symptoms.week_usual)) and behind > 0 else 0)


def contrast(at: At) -> list[Input]:
    """The mornings of a month, and what the day before each held: a session 1, a logged rest 0."""
    p, found = at.w.panel, []
    for day in back(at, MONTH - 1):
        before = day - 1
        found.append(one(at, MORNING, day, at.value(p.daily["pain_morning"], day)))
        state = at.value(p.state, before) - 1 if day else -1.0
        found.append(one(at, SESSION_BEFORE, day, state if state >= 0 else np.nan, "yes/no"))
        worked = at.value(p.daily["worked"], before) if day else np.nan
        found.append(one(at, WORK_BEFORE, day, worked, "yes/no"))
    return found


def mornings_missing(at: At) -> int:
    """Mornings of either kind."""
    seen = contrast(at)
    noted = {x.day for x in seen if x.name == MORNING and x.value is not None}
    after = [x.value for x in seen if x.name == SESSION_BEFORE and x.day in noted]
    return sum(max(LEAST_MORNINGS - after.count(kind), 0) for kind in (0.0, 1.0))


def risen(at: At) -> list[Input]:
    """The usual level of 84 days, on the days it changed and today."""
    s = at.w.symptoms
    by_average = not math.isnan(at.value(s.average.level))
    level, name = (s.average.level, USUAL_AVERAGE) if by_average else (s.morning.level, USUAL_MORNING)
    found, last = [], math.nan
    for day in back(at, 83):
        value = at.value(level, day)
        if day == at.day or (not math.isnan(value) and value != last):
            found.append(one(at, name, day, value))
            last = value
    return found


def values_missing(at: At) -> int:
    """Values behind a usual level, of the series nearer to one."""
    s = at.w.symptoms
    behind = max(at.value(s.average.known), at.value(s.morning.known))
    needed: float = at.w.limits.baseline_values
    return math.ceil(needed - behind)
