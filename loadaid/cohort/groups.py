"""GROUPS: the groups of the triage in display order, each with its condition, its rule in words and what orders it.

A patient stands in the first group that applies. Measures of order: the largest first, what is not known last.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from loadaid.analysis.headline import LABELS
from loadaid.analysis.hold import FLARE_UNCLEAR, FORGET_DAYS, IN_ZONE, STRAIN_DRIVEN, TOO_CAUTIOUS, TOO_FAST
from loadaid.analysis.index import Bools, Floats
from loadaid.analysis.safety import EMERGENCY, URGENT
from loadaid.cohort.standing import COUNTED
from loadaid.domain.words import N_, Speaker

# Judgements, all of them: they say who is looked at first, never what a log means, so they are no limits of the review.
FLARE_DAYS = 3  # of the last 5 days with an entry: one or two mostly settle before anyone could be called
SILENT_DAYS = 7  # a week without any entry is a missed week of sessions too
NEW_DAYS = 14  # until then no usual level can exist: it takes 7 values that are 8 or more days old
KEPT_DAYS = FORGET_DAYS  # an alarm outlives silence for as long as the headline remembers it
NUMBERS = {"flares": FLARE_DAYS, "counted": COUNTED, "silent": SILENT_DAYS, "new": NEW_DAYS, "kept": KEPT_DAYS}


@dataclass(frozen=True)
class Measure:
    """What a group is ordered by: name, unit (French, msgid), and the numbers of all patients (NaN: not known, inf: never)."""

    name: str
    unit: str
    of: Callable[[pd.DataFrame], Floats]

    def in_words(self, words: Speaker) -> str:
        """Its name, and its unit in brackets."""
        name = words(self.name, **NUMBERS)
        return f"{name} ({words(self.unit)})" if self.unit else name


@dataclass(frozen=True)
class Group:
    """One group. name, rule: French sentences (msgid). applies: the rows of a standing that meet its rule."""

    id: str
    number: int
    name: str
    rule: str
    measures: tuple[Measure, ...]
    applies: Callable[[pd.DataFrame], Bools]

    def rule_in_words(self, words: Speaker) -> str:
        """The rule with its numbers."""
        return words(self.rule, **NUMBERS)


def _is(s: pd.DataFrame, headline: int) -> Bools:
    """The headline says so, or said so when the data closed: silence does not erase an alarm."""
    return np.asarray((s["headline"] == headline) | (s["kept"] == headline))


def _flaring(s: pd.DataFrame) -> Bools:
    """The last days with an entry may be long ago: their flares are history once silence has ended every alarm."""
    return np.asarray((s["flare_days"] >= FLARE_DAYS) & ((s["silence"] <= KEPT_DAYS) | (s["kept"] >= 0)))


def _column(name: str) -> Callable[[pd.DataFrame], Floats]:
    return lambda s: s[name].to_numpy(dtype=float)


def _never(name: str, s: pd.DataFrame) -> Floats:
    """Days since something that may never have happened: longer ago than anything."""
    return np.asarray(s[name].fillna(np.inf), dtype=float)


def _silence(s: pd.DataFrame) -> Floats:
    """Days since the last entry; who never wrote one is silent since the clinic knows them."""
    return _never("silence", s.assign(silence=s["silence"].fillna(s["age"])))


DAYS, POINTS = N_("jours"), N_("points")
SILENCE = Measure(N_("silence depuis la dernière donnée"), DAYS, _silence)
STANDS = N_("durée de cette lecture")

GROUPS = (
    Group(
        "safety", 1, N_("Réponse de sécurité"),
        N_("Réponse de sécurité qui demande un avis médical, en urgence ou rapide, en attente de relecture"),
        (Measure(N_("urgence d'abord"), "", lambda s: np.asarray(s["safety_level"] == EMERGENCY, dtype=float)),
         Measure(N_("attente depuis la réponse"), DAYS, _column("safety_days"))),
        lambda s: np.isin(s["safety_level"], (URGENT, EMERGENCY)),
    ),
    Group(
        "flare", 2, N_("Poussée qui dure ou réaction à éclaircir"),
        N_("Poussée présente au moins {flares} des {counted} derniers jours notés, ou réaction à éclaircir ; gardée {kept} jours si le journal ne se lit plus"),
        (Measure(N_("poussée, parmi les {counted} derniers jours notés"), DAYS, _column("flare_days")),
         Measure(N_("douleur de la semaine au-dessus de l'habituel"), POINTS, _column("week-pain"))),
        lambda s: _flaring(s) | _is(s, FLARE_UNCLEAR),
    ),
    Group(
        "too-fast", 3, LABELS[TOO_FAST],
        N_("Lecture : progression trop rapide, gardée {kept} jours si le journal ne se lit plus"),
        (Measure(N_("réactions nettes parmi les 3 dernières séances"), N_("séances"), _column("repeated-red-sessions")),
         Measure(N_("plus forte réaction du lendemain"), POINTS, _column("next-morning-response"))),
        lambda s: _is(s, TOO_FAST),
    ),
    Group(
        "worse", 4, N_("Fonction ou retentissement en recul"),
        N_("Fonction en baisse, ou retentissement en hausse sur 14 jours par rapport aux 14 d'avant"),
        (Measure(N_("changement, en multiples de son seuil"), "", _column("worse_by")),),
        lambda s: np.asarray(s["worse_by"].notna()),
    ),
    Group(
        "silent", 5, N_("Données insuffisantes ou silence"),
        N_("Données insuffisantes, ou rien de noté depuis {silent} jours ou plus"),
        (SILENCE,),
        lambda s: np.asarray(s["unreadable"] | (s["silence"] >= SILENT_DAYS)),
    ),
    Group(
        "too-cautious", 6, LABELS[TOO_CAUTIOUS],
        N_("Lecture : marge de progression"),
        (Measure(N_("appréhension forte d'abord"), "", _column("fearful")),
         Measure(STANDS, DAYS, _column("headline_days"))),
        lambda s: _is(s, TOO_CAUTIOUS),
    ),
    Group(
        "strain", 7, LABELS[STRAIN_DRIVEN],
        N_("Lecture : contraintes du quotidien, sommeil et repos, gardée {kept} jours si le journal ne se lit plus"),
        (Measure(N_("contraintes ou manque de repos au-dessus de l'habituel"), N_("écarts-types"),
                 lambda s: s[["daily-strain", "recovery-debt"]].max(axis=1).to_numpy(dtype=float)),),
        lambda s: _is(s, STRAIN_DRIVEN),
    ),
    Group(
        "in-zone", 8, LABELS[IN_ZONE],
        N_("Lecture : dans la zone"),
        (Measure(N_("temps depuis la dernière relecture"), DAYS, lambda s: _never("unreviewed", s)),),
        lambda s: _is(s, IN_ZONE),
    ),
    Group(
        "new", 9, N_("Nouveau patient"),
        N_("Première donnée il y a moins de {new} jours"),
        (SILENCE,),
        lambda s: np.asarray(s["age"] < NEW_DAYS),
    ),
)  # fmt: skip
"""In display order. The rule of the group "too soon to tell" is shown last and tested after the first three."""

BY_ID = {group.id: group for group in GROUPS}
TESTED = ("safety", "flare", "too-fast", "new", "worse", "silent", "too-cautious", "strain", "in-zone")
UNTOLD = "silent"  # whom no rule meets cannot be told, and is not fine
REASSURES = "in-zone"  # never a chip: beside another reason it would only take weight from it
