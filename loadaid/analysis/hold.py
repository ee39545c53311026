"""The headline's memory: an alarm neither flickers from day to day nor outlives what it was about."""

from __future__ import annotations

from functools import cache
from itertools import product

import numpy as np

from loadaid.analysis.index import Bools, Ints
from loadaid.analysis.windows import lag, window_any

HEADLINES = (
    "red_flag", "insufficient_data", "too_fast", "strain_driven", "flare_unclear", "too_cautious", "in_zone",
)  # fmt: skip
RED_FLAG, INSUFFICIENT, TOO_FAST, STRAIN_DRIVEN, FLARE_UNCLEAR, TOO_CAUTIOUS, IN_ZONE = range(7)
HELD = (TOO_FAST, STRAIN_DRIVEN, FLARE_UNCLEAR, TOO_CAUTIOUS)  # end after two known days without their condition
REMEMBERED = (TOO_FAST, STRAIN_DRIVEN, FLARE_UNCLEAR)  # silence does not erase these
CLEAR_DAYS = 2
FORGET_DAYS = 14
MEMORIES = [
    (place, clear) for place in range(len(HELD) + 1) for clear in range(CLEAR_DAYS + 1)
]  # alarm or none, clear days


def reopened(raw: Ints) -> Bools:
    """The first days after two weeks that could not be read: an alarm from before them is history."""
    unreadable = lag(raw == INSUFFICIENT, 1, False)
    return np.asarray((raw != INSUFFICIENT) & ~window_any(~unreadable, FORGET_DAYS))


def next_alarm(
    alarm: int, clear_days: int, raw: int, holds: tuple[bool, ...], pain_known: bool, reopened: bool = False
) -> tuple[int, int, int]:
    """One day of the headline's memory: (alarm, clear days so far, headline) from yesterday's alarm and today.

    reopened: two unreadable weeks have just ended, and what was held before them is forgotten.
    alarm is a code of HELD or -1. An alarm gives way at once to one of higher rank, and otherwise ends after two
    known days on which its condition is clear; days without a pain value neither count nor start again.
    """
    if reopened:
        alarm, clear_days = -1, 0
    if alarm >= 0:
        clear_days = 0 if holds[HELD.index(alarm)] else min(clear_days + pain_known, CLEAR_DAYS)
    if raw in (RED_FLAG, INSUFFICIENT):
        # Few days are no reason to forget; calm ones among them count once the log can be read again.
        return (alarm, clear_days, raw) if alarm in REMEMBERED else (-1, 0, raw)
    if clear_days >= CLEAR_DAYS:
        alarm, clear_days = -1, 0
    if raw in HELD and (alarm < 0 or raw < alarm):
        alarm, clear_days = raw, 0
    return alarm, clear_days, (alarm if alarm >= 0 else raw)


@cache
def _transitions() -> np.ndarray:
    """next_alarm for every state and input: [memory, input] -> (next memory, headline, alarm).

    memory: place in MEMORIES; input = (raw x 16 + conditions) x 4 + pain known +
    2 x reopened.
    """
    table = np.zeros((len(MEMORIES), len(HEADLINES) * 16 * 4, 3), dtype=np.int64)
    place_of = {memory: k for k, memory in enumerate(MEMORIES)}
    days = list(product(range(len(HEADLINES)), range(16), (False, True), (False, True)))
    for (place, clear), row in place_of.items():
        before = HELD[place] if place < len(HELD) else -1
        for day, (raw, bits, reopened, known) in enumerate(days):
            holds = tuple(bool(bits >> k & 1) for k in range(len(HELD)))
            alarm, clear_days, shown = next_alarm(before, clear, raw, holds, known, reopened)
            after = HELD.index(alarm) if alarm >= 0 else len(HELD)
            table[row, day] = place_of[after, clear_days], shown, alarm
    return table


def hold(raw: Ints, conditions: Bools, pain_known: Bools, reopened: Bools) -> tuple[Ints, Ints]:
    """Headline and alarm of every day; the memory is walked by table, so a cohort costs one look-up per day."""
    table = _transitions()
    bits = sum(conditions[k].astype(np.int64) << k for k in range(4))
    inputs = np.moveaxis((raw * 16 + bits) * 4 + 2 * reopened + pain_known, -1, 0)
    following = np.ascontiguousarray(table[:, :, 0]).ravel()
    width = table.shape[1]
    memory = np.full(inputs.shape[1:], MEMORIES.index((len(HELD), 0)))
    path = np.empty(inputs.shape, dtype=np.int64)
    for day in range(len(inputs)):
        path[day] = memory * width + inputs[day]
        memory = following[path[day]]
    flat = table.reshape(-1, 3)
    return np.moveaxis(flat[path, 1], 0, -1), np.moveaxis(flat[path, 2], 0, -1)
