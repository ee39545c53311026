"""The printed page, the page as HTML, the note and the patient's half page: what stands on them, and that they hold together."""

from __future__ import annotations

import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import typst
from pypdf import PdfReader

from loadaid.domain.errors import UsageError
from loadaid.locale import words
from loadaid.report import handout, html, note, parts, press, sheet, terms
from loadaid.report.terms import amount, reasons
from tests.printed import DECISION, IDENTITY, PRINTED, fullest, page

HEADLINES = ("red_flag", "insufficient_data", "too_fast", "strain_driven", "flare_unclear", "too_cautious", "in_zone")
FROZEN = Path(__file__).parent / "frozen" / "page-1.json"
NUMBERS = ("value", "was", "low", "high", "before")
HOSTILE = "<b>#evil[x] $y$ \u202e"
FEAR = re.compile(r"danger|dommage|l[ée]sion|ab[iî]m|\barr[êe]te[rz]?\b|\bstop|fragil|d[ée]g[âa]t|\bharm|unsafe", re.IGNORECASE)  # fmt: skip


def told(made: bytes) -> str:
    """The text of a one-page PDF without its spaces, which paper sets as it likes."""
    reader = PdfReader(io.BytesIO(made))
    assert len(reader.pages) == 1
    return squeezed(reader.pages[0].extract_text())


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


class Text(HTMLParser):
    """The text of a document, its tags and its attributes."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.text, self.tags, self.attributes = "", [], {}  # type: ignore[var-annotated]
        self.feed(document)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.update({(tag, name): value for name, value in attrs})

    def handle_data(self, data: str) -> None:
        self.text += data


def pdf(result: Any, shown: Any, language: str = "fr", decision: Any = None, **more: Any) -> bytes:
    how = {"identity": IDENTITY, "decision": decision, "printed": PRINTED, **more}
    return sheet.pdf(result, shown, words(language), **how)


def wanted(result: Any, shown: Any, language: str) -> list[str]:
    """Every number of the six and of the reasons as its reader writes it."""
    w = words(language)
    found = []
    for name, n in shown["numbers"].items():
        if n["value"] is None:
            found.append(w.number(n["known"], 0))
            continue
        digits = 0 if name == "dose" else 1
        found += [w.number(n[key], digits) for key in NUMBERS if n.get(key) is not None]
    for f in reasons(result):
        found += [f["sentence"], amount(w, f["measured"], f["unit"]), amount(w, f["limit"], f["unit"])]
    return [squeezed(text) for text in found]


@pytest.mark.parametrize("headline", HEADLINES)
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("paper", ["a4", "us-letter"])
def test_one_page_with_every_number(headline: str, language: str, paper: str) -> None:
    result, shown = page(headline, language)
    text = told(pdf(result, shown, language, paper=paper))
    for number in wanted(result, shown, language):
        assert number in text
    assert squeezed(result["headline_label"]) in text
    assert result["ruleset"] in text
    assert "1/1" in text
    assert not FEAR.search(text)


def test_tagged_named_and_in_its_language() -> None:
    reader = PdfReader(io.BytesIO(pdf(*page("in_zone"))))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "fr"
    assert reader.metadata is not None
    assert reader.metadata.title == parts.header(*page("in_zone"), words("fr"), IDENTITY)["title"]
    assert b"pdfuaid" in root["/Metadata"].get_data()
    size = [round(float(x)) for x in reader.pages[0].mediabox[2:]]
    assert size == [595, 842]


def test_each_picture_says_what_it_shows() -> None:
    result, shown = page("too_fast")
    drawn = sheet.pictures(result, shown, words("fr"))
    sessions = sum(d["state"] == "session" for d in shown["days"])
    assert f"{sessions} jours de séance" in drawn["alt"]
    for name in ("ranges", "recovery", "onset", "intensity", "impact"):
        assert drawn[name]["alt"]


def test_the_chart_draws_no_unknown_as_a_value() -> None:
    result, shown = page("in_zone")
    days = shown["days"]
    for day in days:
        day |= {"state": "rest", "dose": None, "pain": 2, "response": None, "flare_begins": False, "entry": True}
    days[3] |= {"state": "not_logged", "entry": False, "pain": None}
    days[5] |= {"state": "session", "dose": None, "response": "red"}
    days[9] |= {"state": "session", "dose": 50, "response": "green"}
    days[20]["pain"] = None
    shown["band"] = {"dose": None, "pain": None, "a_week": shown["band"]["a_week"]}
    [drawn] = sheet.pictures(result, shown, words("fr"), (200,))["charts"]
    svg = drawn["svg"]
    assert svg.count("url(#hatch)") == 1  # the one day of which nothing is known
    assert svg.count("<polyline") == 3  # two unknown mornings: three pieces of line
    assert ">?</text>" in svg
    assert svg.count('fill="#5A6E80"') == 1  # one known dose, one bar
    assert svg.count('stroke="#5A6E80" stroke-width="1.8"') == 25  # rests, under the baseline
    triangle = re.search(r'<polygon[^>]*fill="#B34700"/>', svg)
    assert triangle  # the morning after the session of day 5


def test_with_a_safety_answer_the_contact_comes_first() -> None:
    result, shown = page("red_flag")
    assert shown["band"]["pain"] is not None
    text = told(pdf(result, shown))
    contact = squeezed(result["suggestions"][0]["sentence"])
    assert (
        text.index(contact)
        < text.index(squeezed("Lecture de la charge suspendue"))
        < text.index(squeezed("Réaction aux séances"))
    )
    assert squeezed("aucune dose proposée") in text
    assert 'fill="#DDF0EC"' not in sheet.pictures(result, shown, words("fr"), (200,))["charts"][0]["svg"]


def test_what_is_not_known_says_what_is_missing() -> None:
    result, shown = page("in_zone")
    for name in ("dose", "settle", "sleep"):
        shown["numbers"][name] |= {
            "value": None,
            "was": None,
            "known": 2,
            "low": None,
            "high": None,
            "change_percent": None,
        }
    shown["responses"] = dict.fromkeys(shown["responses"], 0)
    text = told(pdf(result, shown))
    assert squeezed("2 jours sur 10") in text
    assert squeezed("2 séances sur 3") in text
    assert squeezed("il en faut 3, 0 connues") in text


def test_the_decision_in_real_units() -> None:
    text = told(pdf(*page("too_fast"), decision=DECISION))
    for said in (
        "Réduire",
        "D’accord avec la lecture",
        "2 × 12,5 min",
        "3 × 10, 17,5 kg",
        "3,5 séances par semaine",
        "Sophie M.",
    ):
        assert squeezed(said) in text
    assert "Maintenir" not in text
    empty = told(pdf(*page("too_fast")))
    for said in ("Progresser", "Maintenir", "Réduire", "Alléger le quotidien", "Demander d’abord"):
        assert squeezed(said) in empty


@pytest.mark.parametrize("paper", ["a4", "us-letter"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_fullest_page_is_one_page_with_nothing_cut(paper: str, language: str) -> None:
    result, shown, decision = fullest(language)
    how: Any = {
        "identity": {**IDENTITY, "name": "Marie-Antoinette de la " * 4},
        "decision": decision,
        "printed": PRINTED,
        "paper": paper,
    }
    assert "1/1" in told(sheet.pdf(result, shown, words(language), **how))
    content = json.dumps(sheet.content(result, shown, words(language), **how))
    compiler = typst.Compiler(
        press.HERE / "sheet.typ", root=press.HERE, font_paths=[press.FONTS], ignore_system_fonts=True,
        sys_inputs={"sheet": content},
    )  # fmt: skip
    assert json.loads(compiler.query("<size-of-type>", field="value"))[0] > 0


def test_the_same_page_twice_is_the_same_bytes() -> None:
    assert pdf(*page("strain_driven")) == pdf(*page("strain_driven"))
    assert squeezed("le 1er mai") in told(pdf(*page("strain_driven"), printed="1er mai"))


def test_a_persons_words_are_text() -> None:
    result, shown = page("too_fast")
    shown["exercises"] = [{"exercise": HOSTILE, "sets": 3, "reps": 8, "load_kg": 2.5, "hold_s": None}]
    identity = {"name": "日本 \U0001f642 محمد Ж\u0501 e\u0301 #x", "code": "p", "age": ""}
    text = told(pdf(result, shown, identity=identity))
    assert squeezed("<b>#evil[x] $y$ \ufffd") in text
    assert "Ж\ufffdé#x" in text
    decision = {**DECISION, "reason": HOSTILE, "next": shown["exercises"]}
    how: Any = {"identity": {"name": HOSTILE}, "decision": decision, "printed": HOSTILE}
    document = html.document(result, shown, words("fr"), **how)
    assert "<b>#" not in document
    assert "\u202e" not in document
    assert Text(document).text.count("<b>#evil[x] $y$ \ufffd") == 5  # title, name, exercise, reason, time
    assert "<b>#evil[x] $y$ \ufffd" in note.note(result, shown, words("fr"), decision)


@pytest.mark.parametrize("headline", HEADLINES)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_html_page_has_the_same_numbers_and_reaches_for_nothing(headline: str, language: str) -> None:
    result, shown = page(headline, language)
    how: Any = {"identity": IDENTITY, "decision": DECISION, "printed": PRINTED}
    document = html.document(result, shown, words(language), **how)
    seen = Text(document)
    text = squeezed(seen.text)
    for number in wanted(result, shown, language):
        assert number in text
    assert seen.attributes["html", "lang"] == language
    assert "default-src 'none'" in str(seen.attributes["meta", "content"]) or "default-src &#x27;none&#x27;" in document
    assert not {"script", "link", "iframe", "img", "object", "form"} & set(seen.tags)
    assert not [name for (_, name) in seen.attributes if name in ("src", "href") or name.startswith("on")]
    assert not re.search(r"url\((?!#)|@import", document)
    ids = re.findall(r' id="([^"]+)"', document)
    assert len(ids) == len(set(ids))
    assert not FEAR.search(text)
    assert document == html.document(result, shown, words(language), **how)


@pytest.mark.parametrize("headline", HEADLINES)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_note_is_six_lines(headline: str, language: str) -> None:
    result, shown = page(headline, language)
    for decision in (None, DECISION):
        lines = note.note(result, shown, words(language), decision).split("\n")
        assert len(lines) == 6
        assert all(lines)
        assert result["headline_label"] in lines[0]
        assert result["suggestions"][0]["sentence"] in lines[4]
    assert "17,5 kg" in lines[5] if language == "fr" else "17.5 kg" in lines[5]


@pytest.mark.parametrize("paper", ["a4", "us-letter"])
def test_the_patients_half_page(paper: str) -> None:
    how: Any = {"identity": IDENTITY, "clinic": "Cabinet des Lilas", "printed": PRINTED, "paper": paper}
    text = told(handout.pdf(DECISION, words("fr"), **how))
    for said in (
        "Marche",
        "2 × 12,5 min",
        "3 séries de 10, avec 17,5 kg",
        "3,5 séances par semaine",
        "15 ou 112",
        "Cabinet des Lilas",
    ):
        assert squeezed(said) in text
    for hidden in ("Réduire", "doublée", "lecture", "seuil", "rapide", "drapeau", "Règles"):
        assert hidden.lower() not in text.lower()
    assert not FEAR.search(text)
    many = {**DECISION, "next": [{**DECISION["next"][1], "exercise": "exercice au nom long " * 9}] * 20}
    assert "15ou112" in told(handout.pdf(many, words("fr"), **how))
    assert "……" in told(handout.pdf(None, words("fr"), **how))


def test_a_reading_kept_long_ago_prints_the_same_text_again() -> None:
    kept = json.loads(FROZEN.read_text("utf-8"))
    how: Any = {"identity": IDENTITY, "decision": DECISION, "printed": PRINTED}
    again = parts.parts(kept["result"], kept["page"], words("fr"), **how)
    del again["footer"]["made"]  # the version that prints
    assert json.loads(json.dumps(again)) == kept["parts"]
    assert note.note(kept["result"], kept["page"], words("fr"), DECISION) == kept["note"]
    text = told(pdf(kept["result"], kept["page"], decision=DECISION))
    for row in kept["parts"]["verdict"]["rows"]:
        assert all(squeezed(cell) in text for cell in row)


def test_a_frozen_reading_prints_in_its_own_words_whatever_is_said_later() -> None:
    result, shown = page("too_fast")
    kept = json.loads(json.dumps({**result, "texts": parts.worded(result, shown, words("fr"))}))
    kept["texts"]["verdict"]["label"] = "Un mot d'alors"
    kept["headline_label"] = "Mot nouveau"
    text = told(pdf(kept, shown))
    assert squeezed("Un mot d'alors") in text
    assert squeezed("Mot nouveau") not in text
    assert "Un mot d'alors" in note.note(kept, shown, words("fr"))


def test_a_reading_of_other_rules_is_still_printed() -> None:
    result, shown = page("too_fast")
    for finding in result["findings"]:
        finding["state"] = "clear"
    result["findings"][3] |= {"rule": "a-rule-of-later", "state": "raised", "measured": 2, "unit": "moons"}
    shown["events"] = [{"first": shown["days"][4]["date"], "last": shown["days"][6]["date"], "kind": "eclipse"}]
    assert "moons" in told(pdf(result, shown))


def test_another_paper_is_refused() -> None:
    with pytest.raises(UsageError, match="us-letter"):
        pdf(*page("in_zone"), paper="a5")
    with pytest.raises(UsageError, match="us-letter"):
        handout.pdf(None, words("fr"), identity={}, clinic="", printed="", paper="a5")


def test_a_run_of_days_is_said_as_one_and_many_are_counted() -> None:
    w = words("fr")
    run = [f"2026-03-{day}" for day in range(24, 31)]
    assert terms.days(w, run) == "24–30\u00a0mars"
    apart = [f"2026-03-{day:02}" for day in range(2, 14, 2)]
    assert terms.days(w, apart).replace("\u00a0", " ") == "6 jours, du 2 mars au 12 mars"
    assert terms.days(w, []) == "–"
