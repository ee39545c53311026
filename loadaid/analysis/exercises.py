"""Dose per exercise and session: what was done, as an index of the patient's own first sessions.

A row's dose is sets x reps x hold x load x level. Doses of different exercises cannot be added as they are, so each is
divided by the mean of that exercise's first three session days; an exercise that joins later enters at the mean index
of the others, so that adding or swapping one is no jump by itself. Everything is as of its day: on the second day of
an exercise the reference is the mean of two.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from loadaid.analysis.index import Bools, Floats, Ints, Rows
from loadaid.analysis.panel import Panel, done_rows
from loadaid.analysis.windows import lag, window_any, window_max, window_sum
from loadaid.domain.records import FAMILIES

HOLD_UNIT, LOAD_UNIT, LEVEL_STEP = (
    3.0,
    20.0,
    0.15,
)  # judgement: 3 s of hold = a repetition; 20 kg doubles; a level = 15 %
EFFORT_FAMILIES = ("strength", "endurance", "functional")  # motor control is light by nature
HALF = 14
CLEARLY = 1.1  # judgement: less is a smaller plate or a rounding


@dataclass(frozen=True)
class Exercises:
    """raw, weight: (patients, exercises, days); the rest (patients, days).

    raw: dose of an exercise that day, 0 when not done. weight: index per unit of raw, as of the day.
    known: session days whose every row has a dose. scale: 100 / exercises of the first session day.
    new: an exercise not done in the 28 days before. close: a family or exercise of the day before again.
    effortful: a strength, endurance or functional exercise was done.
    change_high, change_low: largest and smallest change (%) of an exercise's mean dose, last 14 days against the 14
    before, over the exercises done in both; NaN when there is none. joined: one was done only in the last 14.
    raised: load, repetitions, hold or level of one went up between the halves; heavier: load or level
    of half of them or more, by a tenth or more.
    """

    raw: Floats
    weight: Floats
    known: Bools
    scale: Floats
    new: Bools
    close: Bools
    effortful: Bools
    change_high: Floats
    change_low: Floats
    joined: Bools
    raised: Bools
    heavier: Bools

    def total(self, raw: Floats) -> Floats:
        """Session dose of summed raw doses, weighted as of each day."""
        total: Floats = (raw * self.weight).sum(axis=1) * self.scale
        return total


def exercises(panel: Panel) -> Exercises:
    """The exercises of a panel's done sessions."""
    rows = panel.rows["sessions"]
    keep = done_rows(rows)
    at = rows.day - panel.start[rows.patient]
    patient, day = rows.patient[keep], at[keep]
    place, width = places(rows, keep)
    shape = (panel.shape[0], width, panel.shape[1])
    where = (patient, place, day)
    value = {n: rows.values(n)[keep] for n in ("sets", "reps", "load_kg", "hold_s", "level", "family")}

    done = np.zeros(shape, dtype=bool)
    done[where] = True
    number = np.nan_to_num(rows.values("session")[keep], nan=1.0)
    again = np.zeros(shape, dtype=bool)  # done in a second session of the same day
    again[tuple(axis[number > 1] for axis in where)] = True
    earlier = np.zeros(shape, dtype=bool)
    earlier[tuple(axis[number <= 1] for axis in where)] = True
    families = np.zeros((panel.shape[0], len(FAMILIES), panel.shape[1]), dtype=bool)
    named = ~np.isnan(value["family"])
    families[patient[named], value["family"][named].astype(int), day[named]] = True
    effortful = _any(families[:, [FAMILIES.index(f) for f in EFFORT_FAMILIES]])
    close = _any(families & lag(families, 1, False)) | _any(done & lag(done, 1, False)) | _any(again & earlier)

    dose = row_dose(value, where, shape)
    raw: Floats = np.zeros(shape)
    np.add.at(raw, where, dose)
    known = done.any(axis=1) & ~np.isnan(raw).any(axis=1) & (np.nan_to_num(raw).sum(axis=1) > 0)
    raw = np.where(known[:, None], raw, 0.0)
    weight, scale = weights(raw)

    def halves(x: Floats) -> tuple[Floats, Floats]:
        recent = window_max(x, HALF)
        return recent, lag(recent, HALF)

    counted = raw > 0
    sums, counts = window_sum(raw, HALF), window_sum(counted, HALF)
    mean = np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)
    change = (mean / lag(mean, HALF) - 1) * 100
    raised, heavier = np.zeros(panel.shape, dtype=bool), np.zeros(panel.shape, dtype=bool)
    both = ~np.isnan(change)
    for column, blank_is in (("load_kg", 0.0), ("reps", np.nan), ("hold_s", 0.0), ("level", np.nan)):
        if np.isnan(value[column]).all():
            continue
        highest = np.full(shape, np.nan)
        np.fmax.at(highest, where, np.where(np.isnan(value[column]), blank_is, value[column]))
        recent, before = halves(highest)
        raised |= (both & (recent > before + 1e-9)).any(axis=1)
        if column in ("load_kg", "level"):
            heavier |= 2 * (both & (recent >= CLEARLY * before - 1e-9) & (recent > 0)).sum(axis=1) >= np.maximum(
                both.sum(axis=1), 1
            )
    in_last = window_any(done, HALF)
    return Exercises(
        raw=raw,
        weight=weight,
        known=known,
        scale=scale,
        new=_any(done & ~window_any(lag(done, 1, False), 28)),
        close=close,
        effortful=effortful,
        change_high=_largest(change),
        change_low=-_largest(-change),
        joined=_any(in_last & ~lag(in_last, HALF, False)),
        raised=raised,
        heavier=heavier,
    )


def places(rows: Rows, keep: Bools) -> tuple[Ints, int]:
    """Each kept row's place among the names (exercises, activities) of its patient, and the most names of one patient."""
    assert rows.name is not None
    patient, name = rows.patient[keep], rows.name[keep]
    if not len(patient):
        return np.zeros(0, dtype=np.int64), 1
    width = int(name.max()) + 1
    pairs = patient * width + name
    found = np.unique(pairs)
    owner = found // width
    place = np.arange(len(found)) - np.searchsorted(owner, owner)
    return place[np.searchsorted(found, pairs)], int(place.max()) + 1


def row_dose(value: dict[str, Floats], where: tuple[np.ndarray, ...], shape: tuple[int, ...]) -> Floats:
    """sets x reps x hold x load x level of each row; NaN when sets is blank, or a load or level once given is blank."""
    hold = np.where(value["hold_s"] > HOLD_UNIT, value["hold_s"] / HOLD_UNIT, 1.0)
    dose = value["sets"] * np.nan_to_num(value["reps"], nan=1.0) * hold
    factors = {"load_kg": 1 + value["load_kg"] / LOAD_UNIT, "level": 1 + LEVEL_STEP * (value["level"] - 1)}
    for column, factor in factors.items():
        given = value[column]
        ever = np.zeros(shape, dtype=bool)
        ever[tuple(axis[given > 0] for axis in where)] = True
        ever = np.logical_or.accumulate(ever, axis=-1)
        dose = dose * np.where(np.isnan(given), np.where(ever[where], np.nan, 1.0), factor)
    return np.asarray(dose)


def weights(raw: Floats) -> tuple[Floats, Floats]:
    """Index per unit of dose as of each day (patients, exercises, days), and 100 / exercises of the first day."""
    counted = raw > 0
    nth = np.cumsum(counted, axis=-1)
    first_three = np.cumsum(np.where(counted & (nth <= 3), raw, 0.0), axis=-1)
    entered = nth > 0
    per_unit = np.where(entered, np.minimum(nth, 3) / np.where(entered, first_three, 1.0), 0.0)
    entry = np.where(entered.any(axis=-1), counted.argmax(axis=-1), raw.shape[-1])
    first = entry.min(axis=1, initial=raw.shape[-1])
    link = np.where(entry == first[:, None], 1.0, np.nan)
    scale = 100 / np.maximum((link == 1).sum(axis=1), 1)
    previous = np.maximum.accumulate(np.where(counted.any(axis=1), np.arange(raw.shape[-1]), -1), axis=-1)
    while True:  # one turn per day on which exercises joined, earliest first
        waiting = np.where(np.isnan(link) & (entry < raw.shape[-1]), entry, raw.shape[-1]).min(axis=1)
        who = np.flatnonzero(waiting < raw.shape[-1])
        if not len(who):
            break
        day = waiting[who]
        index = _mean_index(raw, per_unit, link, who, day, day)
        index = np.where(np.isnan(index), _mean_index(raw, per_unit, link, who, previous[who, day - 1], day), index)
        joins = entry[who] == day[:, None]
        link[who] = np.where(joins, np.where(np.isnan(index), 1.0, index)[:, None], link[who])
    return per_unit * np.nan_to_num(link)[:, :, None], scale[:, None]


def _mean_index(
    raw: Floats, per_unit: Floats, link: Floats, who: np.ndarray, of: np.ndarray, as_of: np.ndarray
) -> Floats:
    """Mean index, on day `of`, of the exercises that have entered; NaN when none was done."""
    index = raw[who, :, of] * per_unit[who, :, as_of] * link[who]
    there = index > 0
    count = there.sum(axis=1)
    return np.where(count > 0, np.where(there, index, 0.0).sum(axis=1) / np.maximum(count, 1), np.nan)


def _any(of_exercises: Bools) -> Bools:
    """True on the days on which it is of any exercise."""
    return np.asarray(of_exercises.any(axis=1))


def _largest(x: Floats) -> Floats:
    highest = np.where(np.isnan(x), -np.inf, x).max(axis=1)
    return np.where(np.isinf(highest), np.nan, highest)
