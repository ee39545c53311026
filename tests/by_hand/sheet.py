"""What a reader has: one rule's panel, its values by name and day, its limits by id. Nothing of the engine is used."""

from __future__ import annotations

import datetime as dt
from typing import Any

Answer = tuple[str, float | None]
SLACK = 1e-9
UNKNOWN: Answer = ("cannot_tell", None)


class Sheet:
    """One rule's panel: values by name and day, limits by id."""

    def __init__(self, panel: dict[str, Any]) -> None:
        self.inputs: list[dict[str, Any]] = panel["inputs"]
        self.limit: dict[str, float] = {x["id"]: x["value"] for x in panel["limits"]}
        self.today = dt.date.fromisoformat(panel["as_of"])

    def all_of(self, name: str) -> dict[dt.date, float | None]:
        """By day, oldest first, unknown ones too."""
        return {dt.date.fromisoformat(x["date"]): x["value"] for x in self.inputs if x["name"] == name and x["date"]}

    def known(self, name: str, first: int = 10_000, last: int = 0) -> dict[dt.date, float]:
        """Known values of the days t-first .. t-last."""
        days = self.all_of(name).items()
        return {d: x for d, x in days if x is not None and last <= self.ago(d) <= first}

    def at(self, name: str, day: dt.date | None = None) -> float | None:
        return self.all_of(name).get(day or self.today)

    def ago(self, day: dt.date) -> int:
        return (self.today - day).days

    def day(self, ago: int) -> dt.date:
        return self.today - dt.timedelta(days=ago)

    def is_saturated(self, usual: float | None) -> bool:
        return usual is not None and usual + self.limit["over_usual_red"] > self.limit["scale_ceiling"] + SLACK


def answer(measured: float | None, is_raised: bool) -> Answer:
    return UNKNOWN if measured is None else ("raised" if is_raised else "clear", measured)


def at_least(measured: float | None, limit: float) -> Answer:
    return answer(measured, measured is not None and measured >= limit - SLACK)
