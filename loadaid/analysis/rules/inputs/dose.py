"""The doses and efforts behind a finding on progression."""

from __future__ import annotations

import math

import numpy as np

from loadaid.analysis.caution import LEAST_EFFORTS, MONTH
from loadaid.analysis.exercises import Exercises
from loadaid.analysis.index import Floats
from loadaid.analysis.load import EXTERNAL, HALF, LEAST_KNOWN, LEAST_SESSIONS, LOAD_AU, LOOK_BACK, MINUTES, NONE
from loadaid.analysis.panel import REST, SESSION, done_rows
from loadaid.analysis.rules.base import At, Input
from loadaid.analysis.rules.clearing.dose import doses_as_of
from loadaid.analysis.rules.inputs.cells import back, known, one
from loadaid.domain.words import N_

DOSE = {
    NONE: N_("dose"),
    EXTERNAL: N_("dose des exercices"),
    LOAD_AU: N_("effort perçu × minutes"),
    MINUTES: N_("minutes"),
}
HIGHEST = {
    EXTERNAL: N_("plus forte d'avant, exercices"),
    LOAD_AU: N_("plus forte d'avant, effort × minutes"),
    MINUTES: N_("plus forte d'avant, minutes"),
}
BEHIND = {
    EXTERNAL: N_("séances dans la référence, exercices"),
    LOAD_AU: N_("séances dans la référence, effort × minutes"),
    MINUTES: N_("séances dans la référence, minutes"),
}
REFERENCE = {
    EXTERNAL: N_("dans la référence, exercices"),
    LOAD_AU: N_("dans la référence, effort × minutes"),
    MINUTES: N_("dans la référence, minutes"),
}
GAP = N_("jours depuis la séance d'avant")
HELD = N_("séance")
RECENT, EARLIER = N_("dose moyenne, 14 derniers jours"), N_("dose moyenne, 14 jours d'avant")
JOINED, RAISED = N_("exercice nouveau depuis 14 jours"), N_("charge, répétitions, tenue ou palier plus haut")
EFFORT = N_("effort perçu")

SPIKE = N_(
    "Pour chaque séance de 14 jours : dose, comparée à la plus forte des 30 jours qui finissent à la séance d'avant (elle "
    "comprise), réduite à × {reentry_14} après 14 jours sans séance et × {reentry_28} après 28. Écart : 100 × (dose / cette "
    "référence − 1), inconnu sous 3 séances dans la référence ou si elle est nulle. Si la dose des exercices et effort × minutes sont tous "
    "deux connus, le plus petit des deux écarts compte. Mesuré : le plus grand écart ; relevé au-dessus de {spike} %. Les doses "
    "de la référence de cette séance sont listées ; les exercices sont pesés comme ils l'étaient ce jour-là (premières séances = 100)."
)
GROWTH = N_(
    "Dose moyenne par jour connu (un repos noté compte 0) des 14 derniers jours et des 14 d'avant. Mesuré : 100 × (première / "
    "seconde − 1) ; relevé au-dessus de {dose_rise} %. Illisible sous 10 jours connus dans l'une des quinzaines, ou si la seconde "
    "moyenne est nulle. Les exercices sont pesés comme aujourd'hui (premières séances = 100)."
)
STAGNATION = N_(
    "Par exercice fait dans les deux quinzaines : 100 × (dose moyenne des jours faits, 14 derniers jours / 14 d'avant − 1). Mesuré : "
    "la plus grande de ces variations. Relevé si elle est de {growth_high} % au plus, si la plus petite est de {growth_low} % au "
    "moins, si aucun exercice n'est nouveau et si aucune charge, répétition, tenue ou palier n'est plus haut qu'avant. Illisible sans "
    "dose des exercices, ou sans exercice dans les deux quinzaines."
)
LIGHT = N_(
    "Mesuré : médiane des efforts perçus notés aux séances de renforcement, d'endurance ou fonctionnelles de 28 jours ; "
    "relevé à {light_effort} ou moins, illisible sous 4 efforts notés."
)


def spikes(at: At) -> list[Input]:
    """Each recent session with what it is compared with; the whole reference of the one that exceeds it most."""
    found, furthest, whose = [], -math.inf, []
    for day in at.where(at.w.panel.is_session, HALF):
        kind = int(at.value(at.w.load.kind, day))
        if kind == NONE:
            found.append(one(at, DOSE[NONE], day, math.nan, ""))
            continue
        before = at.w.panel.is_session[at.row, :day]
        last = int(np.flatnonzero(before)[-1]) if before.any() else -1
        if last >= 0:
            found.append(one(at, GAP, day, day - last, "days"))
        references = []
        for series in (EXTERNAL, LOAD_AU) if kind == EXTERNAL else (kind,):
            doses = doses_as_of(at, series, day, np.ones(day + 1))
            first = max(last - LOOK_BACK + 1, 0)
            reference = doses[first : last + 1]
            some = reference[~np.isnan(reference)]
            found += [
                one(at, DOSE[series], day, doses[day], ""),
                one(at, HIGHEST[series], day, some.max() if len(some) else math.nan, ""),
                one(at, BEHIND[series], day, len(some), "sessions"),
            ]
            held = np.flatnonzero(before[first:]) + first
            references += [one(at, REFERENCE[series], int(d), doses[d], "") for d in held]
        if at.value(at.w.load.spike, day) > furthest:
            furthest, whose = at.value(at.w.load.spike, day), references
    return [*found, *whose]


def sessions_missing(at: At) -> int:
    """Sessions to compare with, of the recent session that has most."""
    behind = [x.value or 0 for x in spikes(at) if x.name in BEHIND.values()]
    return LEAST_SESSIONS - int(max(behind, default=LEAST_SESSIONS - 1))


def growth(at: At) -> list[Input]:
    """Doses of 28 days, 0 on a logged rest day, and whether the day held a session."""
    state, found = at.w.panel.state[at.row], []
    doses, name = _doses_of_today(at)
    for day in back(at, 2 * HALF - 1):
        held = {SESSION: 1.0, REST: 0.0}.get(int(state[day]), math.nan)
        dose = 0.0 if held == 0 and np.isnan(doses[day]) else doses[day]
        found += [one(at, HELD, day, held, "yes/no"), one(at, name, day, dose, "")]
    return found


def _doses_of_today(at: At) -> tuple[Floats, str]:
    kind = int(at.value(at.w.load.kind))
    if kind == NONE:
        return np.full(at.day + 1, np.nan), DOSE[NONE]
    return doses_as_of(at, kind, at.day, np.ones(at.day + 1)), DOSE[kind]


def days_missing(at: At) -> int:
    """Days of known dose or rest, of either fortnight."""
    seen, half = growth(at), at.dates(range(at.day - HALF + 1, at.day + 1))
    halves = ([x for x in seen if x.day in half], [x for x in seen if x.day not in half])
    return sum(max(LEAST_KNOWN - known(x, *DOSE.values()), 0) for x in halves)


def stagnation(at: At) -> list[Input]:
    """The mean dose of each exercise in both fortnights, and what a step would show."""
    e = at.w.load.exercises
    if e is None or int(at.value(at.w.load.kind)) != EXTERNAL:
        return [one(at, DOSE[EXTERNAL], at.day, math.nan, "")]
    found = []
    for name, means in zip(_names(at), _means(at, e), strict=False):
        if not np.isnan(means).any():  # one that was done in a single fortnight changes nothing
            found += [one(at, RECENT, None, means[0], "", name), one(at, EARLIER, None, means[1], "", name)]
    if not found:
        found.append(one(at, DOSE[EXTERNAL], at.day, math.nan, ""))
    moved = ((JOINED, e.joined), (RAISED, e.raised))
    return [*found, *(one(at, text, at.day, at.value(grid), "yes/no") for text, grid in moved)]


def _names(at: At) -> list[str]:
    """Exercises of the patient, in the order of their places."""
    rows = at.w.panel.rows["sessions"]
    mine = (rows.patient == at.row) & done_rows(rows)
    return sorted(set(rows.frame["exercise"].fillna("").to_numpy()[mine]))


def _means(at: At, e: Exercises) -> Floats:
    """(exercises, halves): the mean dose of the days it was done, of the last 14 days and of the 14 before."""
    halves = [e.raw[at.row, :, max(k - HALF + 1, 0) : max(k + 1, 0)] for k in (at.day, at.day - HALF)]
    done = [(x > 0).sum(axis=1) for x in halves]
    means = [np.where(n > 0, x.sum(axis=1) / np.maximum(n, 1), np.nan) for x, n in zip(halves, done, strict=True)]
    return np.stack(means, axis=1)


def efforts(at: At) -> list[Input]:
    """Efforts of the sessions that can build strength."""
    e = at.w.load.exercises
    if e is None:
        return []
    days = at.where(e.effortful, MONTH)
    return [one(at, EFFORT, d, at.value(at.w.panel.session["rpe"], d), "RPE") for d in days]


def efforts_missing(at: At) -> int:
    return LEAST_EFFORTS - known(efforts(at), EFFORT)
