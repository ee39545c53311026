"""standings(review, days): how every patient stands as of some days, as numbers; all that the triage goes by.

States and numbers are those of the review: no rule is worked out again, and nothing here is a sentence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from loadaid.analysis import trajectory
from loadaid.analysis.function import function_change
from loadaid.analysis.hold import FORGET_DAYS, INSUFFICIENT, RED_FLAG, REMEMBERED
from loadaid.analysis.index import Bools, Floats, Ints, to_number
from loadaid.analysis.panel import Panel, panel
from loadaid.analysis.review import Numbers, Review
from loadaid.analysis.rules import RULES
from loadaid.analysis.safety import UNKNOWN, URGENT
from loadaid.analysis.windows import lag, window_mean
from loadaid.domain.errors import UsageError
from loadaid.domain.finding import RAISED
from loadaid.domain.limits import Limits
from loadaid.domain.records import EVENT_KINDS, MEASURES

COUNTED = 5  # the last days with an entry on which flares are counted
MEASURED = ("week-pain", "repeated-red-sessions", "next-morning-response", "daily-strain", "recovery-debt")
PLACE = {rule.id: k for k, rule in enumerate(RULES)}
DATA = np.array([PLACE[rule.id] for rule in RULES if rule.group == "data"])
# A discharge stands until the clinic sees the patient again: who comes back with a new episode must not stay unseen.
LEAVES, RETURNS = ("discharge",), ("visit", "plan_change")


def standings(review: Review | None, days: Sequence[date], known: Mapping[str, date | None]) -> list[pd.DataFrame]:
    """One frame per day, one row per patient: index patient_id, in text order.

    headline: code of HEADLINES; headline_days: since it began. kept: the alarm that stood when the data closed, for 14
    days from its last, kept_days ago; else -1. safety_level: code of safety.WORDS; safety_days: for how long a yes stands.
    unreadable: the data are insufficient. flare_days: of the last 5 days with an entry, those with a flare present.
    worse_by: function or impact, in multiples of its limit, where one of them is worse. fearful: 1 when fear of movement
    is high. silence: days since the last entry; age: since the first, or without any since the clinic knows the patient.
    discharged: and not seen since. Beside them what the rules of MEASURED measure. NaN is not known.

    review: None when nobody has a dated row. known: everyone the clinic follows, and since when (None: not known). Who
    has no row up to a day stands there without any data: from that date on, or without a date on the last day only.
    Errors: UsageError for a day after the last one of the review.
    """
    asked = [to_number(day) for day in days]
    found: list[list[pd.DataFrame]] = [[] for _ in asked]
    if review is not None:
        if (review.indexed.last < max(asked)).any():
            raise UsageError(f"the review ends before {max(days)}: make it with review(log, as_of={max(days)})")
        for place, numbers in zip(review.places, review.numbers, strict=True):
            block = _Block(panel(review.indexed, place), numbers, review.limits)
            for frames, day in zip(found, asked, strict=True):
                frames.append(block.standing(day))
    return [_joined(frames, known, day, day == max(asked)) for frames, day in zip(found, asked, strict=True)]


def _joined(frames: list[pd.DataFrame], known: Mapping[str, date | None], day: int, last: bool) -> pd.DataFrame:
    """The rows of all blocks, and of those who are known and have no row yet: nothing is told of them, and nothing is 0."""
    present = {patient for frame in frames for patient in frame.index}
    age = {patient: np.nan if since is None else float(day - to_number(since)) for patient, since in known.items()}
    silent = [p for p, days in age.items() if p not in present and (last if np.isnan(days) else days >= 0)]
    columns: dict[str, Any] = {
        "headline": INSUFFICIENT, "headline_days": np.nan, "kept": -1, "kept_days": np.nan, "safety_level": UNKNOWN,
        "safety_days": np.nan, "unreadable": True, "flare_days": np.nan, "worse_by": np.nan, "fearful": np.nan,
        "silence": np.nan, "age": np.nan, "discharged": False, **dict.fromkeys(MEASURED, np.nan),
    }  # fmt: skip
    all_rows = pd.concat([*frames, pd.DataFrame(columns, index=silent)]).sort_index()
    return all_rows.assign(age=all_rows["age"].fillna(pd.Series(age, dtype=float)))


class _Block:
    """Some neighbouring patients of a review, read as of one day after another."""

    def __init__(self, p: Panel, numbers: Numbers, limits: Limits) -> None:
        self.panel = p
        self.numbers = numbers
        self.limits = limits
        self.logged = p.daily["logged"] == 1
        self.worse_by = _worse_by(p, numbers, limits)

    def standing(self, day: int) -> pd.DataFrame:
        """The rows of those who have begun by this day."""
        who = np.flatnonzero(day >= self.panel.start)
        column = day - self.panel.start[who]
        past = np.arange(self.panel.shape[1]) <= column[:, None]
        headline = self.numbers.headline[0, who]
        now = self.numbers.headline[0, who, column]
        row = np.arange(len(who))
        stands = self.numbers.safety[who] >= URGENT
        logged = self.logged[who] & past
        counted = logged & (logged.sum(axis=1)[:, None] - np.cumsum(logged, axis=1) < COUNTED)
        flares = counted & (self.numbers.state[PLACE["flare"], who] == RAISED)
        noted = logged.any(axis=1)

        readable = _last(~np.isin(headline, (INSUFFICIENT, RED_FLAG)) & past)
        alarm = headline[row, readable]
        kept = (now == INSUFFICIENT) & (readable >= 0) & np.isin(alarm, REMEMBERED) & (column - readable <= FORGET_DAYS)
        few = (self.numbers.state[np.ix_(DATA, who)] == RAISED).any(axis=0)[row, column]
        return pd.DataFrame(
            {
                "headline": now,
                "headline_days": (column - _last((headline != now[:, None]) & past) - 1).astype(float),
                "kept": np.where(kept, alarm, -1),
                "kept_days": np.where(kept, column - readable, np.nan),
                "safety_level": self.numbers.safety[who, column],
                "safety_days": np.where(stands[row, column], column - _last(~stands & past) - 1, np.nan),
                "unreadable": (now == INSUFFICIENT) | few,
                "flare_days": np.where(noted, flares.sum(axis=1), np.nan),
                "worse_by": self.worse_by[who, column],
                "fearful": self._fearful(day)[who],
                "silence": np.where(noted, column - _last(logged), np.nan),
                "age": np.where(noted, column - logged.argmax(axis=1), np.nan),
                "discharged": (self._latest(LEAVES, day) >= np.maximum(self._latest(RETURNS, day), 0))[who],
                **{rule: self.numbers.measured[PLACE[rule], who, column].astype(float) for rule in MEASURED},
            },
            index=[self.panel.ids[k] for k in who],
        )

    def _latest(self, kinds: tuple[str, ...], day: int) -> Floats:
        """Day of the latest event of some kinds up to a day; -inf when there is none."""
        rows = self.panel.rows["events"]
        mine = np.isin(rows.values("kind"), [EVENT_KINDS.index(kind) for kind in kinds]) & (rows.day <= day)
        latest = np.full(len(self.panel.ids), -np.inf)
        np.maximum.at(latest, rows.patient[mine], rows.day[mine].astype(float))
        return latest

    def _fearful(self, day: int) -> Floats:
        """1 where fear of movement is high, else 0: the latest answer up to a day, else what patients.csv says."""
        people, answers = self.panel.rows["patients"], self.panel.rows["outcomes"]
        fear = np.full(len(self.panel.ids), np.nan)
        fear[people.patient] = people.values("fear")
        value = answers.values("value")
        mine = (answers.values("measure") == list(MEASURES).index("fear")) & (answers.day <= day) & ~np.isnan(value)
        fear[answers.patient[mine]] = value[mine]  # sorted by day: the latest is written last
        return np.where(np.isnan(fear), np.nan, (fear >= self.limits.fear_high).astype(float))


def _last(mask: Bools) -> Ints:
    """Column of the last True of each row; -1 where there is none."""
    return np.where(mask.any(axis=1), mask.shape[1] - 1 - mask[:, ::-1].argmax(axis=1), -1)


def _worse_by(p: Panel, numbers: Numbers, limits: Limits) -> Floats:
    """By how many times its limit function or impact is worse, the larger of the two; NaN where neither is worse."""
    mean = window_mean(p.daily["impact"], trajectory.HALF, trajectory.LEAST_IMPACT)
    changes = {
        "impact": (mean - lag(mean, trajectory.HALF)) / limits.impact_change,
        "function": -function_change(p, limits)[0],
    }
    direction = dict(zip(trajectory.AXES, numbers.trajectory, strict=True))
    worse = [np.where(direction[axis] == trajectory.WORSE, change, np.nan) for axis, change in changes.items()]
    return np.asarray(np.fmax.reduce(worse))
