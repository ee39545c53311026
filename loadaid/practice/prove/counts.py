"""What a proof answers with."""

from __future__ import annotations

import time
from dataclasses import dataclass, field


@dataclass
class Counts:
    """tried: how often each thing was tried; failed: what did not hold, in words, the first few of it."""

    tried: dict[str, int] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    unfinished: bool = False

    def add(self, what: str, times: int = 1) -> None:
        self.tried[what] = self.tried.get(what, 0) + times

    def hold(self, holds: bool, what: str) -> None:
        """Counts it as failed unless it holds."""
        if not holds and len(self.failed) < 20:
            self.failed.append(what)


class Until:
    """A deadline: true while there is time. A proof looks at it between two rounds."""

    def __init__(self, minutes: float | None) -> None:
        self._end = None if minutes is None else time.monotonic() + minutes * 60

    def __bool__(self) -> bool:
        return self._end is None or time.monotonic() < self._end
