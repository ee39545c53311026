"""What really happens to each virtual patient, read from the mechanism: the answer a review can be held against."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from loadaid.virtual.body import Body
from loadaid.virtual.chance import Flags, Numbers
from loadaid.virtual.life import Life
from loadaid.virtual.people import People
from loadaid.virtual.stories import STORIES

STATES = ("in_zone", "too_fast", "too_cautious", "strain", "recovery", "silent", "safety")
MATTERS = 1.0  # points above usual, as a mean over REACTION_DAYS, that make a state
REACTION_DAYS = 7
LIGHT = 0.55  # mean demand of LIGHT_DAYS under which nothing is trained
LIGHT_DAYS = 28


def truth(
    who: People, days: Life, felt: Body, heard: Flags, yes_on: NDArray[np.int64], dates: NDArray[np.datetime64],
    ids: pd.CategoricalDtype,
) -> pd.DataFrame:  # fmt: skip
    """One row per patient and day of follow-up: patient_id, date, story, state, capacity, ratio.

    state, the first that applies: safety, a yes stands; silent, nothing is written any more; too_fast, strain or
    recovery, the largest of what sessions, daily strain and sleep add to pain is MATTERS points or more over the last
    REACTION_DAYS; too_cautious, sessions of the last LIGHT_DAYS demand less than LIGHT; else in_zone.
    capacity: in units of the first dose. ratio: demand of that day's session (dose over capacity), NaN without one.
    """
    shape = felt.session.shape
    added = np.stack([_trailing(part, REACTION_DAYS) for part in (felt.response, felt.from_strain, felt.from_sleep)])
    reaction = np.where(added.max(axis=0) >= MATTERS, added.argmax(axis=0), -1)
    sessions = _trailing(felt.session.astype(float), LIGHT_DAYS)
    demand = _trailing(np.nan_to_num(felt.ratio), LIGHT_DAYS) / np.where(sessions > 0, sessions, np.nan)
    month = np.arange(shape[1]) - who.begin[:, None] >= LIGHT_DAYS - 1
    state = np.where(month & (demand < LIGHT), STATES.index("too_cautious"), STATES.index("in_zone"))
    for position, name in enumerate(("too_fast", "strain", "recovery")):
        state = np.where(reaction == position, STATES.index(name), state)
    state = np.where(heard, state, STATES.index("silent"))
    state = np.where(np.arange(shape[1]) >= yes_on[:, None], STATES.index("safety"), state)
    patient, day = np.nonzero(days.followed)
    return pd.DataFrame({
        "patient_id": pd.Categorical.from_codes(who.first + patient, dtype=ids),
        "date": dates[day],
        "story": pd.Categorical.from_codes(who.story[patient], dtype=pd.CategoricalDtype([s.key for s in STORIES])),
        "state": pd.Categorical.from_codes(state[patient, day], dtype=pd.CategoricalDtype(list(STATES))),
        "capacity": felt.capacity[patient, day],
        "ratio": felt.ratio[patient, day],
    })  # fmt: skip


def _trailing(values: Numbers, days: int) -> Numbers:
    """Mean of the last days up to each day; the days before the first count 0."""
    total = np.zeros_like(values)
    for lag in range(min(days, values.shape[1])):
        total[:, lag:] += values[:, : values.shape[1] - lag]
    return total / days
