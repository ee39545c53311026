"""One column title: what it may mean and the unit it names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from loadaid.intake.cells.spelling import plain
from loadaid.intake.tables.synonyms import AMBIGUOUS, IGNORE, pain, titles

_BRACKETS = re.compile(r"[\(\[]([^)\]]*)[\)\]]")
_UNITS = {
    "kg": "kg", "kgs": "kg", "kilos": "kg", "lb": "lb", "lbs": "lb", "livres": "lb", "pounds": "lb",
    "min": "min", "mn": "min", "mins": "min", "minutes": "min", "h": "h", "hr": "h", "hrs": "h", "heures": "h", "hours": "h",
    "s": "s", "sec": "s", "secondes": "s", "seconds": "s", "h min": "h:min", "hh mm": "h:min", "min s": "min:s", "mm ss": "min:s",
    "10": "0-10", "0 10": "0-10", "0 a 10": "0-10", "0 to 10": "0-10", "sur 10": "0-10", "out of 10": "0-10", "1 10": "0-10",
    "1 a 10": "0-10", "de 0 a 10": "0-10", "100": "0-100", "0 100": "0-100", "0 a 100": "0-100", "0 to 100": "0-100", "mm": "0-100",
    "sur 100": "0-100", "out of 100": "0-100", "20": "6-20", "6 20": "6-20", "6 a 20": "6-20", "6 to 20": "6-20", "5": "1-5",
    "1 5": "1-5", "sur 5": "1-5", "1 a 5": "1-5", "1 to 5": "1-5", "cr10": "0-10", "oui non": "yes/no", "yes no": "yes/no",
    "o n": "yes/no", "y n": "yes/no",
}  # fmt: skip
# What a unit in the title leaves of several meanings.
_FITS = {
    "kg": ("sessions.load_kg",), "lb": ("sessions.load_kg",), "min": ("sessions.session_minutes",),
    "h": ("daily.sleep_hours", "daily.work_hours", "sessions.session_minutes"), "yes/no": ("daily.worked",),
    "h:min": ("daily.sleep_hours", "daily.work_hours", "sessions.session_minutes"),
    "0-10": ("daily.sleep_quality", "daily.work_effort", "daily.pain_average"),
}  # fmt: skip
# What makes a title the question of a form: "Avez-vous pris un antidouleur aujourd'hui ?", "How many hours sitting?"
_ASKING = re.compile(
    r"(?:quel(?:le)?s? (?:est|etait|a ete|sont|ont ete) (?:votre |vos |ta |ton |tes |le |la |les )?|combien (?:de |d )?|"
    r"avez vous (?:bien )?(?:pris |fait |eu )?(?:un |une |des |du |de la |vos |votre |le |la |les )?|"
    r"as tu (?:bien )?(?:pris |fait |eu )?(?:un |une |des |du |de la |tes |ta |ton |le |la |les )?|"
    r"(?:what|how) (?:is|was) your |how (?:many|much) |(?:did|have) you (?:take|taken|do|done|have|had) (?:any |a |an |your |some )?)"
)
_TODAY = re.compile(r" (?:aujourd hui|ce jour|today)$")
BARE_PAIN = "pain"


@dataclass(frozen=True)
class Meaning:
    """targets: none (unknown), one, or several to ask about; (BARE_PAIN,) for pain at no named moment. unit: as named."""

    targets: tuple[str, ...] = ()
    unit: str | None = None


def is_unit(text: str) -> bool:
    """A cell of a line of units under the titles."""
    return plain(text) in _UNITS


@lru_cache(maxsize=4096)
def meaning(title: str) -> Meaning:
    """What a title means, from the dictionaries alone; which of several is decided by the table and by the person."""
    inside = " ".join(_BRACKETS.findall(title))
    unit = _UNITS.get(plain(inside))
    bare = _BRACKETS.sub(" ", title)
    if unit is None and (m := re.search(r"(?:/|\bsur|\bout of|\ben|\bin)\s*(10|20|100|5|kg|lbs?|min|minutes|heures|hours|h|s)\s*$", bare,
                                        re.IGNORECASE)):  # fmt: skip
        unit, bare = _UNITS[plain(m[1])], bare[: m.start()]
    words = plain(bare).split()
    if unit is None and len(words) > 1 and words[-1] in ("kg", "lb", "lbs", "min", "mn", "h", "s", "sec", "seconds"):
        unit = _UNITS[words[-1]]
    whole, short = plain(title), plain(bare)
    trimmed = " ".join(words[:-1]) if unit and len(words) > 1 and words[-1] in _UNITS else short
    known = titles()
    for name in dict.fromkeys((whole, short, trimmed)):
        if name in known:
            of_time = known[name] == "sessions.exercise" and unit in ("min", "h")  # "Exercices (min)"
            return Meaning(("sessions.session_minutes" if of_time else known[name],), unit)
        if name in AMBIGUOUS:
            return Meaning(_narrowed(AMBIGUOUS[name], unit), unit)
    if (asking := _ASKING.match(short)) and (inner := meaning(_TODAY.sub("", short[asking.end() :]))).targets:
        return Meaning(inner.targets, unit or inner.unit)
    for name in dict.fromkeys((whole, short)):
        moment = pain(name)
        if moment == "":
            return Meaning((BARE_PAIN,), unit)
        if moment == "?":
            return Meaning(("daily.pain_average", "daily.pain_worst", "daily.leg_pain", IGNORE), unit)
        if moment:
            return Meaning((moment,), unit)
    return Meaning((), unit)


def _narrowed(choices: tuple[str, ...], unit: str | None) -> tuple[str, ...]:
    fitting = tuple(c for c in choices if c in _FITS.get(unit or "", ()))
    return fitting if len(fitting) == 1 else choices
