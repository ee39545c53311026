"""Whose rows a file holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from loadaid.intake.cells.spelling import plain
from loadaid.intake.model import FileReading, Problem, Question


def one_patient(reading: FileReading, patient: str | None, answers: Mapping[str, str]) -> None:
    """Whose rows a file holds: asked when it names several people, or another one than was said.

    Where one was said, the rows kept are theirs, under their id: those of several people are never taken together then.
    """
    named = list(dict.fromkeys(str(f.values["patient_id"]) for f in reading.found if "patient_id" in f.values))
    if not named:
        return
    answer = answers.get("patient")
    if len(named) == 1 and (patient is None or plain(named[0]) == plain(patient) or answer == patient):
        _rename(reading, named[0], patient or named[0])
    elif len(named) == 1 and answer == "leave":
        _leave_out(reading, lambda who: False)
    elif len(named) == 1:
        reading.questions.append(Question("patient", (str(patient), "leave"), {"patients": named}))
        _hold(reading)
    elif patient in named or answer in named:
        chosen = answer if answer in named else patient
        _leave_out(reading, lambda who: who == chosen)
        _rename(reading, str(chosen), patient or str(chosen))
    elif patient is not None and answer == "leave":
        _leave_out(reading, lambda who: False)
    elif patient is not None or answer != "all":
        last = "all" if patient is None else "leave"
        reading.questions.append(Question("patient", (*named[:20], last), {"patients": named[:20]}))
        _hold(reading)


def _rename(reading: FileReading, old: str, new: str) -> None:
    for f in reading.found:
        if f.values.get("patient_id") == old:
            f.values["patient_id"] = new


def _hold(reading: FileReading) -> None:
    reading.waiting |= {(f.sheet, f.row) for f in reading.found}
    reading.found = []


def _leave_out(reading: FileReading, wanted: Callable[[str], bool]) -> None:
    kept = [f for f in reading.found if wanted(str(f.values.get("patient_id", "")))]
    left = {(f.sheet, f.row) for f in reading.found} - {(f.sheet, f.row) for f in kept}
    for sheet, row in sorted(left, key=str):
        reading.set_aside[(sheet, row)] = "skipped"
        reading.problems.append(Problem("row-not-taken", "skipped", sheet, row))
    reading.found = kept
