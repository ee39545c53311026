"""What doses a patient has tolerated so far, how many sessions a week, and what the last session was made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from loadaid.analysis.exercises import places, row_dose
from loadaid.analysis.load import EXTERNAL, KINDS
from loadaid.analysis.panel import NOT_LOGGED, done_rows
from loadaid.analysis.result import number
from loadaid.analysis.rules.base import At

WITHIN = 28  # days in which a dose counts as tolerated of late
LEAST = 3  # sessions known to have been tolerated before a range is shown
LEAST_SHARE = 0.7  # of the days of a fortnight whose state must be known for a count of sessions a week
EPS = 1e-9
UNITS = ("sets", "reps", "load_kg", "hold_s", "level")


def tolerated(at: At) -> list[float] | None:
    """Lowest and highest dose of the sessions of 28 days whose next morning lay under usual + 2, without a clear reaction and
    not on a day of a flare-up; None under three such.
    """
    w, row = at.w, at.row
    kind = w.load.kind[row, at.day]
    sessions = [d for d in at.where(w.panel.is_session, WITHIN) if d < at.day and w.load.kind[row, d] == kind]
    dose, next_day = w.load.dose[row], w.response.next_day[row]
    limit = w.symptoms.usual[row] + 2
    calm = [d for d in sessions if not at.is_red(d) and not w.symptoms.flare_day[row, d + 1]]
    fine = [dose[d] for d in calm if np.isfinite(dose[d]) and next_day[d] < limit[d] - EPS]
    return [float(round(min(fine), 2)), float(round(max(fine), 2))] if len(fine) >= LEAST else None


def sessions_a_week(at: At) -> dict[str, float | None]:
    """done: sessions a week over the last 14 days, by the days known; planned: by the plan in force. None: not known."""
    days = range(max(at.day - 13, 0), at.day + 1)
    state = at.w.panel.state[at.row, list(days)]
    known = int((state != NOT_LOGGED).sum())
    done = None
    if known >= LEAST_SHARE * 14:
        done = number(7 * int((state == 2).sum()) / known)
    return {"done": done, "planned": planned_a_week(at, at.day)}


def planned_a_week(at: At, day: int) -> float | None:
    """Sessions a week by the plan in force on a day: the most that an exercise of it asks for. None without a plan."""
    rows = at.w.panel.rows["plan"]
    mine = (rows.patient == at.row) & (rows.day <= at.w.panel.start[at.row] + day)
    if not mine.any():
        return None
    names, when, often = rows.frame["exercise"].to_numpy()[mine], rows.day[mine], rows.values("per_week")[mine]
    last = {name: week for _, name, week in sorted(zip(when, names, often, strict=True), key=lambda r: r[0])}
    known = [week for week in last.values() if np.isfinite(week)]
    return float(max(known)) if known else None


def planned(at: At, days: Sequence[int]) -> list[float | None]:
    """Dose of a session by the plan in force on each day, in the index of the exercises, weighed as of that day.

    None without a plan, and while one of its exercises has no index yet or no dose: then nothing is drawn.
    """
    done, rows = at.w.load.exercises, at.w.panel.rows["plan"]
    mine = rows.patient == at.row
    if done is None or KINDS[at.w.load.kind[at.row, at.day]] != KINDS[EXTERNAL] or not mine.any():
        return [None] * len(days)
    place = _places(at)
    names = [str(name) for name in rows.frame["exercise"].to_numpy()[mine]]
    when = rows.day[mine] - at.w.panel.start[at.row]
    often = rows.values("per_week")[mine]
    n = len(names)
    values = {unit: rows.values(unit)[mine] for unit in UNITS}
    # Each row stands for itself: what was blank in an earlier row says nothing of this one.
    raw = row_dose(values, (np.arange(n), np.zeros(n, dtype=int), np.zeros(n, dtype=int)), (n, 1, 1))
    scale = float(done.scale[at.row, 0])
    found: list[float | None] = []
    for day in days:
        in_force = {name: k for k, name in sorted(enumerate(names), key=lambda one: when[one[0]]) if when[k] <= day}
        kept = [k for k in in_force.values() if often[k] != 0]
        known = [place[names[k]] for k in kept if names[k] in place]
        index = done.weight[at.row, known, day] if day >= 0 else np.zeros(len(known))
        whole = kept and len(known) == len(kept) and (index > 0).all() and np.isfinite(raw[kept]).all()
        found.append(number(float((raw[kept] * index).sum()) * scale) if whole else None)
    return found


def _places(at: At) -> dict[str, int]:
    """Name of an exercise -> its place among those of the patient."""
    rows = at.w.panel.rows["sessions"]
    keep = done_rows(rows)
    place, _ = places(rows, keep)
    mine = rows.patient[keep] == at.row
    return dict(zip(rows.frame["exercise"].to_numpy()[keep][mine].astype(str), place[mine].tolist(), strict=True))


def last_session(at: At, sessions: pd.DataFrame, patient: str) -> list[dict[str, Any]]:
    """The exercises of the last session whose dose is known: real units, and share of its dose (`dose`, in the series in use).

    Empty where the dose is not that of the exercises: then there is only one number for a session.
    """
    load = at.w.load
    if load.exercises is None or KINDS[load.kind[at.row, at.day]] != KINDS[EXTERNAL]:
        return []
    known = at.where(load.exercises.known, at.day + 1)
    if not known:
        return []
    day = known[-1]
    rows = at.w.panel.rows["sessions"]
    keep = done_rows(rows)
    place, _ = places(rows, keep)
    mine = (rows.patient[keep] == at.row) & (rows.day[keep] == at.w.panel.start[at.row] + day)
    frame = rows.frame[keep][mine].assign(place=place[mine])
    # Weighed as on that day, as in the chart: the parts add up to the session's bar.
    weighted = load.exercises.raw[at.row, :, day] * load.exercises.weight[at.row, :, day]
    scale = float(load.exercises.scale[at.row, 0])
    return [
        {
            "exercise": str(one["exercise"].iloc[0]),
            "date": at.calendar(day).isoformat(),
            **{
                unit: number(one[unit].iloc[-1]) if unit in one and pd.notna(one[unit].iloc[-1]) else None
                for unit in UNITS
            },
            "dose": number(weighted[k] * scale),
        }
        for k, one in frame.groupby("place", sort=True)
    ]
