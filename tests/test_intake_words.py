"""Everything that is said or asked about a file reads well in both languages, with the facts that the reading gives."""

from __future__ import annotations

import io
import re
import string
from datetime import date
from functools import cache
from typing import Any

import pytest

from loadaid.cli.readtext import told
from loadaid.domain.words import Speaker
from loadaid.intake.file import read_file
from loadaid.intake.model import FileReading, Outcome, Problem, Question, Request
from loadaid.intake.passing import reading_from_bytes, reading_to_bytes
from loadaid.intake.problems import FILE, KINDS, NOTICED, ROW, SKIPPED
from loadaid.intake.questions import CHOICES, TEXTS, asked
from loadaid.intake.result import Reading, read_files
from loadaid.intake.wording import expected_and_mend, sentence
from loadaid.locale import LANGUAGES, words
from tests.bad_inputs import container, dates, encoding, history, shape, values
from tests.bad_inputs.case import TODAY
from tests.reading import known_rows

CASES = [case for group in (container, encoding, shape, dates, values, history) for case in group.CASES]
BOTH = pytest.mark.parametrize("language", LANGUAGES)
DAY = date(2026, 3, 9)
# The facts of codes that no bad input raises, as the code that raises them gives them.
FACTS: dict[str, dict[str, Any]] = {
    "date-out-of-sequence": {"date": DAY, "before": DAY, "after": DAY}, "end-of-session": {"other_row": 12000},
    "every-row-shifted": {"titles": 3, "cells": 4}, "largest-source": {"days": 12},
    "nothing-to-store": {"titles": "Chat, Chien"}, "other-table": {"table": "patients"}, "reading-too-slow": {"limit": 22},
    "rescaled": {"scale": "0-100"}, "answers-remembered": {"answers": "date-order:Date = dmy"},
    "two-values-in-a-session": {"other_row": 3, "other": "4"},
    "unknown-choice": {"choices": ("yes", "no")}, "word-not-a-choice": {"choices": ["home", "clinic"]},
    "value-left-out": {"low": 0, "high": 24, "unit": "h"}, "week-by-title": {"monday": DAY, "title": "Semaine 11"},
    "week-unclear": {"title": "Semaine 11", "sheet": "S12"}, "year-by-neighbours": {"year": "2026"},
}  # fmt: skip


def passed(file: Any, request: Request) -> FileReading:
    """As the parent gets it from the child."""
    return reading_from_bytes(reading_to_bytes(read_file(file, request)))


@cache
def readings() -> list[Reading]:
    """Every bad input, without its answers and with them."""
    found = []
    for case in CASES:
        files = [(name, build()) for name, build in case.files]
        for answers in [{}, case.answers] if case.answers else [{}]:
            opened = [(n, io.BytesIO(d.ljust(case.size_only or 0, b"\0"))) for n, d in files]
            found.append(read_files(opened, today=TODAY, patient=case.patient, answers=answers, known=known_rows(case.known), reader=passed))  # fmt: skip
    return found


def outcome(code: str) -> Outcome:
    return "refused" if code in FILE | ROW else "skipped" if code in SKIPPED else "noticed"


@cache
def problems() -> list[Problem]:
    """One problem or more of every code: those of the bad inputs, then made ones for the codes that none raises."""
    raised = [p for r in readings() for f in r.files for p in f.reading.problems]
    missing = KINDS.keys() - {p.code for p in raised}
    made = [Problem(c, outcome(c), None, None if c in FILE else 1200, facts=FACTS.get(c, {})) for c in sorted(missing)]
    return raised + made


@cache
def questions() -> list[Question]:
    return [q for r in readings() for q in r.questions]


def flaws(text: str) -> list[str]:
    """What is wrong with the form of a text that is shown."""
    wrong = {
        "a doubled space": r"[ \u00a0\u202f]{2}", "a brace": r"[{}]", "a stop after a mark": r"[?!.]\.(?!\.)",
        "a space before a full stop": r"[ \u00a0]\.(?!\w)", "nothing between quotes": r"«\s*»|“”", "nothing after a colon": r":\.",
    }  # fmt: skip
    return [f"{what}: {text}" for what, pattern in wrong.items() if re.search(pattern, text)]


def without_quotes(text: str) -> str:
    """The text without what stands between quotation marks: a file may say anything."""
    return re.sub(r"«.*?»(?=[\s,.:;?)]|$)|“.*?”(?=[\s,.:;?)]|$)", "«x»", text)


def test_only_the_codes_without_a_bad_input_are_given_facts_here() -> None:
    raised = {p.code for r in readings() for f in r.files for p in f.reading.problems}
    assert raised <= KINDS.keys()
    assert FACTS.keys() & raised == set()


@BOTH
def test_every_code_is_said_with_the_facts_it_is_raised_with(language: str) -> None:
    w = words(language)
    assert {p.code for p in problems()} == KINDS.keys()
    wrong = []
    for problem in problems():
        expected, mend = expected_and_mend(problem, w)
        text = without_quotes(sentence(problem, w, "journal.csv"))
        wrong += flaws(without_quotes(expected)) + flaws(text)
        if expected.endswith(".") or not re.fullmatch(r"(?:.*[.?])?", mend):
            wrong.append(f"ends wrongly: {expected} | {mend}")
        if not text[0].isupper() and not text.startswith(("journal.csv", "«")):
            wrong.append(f"starts small: {text}")
        if not text.endswith(f". [{problem.code}]"):
            wrong.append(f"no full stop: {text}")
    assert wrong == []


@BOTH
def test_a_refusal_says_where_what_was_expected_how_to_mend_it_and_that_nothing_is_saved(language: str) -> None:
    w = words(language)
    saved = w("Rien n'est encore enregistré.")
    refused = [p for p in problems() if p.outcome == "refused"]
    assert {p.code for p in refused} == (FILE | ROW).keys()
    for problem in refused:
        expected, mend = expected_and_mend(problem, w)
        text = sentence(problem, w, "journal.csv")
        assert mend, problem.code
        places = [
            text.find(part) for part in (problem.value, w("Attendu : {expected}.", expected=expected), mend, saved)
        ]
        assert -1 not in places, text
        assert places == sorted(places), text


@BOTH
def test_other_lines_are_kept_only_where_one_line_is_refused(language: str) -> None:
    w = words(language)
    keep = w("Ou gardez les autres lignes et laissez celle-ci de côté.")
    for problem in problems():
        of_a_row = problem.outcome == "refused" and problem.code in ROW and problem.row is not None
        assert (keep in sentence(problem, w, "journal.csv")) == of_a_row, problem.code


@BOTH
@pytest.mark.parametrize(("code", "kind"), [*NOTICED.items(), *SKIPPED.items()])
def test_a_notice_begins_small_so_that_it_can_follow_a_place(language: str, code: str, kind: Any) -> None:
    text = words(language)._catalog.gettext(kind.expected)  # before its names are filled in
    assert text[0].islower() or text[0] == "{", code


@BOTH
def test_every_question_and_every_choice_has_its_meaning(language: str) -> None:
    w = words(language)
    wrong = []
    for question in questions():
        shown = asked(question, w, list(LANGUAGES).index(language))
        wrong += flaws(without_quotes(shown.text))
        if not re.search(r"[?]$", shown.text) or not shown.text[0].isupper():
            wrong.append(shown.text)
        own = set(question.facts.get("patients", ())) | {question.facts.get("patient")}
        for choice, meaning in shown.choices.items():
            names = choice in own or question.id in ("patient", "sheet:which") or question.id.startswith("year:")
            names |= language == "en" and choice in ("yes", "no")
            if not names and (meaning == choice or flaws(meaning)):
                wrong.append(f"{question.id}: {choice} is said as {meaning}")
    assert wrong == []


def test_a_device_that_gives_no_second_reading_of_a_date_is_asked_about_in_words() -> None:
    question = Question("date-order:Date", ("dmy", "mdy"), {"example": "05/03/2026"})
    shown = asked(question, words("fr"), 0)
    assert "05/03/2026" in shown.text
    assert dict(shown.choices) == {"dmy": "jour, mois, année", "mdy": "mois, jour, année"}


@BOTH
def test_every_kind_of_question_can_be_asked(language: str) -> None:
    """Also those that no bad input asks: every name of a sentence is filled in with what a question may carry."""
    w: Speaker = words(language)
    facts = {"cell": "4", "row": 1200, "column": "EVA", "as": 1.234, "or": 1234.0, "n": 2, "columns": 1, "known": 4}
    for key, text in TEXTS.items():
        names = {n for _, n, _, _ in string.Formatter().parse(text) if n}
        shown = w(text, **{n: str(facts.get(n, "x")) for n in names})
        assert flaws(shown) == [], key
        assert shown.endswith("?"), key


@BOTH
def test_every_choice_is_said(language: str) -> None:
    w = words(language)
    said = {choice: w(text, cp1252="é") for choice, text in CHOICES.items()}
    assert [choice for choice, text in said.items() if not text.strip() or flaws(text)] == []


def test_nothing_french_is_left_in_english() -> None:
    """French words stand only where a file is quoted: after its columns and titles are taken out."""
    french = re.compile(
        r"\b(?:ligne|colonne|feuille|le|la|les|une?|des|est|pas|oui|non|valeur|fichier|du|au|à)\b", re.I
    )
    wrong = []
    for problem in problems():
        text = sentence(problem, words("en"), "f").replace(problem.value, "")
        for value in problem.facts.values():
            text = text.replace(str(value), "")
        if french.search(without_quotes(text)):
            wrong.append(text)
    for question in questions():
        shown = asked(question, words("en"), 1)
        own = () if question.id == "sheet:which" else tuple(shown.choices.values())
        wrong += [t for t in (shown.text, *own) if french.search(without_quotes(t))]
    assert wrong == []


@BOTH
def test_the_text_of_a_reading_is_typeset_for_its_language(language: str) -> None:
    """A space before ";" or ":" in French alone; the place in a file without the space of thousands."""
    for reading in readings():
        text = told(reading, words(language), list(LANGUAGES).index(language))
        assert not re.search(r"(?:[Ll]igne|[Rr]ow) \d{1,3}[\u202f,]\d{3}\b", text)
        if language == "en":
            unquoted = re.sub(r"“[^”]*”|.*→|Not used: .*", "x", text)
            assert not re.search(r"[«»]| : ", unquoted), text


def test_numbers_and_days_are_those_of_the_reader() -> None:
    pounds = Problem("pounds", "noticed", row=1200, facts={"lb": 22.046, "kg": 10.0})
    assert "22,05 lb = 10 kg" in sentence(pounds, words("fr"), "f")
    assert sentence(pounds, words("en"), "f").startswith("Row 1200. Pounds converted to kilos: 22.05 lb = 10 kg.")
    known_value = Question(
        "merge:EVA", ("known", "file"), {"date": "2026-03-09", "known": 4.5, "cell": "5", "row": 1200}
    )
    assert "4,5" in asked(known_value, words("fr"), 0).text
    assert asked(known_value, words("en"), 1).text.startswith(
        "On Monday 9 March 2026, “4.5” was already noted for “EVA”"
    )
    scale = Problem("value-out-of-range", "refused", row=3, facts={"low": 0, "high": 24, "unit": "h", "example": "7"})
    assert "from 0 to 24\u00a0h." in sentence(scale, words("en"), "f")
