"""The study: some patients of every mechanism, their logs as one log, and what was true of every day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from loadaid.domain.records import TABLES, Log
from loadaid.virtual.chance import chance
from loadaid.virtual.frames import calendar, weekday
from loadaid.virtual.study import bodies, living, reporters, world
from loadaid.virtual.study.apart import Apart
from loadaid.virtual.study.bodies import Body
from loadaid.virtual.study.capacity import Capacity
from loadaid.virtual.study.pool import Pool
from loadaid.virtual.study.scenarios import SCENARIOS
from loadaid.virtual.study.truth import STATES, since, truth
from loadaid.virtual.study.twofold import Twofold

END = date(2026, 11, 15)
MECHANISMS: dict[str, type[Body]] = {"capacity": Capacity, "pool": Pool, "twofold": Twofold, "apart": Apart}
UNTOUCHED = "apart"  # no rule was ever tuned on it; reported apart, and never in a study unless asked for
TUNED = tuple(name for name in MECHANISMS if name != UNTOUCHED)


@dataclass(frozen=True)
class Study:
    """log: what was written. days: one row per patient and day, patient_id, date, state, age (days the state has lasted),
    exercise, strain, nights (points each adds to pain, mean of morning and evening). people: one row per patient,
    patient_id, mechanism, scenario, reporter, sd, missing."""

    log: Log
    days: pd.DataFrame
    people: pd.DataFrame


def study(patients: int, days: int = 84, seed: int = 1, *, mechanisms: Sequence[str] = TUNED, end: date = END) -> Study:
    """Virtual patients of each mechanism in turn, ids V-0001 and so on; the same arguments give the same study.

    UNTOUCHED is left out unless named. Patient k of a mechanism is the same whatever the number of patients. Errors:
    ValueError below one patient of each mechanism, or under 60 days.
    """
    if patients < len(mechanisms) or days < 60:
        raise ValueError(
            f"A study needs {len(mechanisms)} patients or more and 60 days or more; got {patients} and {days}."
        )
    names = [f"V-{k + 1:04d}" for k in range(patients)]
    ids = pd.CategoricalDtype(names)
    dates = calendar(end, days)
    sizes = [len(part) for part in np.array_split(np.arange(patients), len(mechanisms))]
    blocks = []
    for place, (name, count) in enumerate(zip(mechanisms, sizes, strict=True)):
        stream = list(MECHANISMS).index(name) * 1_000_000
        luck = chance(seed, stream, count, days, world.BELL + bodies.BELL + reporters.BELL,
                      world.EVEN + living.EVEN + reporters.EVEN, world.PERSON + bodies.PERSON + reporters.PERSON)  # fmt: skip
        around = world.world(luck, weekday(dates))
        life = living.lived(around, MECHANISMS[name](around, luck), luck)
        how = reporters.habits(luck)
        log, written = reporters.written(life, luck, dates, ids, sum(sizes[:place]))
        state = truth(life, written, how.strain | how.sleep, how.dose | how.effort)
        blocks.append((name, sum(sizes[:place]), life, how, log, state))
    tables = {t.name: pd.concat([getattr(b[4], t.name) for b in blocks], ignore_index=True) for t in TABLES}
    return Study(Log(**tables), pd.concat([_days(b[1], b[2], b[5], dates, names) for b in blocks], ignore_index=True),
                 pd.concat([_people(*b[:4], names) for b in blocks], ignore_index=True))  # fmt: skip


def _days(first: int, life: living.Lived, state: np.ndarray, dates: np.ndarray, names: list[str]) -> pd.DataFrame:
    count, days = state.shape
    exercise, strain, nights = ((life.morning + life.evening) / 2).reshape(3, -1)
    return pd.DataFrame({
        "patient_id": np.repeat(names[first : first + count], days), "date": np.tile(dates, count),
        "state": np.array(STATES)[state.ravel()], "age": since(state).ravel(),
        "exercise": exercise, "strain": strain, "nights": nights,
    })  # fmt: skip


def _people(name: str, first: int, life: living.Lived, how: reporters.Habits, names: list[str]) -> pd.DataFrame:
    return pd.DataFrame({
        "patient_id": names[first : first + len(how.kind)], "mechanism": name,
        "scenario": [SCENARIOS[k].key for k in life.world.scenario], "reporter": [reporters.KINDS[k] for k in how.kind],
        "sd": how.sd, "missing": how.missing,
    })  # fmt: skip
