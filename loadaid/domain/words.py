"""Marks the French sentences that stand beside a condition, so that the translator finds them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol


class Speaker(Protocol):
    """What a rule needs to be said in one language: sentences, plurals, numbers, days."""

    def __call__(self, msgid: str, /, **values: object) -> str: ...

    def plural(self, one: str, many: str, n: int, /, **values: object) -> str: ...

    def number(self, x: float, digits: int = 1) -> str: ...

    def days(self, ds: Sequence[date]) -> str: ...

    def day(self, d: date, *, long: bool = False) -> str: ...


def N_(msgid: str) -> str:
    """The same text, marked for translation where it is written and translated where it is shown.

    Data such as a rule's sentences is built once for all languages: it holds French msgids, and the one who
    shows it calls `words(language)(msgid, **values)`.
    """
    return msgid
