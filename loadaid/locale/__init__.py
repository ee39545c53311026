"""Words, numbers and days in the reader's language: French (the language of the code) or English.

Nothing is installed globally: one process answers readers of both languages at once, so the language is
always in the caller's hand, as a `Words`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache, lru_cache
from gettext import NullTranslations, translation
from itertools import groupby
from numbers import Real
from pathlib import Path

from loadaid.domain.errors import UsageError

LANGUAGES = {"fr": "fr_FR", "en": "en_GB"}
MISSING = "–"
NBSP, THIN, MINUS = "\u00a0", "\u202f", "\u2212"

# Only a character already written is changed, so that 12:30, addresses and markup keep their form.
_SPACES = rf"[ {NBSP}{THIN}]"
_FRENCH_TYPE = (
    (re.compile(rf"{_SPACES}+(?=[;!?%])"), THIN),
    (re.compile(rf"{_SPACES}+(?=:(?![\w/-]))"), NBSP),
    (re.compile(rf"«{_SPACES}*"), "«" + THIN),
    (re.compile(rf"{_SPACES}*»"), THIN + "»"),
    (re.compile(r"(?<=\w)'(?=\w)"), "’"),
)


class _French(NullTranslations):
    """French needs no catalog, only its plural: 0 and 1 are singular."""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return msgid1 if abs(n) < 2 else msgid2


class Words:
    """One language: sentences, numbers, percentages and days.

    Missing: NaN, NaT, None and an empty list of days are shown as an en dash, never as a number.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._locale = LANGUAGES[language]
        self._catalog = _French() if language == "fr" else translation("loadaid", Path(__file__).parent, [language])

    def __call__(self, msgid: str, /, **values: object) -> str:
        """The sentence of a French msgid, its `{names}` filled in: numbers and dates are written for the language.

        For another number of decimals than one give `x=words.number(x, 2)`. Texts are filled in as they are.
        Errors: KeyError for a `{name}` without a value.
        """
        return self._fill(self._catalog.gettext(msgid) if msgid else "", values)

    def plural(self, one: str, many: str, n: int, /, **values: object) -> str:
        """The sentence for n things; n itself is `{n}`. 0 is singular in French, plural in English."""
        return self._fill(self._catalog.ngettext(one, many, n), {"n": n, **values})

    def number(self, x: float, digits: int = 1) -> str:
        """x rounded to at most `digits` decimals, without trailing zeros: 4,5 or 4.5; 4; −2."""
        return _decimal(self._locale, float(x), digits)

    def percent(self, share: float) -> str:
        """A share in whole percent: 0.18 is 18 % in French (thin space), 18% in English."""
        if not math.isfinite(share):
            return MISSING
        return self.number(share * 100, 0) + (THIN + "%" if self.language == "fr" else "%")

    def day(self, d: date, *, long: bool = False) -> str:
        """9 mars or 9 March; long: lundi 9 mars 2026 or Monday 9 March 2026."""
        if d != d:  # pandas' NaT is a date that differs from itself
            return MISSING
        return self._date(d, "EEEE d MMMM y" if long else "d MMMM")

    def days(self, ds: Sequence[date]) -> str:
        """Days in order, the month said once: 4 et 6 mars; three or more in a row as 4–6 mars; years if several."""
        days = sorted(set(ds))
        pattern = " MMMM y" if len({d.year for d in days}) > 1 else " MMMM"
        months = []
        for _, month in groupby(days, key=lambda d: (d.year, d.month)):
            inside = list(month)
            months.append((self._runs(inside), self._date(inside[-1], pattern)))
        if all(len(runs) == 1 for runs, _ in months):
            return self._and([runs[0] + name for runs, name in months]) or MISSING
        return ", ".join(self._and(runs) + name for runs, name in months)

    def _runs(self, days: Sequence[date]) -> list[str]:
        texts = []
        for _, run in groupby(enumerate(days), key=lambda at: at[1] - timedelta(days=at[0])):
            ds = [self._date(d, "d") for _, d in run]
            texts += [f"{ds[0]}–{ds[-1]}"] if len(ds) > 2 else ds
        return texts

    def _and(self, parts: Sequence[str]) -> str:
        from babel.lists import format_list

        return format_list(parts, locale=self._locale)

    def _date(self, d: date, pattern: str) -> str:
        from babel.dates import format_date

        text = format_date(d, pattern, locale=self._locale)
        if self.language != "fr":
            return text
        return re.sub(r"\b1(?=$| )", "1er", text, count=1).replace(" ", NBSP) if d.day == 1 else text.replace(" ", NBSP)

    def _fill(self, template: str, values: dict[str, object]) -> str:
        # French typography goes into our own sentence, before the values: a patient's words stay as they were written.
        if self.language == "fr":
            for pattern, printed in _FRENCH_TYPE:
                template = pattern.sub(printed, template)
        return template.format(**{name: self._shown(value) for name, value in values.items()})

    def _shown(self, value: object) -> object:
        if value is None:
            return MISSING
        if isinstance(value, Real):
            return self.number(float(value))
        return self.day(value) if isinstance(value, date) else value


@lru_cache(maxsize=4096)
def _decimal(locale: str, x: float, digits: int) -> str:
    if not math.isfinite(x):
        return MISSING
    # Babel costs 50 ms to import: a command that shows no number does without.
    from babel.numbers import format_decimal

    x = round(x, digits) + 0.0  # -0.04 is 0, not -0
    return format_decimal(x, format="#,##0." + "#" * digits, locale=locale).replace("-", MINUS)


@cache
def words(language: str) -> Words:
    """The words of "fr" or "en". Errors: UsageError for another language."""
    if language not in LANGUAGES:
        raise UsageError(f"Language {language!r} is not available. Expected: fr or en. Choose one of the two.")
    return Words(language)
