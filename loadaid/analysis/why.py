"""Why a reading says what it says: each rule's numbers, how its own comes from them, its limit, and its source.

Made when asked, apart from the result: nothing of it is needed to read a log.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from string import Formatter
from typing import Any

from loadaid.analysis.hold import RED_FLAG
from loadaid.analysis.result import finding
from loadaid.analysis.rules import RULES, SUSPENDED
from loadaid.analysis.rules.base import At, Input, Rule
from loadaid.domain.limits import BY_ID
from loadaid.domain.words import Speaker

NO_ONES: Mapping[str, str] = {}


def why(at: At, words: Speaker, own: Mapping[str, str] = NO_ONES) -> list[dict[str, Any]]:
    """One dict per rule, in the order of RULES; JSON can hold it.

    own: limit id -> "clinic" or "patient", of the limits in force that are theirs; the others are defaults.
    rule, question, as_of, state, sentence, measured, days, would_clear_if: as in the result. suspended: nothing is said
    of the load while a safety answer stands. recipe, terms: how the number comes from the inputs. inputs: name, of (an
    exercise, or blank), date (or None), value (None: not known), unit ("yes/no": 1 or 0). limit: the one this finding is held against, default, whose,
    unit; limits: all that the recipe names, with id, value, default, unit, whose, why. source, citation, strength, shows, caveat, population,
    read. missing: inputs not known, by name, with their dates. entries_needed: how many more entries, at least, would
    let it tell; 0 when it can; None when no entry would.
    """
    return [_of_rule(rule, at, words, own) for rule in RULES]


def _of_rule(rule: Rule, at: At, words: Speaker, own: Mapping[str, str]) -> dict[str, Any]:
    found, inputs, source = finding(rule, at, words), rule.inputs(at), rule.limit.source
    suspended = rule.group in SUSPENDED and int(at.w.states.headline[0, at.row, at.day]) == RED_FLAG
    limits = [_limit(name, at, own, words) for name in limits_named(rule)]
    decides = next(x for x in limits if x["id"] == rule.limit_id)
    said = {x["id"]: words.number(x["value"], 2) for x in limits}
    return {
        "rule": rule.id,
        "question": words(rule.question),
        "as_of": at.calendar(at.day).isoformat(),
        "state": found["state"],
        "suspended": suspended,
        "sentence": found["sentence"],
        "recipe": filled(rule.recipe, words, said),
        "terms": [filled(text, words, said) for text in rule.terms],
        "inputs": [_input(x, words) for x in inputs],
        "measured": found["measured"],
        "limit": decides["value"] if found["limit"] is None else found["limit"],
        "default": decides["default"],
        "whose": decides["whose"],
        "unit": rule.unit,
        "limits": limits,
        "days": found["days"],
        "source": source.id,
        "citation": source.citation,
        "strength": source.strength,
        "shows": words(source.shows),
        "caveat": words(source.caveat),
        "population": words(source.population),
        "read": source.read,
        "would_clear_if": found["would_clear_if"],
        "missing": _missing(inputs, words),
        "entries_needed": _needed(rule, at, found["state"], suspended),
    }


def limits_named(rule: Rule) -> list[str]:
    """Ids of the limits that a rule's recipe and terms name; the one that decides comes first."""
    named = [name for text in (rule.recipe, *rule.terms) for name in _names(text)]
    return list(dict.fromkeys([rule.limit_id, *named]))


def filled(msgid: str, words: Speaker, values: Mapping[str, object]) -> str:
    """A recipe in words, with the limits it names."""
    return words(msgid, **{name: values[name] for name in _names(msgid)})


def _names(msgid: str) -> Iterable[str]:
    return (name for _, name, _, _ in Formatter().parse(msgid) if name)


def _limit(name: str, at: At, own: Mapping[str, str], words: Speaker) -> dict[str, Any]:
    limit = BY_ID[name]
    return {
        "id": name,
        "value": at.w.limits[name],
        "default": limit.value,
        "unit": limit.unit,
        "whose": own.get(name, "default"),
        "why": words(limit.why),
    }


def _input(x: Input, words: Speaker) -> dict[str, Any]:
    return {
        "name": words(x.name),
        "of": x.of,
        "date": None if x.day is None else x.day.isoformat(),
        "value": x.value,
        "unit": x.unit,
    }


def _missing(inputs: Iterable[Input], words: Speaker) -> list[dict[str, Any]]:
    days: dict[str, list[str]] = {}
    for x in inputs:
        if x.value is None:
            days.setdefault(words(x.name), []).extend([] if x.day is None else [x.day.isoformat()])
    return [{"name": name, "dates": dates} for name, dates in days.items()]


def _needed(rule: Rule, at: At, state: str, suspended: bool) -> int | None:
    if state != "cannot_tell":
        return 0
    lacks = None if suspended else rule.lacks(at)
    return None if lacks is None else max(lacks, 1)
