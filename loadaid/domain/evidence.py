"""Where a number comes from: a Source, and a Limit that cannot exist without one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Strength = Literal["A", "B", "C", "D"]


@dataclass(frozen=True)
class Source:
    """One publication, guideline or judgement.

    strength: A = trial, meta-analysis or large cohort in the right population; B = one good study in low back
    or persistent pain; C = other population or indirect; D = expert consensus or judgement.
    read: True when the abstract or text was read; False when it is cited from memory and must be checked
    before it is shown as more than a pointer. doi: only where it is certain.
    """

    id: str
    kind: Literal["study", "guideline", "simulation", "judgement"]
    citation: str
    population: str
    shows: str
    caveat: str
    strength: Strength
    read: bool = True
    doi: str = ""

    def __post_init__(self) -> None:
        for field in ("id", "citation", "shows", "caveat"):
            if not getattr(self, field).strip():
                raise ValueError(f"source {self.id!r}: {field} is blank; no number without its paper")


@dataclass(frozen=True)
class Limit:
    """One number of the model: its value, unit, source, and why this value and no other.

    low, high: what an override for a clinic or a patient may set.
    """

    id: str
    value: float
    unit: str
    source: Source
    why: str
    low: float
    high: float

    def __post_init__(self) -> None:
        if not isinstance(self.source, Source):
            raise TypeError(f"limit {self.id!r} has no source")
        if not self.why.strip():
            raise ValueError(f"limit {self.id!r}: say why this value")
        if not self.low <= self.value <= self.high:
            raise ValueError(f"limit {self.id!r}: {self.value} lies outside {self.low}..{self.high}")
