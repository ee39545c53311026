"""What a session's answer is read from, and the rules on it."""

from __future__ import annotations

import numpy as np

from loadaid.analysis.caution import MONTH
from loadaid.analysis.response import LAST, WITHIN
from loadaid.analysis.rules.base import At, Input
from loadaid.analysis.rules.inputs.cells import USUAL, is_saturated, one
from loadaid.domain.words import N_

KNOWN = N_("réponse connue")
NEXT, BEFORE, JUST = N_("douleur du lendemain"), N_("niveau avant la séance, du jour"), N_("douleur juste avant")
SD, DURING = N_("écart-type propre"), N_("douleur pendant la séance")
USUAL_DURING = N_("niveau habituel, douleur pendant")
SETTLE, NIGHT = N_("délai de retour"), N_("sommeil gêné par l'exercice")
SORE = N_("courbature retenue comme explication")

SCALE = N_(
    "Hausse : lendemain moins le niveau du jour avant la séance (réveil du jour même, ou moyenne de la veille), ou, s'il n'est pas "
    "noté, moins la douleur juste avant. Repère du lendemain : le plus grand de (niveau habituel + {over_usual_red}) et de "
    "{next_day_floor}. Dépassement : le plus petit de la hausse et de (lendemain − repère + {over_usual_red}), inconnu si l'un des "
    "deux l'est. Limite de la séance : la plus grande de {rise_red} et de {rise_sd} × écart-type propre. Échelle saturée, "
    "quand le niveau habituel + {over_usual_red} dépasse {scale_ceiling} : dépassement inconnu."
)
IS_KNOWN = N_(
    "Réponse connue, si l'un suffit : retour en {settle_red} h ou moins ; dépassement connu, hausse sous la limite, ou lendemain "
    "noté sous son repère (échelle saturée : délai de retour noté) ; délai de plus de {settle_red} h, si ce seuil ne dépasse "
    "pas un jour, quand le lendemain atteint son repère ou que l'échelle est saturée ; réaction nette un jour après, par le "
    "sommeil ou la douleur pendant."
)
IS_RED = N_(
    "Réaction nette, si l'un suffit. (1) Sommeil gêné ou forte douleur pendant, avec une hausse de {rise_amber} ou plus "
    "ou un retour tardif. (2) Sans courbature retenue : dépassement à la limite ou plus, ou retour tardif avec un lendemain "
    "qui atteint son repère ou une échelle saturée. Retour tardif : plus de {settle_red} h, et 24 h × jours passés depuis la "
    "séance (6 au plus) atteint {settle_red}. Forte douleur pendant : plus que {during_high} et que le niveau habituel (douleur "
    "pendant) + {over_usual_red}, et {during_rise} ou plus au-dessus de juste avant. Échelle saturée : ni hausse ni douleur pendant "
    "ne comptent ; niveau habituel inconnu : la douleur pendant ne compte pas."
)
RESPONSES = N_(
    "Mesuré : séances des 27 jours avant aujourd'hui dont la réponse est connue ; relevé sous {classed_sessions}."
)
NEXT_DAY = N_(
    "Des trois dernières séances à réponse connue en 20 jours, sans courbature retenue : celle dont le dépassement passe le plus "
    "sa propre limite (la plus récente en cas d'égalité). Mesuré : son dépassement ; seuil : sa limite ; relevé au seuil "
    "ou plus."
)
LATE = N_(
    "Mesuré : le plus long délai de retour des trois dernières séances à réponse connue en 20 jours, chacun compté au plus "
    "24 h × jours passés depuis. Relevé si un délai dépasse {settle_red} h et que 24 h × jours passés depuis cette séance atteint "
    "{settle_red}."
)
NIGHTS = N_(
    "Mesuré : combien des trois dernières séances à réponse connue en 20 jours ont gêné le sommeil ; relevé à "
    "{sleep_sessions} ou plus, illisible si aucune de ces nuits n'est connue."
)
REDS = N_(
    "Mesuré : combien des trois dernières séances à réponse connue en 20 jours ont eu une réaction nette ; relevé à "
    "{red_sessions} ou plus, illisible en dessous s'il y a moins de trois séances."
)


def whole(at: At, day: int) -> list[Input]:
    """All that tells whether a session's answer is known and whether it is red, as known today."""
    s = at.w.panel.session
    return [
        *next_morning(at, day),
        one(at, DURING, day, at.value(s["during"], day)),
        *_just_before(at, day, always=True),
        one(at, USUAL_DURING, day, usual_during(at, day)),
        one(at, SETTLE, day, at.value(s["settle"], day), "h"),
        one(at, NIGHT, day, at.value(s["sleep_disturbed"], day), "yes/no"),
    ]


def next_morning(at: At, day: int) -> list[Input]:
    """What the rise to the next day and its limit are read from."""
    r = at.w.response
    return [
        one(at, NEXT, day, at.value(r.next_day, day)),
        one(at, BEFORE, day, _of_the_day(at, day)),
        one(at, USUAL, day, at.value(at.w.symptoms.usual, day)),
        one(at, SD, day, at.value(r.quiet_sd, day)),
        one(at, SORE, day, at.is_excused(day), "yes/no"),
    ]


def _of_the_day(at: At, day: int) -> float:
    d = at.w.panel.daily
    if at.value(at.w.symptoms.by_morning, day):
        return at.value(d["pain_morning"], day)
    return at.value(d["pain_average"], day - 1) if day else np.nan


def _just_before(at: At, day: int, always: bool = False) -> list[Input]:
    """Pain just before the session, which stands in for that of the day."""
    if not always and not np.isnan(_of_the_day(at, day)):
        return []
    return [one(at, JUST, day, at.value(at.w.panel.session["before"], day))]


def usual_during(at: At, day: int) -> float:
    """The usual level that pain during a session is read against: of the day's average, else the one in use."""
    s = at.w.symptoms
    average = at.value(s.average.level, day)
    return at.value(s.usual, day) if np.isnan(average) else average


def candidates(at: At) -> list[int]:
    """Sessions of 20 days from the third last with a known answer on; all, where fewer are known."""
    last = at.last_sessions()
    days = [d for d in at.where(at.w.panel.is_session, WITHIN) if d < at.day]
    return [d for d in days if d >= last[0]] if len(last) == LAST else days


def _is_known(at: At, day: int) -> Input:
    return one(at, KNOWN, day, at.value(at.w.response.classed, day), "yes/no")


def responses(at: At) -> list[Input]:
    days = [d for d in at.where(at.w.panel.is_session, MONTH) if d < at.day]
    return [x for d in days for x in whole(at, d)]


def next_mornings(at: At) -> list[Input]:
    return [
        x for d in candidates(at) for x in (_is_known(at, d), *next_morning(at, d), *_just_before(at, d))
    ]  # fmt: skip


def settling(at: At) -> list[Input]:
    s = at.w.panel.session["settle"]
    return [x for d in candidates(at) for x in (_is_known(at, d), one(at, SETTLE, d, at.value(s, d), "h"))]


def nights(at: At) -> list[Input]:
    s = at.w.panel.session["sleep_disturbed"]
    return [x for d in candidates(at) for x in (_is_known(at, d), one(at, NIGHT, d, at.value(s, d), "yes/no"))]


def reds(at: At) -> list[Input]:
    return [x for d in candidates(at) for x in whole(at, d)]


def one_answer(at: At) -> int:
    """One session with its answer would do."""
    return 1


def one_next_day(at: At) -> int | None:
    """One session with its next day, unless the scale leaves no room."""
    return None if is_saturated(at) else 1


def sessions_to_three(at: At) -> int:
    return LAST - int(at.value(at.w.response.taken))
