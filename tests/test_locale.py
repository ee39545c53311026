"""Every sentence of the code has its English; numbers and days are written as their readers write them."""

from __future__ import annotations

import ast
import io
import math
import re
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from loadaid.domain.errors import UsageError
from loadaid.domain.limits import DEFAULTS
from loadaid.domain.sources import ALL
from loadaid.domain.words import N_
from loadaid.locale import LANGUAGES, words
from loadaid.locale.extract import sentences

PACKAGE = Path(__file__).resolve().parent.parent / "loadaid"
ENGLISH = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "loadaid.po"
KEYWORDS: dict[str, tuple[int, ...] | None] = {"N_": None, "w": None, "words": None, "plural": (1, 2)}
FEAR = re.compile(
    r"danger|dommage|l[ée]sion|ab[iî]m|\barr[êe]te[rz]?\b|\bstop|damage|injury risk|risque de blessure|fragil"
    r"|d[ée]g[âa]t|\bharm|unsafe",
    re.IGNORECASE,
)
NARROW, NO_BREAK = "\u202f", "\u00a0"


@cache
def extracted() -> dict[str | tuple[str, ...], str]:
    """Every msgid of the source, with one place it stands at."""
    found = extract_from_dir(PACKAGE, [("**.py", sentences)], keywords=KEYWORDS)
    return {msgid: f"{file}:{line}" for file, line, msgid, _, _ in found}


@cache
def english() -> Catalog:
    return read_po(io.BytesIO(ENGLISH.read_bytes()), locale="en")


def texts() -> list[str]:
    """Every French and English text, plural forms apart."""
    found: list[str] = []
    for text in [*extracted(), *(m.string for m in english() if m.id)]:
        found += [text] if isinstance(text, str) else text
    return found


def test_every_sentence_has_its_english() -> None:
    missing = []
    for msgid, place in extracted().items():
        message = english().get(msgid if isinstance(msgid, str) else msgid[0])
        forms = [] if message is None else [message.string] if isinstance(message.string, str) else message.string
        if message is None or message.fuzzy or not all(forms) or isinstance(msgid, str) != isinstance(message.id, str):
            missing.append(f"{place}: {msgid!r}")
    assert missing == [], f"{len(missing)} sentences without English: see docs/translating.md\n" + "\n".join(missing)


def test_no_english_without_its_sentence() -> None:
    known = {m if isinstance(m, str) else m[0] for m in extracted()}
    assert [m.id for m in english() if m.id and (m.id if isinstance(m.id, str) else m.id[0]) not in known] == []


def test_the_compiled_catalog_is_the_written_one() -> None:
    compiled = io.BytesIO()
    write_mo(compiled, english())
    assert ENGLISH.with_suffix(".mo").read_bytes() == compiled.getvalue(), "compile it: see docs/translating.md"


def test_translations_fill_in_the_same_values() -> None:
    wrong = []
    for message in english():
        ids = [message.id] if isinstance(message.id, str) else list(message.id)
        texts = [message.string] if isinstance(message.string, str) else list(message.string)
        named = [set(re.findall(r"{(\w*)[^}]*}", text)) for text in ids + texts]
        # A singular may say "one day" in place of the number.
        if any(names | {"n"} != named[-1] | {"n"} if len(ids) > 1 else names != named[0] for names in named):
            wrong.append(ids[0])
    assert wrong == []


def test_no_sentence_frightens() -> None:
    assert [text for text in texts() if FEAR.search(text)] == []


def test_french_punctuation_is_written_with_its_space() -> None:
    """The kind of space is chosen when shown; that there is one is for the author: "Prêt ?", "« bien »", "jours :"."""
    tight = re.compile(r"[\w})»](?:[;!?%:](?=\s|$))|«[^ ]|[^ ]»")
    french = [text for msgid in extracted() for text in ([msgid] if isinstance(msgid, str) else msgid)]
    assert [text for text in french if tight.search(text)] == []


def test_sentences_are_written_out_where_they_are_marked() -> None:
    """An f-string, a sum or a choice inside the brackets never reaches the translator."""
    unseen = []
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if name in KEYWORDS and isinstance(node.args[0], ast.JoinedStr | ast.BinOp | ast.IfExp):
                    unseen.append(f"{file.relative_to(PACKAGE)}:{node.lineno}: {ast.unparse(node.args[0])}")
    assert unseen == []


def test_the_extraction_sees_every_form_of_a_sentence() -> None:
    code = b"""
w("a {x}", x=w("nested"))
f"<p>{esc(w('in an f-string'))}</p>"
self.words.plural("one", "many", n)
N_("joined " "text")
w(TEXTS["key"]); words("fr"); w(rule.question)
"""
    found = {m for _, m, _, _ in extract(sentences, io.BytesIO(code), keywords=KEYWORDS)}
    assert found == {"a {x}", "nested", "in an f-string", ("one", "many"), "joined text"}


def test_numbers_of_each_language() -> None:
    fr, en = words("fr"), words("en")
    assert (fr.number(4.5), en.number(4.5)) == ("4,5", "4.5")
    assert (fr.number(4.0), fr.number(4.04), fr.number(3.14159, 2)) == ("4", "4", "3,14")
    assert (fr.number(-2.5), fr.number(-0.04)) == ("\u22122,5", "0")
    assert (fr.number(12345), en.number(12345)) == (f"12{NARROW}345", "12,345")
    assert (fr.percent(0.18), en.percent(0.18), en.percent(-0.18)) == (f"18{NARROW}%", "18%", "\u221218%")


def test_missing_is_a_dash_never_a_number() -> None:
    w = words("fr")
    assert {w.number(math.nan), w.percent(math.nan), w.day(pd.NaT), w.days([])} == {"–"}
    assert w("{a} {b} {c}", a=math.nan, b=None, c=pd.NaT) == "– – –"


@given(x=st.floats(-1e15, 1e15) | st.sampled_from([math.nan, math.inf]), digits=st.integers(0, 4))
def test_no_number_prints_nan_or_a_hyphen(x: float, digits: int) -> None:
    for language in LANGUAGES:
        text = words(language).number(x, digits)
        assert re.fullmatch(r"–|\u2212?[\d\u202f,.]+", text), text
        assert text not in ("\u22120", "")


def test_days_of_each_language() -> None:
    fr, en = words("fr"), words("en")
    first, monday = date(2026, 3, 1), date(2026, 3, 9)
    assert (fr.day(monday), fr.day(first)) == (f"9{NO_BREAK}mars", f"1er{NO_BREAK}mars")
    assert fr.day(date(2021, 1, 1), long=True).replace(NO_BREAK, " ") == "vendredi 1er janvier 2021"
    assert (en.day(monday), en.day(monday, long=True)) == ("9 March", "Monday 9 March 2026")


@pytest.mark.parametrize(
    ("days", "french", "english_text"),
    [
        ([date(2026, 3, 6), date(2026, 3, 4)], "4 et 6 mars", "4 and 6 March"),
        ([date(2026, 3, 30), date(2026, 4, 1)], "30 mars et 1er avril", "30 March and 1 April"),
        ([date(2026, 3, 28), date(2026, 3, 30), date(2026, 4, 1)], "28 et 30 mars, 1er avril", "28 and 30 March, 1 April"),
        ([date(2026, 3, 1) + timedelta(d) for d in (0, 1, 2, 3, 8)], "1er–4 et 9 mars", "1–4 and 9 March"),
        ([date(2025, 12, 31), date(2026, 1, 2)], "31 décembre 2025 et 2 janvier 2026", "31 December 2025 and 2 January 2026"),
    ],
)  # fmt: skip
def test_several_days_say_the_month_once(days: list[date], french: str, english_text: str) -> None:
    assert words("fr").days(days).replace(NO_BREAK, " ") == french
    assert words("en").days(days) == english_text


def test_french_typography_goes_into_our_sentences_and_nowhere_else() -> None:
    w = words("fr")
    assert w(N_("Prêt ?")) == f"Prêt{NARROW}?"
    assert w(N_("« bien » : {x} % ; oui !"), x=0.5) == (
        f"«{NARROW}bien{NARROW}»{NO_BREAK}: 0,5{NARROW}%{NARROW}; oui{NARROW}!"
    )
    assert w("d'avant") == "d’avant"
    already = f"a{NARROW}? «{NARROW}b{NARROW}»{NO_BREAK}:"
    assert w(already) == already
    assert w("12:30, https://exemple.fr/a?b=1;c :material/add:") == "12:30, https://exemple.fr/a?b=1;c :material/add:"
    assert w("{note}", note="mal ? oui : {x} %") == "mal ? oui : {x} %"


def test_nothing_is_singular_in_french_and_plural_in_english() -> None:
    days = "{n} jour", "{n} jours"
    assert [words("fr").plural(*days, n) for n in (0, 1, 2)] == ["0 jour", "1 jour", "2 jours"]


def test_unknown_language_and_missing_value_are_named() -> None:
    with pytest.raises(UsageError, match="fr or en"):
        words("de")
    with pytest.raises(KeyError, match="dose"):
        words("fr")("{dose}")


def test_limits_and_sources_are_said_in_both_languages() -> None:
    told = [limit.why for limit in DEFAULTS] + [x for s in ALL for x in (s.population, s.shows, s.caveat) if x]
    assert [text for text in told if words("en")(text) == words("fr")(text)] == []
    assert [word for text in told for word in re.findall(r"\b(?:the|of|with|and|is)\b", words("fr")(text))] == []
