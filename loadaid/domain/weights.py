"""How strongly each observation speaks for one reading against another: one table, fitted on the virtual study.

A weight is in doublings: 1 means that one unit more of the observation doubles the odds of that reading against "in the
zone", -1 halves them. An observation that is not known says nothing. The weights are refitted and printed by
`python -m loadaid.validation.fit`; they hold for virtual patients, and that is all that is known of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from loadaid.domain.evidence import Source
from loadaid.domain.sources import BY_ID as S
from loadaid.domain.words import N_

HYPOTHESES = ("too_fast", "too_cautious", "daily_strain", "recovery")
Shown = Literal["signed", "negated", "plain", "percent", "fall", "hours", "yes_no"]
Group = Literal["symptom", "response", "effort", "dose", "function", "strain"]


@dataclass(frozen=True)
class Observation:
    """One thing that can be seen in a log.

    says: French phrase with its {value}; for yes or no two phrases, no first; for hours a second one for none. unit and shown: how the value is written.
    low, high: beyond these, more says no more. usual: its mean on virtual days in the zone, where it says nothing.
    may: for each of HYPOTHESES, whether the decision model lets it speak for (+), against (-) or not at all (0);
    no fit may go against that. weights: doublings per unit. source: why it is looked at.
    """

    id: str
    group: Group
    says: tuple[str, ...]
    unit: str
    shown: Shown
    low: float
    high: float
    may: str
    source: Source
    usual: float
    weights: tuple[float, ...]


SIMULATED = S["simulation-study"]
# Odds of each of HYPOTHESES against "in the zone", in doublings, when every observation is at its usual value.
PRIOR = (-5.7, -2.5, -4.1, -4.8)

OBSERVATIONS = (
    Observation(
        "pain-level", "symptom", (N_("douleur sur 14 jours : {value}/10 par rapport à l'habituel"),),
        "points", "signed", -1, 2.5, "+-++", S["heapy-2014"], -0.11, (0.4, -0.1, 0.7, 1.4),
    ),
    Observation(
        "impact-level", "symptom", (N_("retentissement sur 14 jours : {value}/10 par rapport à l'habituel"),),
        "points", "signed", -1, 2.5, "+-++", S["costa-2019"], -0.21, (0.6, 0, 1.2, 1.2),
    ),
    Observation(
        "flare-days", "symptom", (N_("jours de poussée dits par le patient en 14 jours : {value}"),),
        "days", "plain", 0, 3, "+-++", S["costa-2019"], 0.1, (1.7, -0.3, 1.6, 1.5),
    ),
    Observation(
        "days-after-sessions", "response", (N_("lendemains de séance : {value}/10 par rapport aux lendemains de repos"),),
        "points", "signed", -1, 2, "+---", S["simulation-stable"], -0.01, (0.6, 0, 0, -0.5),
    ),
    Observation(
        "pain-in-session", "response", (N_("montée de la douleur pendant la séance : {value}/10"),),
        "points", "signed", 0, 2.5, "+-00", S["silbernagel-2007"], 0.86, (1.9, -0.4, 0, 0),
    ),
    Observation(
        "settling", "response", (N_("retour au niveau d'avant : environ {value} h"), N_("retour au niveau d'avant : moins d'une heure")),
        "doublings of h", "hours", 0, 5, "+-00", S["skou-roos-2017"], 2.09, (0.4, -0.4, 0, 0),
    ),
    Observation(
        "red-sessions", "response", (N_("dernières séances suivies d'une réaction nette : {value} sur 3"),),
        "of the last 3", "plain", 0, 2, "+-00", S["simulation-stable"], 0.08, (1.1, -0.3, 0, 0),
    ),
    Observation(
        "effort", "effort", (N_("effort perçu sur 14 jours : {value}/10"),),
        "RPE", "plain", 2, 8, "+-00", S["acsm-2009"], 3.98, (1.1, -1.8, 0, 0),
    ),
    Observation(
        "effort-change", "effort", (N_("effort perçu : {value}/10 par rapport à l'habituel du patient"),),
        "RPE", "signed", -2, 2, "+-00", S["foster-2001"], 0.02, (1.3, 0, 0, 0),
    ),
    Observation(
        "dose-up", "dose", (N_("dose d'une séance : {value} % par rapport au mois d'avant"),),
        "log share", "percent", 0, 0.5, "+---", S["frandsen-2025"], 0.07, (0.8, -0.4, -0.4, -0.5),
    ),
    Observation(
        "dose-cut", "dose", (N_("dose d'une séance : {value} % sous son plus haut des semaines d'avant"),),
        "log share", "fall", 0, 0.9, "0+00", S["judgement"], 0.05, (0, 1.2, 0, 0),
    ),
    Observation(
        "dose-steady", "dose", (N_("dose changée d'une quinzaine à l'autre"), N_("dose inchangée d'une quinzaine à l'autre")),
        "yes or no", "yes_no", 0, 1, "0+00", S["judgement"], 0.37, (0, 2.6, 0, 0),
    ),
    Observation(
        "step-raised", "dose", (N_("aucun exercice n'a monté d'un cran"), N_("un exercice au moins a monté d'un cran")),
        "yes or no", "yes_no", 0, 1, "0-00", S["acsm-2009"], 0.66, (0, -1.1, 0, 0),
    ),
    Observation(
        "impact-gain", "function", (N_("retentissement d'une quinzaine à l'autre : {value}/10"),),
        "points", "negated", -2, 2, "----", S["ostelo-2008"], 0.2, (-0.5, -0.3, -0.1, 0),
    ),
    Observation(
        "function-gain", "function", (N_("fonction : {value}/10 par rapport au questionnaire d'avant"),),
        "points", "signed", -2, 2, "----", S["abbott-schmitt-2014"], 0.38, (-0.2, -0.2, -0.4, -0.5),
    ),
    Observation(
        "strain-level", "strain", (N_("contraintes du quotidien sur 14 jours : {value}/10 par rapport à l'habituel"),),
        "points", "signed", -0.5, 2, "--+0", S["blafoss-2023"], -0.03, (-0.7, -0.1, 2.3, 0),
    ),
    Observation(
        "short-nights", "strain", (N_("qualité du sommeil sur 14 jours : {value}/10 par rapport à l'habituel"),),
        "points", "negated", -0.5, 2.5, "--0+", S["gerhart-2017"], -0.02, (-0.4, 0, 0, 3.1),
    ),
    Observation(
        "tiredness", "strain", (N_("fatigue sur 14 jours : {value}/10 par rapport à l'habituel"),),
        "points", "signed", -0.5, 2, "0-++", S["costa-2021"], 0.0, (0, -0.1, 2.3, 0.1),
    ),
)  # fmt: skip
