"""A clinician's decision: written step by step, kept as a draft, then saved with the reading it was made on.

What is saved names the frozen reading, its rules and limits; it is never edited: a later one of the same day supersedes it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from loadaid.analysis.exercises import HOLD_UNIT
from loadaid.locale import Words
from loadaid.practice import readings
from loadaid.store.decisions import Decision
from loadaid.store.repository import Repository

AS_LAST = 100  # percent: the dose of the last session
STAYS = ("hold", "adjust_strain")  # decisions by which the dose stays as it is


@dataclass(frozen=True)
class Writing:
    """A decision being written. agrees: with the reading; None: not said. times: percent of the last session's dose.

    Once it is agreed: dose, of the next session, in the series in use; next, its exercises in real units (exercise, sets, reps,
    load_kg, hold_s, level); sessions_a_week, by the plan in force.
    """

    action: str | None = None
    agrees: bool | None = None
    reason: str = ""
    times: int = AS_LAST
    dose: float | None = None
    next: list[dict[str, Any]] = field(default_factory=list)
    sessions_a_week: float | None = None


def agreed(said: Writing, dose: float | None, exercises: list[dict[str, Any]], a_week: float | None) -> Writing:
    """What was written, with the next session as it stood on the screen: when it was moved, or stays by the decision.

    A decision to change the dose of which nobody moved the planner names no dose: paper leaves lines to fill in.
    """
    if not names_dose(said):
        return replace(said, sessions_a_week=a_week)
    return replace(said, dose=dose, next=exercises, sessions_a_week=a_week)


def names_dose(said: Writing) -> bool:
    """Whether a decision says what the next session's dose is: the planner was moved, or the dose stays by the decision."""
    return said.times != AS_LAST or said.action in STAYS


def again(decision: Decision) -> Writing:
    """A decision as it was written, to be corrected."""
    said = decision.content
    return Writing(decision.action, decision.agrees, said.get("reason", ""), said.get("times", AS_LAST))


def draft(repo: Repository, patient_id: str) -> tuple[str | None, Writing]:
    """What this clinician left unfinished for a patient, with its id; nothing written when there is none. Errors: NotFound."""
    kept = repo.imports.drafts(patient_id, "decision")
    if not kept:
        return None, Writing()
    return kept[0].id, Writing(**json.loads(kept[0].content))


def keep(
    repo: Repository, patient_id: str, said: Writing, draft_id: str | None, base: Writing | None = None
) -> str | None:
    """Keeps what is written so far; the draft's id, None when nothing is left to keep. base: what it began with.

    Errors: NotFound.
    """
    if said in (Writing(), base):
        if draft_id is not None:
            repo.imports.drop(draft_id)
        return None
    return repo.imports.keep(patient_id, "decision", json.dumps(asdict(said)).encode(), draft_id)


def decide(
    repo: Repository, patient_id: str, as_of: date, w: Words, said: Writing, *, key: str, supersedes: str | None,
    draft_id: str | None,
) -> str | None:  # fmt: skip
    """Freezes the reading, keeps the decision on it, marks the patient as looked at; its id. None: there is nothing to read.

    Pressed twice with the same key it is one decision. Errors: NotFound, ChangedMeanwhile (superseded by someone meanwhile),
    Refused (no action).
    """
    frozen = readings.freeze(repo, patient_id, as_of, w)
    if frozen is None:
        return None
    content = {name: value for name, value in asdict(said).items() if name not in ("action", "agrees")}
    made = repo.decisions.decide(
        patient_id, frozen, said.action or "", agrees=said.agrees, content=content, key=key, supersedes=supersedes
    )
    repo.decisions.mark_reviewed(patient_id, repo.people.get(patient_id).revision)
    if draft_id is not None:
        repo.imports.drop(draft_id)
    return made


def standing(decisions: Sequence[Decision]) -> Decision | None:
    """The last decision that no other one superseded."""
    return next((one for one in decisions if not one.superseded), None)


def scaled(exercises: Sequence[Mapping[str, Any]], times: float) -> list[dict[str, Any]]:
    """The exercises of a session at so many times its dose, in units that can be done: whole holds of seconds, whole repetitions.

    Load and level stay: they are the clinician's to change. `dose` is that of what can be done, not of what was asked for.
    """
    made = []
    for one in exercises:
        unit = "hold_s" if (one["hold_s"] or 0) > HOLD_UNIT else "reps" if one["reps"] else "sets"
        before = one[unit]
        if not before:
            made.append(dict(one))
            continue
        after = max(1, round(before * times))
        share = after / before
        made.append({**one, unit: after, "dose": None if one["dose"] is None else round(one["dose"] * share, 2)})
    return made
