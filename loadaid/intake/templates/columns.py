"""Which columns a template has, in which order, and what may stand in them.

The order is how often a patient fills a column: what is asked every day stands first and takes about 30 seconds, what is
asked now and then follows to the right. All other facts come from the log folder's own description.
"""

from __future__ import annotations

from dataclasses import dataclass

from loadaid.domain import records
from loadaid.intake.headings import CHOICES, DAILY, SESSIONS

LANGUAGES = ("fr", "en")

OFTEN: dict[str, tuple[str, ...]] = {
    "sessions": (
        "date", "exercise", "sets", "reps", "load_kg", "session_minutes", "session_rpe",
        "pain_before", "pain_during", "pain_after", "settle_h", "soreness",
    ),
    "daily": (
        "date", "managed", "pain_morning", "pain_average", "impact", "flare", "exercised",
        "sleep_quality", "stress", "fatigue", "work_effort", "lifting", "note",
    ),
}  # fmt: skip
RARELY: dict[str, tuple[str, ...]] = {
    "sessions": (
        "completed", "cancel_reason", "session", "hold_s", "level", "onset_min", "soreness_kind", "sleep_disturbed", "place",
    ),
    "daily": (
        "pain_worst", "leg_pain", "symptoms_changed", "rescue_medication", "sleep_hours", "mood", "worked", "work_hours",
        "posture_hours", "posture_longest_min", "steps", "active_minutes",
    ),
}  # fmt: skip

_TITLES = {"sessions": SESSIONS, "daily": DAILY}
_TABLES = {"sessions": records.SESSIONS, "daily": records.DAILY}


@dataclass(frozen=True)
class Asked:
    """One column of a template in one language. words: what the patient may choose from; empty when it is typed."""

    column: records.Column
    title: str
    words: tuple[str, ...]
    often: bool


def is_scale(column: records.Column) -> bool:
    """Whether the column is a 0 to 10 scale, which templates ask in whole numbers."""
    return column.unit == "points" and (column.low, column.high) == (0, 10)


def choice_words(column: records.Column, language: str) -> tuple[str, ...]:
    """The words of the drop-down list of a column; empty when it is no choice."""
    if column.kind != "choice":
        return ()
    choices = CHOICES["yes_no" if set(column.choices) == {"yes", "no"} else column.name]
    return tuple(pair[LANGUAGES.index(language)] for pair in choices.values())


def asked(table: str, language: str) -> list[Asked]:
    """The columns of the template of `table` ("sessions" or "daily"), in the order they stand in."""
    return [
        Asked(
            column,
            _TITLES[table][name][LANGUAGES.index(language)],
            choice_words(column, language),
            name in OFTEN[table],
        )
        for name in OFTEN[table] + RARELY[table]
        for column in [_TABLES[table].column(name)]
    ]
