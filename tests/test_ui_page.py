"""The page, run without a browser: every state shows, in one language at a time, and patients' words stay words."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from streamlit.testing.v1 import AppTest

from loadaid import logs, virtual
from loadaid.analysis.certainty import COMPATIBLE, PROBABLE, UNDECIDED, WORDS
from loadaid.analysis.hold import HEADLINES
from loadaid.analysis.load import KINDS
from loadaid.analysis.response import CLASSES
from loadaid.analysis.review import review
from loadaid.analysis.rules import RULES
from loadaid.domain.errors import Problem
from loadaid.domain.records import EVENT_KINDS
from loadaid.locale import words
from loadaid.practice.demo import SEED
from loadaid.report import facts, terms
from loadaid.store.tables import ACTIONS
from loadaid.ui import blocks, cached, labels, session
from loadaid.ui.icons import SHAPES
from loadaid.ui.text import esc
from loadaid.validation.publish import published
from loadaid.validation.run import APART, TUNED
from tests import ui_fake

MAIN = Path(__file__).resolve().parent.parent / "loadaid" / "ui" / "main.py"
Page = Callable[..., AppTest]


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration's patients as a log folder."""
    folder = tmp_path_factory.mktemp("folder") / "clinic"
    logs.write(virtual.clinic(seed=SEED), folder)
    return folder


@pytest.fixture(autouse=True)
def viewer(monkeypatch: pytest.MonkeyPatch, demonstration: Path) -> None:
    """What the page shows, not to whom: that is tried in test_access_screen.py."""
    monkeypatch.setattr(session.desk, "is_viewer", True)
    monkeypatch.setenv("LOADAID_FOLDER", str(demonstration))


@pytest.fixture
def show(monkeypatch: pytest.MonkeyPatch) -> Page:
    """Runs the page for a headline, with patients and texts of choice and the query given."""

    def run(headline: str = "in_zone", text: str = "", patients: tuple[str, ...] = ("p1", "p2"), opened: cached.Opened | None = None,
            **query: str) -> AppTest:  # fmt: skip
        for name in ("result", "page", "chart", "log_of"):
            getattr(cached, name).clear()
        log = ui_fake.log(patients, note=text)
        monkeypatch.setattr(cached, "opened", lambda revision: opened or cached.Opened(log, patients))
        monkeypatch.setattr(cached, "reviewed", lambda *_: ui_fake.Review(headline, text))
        monkeypatch.setattr(
            cached,
            "facts",
            lambda made, log, patient, day, days: ui_fake.page(
                events=log.events, first=ui_fake.LAST - timedelta(days=days - 1)
            ),
        )
        app = AppTest.from_file(str(MAIN), default_timeout=20)
        for name, value in query.items():
            app.query_params[name] = value
        return app.run()

    return run


def html(app: AppTest) -> str:
    return "".join(e.proto.body for e in app.get("html") if not e.proto.body.startswith("<style>"))


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("headline", ui_fake.HEADLINES)
def test_every_state_shows_its_shape_and_words(show: Page, headline: str, lang: str) -> None:
    app = show(headline, lang=lang)
    assert not app.exception
    shown = html(app)
    assert '<img class="shape"' in shown
    assert f'class="verdict {headline.replace("_", "-")}"' in shown
    assert len(app.get("plotly_chart")) == 1


# Words that stand in both languages, or are ids.
FRENCH = re.compile(
    r"[éèêàâçôîûœ]|\b(?:le|la|les|des|du|de|une|et|sur|séance|jour|jours|rien|aucun|aucune|douleur|seuil|règle)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("headline", ui_fake.HEADLINES)
def test_english_has_no_french_left(show: Page, headline: str) -> None:
    def all_text(lang: str) -> str:
        app = show(headline, lang=lang)
        chart = app.get("plotly_chart")[0].proto
        names = [widget.label for widget in (app.selectbox[0], app.date_input[0])]
        figure = json.dumps(json.loads(chart.spec), ensure_ascii=False)
        return " ".join([re.sub(r"<[^>]+>", " ", html(app)), chart.alt, figure, *names])

    assert FRENCH.findall(all_text("en")) == []
    assert len(FRENCH.findall(all_text("fr"))) > 50, "the search itself must find French"


def test_french_is_the_default(show: Page) -> None:
    assert "Aide à la décision, non validée cliniquement" in html(show())
    assert "Toutes les règles" in html(show(lang="xx"))


HOSTILE = "<img src=x onerror=alert(1)> **gras** :red[x] $x$ [a](http://b) \"q\" 'q' \u202edrowssap"


def test_patients_words_are_shown_as_typed(show: Page) -> None:
    app = show("too_fast", text=HOSTILE, patients=(HOSTILE, "p2"), patient=HOSTILE)
    assert not app.exception
    assert app.selectbox[0].value == HOSTILE
    assert "<img src=x" not in html(app)
    assert html(app).count(esc(HOSTILE)) >= 4
    assert "<img" not in app.get("plotly_chart")[0].proto.spec
    assert not app.markdown, "Markdown would read **, :red[] and links in a patient's words"


def test_an_unknown_patient_is_not_replaced_by_another(show: Page) -> None:
    app = show(patient="nobody")
    assert "Patient introuvable" in html(app)
    assert not app.get("plotly_chart")


def test_another_patient_starts_at_their_last_day(show: Page) -> None:
    app = show(patient="p1", day="2026-03-04")
    assert "les saisies plus récentes ne sont pas utilisées" in html(app)
    app.selectbox[0].set_value("p2").run()
    assert app.date_input[0].value == ui_fake.LAST
    assert not app.exception


def test_every_choice_survives_a_change_of_language(show: Page) -> None:
    app = show(patient="p2", day="2026-03-04", window="42", lang="en")
    assert (app.selectbox[0].value, app.date_input[0].value.isoformat()) == ("p2", "2026-03-04")
    assert len(json.loads(app.get("plotly_chart")[0].proto.spec)["layout"]["xaxis"]["tickvals"]) == 42


@pytest.mark.parametrize("day", ["2031-01-01", "1999-01-01", "hier"])
def test_a_day_outside_the_log_becomes_the_last_one(show: Page, day: str) -> None:
    app = show(patient="p1", day=day)
    assert not app.exception
    assert app.date_input[0].value == ui_fake.LAST


def test_a_folder_that_breaks_the_contract_lists_its_problems(show: Page) -> None:
    found = [
        Problem("x", "daily.csv", n, "pain_morning", "11 <b>", "a number from 0 to 10", "Correct it.") for n in (2, 3)
    ]
    app = show(opened=cached.Opened(None, problems=found))
    assert not app.exception
    assert "Ce dossier ne peut pas être lu" in html(app)
    assert html(app).count("daily.csv") == 2
    assert "11 &lt;b&gt;" in html(app)


def test_a_folder_without_days_says_so(show: Page) -> None:
    assert "Aucune saisie pour l’instant" in html(show(opened=cached.Opened(ui_fake.log(()))))


def test_three_reasons_at_most_safety_first() -> None:
    result = ui_fake.result("red_flag", "x")
    rules = ("log-quality", "daily-strain", "dose-spike", "safety-emergency", "settle-time")
    result["findings"] = [{**result["findings"][0], "rule": rule, "state": "raised"} for rule in rules]
    ordered = [f["rule"] for f in terms.reasons(result, None)]
    assert ordered == ["safety-emergency", "settle-time", "dose-spike", "daily-strain", "log-quality"]
    result["headline"] = "insufficient_data"
    assert terms.reasons(result)[0]["rule"] == "log-quality", "what is missing comes first when it decides"
    result["headline"] = "strain_driven"
    assert terms.reasons(result)[0]["rule"] == "daily-strain", "what the headline rests on comes first"
    result["headline"] = "insufficient_data"
    assert blocks.measured(words("fr"), result).count("<td>") == 3 * 4
    assert [rule for rule, _ in blocks.reasons(words("fr"), result)] == [
        "log-quality",
        "safety-emergency",
        "settle-time",
    ]


def test_the_last_known_state_and_the_unlogged_days_are_said(show: Page) -> None:
    shown = html(show("insufficient_data")).replace("\u00a0", " ")
    assert "Dernier état connu (1er mars) : Progression trop rapide" in shown
    assert "Dépend de 2 jours sans séance ni repos notés : 14 et 15 février" in shown


@pytest.mark.parametrize("headline", ui_fake.HEADLINES)
def test_a_weighed_reading_says_how_sure_it_is_and_why(show: Page, headline: str) -> None:
    shown = html(show(headline)).replace("\u00a0", " ")
    if headline in ("red_flag", "insufficient_data"):
        assert "chip sure" not in shown
        assert 'class="weighed"' not in shown
        return
    title = re.search(r'class="chip sure" title="([^"]+)"', shown)
    assert title
    limit = "50" if headline == "flare_unclear" else "75"
    assert re.search(rf"\b{limit}\b", title[1])
    assert re.findall(r"\d+", title[1]) == [limit], "one number, and no decimals"
    assert "Régression sur 30 jours : la séance de la veille compte plus que les contraintes (probable)." in shown
    lines = re.findall(r'<p class="weighed">([^<]+)</p>', shown)
    assert [line.split(" : ")[0] for line in lines] == {
        "flare_unclear": ["Pour les séances", "Pour le quotidien"],
    }.get(headline, ["Pour", "Contre"])
    assert [line.count(";") < most for line, most in zip(lines, (3, 2), strict=True)] == [True, True]


def test_the_word_of_the_chip_is_what_was_found() -> None:
    v, _ = published()
    share = labels.AT_LEAST
    assert set(share) == set(WORDS) - {UNDECIDED}
    for group in (TUNED, APART):
        _, low, _ = v.value("right_when_probable", group=group)
        assert low >= share[PROBABLE]
        between = f"{share[COMPATIBLE]:.2f}"
        assert v.value("right_by_probability", between, group=group)[1] >= share[COMPATIBLE]


@pytest.mark.parametrize(
    ("lang", "first"), [("fr", "Ceci n’est pas une validation clinique."), ("en", "This is not clinical validation.")]
)
def test_how_good_it_is_stands_one_link_away(show: Page, lang: str, first: str) -> None:
    here = show(patient="p2", day="2026-03-04", lang=lang)
    address = re.search(r'<a href="([^"]+)"[^>]*>(?:Ce que|What the tool)', html(here))
    assert address
    query = dict(parse_qsl(address[1].replace("&amp;", "&").removeprefix("?")))
    assert {"patient": "p2", "day": "2026-03-04", "lang": lang}.items() < query.items()
    page = show(**query)
    assert not page.exception
    shown = html(page)
    after_title = re.sub(r"<[^>]+>", "", shown.split("</h1>")[1])
    assert after_title.startswith(first), "what it is not comes first"
    charts = page.get("plotly_chart")
    assert len(charts) == 11
    assert all(len(chart.proto.alt) > 40 for chart in charts)
    assert re.findall(r"\{\w+\}|\bnan\b", shown) == []
    back = re.search(r'<a href="([^"]+)"', shown)
    assert back
    assert dict(parse_qsl(back[1].replace("&amp;", "&").removeprefix("?"))) == {
        name: value for name, value in query.items() if name != "page"
    }


def test_every_code_of_the_engine_has_its_words() -> None:
    w = words("fr")
    assert set(terms.ORDER) == {rule.id for rule in RULES}
    assert set(SHAPES) == set(HEADLINES)
    assert set(labels.CLASSES) == set(CLASSES) - {""} | {"flare"} == set(facts.CLASSES)
    assert set(labels.SHORT) == set(terms.ORDER)
    assert set(terms.ACTIONS) == set(ACTIONS)
    assert set(labels.DISCUSSED) == set(HEADLINES)
    assert set(terms.DOSES) == set(KINDS)
    assert set(terms.EVENTS) == set(EVENT_KINDS)
    assert {axis for axis, _ in terms.CHANGES} == set(terms.AXES)
    for unit in {rule.unit for rule in RULES}:
        assert not re.search(rf"\b{re.escape(unit)}$", terms.amount(w, 2, unit)) or unit in ("%", "h", "points"), unit


@pytest.mark.parametrize(("value", "shown"), [(1, "1 point"), (2, "2 points"), (2.71, "2,71 points"), (None, "–")])
def test_a_measure_carries_its_unit(value: float | None, shown: str) -> None:
    assert terms.amount(words("fr"), value, "points") == shown


def test_the_demo_clinic_shows_every_headline() -> None:
    revision = cached.revision()
    whole = review(cached.opened(revision).log)
    last = {p: str(whole.measures(p)["headline"].iloc[-1]) for p in whole.patients}
    examples = {headline: p for p, headline in last.items()}
    assert set(examples) == set(HEADLINES), "the demo clinic has a patient for every headline"
    for headline, patient in examples.items():
        app = AppTest.from_file(str(MAIN), default_timeout=20)
        app.query_params["patient"] = patient
        app.run()
        assert not app.exception
        assert f'class="verdict {headline.replace("_", "-")}"' in html(app)
        label = whole.result(patient, words("fr"))["headline_label"]
        assert f"<h1>{esc(label)}</h1>" in html(app)


def test_the_reading_of_a_day_uses_nothing_later() -> None:
    revision = cached.revision()
    patient = cached.opened(revision).patients[0]
    first, last = cached.span(patient, revision)
    day = first + (last - first) * 2 // 3
    page = cached.page(patient, day, 28, revision)
    assert page["days"][-1]["date"] == day.isoformat()
    assert all(event["first"] <= day.isoformat() for event in page["events"])
    assert cached.result(patient, day, revision, "fr")["as_of"] == day.isoformat()


def test_no_screen_module_hides_one_of_the_standard_library() -> None:
    """Streamlit puts the folder of the page first on the path: an html.py there would be everybody's html."""
    assert {file.stem for file in MAIN.parent.glob("*.py")} & set(sys.stdlib_module_names) == set()


def test_what_the_sentence_has_said_is_not_said_twice() -> None:
    result = ui_fake.result("too_fast")
    assert len(labels.weighing(result, words("fr"))) == 2
    said = {**result, "headline_sentence": "; ".join(o["sentence"] for o in result["certainty"]["observations"])}
    assert labels.weighing(said, words("fr")) == []
