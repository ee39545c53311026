"""What loadaid sets out to reach. The limits are judgements: no one has shown what a clinic needs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from loadaid.domain.words import N_
from loadaid.validation.readers import LOADAID, TODAY
from loadaid.validation.run import TUNED, Validation

COMPARED = {"margin": ("balanced_accuracy", ""), "fast_margin": ("fast_accuracy", "too_fast")}
SHARE, DAYS, RATE = "share", "days", "rate"
MET, UNSURE, MISSED, UNKNOWN = "met", "unsure", "missed", "unknown"


@dataclass(frozen=True)
class Target:
    """A score (its name, and the state it is about), what it is called, its unit, and the limit it should keep to.

    most: the limit is the highest good value, else the lowest. limit None: shown without a target.
    """

    score: str
    of: str
    name: str
    unit: str = SHARE
    limit: float | None = None
    most: bool = False

    def standing(self, values: tuple[float, float, float]) -> str:
        """MET, UNSURE when the interval reaches the other side of the limit, MISSED, or UNKNOWN without a value."""
        value, low, high = values
        if np.isnan(value) or self.limit is None:
            return UNKNOWN
        if not self._keeps(value):
            return MISSED
        return MET if self._keeps(high if self.most else low) else UNSURE

    def _keeps(self, value: float) -> bool:
        return bool(value <= self.limit + 1e-9 if self.most else value >= self.limit - 1e-9)  # type: ignore[operator]


TARGETS = (
    Target("balanced_accuracy", "", N_("Exactitude équilibrée, quatre états"), limit=0.80),
    Target("margin", "", N_("Avance sur la meilleure règle d'aujourd'hui"), limit=0.20),
    Target("fast_accuracy", "too_fast", N_("Exactitude équilibrée, trop rapide contre le reste"), limit=0.80),
    Target("fast_margin", "", N_("Avance sur la meilleure règle d'aujourd'hui, trop rapide contre le reste"), limit=0.10),
    Target("sensitivity", "in_zone", N_("Dans la zone : jours reconnus"), limit=0.70),
    Target("sensitivity", "too_fast", N_("Trop rapide : jours reconnus"), limit=0.70),
    Target("sensitivity", "too_cautious", N_("Trop prudent : jours reconnus"), limit=0.70),
    Target("sensitivity", "strain_driven", N_("Quotidien ou sommeil : jours reconnus"), limit=0.70),
    Target("specificity", "in_zone", N_("Dans la zone : autres jours lus sans la dire"), limit=0.80),
    Target("specificity", "too_fast", N_("Trop rapide : autres jours lus sans le dire"), limit=0.90),
    Target("specificity", "too_cautious", N_("Trop prudent : autres jours lus sans le dire"), limit=0.90),
    Target("specificity", "strain_driven", N_("Quotidien ou sommeil : autres jours lus sans le dire"), limit=0.90),
    Target("cannot_tell", "", N_("Jours sans lecture, données insuffisantes"), limit=0.10, most=True),
    Target("median_delay", "too_fast", N_("Trop rapide : délai médian"), DAYS, 10, most=True),
    Target("never_found", "too_fast", N_("Trop rapide : épisodes jamais reconnus"), limit=0.20, most=True),
    Target("median_delay", "strain_driven", N_("Quotidien ou sommeil : délai médian"), DAYS, 7, most=True),
    Target("never_found", "strain_driven", N_("Quotidien ou sommeil : épisodes jamais reconnus"), limit=0.20, most=True),
    Target("median_delay", "too_cautious", N_("Trop prudent : délai médian"), DAYS, 14, most=True),
    Target("never_found", "too_cautious", N_("Trop prudent : épisodes jamais reconnus"), limit=0.30, most=True),
    Target("false_alarms", "", N_("Fausses alertes par patient et par mois"), RATE, 0.25, most=True),
    Target("false_alarms_after_episode", "", N_("Fausses alertes : part dans les 7 jours après un véritable épisode")),
    Target("short_changes", "", N_("Changements de lecture qui durent moins de trois jours"), limit=0.05, most=True),
    Target("driver_right", "", N_("Explication, quand une seule est nommée : juste"), limit=0.80),
    Target("driver_right", "too_fast", N_("Explication, réactions aux séances : juste"), limit=0.80),
    Target("driver_right", "strain", N_("Explication, contraintes du quotidien : juste"), limit=0.80),
    Target("driver_right", "recovery", N_("Explication, sommeil et repos : juste"), limit=0.80),
    Target("driver_open", "", N_("Réactions dont l'explication reste ouverte")),
    Target("right_when_probable", "", N_("Lectures dites probables : justes"), limit=0.75),
    Target("mixed_accepted", "", N_("Séances et quotidien à la fois : lecture acceptable")),
    Target("flags_a_week", "", N_("Alertes nouvelles par semaine, pour 60 patients"), RATE),
    Target("standing_alarms", "", N_("Alertes en cours un jour donné, pour 60 patients"), RATE),
)  # fmt: skip


def value(v: Validation, target: Target, group: str = TUNED) -> tuple[float, float, float]:
    """What loadaid reached, with its interval; of the margin, that over the best rule of today."""
    if target.score not in COMPARED:
        return v.value(target.score, target.of, LOADAID, group)
    return v.value(target.score, "", best_today(v, group, *COMPARED[target.score]), group)


def best_today(v: Validation, group: str = TUNED, score: str = "balanced_accuracy", of: str = "") -> str:
    """The rule of today with the highest balanced accuracy, over the four states or of one."""
    return max(TODAY, key=lambda reader: v.value(score, of, reader, group)[0])
