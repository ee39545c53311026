"""Names of exercises."""

from __future__ import annotations

import re

from loadaid.intake.cells.sets import Block, blocks
from loadaid.intake.cells.spelling import DASHES, plain, tidy
from loadaid.intake.columns.column import Reading
from loadaid.intake.columns.counts import as_values
from loadaid.intake.columns.wordcells import CANCELLED, NOTHING, REST, WHY_NOT
from loadaid.intake.limits import TEXT_CHARACTERS
from loadaid.intake.model import Fault, Question, chosen
from loadaid.intake.tables.blocks import is_empty

_NAME_FIRST = re.compile(
    r"(?P<name>[^\W\d_][^,;]*?)\s*[:(\-–]?\s*(?P<sets>\d+\s*(?:[x×*]|fois|/|s[ée]ries? de|sets? of).*?)\)?",
    re.IGNORECASE,
)
_SETS_FIRST = re.compile(
    r"(?P<sets>\d+\s*[x×*]\s*\d+\s*(?:s|sec|min)?)\s+(?:de |d')?(?P<name>[^\W\d_][^,;\d]*)", re.IGNORECASE
)


def exercise(reading: Reading) -> None:
    """Names of exercises: "repos" is a rest day; spellings of one name are merged only when the person says so."""
    names: dict[str, list[int]] = {}
    for i, cell in enumerate(reading.cells):
        if is_empty(cell):
            continue
        if isinstance(cell, Fault):
            reading.wrong[i] = (cell.code, {})
            continue
        text = tidy(reading.text(i))
        if text.startswith("[") and (listed := re.findall(r"'([^']+)'", text)):
            text = listed[-1]
        if len(text) > TEXT_CHARACTERS:
            reading.wrong[i] = ("text-too-long", {"limit": TEXT_CHARACTERS})
        elif "\0" in text:
            reading.wrong[i] = ("nul-character", {})
        elif plain(text) in REST | NOTHING | WHY_NOT:
            reading.rest.add(i)
            if plain(text) in WHY_NOT:
                reading.texts.add(i)
        elif plain(text).startswith(("idem ", "pareil que ", "comme le ", "same as ")):
            reading.wrong[i] = ("refers-elsewhere", {})
        elif DASHES.sub("-", text) in ("-", "/", "x", "?", "..."):
            continue
        elif plain(text) in CANCELLED:
            reading.more[i] = [{"completed": "no"}]
        elif reading.alone and (done := _with_sets(text)):
            reading.more[i] = [{"exercise": name, **as_values(sets)} for name, sets in done]
            for name, sets in done:
                names.setdefault(name, []).append(i)
                if sets.pounds is not None:
                    reading.tell("pounds", i, lb=sets.pounds, kg=sets.load_kg)
        else:
            reading.values[i] = text
            names.setdefault(text, []).append(i)
            if re.search(r"\bannul|\bcancel", plain(text)):
                reading.more[i] = [{"completed": "no"}]
    for first, others in _spellings(list(names)).items():
        at = [i for name in others for i in names[name]]
        answer = chosen(reading.answers, f"merge:exercise:{first}", ("same", "different"))
        if answer == "same":
            for i in at:
                if i in reading.values:
                    reading.values[i] = first
                for one in reading.more.get(i, ()):
                    if one.get("exercise") in others:
                        one["exercise"] = first
        elif answer is None:
            facts = {"column": reading.name, "names": [first, *others], "at": at[0], "cell": others[0]}
            reading.questions.append(Question(f"merge:exercise:{first}", ("same", "different"), facts))


def _with_sets(text: str) -> list[tuple[str, Block]]:
    """Exercises with their sets: "gainage 3x30s, pont 3x10@12kg", "3x10 squats"; [] unless every part is one."""
    found: list[tuple[str, Block]] = []
    for part in re.split(r"\s*(?:,\s|;|\n|\s\+\s|\s(?:puis|then|et|and)\s)\s*", text.rstrip(" ,;.")):
        m = _NAME_FIRST.fullmatch(part) or _SETS_FIRST.fullmatch(part)
        sets = blocks(m["sets"]) if m else None
        if not m or not sets:
            return []
        found += [(m["name"].strip(" :-–"), b) for b in sets]
    return found


def _spellings(names: list[str]) -> dict[str, list[str]]:
    """First spelling -> later ones that may be the same word: other case or plural, or one or two letters apart."""
    from difflib import SequenceMatcher

    found: dict[str, list[str]] = {}
    firsts: list[str] = []
    for name in names:
        mine = plain(name)
        for first in firsts[:200]:
            theirs = plain(first)
            if mine.rstrip("s") == theirs.rstrip("s") and mine:
                found.setdefault(first, []).append(name)
                break
            alike = min(len(mine), len(theirs)) >= 4 and abs(len(mine) - len(theirs)) <= 2 and mine[0] == theirs[0]
            numbered = re.sub(r"\D", "", mine) != re.sub(r"\D", "", theirs)
            if alike and not numbered and SequenceMatcher(None, mine, theirs, autojunk=False).ratio() >= 0.86:
                found.setdefault(first, []).append(name)
                break
        else:
            firsts.append(name)
    return found
