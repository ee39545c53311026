"""The entries behind a finding of too little data, or of a log not kept day by day."""

from __future__ import annotations

import math

from loadaid.analysis.load import HALF
from loadaid.analysis.rules.base import At, Input
from loadaid.analysis.rules.inputs.cells import AVERAGE, FLARE_DAY, MORNING, back, daily, known, one
from loadaid.analysis.sufficiency import FAULT_DAYS, LEAST_ENTRIES, MONTH
from loadaid.analysis.symptoms import LONG, SKIP
from loadaid.domain.words import N_

OPEN, OPENED = N_("lecture ouverte la veille"), N_("lecture déjà ouverte avant ce jour")
CONSTANT = N_("valeurs égales déjà relevées la veille")
DELAY = N_("saisie écrite après la fin du jour")
PAIN_DAYS = N_(
    "Mesuré : jours des 7 derniers où une douleur est notée, au réveil ou en moyenne. La lecture se ferme sous "
    "{pain_days_close} jour sur 7 ou sous {pain_days_close_14} sur 14. Elle s'ouvre à {pain_days_open} jours sur 7 ; si elle l'a "
    "déjà été, dès {pain_days_reopen} quand rien ne la ferme. Sinon elle reste comme la veille. Relevé quand elle est fermée ; "
    "le seuil est alors {pain_days_reopen} si elle a déjà été ouverte, et sinon {pain_days_open}."
)
BASELINE = N_(
    "Mesuré : nombre de valeurs, hors jours de poussée, vieilles de 8 à 28 jours ; s'il y en a moins de {baseline_values}, "
    "de 8 à 56 jours. Relevé sous {baseline_values}."
)
QUALITY = N_(
    "Mesuré : nombre de défauts parmi deux. Valeurs égales : sur 14 jours, 10 valeurs ou plus du réveil ou de la "
    "moyenne, aucune des deux ne varie et la plus haute dépasse 0 ; relevé un jour, ce défaut dure jusqu'à ce qu'une "
    "des deux varie ou que plus rien ne dépasse 0. Saisies tardives : sur 28 jours, 5 heures d'écriture connues ou plus, et une "
    "part de plus de {backfill_share} d'entre elles à plus de {backfill_hours} h de la fin du jour. Relevé à {log_faults} ou plus ; illisible sous "
    "10 jours de douleur en 14 et sous 5 heures d'écriture."
)


def pain_days(at: At) -> list[Input]:
    """Both pains of two weeks, and whether the reading was open."""
    d, s, days = at.w.panel.daily, at.w.sufficiency, back(at, HALF - 1)
    before = at.day - 1
    was = (at.value(s.open, before), at.value(s.opened, before)) if at.day else (0.0, 0.0)
    return [
        *daily(at, MORNING, d["pain_morning"], days),
        *daily(at, AVERAGE, d["pain_average"], days),
        one(at, OPEN, before, was[0], "yes/no"),
        one(at, OPENED, before, was[1], "yes/no"),
    ]


def values(at: At) -> list[Input]:
    """The values a usual level may rest on, and which days belong to a flare."""
    morning = bool(at.value(at.w.symptoms.by_morning))
    days = back(at, LONG, SKIP)
    return [
        *daily(at, MORNING if morning else AVERAGE, at.w.panel.daily["pain_morning" if morning else "pain_average"], days),
        *(one(at, FLARE_DAY, d, 1, "yes/no") for d in days if at.value(at.w.symptoms.flare_day, d)),
    ]  # fmt: skip


def quality(at: At) -> list[Input]:
    """Both pains of two weeks, and how long after its day each entry of a month was written."""
    d, days = at.w.panel.daily, back(at, HALF - 1)
    was = at.value(at.w.sufficiency.constant, at.day - 1) if at.day else 0.0
    written = [
        one(at, DELAY, k, at.value(d["entered_at"], k) / 60 - (at.w.panel.start[at.row] + k + 1) * 24.0, "h")
        for k in back(at, MONTH - 1)
        if at.value(d["logged"], k) or not math.isnan(at.value(d["entered_at"], k))
    ]
    return [
        *daily(at, MORNING, d["pain_morning"], days),
        *daily(at, AVERAGE, d["pain_average"], days),
        one(at, CONSTANT, at.day - 1, was, "yes/no"),
        *written,
    ]


def to_judge(at: At) -> int:
    """Pain days or times of writing, whichever are sooner enough."""
    return int(min(FAULT_DAYS - at.value(at.w.sufficiency.pain_days_14), LEAST_ENTRIES - known(quality(at), DELAY)))
