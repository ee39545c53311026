"""The agreement study: sheets that give nothing away, labels read back whatever wrote them, and kappa."""

from __future__ import annotations

import csv
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from loadaid.__main__ import main
from loadaid.agreement.chart import chart
from loadaid.agreement.choosing import DAYS, READABLE, choose
from loadaid.agreement.fortnight import Fortnight, fortnight
from loadaid.agreement.kappa import by_label, intervals, kappa, raw
from loadaid.agreement.kit import write_kit
from loadaid.agreement.labels import CODES, LABELS
from loadaid.agreement.page import page
from loadaid.agreement.ratings import Key, Ratings, read_ratings
from loadaid.agreement.report import notes
from loadaid.agreement.scoring import Score, as_json, score
from loadaid.agreement.tables import SEPARATOR, TableRefused, write_table
from loadaid.analysis.hold import HEADLINES
from loadaid.analysis.panel import NOT_LOGGED, REST, SESSION
from loadaid.analysis.review import Review, review
from loadaid.analysis.rules import RULES
from loadaid.domain.errors import UsageError
from loadaid.domain.finding import RULESET
from loadaid.domain.records import TABLES, Log
from loadaid.locale import LANGUAGES, words
from loadaid.virtual import clinic
from tests.small_log import Diary
from tests.small_log import date as diary_date

FR = words("fr")


@pytest.fixture(scope="module")
def log() -> Log:
    """Thirty invented patients, 150 days."""
    return clinic(30, 150, 1)


@pytest.fixture(scope="module")
def made(log: Log) -> Review:
    return review(log)


def rows_of(path: Path, separator: str) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=separator))


# ---- which fortnights ----


def test_every_reading_is_there_no_day_is_shown_twice_and_few_are_of_one_patient(made: Review) -> None:
    chosen = choose(made, 40, 1)
    headlines = [choice.headline for choice in chosen]
    assert set(headlines) == {HEADLINES[k] for k in READABLE}
    assert headlines != sorted(headlines)
    times = [[c.day for c in chosen if c.patient_id == p] for p in {c.patient_id for c in chosen}]
    assert all(abs((a - b).days) >= DAYS for days in times for a in days for b in days if a != b)
    assert len(times) >= 20
    assert max(map(len, times)) <= 3


def test_the_key_holds_the_reading_of_the_log_as_it_stood_on_that_day(log: Log, made: Review) -> None:
    for choice in choose(made, 12, 1)[:3]:
        then = review(log, as_of=choice.day, patients=[choice.patient_id])
        assert then.result(choice.patient_id, FR)["headline"] == choice.headline


def test_the_same_seed_gives_the_same_sheets_and_another_gives_others(made: Review) -> None:
    assert choose(made, 12, 1) == choose(made, 12, 1) != choose(made, 12, 2)


def test_a_log_with_too_few_fortnights_says_how_many_there_are() -> None:
    small = review(Diary(days=63).log())
    with pytest.raises(UsageError, match=r"--count 9: this log holds 2 fortnights .* Ask for --count 2"):
        choose(small, 9, 1)
    with pytest.raises(UsageError, match="holds 0 fortnights"):
        choose(review(Diary(days=10).log()), 2, 1)


# ---- what a sheet shows ----


def test_a_sheet_holds_nothing_that_was_not_known_on_its_last_day(log: Log, made: Review) -> None:
    for choice in choose(made, 8, 3):
        then = review(log, as_of=choice.day, patients=[choice.patient_id])
        whole, cut = (fortnight(r.at(choice.patient_id, choice.day)) for r in (made, then))
        assert page([whole], FR) == page([cut], FR)


def test_a_settle_time_not_over_is_only_known_to_be_longer() -> None:
    diary = Diary(days=43)
    for k in diary.session:
        diary.session[k]["settle_h"] = 60
    shown = fortnight(review(diary.log()).at("p1"))  # day 42 is a Monday with a session, so is Friday, day 39
    assert shown.values["settle"][-4:].tolist()[0] == 60
    assert np.isnan(shown.values["settle"][-1])
    later = fortnight(review(diary.log()).at("p1", diary_date(41)))
    assert (later.values["settle"][-3], later.open[-3]) == (48, True)
    assert "&gt;48" in page([later], FR)


def blank() -> Fortnight:
    """Four weeks of which nothing is known."""
    names = fortnight(review(Diary(days=43).log()).at("p1")).values
    unknown = np.full(DAYS, np.nan)
    no = np.zeros(DAYS, bool)
    return Fortnight({name: unknown.copy() for name in names}, np.full(DAYS, NOT_LOGGED, np.int8), no, no.copy(),
                     [k % 7 for k in range(DAYS)], [[] for _ in range(DAYS)], [[] for _ in range(DAYS)], "none", {})  # fmt: skip


def test_nothing_known_draws_no_value_and_fills_no_cell() -> None:
    shown = blank()
    drawn, cells = chart(shown, FR), re.findall(r"<td[^>]*>(.*?)</td>", page([shown], FR))
    assert drawn.count("url(#hatch)") == DAYS
    assert "<circle" not in drawn
    assert "stroke-dasharray" not in drawn
    assert set(cells[DAYS:]) == {""}


def test_session_rest_and_not_logged_are_drawn_apart_and_a_known_0_is_a_mark() -> None:
    shown = blank()
    shown.state[:4] = [SESSION, SESSION, REST, NOT_LOGGED]
    shown.logged[:] = True
    shown.values["dose"][0] = 100
    shown.values["pain_morning"][[3, 4, 6]] = [0, 5, 5]
    drawn = chart(shown, FR)
    assert drawn.count('fill="#555"') == 1
    assert drawn.count(">?</text>") == 1
    assert drawn.count('stroke-width="0.7"') == 1
    assert drawn.count("url(#hatch)") == DAYS - 3
    assert drawn.count("<circle") == 3
    # One line between days 3 and 4, none across the unknown day 5.
    assert drawn.count('stroke="#666" stroke-width="0.3"') == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_whole_in_itself_and_every_sheet_asks_the_same(made: Review, language: str) -> None:
    chosen = choose(made, 12, 1)
    html = page([fortnight(made.at(c.patient_id, c.day)) for c in chosen], words(language))
    sheets = html.split("<section>")[1:]
    assert len(sheets) == 12
    assert len({sheet[sheet.index('<ul class="answers">') :].split("</section>")[0] for sheet in sheets}) == 1
    assert not re.search(r"<script|https?:|<link|<img|url\((?!#hatch)|{\w*}", html)
    assert html.count('role="img" aria-label=') == 12
    said = words(language)
    shown = "".join(sheet.split('<ul class="answers">')[0] for sheet in sheets)
    for text in (*(said(label.name) for label in LABELS), *HEADLINES, *(rule.id for rule in RULES if "-" in rule.id)):
        assert text not in shown, text


def texts_of(log: Log) -> set[str]:
    """Every text, name, year and date of a log, dates as they may be written."""
    found = set()
    for table in TABLES:
        frame = getattr(log, table.name)
        for column in table.columns:
            values = frame[column.name].dropna().unique()
            if column.kind == "text":
                found |= set(map(str, values))
            elif column.kind in ("date", "datetime"):
                days = {value.date() for value in frame[column.name].dropna()}
                found |= {f(d) for d in days for f in (date.isoformat, FR.day, words("en").day)}
                found |= {d.strftime("%d/%m/%Y") for d in days}
            elif column.name == "birth_year":
                found |= {str(int(year)) for year in values}
    return found


def test_no_name_date_note_or_number_of_a_patient_reaches_the_raters(tmp_path: Path) -> None:
    diary = Diary(days=90, patient="Zoé-Quartz-17")
    for k, row in diary.day.items():
        row |= {"note": f"note-Quartz {k}", "managed": "courses chez Quartz"}
    for row in diary.session.values():
        row |= {"exercise": "montée de la Tour Quartz", "cancel_reason": "train Quartz"}
    who = {"patient_id": diary.patient, "clinician": "Dr Quartz", "clinic": "Cabinet Quartz", "condition": "Quartzite"}
    diary.other["patients"].append({**who, "birth_year": 1961, "onset_date": "2025-11-03"})
    diary.other["events"].append(
        {"patient_id": diary.patient, "date": "2026-02-10", "kind": "visit", "note": "Quartz vu"}
    )
    diary.other["outcomes"].append(
        {"patient_id": diary.patient, "date": "2026-02-10", "measure": "psfs", "activity": "golf Quartz", "value": 4}
    )
    log = diary.log()
    write_kit(review(log), tmp_path, 2, 1, FR)
    for name in ("sheets.html", "labels.csv"):
        text = (tmp_path / name).read_text(encoding="utf-8-sig")
        assert "Quartz" not in text
        assert [secret for secret in texts_of(log) if secret in text] == []
    assert "Zoé-Quartz-17" in (tmp_path / "key.csv").read_text(encoding="utf-8-sig")


def test_the_demo_clinic_reaches_the_raters_without_a_name_or_a_date(log: Log, made: Review, tmp_path: Path) -> None:
    write_kit(made, tmp_path, 12, 1, FR)
    text = (tmp_path / "sheets.html").read_text(encoding="utf-8")
    found = {
        secret for secret in texts_of(log) if secret in text and re.search(rf"(?<!\w){re.escape(secret)}(?!\w)", text)
    }
    assert found == set()


# ---- the verb that writes the kit ----


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("agreement") / "clinic"
    assert main(["demo", str(place), "--patients", "12", "--days", "120"]) == 0
    return place


def test_the_kit_is_the_same_each_time_and_says_what_to_keep_back(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for lang in LANGUAGES:
        for name in ("one", "two"):
            out = tmp_path / f"{name}-{lang}"
            assert main(["agreement", "sheets", str(folder), "--out", str(out), "--count", "12", "--lang", lang]) == 0
            said = capsys.readouterr().out
            assert "12 sheets of" in said
            assert "Keep key.csv to yourself" in said
        one, two = ({f.name: f.read_bytes() for f in (tmp_path / f"{n}-{lang}").iterdir()} for n in ("one", "two"))
        assert one == two
        assert set(one) == {"sheets.html", "labels.csv", "key.csv"}
        assert one["labels.csv"].startswith(b"\xef\xbb\xbfsheet" + SEPARATOR[lang].encode() + b"label")
        key = rows_of(tmp_path / f"one-{lang}" / "key.csv", SEPARATOR[lang])
        assert [row["sheet"] for row in key] == [str(n) for n in range(1, 13)]
        assert {row["ruleset"] for row in key} == {RULESET}


def test_a_folder_that_holds_something_is_left_alone_and_a_failure_leaves_nothing(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "labels.csv").write_text("mine")
    (tmp_path / "file").write_text("mine")
    (tmp_path / "empty").mkdir()
    for name, message in (("full", "is not empty"), ("file", "is a file"), ("no/where", "there is no folder")):
        assert main(["agreement", "sheets", str(folder), "--out", str(tmp_path / name)]) == 2
        assert message in capsys.readouterr().err
    assert main(["agreement", "sheets", str(folder), "--out", str(tmp_path / "new"), "--count", "500"]) == 2
    assert "fortnights that can be read" in capsys.readouterr().err
    assert sorted(p.name for p in tmp_path.iterdir()) == ["empty", "file", "full"]
    assert (tmp_path / "full" / "labels.csv").read_text() == "mine"
    assert main(["agreement", "sheets", str(folder), "--out", str(tmp_path / "empty"), "--count", "5"]) == 0
    assert len(list((tmp_path / "empty").iterdir())) == 3


# ---- labels read back ----

KEY = Key({1: "p1", 2: "p2", 3: "p3", 4: "p4"}, dict.fromkeys(range(1, 5), "in_zone"), (RULESET,))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_labels_are_read_whatever_wrote_them(tmp_path: Path, encoding: str, separator: str) -> None:
    lines = [
        ["Sheet", "label", "confidence", "comment"], ["1", "a eclaircir", "SUR", ""], ["2", " Dans la Zone", "hésitant", "é"],
        ["3", "Cannot be judged", "hesitant", ""], ["4", "", "sûr", "pas lue"], ["", "", "", ""],
    ]  # fmt: skip
    path = tmp_path / "labels-A.csv"
    path.write_bytes("\r\n".join(separator.join(line) for line in lines).encode(encoding))
    read = read_ratings(path, KEY)
    assert read == Ratings({1: "flare_unclear", 2: "in_zone", 3: "insufficient_data"}, hesitant=2)


def test_every_label_is_read_by_number_code_and_name_in_both_languages(tmp_path: Path) -> None:
    path = tmp_path / "labels.csv"
    for number, label in enumerate(LABELS, 1):
        written = [
            str(number),
            label.code,
            *(words(lang)(name) for lang in LANGUAGES for name in (label.name, *label.also)),
        ]
        for text in written:
            write_table(path, ("sheet", "label"), [(1, text)], "fr")
            assert read_ratings(path, KEY).labels == {1: label.code}, text


def test_every_bad_row_is_listed_with_its_mend_and_nothing_is_scored(tmp_path: Path) -> None:
    path = tmp_path / "labels-A.csv"
    rows = [(1, "trop vite", "sûr"), (9, "1", ""), ("x", "1", ""), (2, "2", "peut-être"), (2, "3", ""), (3, "3", "")]
    write_table(path, ("sheet", "label", "confidence"), rows, "fr")
    with pytest.raises(TableRefused) as refused:
        read_ratings(path, KEY)
    found = [(p.code, p.row, p.column, p.value) for p in refused.value.problems]
    assert found == [
        ("unknown-label", 2, "label", "trop vite"), ("unknown-sheet", 3, "sheet", "9"), ("unknown-sheet", 4, "sheet", "x"),
        ("unknown-confidence", 5, "confidence", "peut-être"), ("duplicate-row", 6, "sheet", "2"),
    ]  # fmt: skip
    assert all(p.expected and p.mend for p in refused.value.problems)
    assert str(refused.value).endswith("nothing was scored; its other 1 rows read well.")


def test_a_file_that_is_no_table_of_labels_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        read_ratings(tmp_path / "absent.csv", KEY)
    for text in ("", "fiche;avis\n1;2\n"):
        (tmp_path / "other.csv").write_text(text)
        with pytest.raises(UsageError, match=r"row 1.*the columns sheet, label.*Missing: sheet, label"):
            read_ratings(tmp_path / "other.csv", KEY)


# ---- agreement ----


def test_kappa_of_published_tables() -> None:
    """Two tables of Feinstein & Cicchetti 1990 (J Clin Epidemiol 43:543), as printed with these values in Gerstman,
    Epidemiology Kept Simple, table 10.6; the further decimals by hand:

    chance .49 x .46 + .51 x .54 = .5008, (.85 - .5008) / (1 - .5008) = .69952
    chance .90 x .85 + .10 x .15 = .78, (.85 - .78) / (1 - .78) = .31818
    """
    balanced, lopsided = np.array([[40, 9], [6, 45]]), np.array([[80, 10], [5, 5]])
    assert raw(balanced) == raw(lopsided) == 0.85
    assert kappa(balanced) == pytest.approx(0.69952, abs=1e-5)
    assert kappa(lopsided) == pytest.approx(0.31818, abs=1e-5)
    # The same tables label by label, by hand: 160/175 and 10/25. The rare label is where they part.
    assert by_label(lopsided) == pytest.approx([160 / 175, 10 / 25])


def test_kappa_of_three_labels_by_hand() -> None:
    """Margins .6 .3 .1 and .5 .3 .2: chance .30 + .09 + .02 = .41; (.70 - .41) / .59 = .49153."""
    table = np.array([[88, 14, 18], [10, 40, 10], [2, 6, 12]])
    assert kappa(table) == pytest.approx(0.49153, abs=1e-5)
    assert kappa(table.T) == pytest.approx(kappa(table))
    assert kappa(np.stack([table, 3 * table])) == pytest.approx([kappa(table)] * 2)


def test_kappa_is_not_told_when_chance_explains_everything() -> None:
    assert np.isnan(kappa(np.diag([7, 0, 0])))
    assert np.isnan(kappa(np.zeros((3, 3))))
    assert kappa(np.diag([3, 4, 0])) == 1
    assert kappa(np.array([[0, 5], [5, 0]])) == -1


def patients_like(table: np.ndarray) -> np.ndarray:
    """One patient a sheet."""
    cells = [cell for cell, n in np.ndenumerate(table) for _ in range(n)]
    tables = np.zeros((len(cells), *table.shape), dtype=np.int64)
    for k, cell in enumerate(cells):
        tables[k][cell] = 1
    return tables


def test_intervals_hold_the_value_are_repeatable_and_widen_when_sheets_come_from_few_patients() -> None:
    """By hand, for raw agreement 0.85 of 100: 0.85 ± 1.96 x sqrt(.85 x .15 / 100) is 0.78 to 0.92."""
    table = np.array([[40, 9], [6, 45]])
    single = patients_like(table)
    of_raw, of_kappa = intervals(single)
    assert intervals(single) == (of_raw, of_kappa)
    assert of_raw == pytest.approx((0.78, 0.92), abs=0.015)
    assert of_kappa[0] < kappa(table) < of_kappa[1]
    grouped = single.reshape(10, 10, 2, 2).sum(axis=1)  # ten sheets a patient, alike inside a patient
    wide = intervals(grouped)[0]
    assert wide[1] - wide[0] > 1.5 * (of_raw[1] - of_raw[0])


def test_an_interval_is_not_told_from_one_patient_or_without_any_disagreement() -> None:
    for tables in (np.array([[[4, 1], [2, 5]]]), patients_like(np.diag([5, 6])), np.zeros((0, 2, 2), dtype=np.int64)):
        assert np.isnan(intervals(tables)).all()
    nearly_one = patients_like(np.array([[20, 1], [0, 0]]))  # a draw in three holds one label only
    assert not np.isnan(intervals(nearly_one)[0]).any()
    assert np.isnan(intervals(nearly_one)[1]).all()


def scored(a: dict[int, str], b: dict[int, str], loadaid: dict[int, str]) -> Score:
    patients = {sheet: f"p{sheet}" for sheet in loadaid}
    return score(Key(patients, loadaid, (RULESET,)), Ratings(a, 1), Ratings(b, 0))


def test_each_pair_counts_the_sheets_both_have_labelled() -> None:
    truth = dict.fromkeys(range(1, 6), "in_zone") | {6: "too_fast"}
    a = {1: "in_zone", 2: "in_zone", 3: "too_fast", 6: "too_fast"}
    b = {1: "in_zone", 2: "too_fast", 3: "too_fast", 4: "insufficient_data"}
    found = scored(a, b, truth)
    assert [(c.one, c.other, c.n) for c in found.comparisons] == [
        ("a", "b", 3), ("a", "loadaid", 4), ("b", "loadaid", 4), ("consensus", "loadaid", 2)
    ]  # fmt: skip
    assert found.labelled == {"a": 4, "b": 4, "both": 3}
    assert [round(c.raw, 3) for c in found.comparisons] == [0.667, 0.75, 0.25, 0.5]
    zone, fast = CODES.index("in_zone"), CODES.index("too_fast")
    assert found.comparisons[0].table[zone, fast] == 1
    assert found.comparisons[2].table[CODES.index("insufficient_data"), zone] == 1


def test_what_makes_the_numbers_weak_is_said() -> None:
    few = scored({1: "in_zone", 2: "in_zone"}, {1: "in_zone", 2: "in_zone"}, dict.fromkeys((1, 2), "in_zone"))
    said = " ".join(notes(few, words("en")))
    assert "2 sheets read by both, fewer than 20" in said
    assert "2 patients, fewer than 10" in said
    assert "“In the zone” makes up more than half" in said
    assert [c.reason for c in few.comparisons] == ["one_label"] * 4
    truth: dict[int, str] = {k: CODES[k % 5] for k in range(40)}
    assert len(notes(scored(truth, truth, truth), FR)) == 3
    assert [c.reason for c in scored({}, {}, truth).comparisons] == ["no_sheet"] * 4


def test_json_has_null_where_it_cannot_be_told() -> None:
    told: dict[str, Any] = as_json(scored({}, {}, {1: "in_zone"}), [])
    assert json.loads(json.dumps(told, allow_nan=False)) == told
    first = told["comparisons"][0]
    assert (first["kappa"], first["kappa_interval"], first["reason"]) == (None, None, "no_sheet")
    assert set(first["by_label"]) == set(CODES)


@pytest.fixture
def study(folder: Path, tmp_path: Path) -> Path:
    """A kit whose first rater reads as loadaid does, the second another way on every third sheet."""
    kit = tmp_path / "study"
    assert main(["agreement", "sheets", str(folder), "--out", str(kit), "--count", "12"]) == 0
    key = [(int(row["sheet"]), row["headline"]) for row in rows_of(kit / "key.csv", ";")]
    write_table(tmp_path / "A.csv", ("sheet", "label"), key, "fr")
    other = [(sheet, "6" if sheet % 3 == 0 else label) for sheet, label in key]
    write_table(tmp_path / "B.csv", ("sheet", "label"), other, "en")
    return kit


def test_a_study_is_scored_from_its_files(study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    verb = ["agreement", "score", str(study), str(tmp_path / "A.csv"), str(tmp_path / "B.csv")]
    capsys.readouterr()
    for lang, title, pair in (("fr", "Accord des lectures : 12 fiches", "lecteur A / lecteur B, 12 fiches"),
                              ("en", "Agreement of the readings: 12 sheets", "rater A / rater B, 12 sheets")):  # fmt: skip
        assert main([*verb, "--lang", lang]) == 0
        said = capsys.readouterr().out
        assert title.replace(" :", "\u00a0:") in said
        assert pair in said
        assert max(map(len, said.splitlines())) <= 80
    assert main([*verb, "--format", "json", "--out", str(tmp_path / "score.json")]) == 0
    told = json.loads((tmp_path / "score.json").read_text(encoding="utf-8"))
    assert told["schema"] == "loadaid/agreement/1"
    assert [c["raw"] for c in told["comparisons"]] == [0.6667, 1.0, 0.6667, 1.0]
    assert told["comparisons"][1]["kappa"] == 1


def test_what_cannot_be_scored_is_said_without_a_traceback(
    study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    a, b = str(tmp_path / "A.csv"), str(tmp_path / "B.csv")
    (tmp_path / "bad.csv").write_text("sheet;label\n1;rouge\n", encoding="utf-8")
    (tmp_path / "broken").mkdir()
    (tmp_path / "empty").mkdir()
    write_table(tmp_path / "broken" / "key.csv", ("sheet", "patient_id", "date", "headline", "ruleset"),
                [(1, "", "2026-03-09", "red_flag", RULESET)], "fr")  # fmt: skip
    write_table(tmp_path / "empty" / "key.csv", ("sheet", "patient_id", "date", "headline", "ruleset"), [], "fr")
    for arguments, message in (
        ([str(study), a, a], "is given twice"), ([str(study), a, str(tmp_path / "bad.csv")], "'rouge'"),
        ([str(tmp_path / "none"), a, b], "key.csv cannot be read"), ([str(tmp_path / "empty"), a, b], "holds no sheet"),
        ([str(tmp_path / "broken"), a, b], "[unknown-headline]"),
    ):  # fmt: skip
        capsys.readouterr()
        assert main(["agreement", "score", *arguments]) == 2
        said = capsys.readouterr()
        assert message in said.err
        assert said.out == ""
        assert "Traceback" not in said.err


@pytest.mark.parametrize("verb", [[], ["sheets"], ["score"]])
def test_the_verbs_explain_themselves_with_an_example(verb: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["agreement", *verb, "--help"]) == 0
    assert "python -m loadaid agreement" in capsys.readouterr().out.split("Example")[1]
