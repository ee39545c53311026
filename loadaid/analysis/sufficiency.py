"""Whether a log can be read at all: enough pain days, and no sign that it was not kept day by day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from loadaid.analysis.index import Bools, Floats, Ints
from loadaid.analysis.panel import Panel
from loadaid.analysis.response import Response
from loadaid.analysis.symptoms import Symptoms
from loadaid.analysis.windows import days_since, window_count, window_max, window_mean, window_min
from loadaid.domain.limits import Limits

MONTH, HALF = 28, 14
FAULT_DAYS = 10  # equal values that make a diary suspect
LEAST_ENTRIES = 5  # entries with a known time before back-filling is judged
EPS = 1e-9


@dataclass(frozen=True)
class Sufficiency:
    """(patients, days). pain_days: of 7. open: enough pain days, with hysteresis; opened: once or more. constant, backfilled: data faults (backfilled: share, NaN when
    too few entry times are known). sufficient: all together."""

    pain_days: Ints
    pain_days_14: Ints
    open: Bools
    opened: Bools
    constant: Bools
    backfilled: Floats
    fault: Bools
    sufficient: Bools


def sufficiency(panel: Panel, symptoms: Symptoms, response: Response, limits: Limits) -> Sufficiency:
    """Whether the log can be read at all, as of every day."""
    week, fortnight = window_count(symptoms.pain_known, 7), window_count(symptoms.pain_known, HALF)
    shuts = (week < limits.pain_days_close) | (fortnight < limits.pain_days_close_14)
    opens = week >= limits.pain_days_open
    # Once the usual level is known, a week with three entries says something too.
    opened = np.logical_or.accumulate(opens, axis=-1)
    opens |= opened & (week >= limits.pain_days_reopen) & ~shuts
    is_open = _between(opens, shuts & ~opens)
    logged = [panel.daily["pain_morning"], panel.daily["pain_average"]]
    many = np.logical_or.reduce([window_count(x, HALF) >= FAULT_DAYS for x in logged])
    varies = np.logical_or.reduce([window_max(x, HALF) - window_min(x, HALF) > EPS for x in logged])
    pained = np.fmax.reduce([window_max(x, HALF) for x in logged]) > EPS
    constant = _between(many & ~varies & pained, varies | ~pained)  # a blank day more does not make it vary
    backfilled = _backfilled(panel, limits)
    fault = constant | (backfilled > limits.backfill_share + EPS)
    sufficient = is_open & ~np.isnan(symptoms.usual) & (response.classed_28 >= limits.classed_sessions) & ~fault
    return Sufficiency(week, fortnight, is_open, opened, constant, backfilled, fault, sufficient)


def _between(opens: Bools, shuts: Bools) -> Bools:
    """True from a day that opens until one that shuts."""
    return days_since(opens) <= np.minimum(days_since(shuts), 1e9)


def _backfilled(panel: Panel, limits: Limits) -> Floats:
    """Share of the month's entries written more than 48 h after the end of their day; an unknown time is not late."""
    end_of_day = (panel.start[:, None] + np.arange(panel.shape[1]) + 1) * 24.0
    delay = panel.daily["entered_at"] / 60 - end_of_day
    late = np.where(np.isnan(delay), np.nan, delay > limits.backfill_hours)
    return window_mean(late, MONTH, LEAST_ENTRIES)
