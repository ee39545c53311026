"""The words of the validation page: how a value is written, and what everything is called."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from loadaid.analysis.headline import LABELS
from loadaid.analysis.hold import HEADLINES
from loadaid.domain.words import N_
from loadaid.locale import MISSING, Words
from loadaid.validation.run import APART, TUNED
from loadaid.validation.targets import DAYS, MET, MISSED, SHARE, UNSURE, Target

HEADLINE = dict(zip(HEADLINES, (LABELS[code] for code in range(len(HEADLINES))), strict=True))
TRUTH = {
    "in_zone": N_("Dans la zone"), "too_fast": N_("Progression trop rapide"), "too_cautious": N_("Marge de progression"),
    "strain": N_("Contraintes du quotidien"), "recovery": N_("Sommeil et repos"), "mixed": N_("Séances et quotidien à la fois"),
}  # fmt: skip
STANDING = {MET: N_("atteint"), UNSURE: N_("atteint, de peu"), MISSED: N_("non atteint")}
GROUP = {TUNED: N_("trois mécanismes"), APART: N_("quatrième mécanisme")}
BY = {
    "mechanism": N_("Mécanisme"), "noise": N_("Variabilité propre de la douleur (écart-type)"),
    "missing": N_("Jours sans saisie"), "reporter": N_("Façon de noter"),
}  # fmt: skip
CLASS = {
    "capacity": N_("capacité"), "pool": N_("réservoir"), "twofold": N_("forme et fatigue"), "apart": N_("à part"),
    "plain": N_("ordinaire"), "under": N_("atténue"), "fives": N_("0, 5 ou 10"), "bad_days": N_("mauvais jours surtout"),
    "<1.0": N_("moins de 1 point"), "1.0-1.25": N_("1 à 1,25 point"), ">1.25": N_("plus de 1,25 point"),
    "<20%": N_("moins de 20 %"), "20-30%": N_("20 à 30 %"), "30-40%": N_("30 à 40 %"), ">40%": N_("40 % et plus"),
}  # fmt: skip
ORDER = tuple(CLASS)
FORMS = {
    "week-10": N_("trop rapide si la charge de 7 jours dépasse de plus de 10 % celle des 7 jours d'avant (Buist 2008, de mémoire, à vérifier). Pas de seuil bas."),
    "week-30": N_("de même, plus de 30 % (Nielsen 2014)."),
    "acwr": N_("charge moyenne de 7 jours sur celle de 28 : trop rapide au-dessus de 1,5, trop prudent sous 0,8 (Gabbett 2016)."),
    "acwr-ewma": N_("de même, moyennes à pondération exponentielle (Williams 2017)."),
    "pain-during": N_("trop rapide si la douleur a dépassé 5 sur 10 pendant la dernière séance (Thomeé 1997, de mémoire, à vérifier)."),
    "next-morning": N_("trop rapide si la douleur du lendemain matin dépasse de 2 points ou plus celle d'avant la dernière séance (Skou et Roos 2017, de mémoire, à vérifier ; Smith 2019)."),
    "traffic-light": N_("trop rapide si la dernière séance était rouge (plus de 5), si la douleur n'est pas revenue le lendemain matin, ou si elle monte d'une semaine à l'autre : 2 points ou plus (Silbernagel 2007)."),
    "control-chart": N_("trop rapide si la moyenne pondérée de la douleur (lambda 0,2) sort de 2,7 écarts-types des 28 premiers jours (Roberts 1959 ; réglages courants, notre choix)."),
    "never": N_("toujours dans la zone : le plancher."),
}  # fmt: skip


def shown(w: Words, unit: str, value: float) -> str:
    """A value as a reader expects it: percent, days, or a plain number."""
    if np.isnan(value):
        return MISSING
    if unit == SHARE:
        return w("{n} %", n=100 * value)
    if np.isinf(value):
        return w("jamais pour plus de la moitié") if unit == DAYS else MISSING
    return w.plural("{n} jour", "{n} jours", int(value)) if unit == DAYS else w.number(value, 2 if value < 10 else 1)


def with_interval(w: Words, unit: str, values: tuple[float, float, float]) -> str:
    """A value and its 95 % interval in brackets."""
    value, low, high = values
    if np.isnan(value):
        return MISSING
    return w(
        "{value} ({low} à {high})", value=shown(w, unit, value), low=_short(w, unit, low), high=_short(w, unit, high)
    )


def aim(w: Words, target: Target) -> str:
    """The target in words; a dash when there is none."""
    if target.limit is None:
        return MISSING
    limit = shown(w, target.unit, target.limit)
    return w("au plus {limit}", limit=limit) if target.most else w("au moins {limit}", limit=limit)


def listed(w: Words, texts: Iterable[str]) -> str:
    """One after the other, in one sentence."""
    return w(" ; ").join(texts)


def of_what(w: Words, what: str, said: str) -> str:
    """A name and what is said of it."""
    return w("{what} : {said}", what=what, said=said)


def _short(w: Words, unit: str, value: float) -> str:
    if unit == DAYS:
        return w("jamais") if np.isinf(value) else w.number(value, 0)
    return w.number(100 * value, 0) if unit == SHARE else shown(w, unit, value)
