"""All measures of one panel, computed once, in the order in which they rest on one another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from loadaid.analysis.attribution import Attribution, attribution
from loadaid.analysis.caution import Caution, caution
from loadaid.analysis.evidence import Evidence, evidence
from loadaid.analysis.explained import Explained, explained
from loadaid.analysis.index import Bools, Floats, Index
from loadaid.analysis.load import Load, load
from loadaid.analysis.observations import observations
from loadaid.analysis.panel import Panel, panel
from loadaid.analysis.response import Response, response
from loadaid.analysis.safety import Safety, safety
from loadaid.analysis.states import States, states
from loadaid.analysis.strain import Strain, strain
from loadaid.analysis.sufficiency import Sufficiency, sufficiency
from loadaid.analysis.symptoms import Symptoms, symptoms
from loadaid.analysis.trajectory import Trajectory, trajectory
from loadaid.domain.limits import Limits
from loadaid.domain.records import MEASURES, PATIENTS


@dataclass(frozen=True)
class Person:
    """What patients.csv says, one value per patient; NaN or False when not said."""

    birth_year: Floats
    onset_day: Floats
    fear: Floats
    irritable: Bools


@dataclass(frozen=True)
class Workings:
    """Everything behind the review of some patients. Arrays as each part describes."""

    limits: Limits
    panel: Panel
    person: Person
    symptoms: Symptoms
    load: Load
    response: Response
    strain: Strain
    trajectory: Trajectory
    safety: Safety
    attribution: Attribution
    sufficiency: Sufficiency
    caution: Caution
    evidence: Evidence
    explained: Explained
    states: States


def workings(indexed: Index, patients: slice, limits: Limits) -> Workings:
    """The measures of some neighbouring patients of an index."""
    p = panel(indexed, patients)
    who = _person(p)
    with np.errstate(invalid="ignore", divide="ignore"):  # NaN compares false: "not known" is never "raised"
        felt = symptoms(p, limits)
        lifted = load(p, limits)
        answer = response(p, felt, lifted, limits)
        daily = strain(p, limits)
        course = trajectory(p, felt, limits)
        flags = safety(p, felt, course)
        points = attribution(p, felt, lifted, answer, daily, limits)
        enough = sufficiency(p, felt, answer, limits)
        careful = caution(p, felt, lifted, answer, daily, course, who.irritable, limits)
        found = evidence(observations(p, felt, lifted, answer, daily, course))
        why = explained(points, found, limits)
        state = states(felt, lifted, answer, points, course, flags, enough, careful, found, limits)
    return Workings(
        limits, p, who, felt, lifted, answer, daily, course, flags, points, enough, careful, found, why, state
    )


def _person(p: Panel) -> Person:
    rows = p.rows["patients"]

    def known(name: str) -> Floats:
        values = np.full(len(p.ids), np.nan)
        values[rows.patient] = rows.values(name)
        return values

    irritability = PATIENTS.column("irritability").choices.index("high")
    return Person(known("birth_year"), known("onset_date"), known("fear"), known("irritability") == irritability)


def fear(w: Workings, row: int, day: int) -> float:
    """Fear of movement, 0-10: the latest outcome up to the day, else what patients.csv says; NaN when unknown."""
    rows = w.panel.rows["outcomes"]
    mine = (rows.patient == row) & (rows.values("measure") == list(MEASURES).index("fear"))
    mine &= rows.day <= w.panel.start[row] + day
    values = rows.values("value")[mine]
    values = values[~np.isnan(values)]
    return float(values[-1]) if len(values) else float(w.person.fear[row])
