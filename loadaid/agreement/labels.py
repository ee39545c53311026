"""The answers a rater chooses from, each in one line, and how a written answer is read back."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from loadaid.analysis.headline import LABELS as STATES
from loadaid.analysis.headline import NO_REACTION
from loadaid.analysis.hold import (
    FLARE_UNCLEAR,
    HEADLINES,
    IN_ZONE,
    INSUFFICIENT,
    STRAIN_DRIVEN,
    TOO_CAUTIOUS,
    TOO_FAST,
)
from loadaid.domain.words import N_
from loadaid.locale import LANGUAGES, words


@dataclass(frozen=True)
class Label:
    """One answer. code: loadaid's headline. name, definition, also (other names read back): French msgids."""

    code: str
    name: str
    definition: str = ""
    also: tuple[str, ...] = ()


# The definitions name no limit: a rater judges by experience, not by loadaid's rules. The numbers 1 to 6 are typed.
LABELS = (
    Label(HEADLINES[TOO_FAST], STATES[TOO_FAST],
          N_("les réactions qui suivent les séances sont trop fortes, trop longues ou trop fréquentes, et l'exercice les explique le mieux.")),
    Label(HEADLINES[TOO_CAUTIOUS], STATES[TOO_CAUTIOUS],
          N_("les séances sont bien tolérées et n'évoluent plus : il y a la place pour un peu plus.")),
    Label(HEADLINES[IN_ZONE], STATES[IN_ZONE],
          N_("les séances sont tolérées sans réaction excessive, et la progression convient telle quelle.")),
    Label(HEADLINES[STRAIN_DRIVEN], STATES[STRAIN_DRIVEN],
          N_("il y a une réaction, et le travail, le port de charges, les postures, le stress, le sommeil ou le manque de repos l'expliquent mieux que les séances.")),
    Label(HEADLINES[FLARE_UNCLEAR], NO_REACTION,
          N_("il y a une réaction ou une évolution moins bonne, et le relevé ne dit pas ce qui l'explique."), (STATES[FLARE_UNCLEAR],)),
    Label(HEADLINES[INSUFFICIENT], N_("On ne peut pas juger"),
          N_("le relevé est trop incomplet pour choisir l'une des cinq réponses."), (STATES[INSUFFICIENT],)),
)  # fmt: skip
CODES = tuple(label.code for label in LABELS)
CONFIDENCE = (Label("sure", N_("sûr"), also=("sûre",)), Label("hesitant", N_("hésitant"), also=("hésitante",)))


def meant(text: str, answers: tuple[Label, ...]) -> str | None:
    """The code of an answer written as its number, code or name in either language, whatever its case and accents.

    None when it is no answer of these.

    >>> meant("2", LABELS), meant("PROGRESSION TROP RAPIDE ", LABELS), meant("in the zone", LABELS), meant("?", LABELS)
    ('too_cautious', 'too_fast', 'in_zone', None)
    """
    wanted = _bare(text)
    for number, answer in enumerate(answers, 1):
        names = [words(language)(name) for language in LANGUAGES for name in (answer.name, *answer.also)]
        if wanted in {str(number), *map(_bare, (answer.code, *names))}:
            return answer.code
    return None


def _bare(text: str) -> str:
    """Letters and digits alone, without accents, in lower case."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"[^a-z0-9]+", " ", "".join(c for c in plain if not unicodedata.combining(c))).strip()
