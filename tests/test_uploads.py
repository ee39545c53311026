"""An upload on the screen: shown as it would be kept, asked about, confirmed once, taken back; and in the store underneath."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from loadaid.domain.errors import UsageError
from loadaid.intake.file import read_file
from loadaid.intake.templates.files import templates
from loadaid.locale import words
from loadaid.practice import previewed, uploads
from loadaid.practice.uploads import Preview
from loadaid.store.errors import ChangedMeanwhile, NotFound, Refused
from loadaid.store.imports import Line
from loadaid.ui import cached_store
from loadaid.ui.literal import literal
from loadaid.ui.pages import patient_upload, upload
from loadaid.ui.visit import Visit
from tests import ui_stage
from tests.store_clinic import SENTINELS, TODAY, Clinics

NEW = "Date;Douleur au réveil;Remarques\n2026-11-16;4;**gras** <b>x</b>\n2026-11-17;0;\n"
DOUBT = "Date;Douleur au réveil\n03/04/2026;3\n04/04/2026;5\n"
WRONG = "Date;Douleur au réveil\n2026-11-16;3\n2026-11-17;11\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Clinics:
    return ui_stage.built(tmp_path_factory.mktemp("built"), days=5)


@pytest.fixture
def clinics(built: Clinics, tmp_path: Path) -> Iterator[Clinics]:
    made = ui_stage.copied(built, tmp_path)
    yield made
    made.database.close()


def sent(
    clinics: Clinics, text: str | bytes, name: str = "journal.csv", who: str = "patient", lang: str = "fr"
) -> AppTest:
    """The page after a file was chosen and read."""
    app = ui_stage.opened(clinics, patient_upload.show if who == "patient" else of_first, who, lang)
    app.file_uploader[0].set_value([(name, text if isinstance(text, bytes) else text.encode(), "")])
    return button(app, "read").click().run()


def of_first(visit: Visit) -> None:
    assert ui_stage.stage.clinics
    upload.show_upload(visit, ui_stage.stage.clinics.id(0))


def button(app: AppTest, start: str) -> object:
    return next(b for b in app.button if b.key and b.key.startswith(start))


def keys(app: AppTest) -> list[str]:
    return [str(b.key).split("_")[0] for b in app.button]


def day(clinics: Clinics, iso: str) -> dict[str, object]:
    entries = clinics.repo("patient").records.day(clinics.id(0), iso)
    return next((dict(e.values) for e in entries if e.stands), {})


def test_a_file_is_shown_as_it_is_kept_and_nothing_before_the_last_button(clinics: Clinics) -> None:
    app = sent(clinics, NEW)
    shown = ui_stage.shown(app)
    assert not app.exception
    assert day(clinics, "2026-11-16") == {}
    assert "**gras** &lt;b&gt;x&lt;/b&gt;" in shown
    assert "Rien n’est encore gardé" in shown
    app = button(app, "keep").click().run()
    assert "Bien reçu" in ui_stage.shown(app)
    assert day(clinics, "2026-11-16") == {"date": "2026-11-16", "pain_morning": 4, "note": "**gras** <b>x</b>"}
    assert day(clinics, "2026-11-17") == {"date": "2026-11-17", "pain_morning": 0}
    assert not app.markdown


def test_what_is_shown_is_what_is_stored(clinics: Clinics) -> None:
    repo, patient = clinics.repo("patient"), clinics.id(0)
    draft = uploads.start(repo, patient, [("a.csv", NEW.encode())])
    shown = uploads.preview(repo, uploads.waiting(repo, patient)[0], TODAY)
    lines = [line for page in previewed.pages(shown) for line in page]
    receipt = uploads.confirm(repo, shown)
    stored = [e.values for iso in ("2026-11-16", "2026-11-17") for e in repo.records.day(patient, iso)]
    assert [dict(line.values) for line in lines] == [dict(values) for values in stored]
    assert receipt.told["rows"] == {"received": 2, "new": 2, "same": 0, "conflicting": 0, "refused": 0, "skipped": 0}
    assert [u.draft_id for u in uploads.waiting(repo, patient)] == []
    assert draft


def test_a_question_is_asked_and_its_answer_kept_with_the_draft(clinics: Clinics) -> None:
    app = sent(clinics, DOUBT)
    assert "vendredi" in " ".join(app.radio[0].options)
    app.radio[0].set_value("dmy").run()
    app = button(app, "next").click().run()
    assert uploads.waiting(clinics.repo("patient"), clinics.id(0))[0].answers == {"date-order:Date": "dmy"}
    again = ui_stage.opened(clinics, patient_upload.show)  # the browser was closed
    assert "en attente depuis" in ui_stage.shown(again)
    button(again, "resume").click().run()
    assert not again.radio
    button(again, "keep").click().run()
    assert day(clinics, "2026-04-03")["pain_morning"] == 3


def test_answers_can_be_gone_through_again(clinics: Clinics) -> None:
    app = sent(clinics, DOUBT)
    app.radio[0].set_value("dmy").run()
    app = button(app, "next").click().run()
    app = button(app, "again").click().run()
    assert app.radio


def test_refused_rows_stay_out_only_after_a_tick(clinics: Clinics) -> None:
    app = sent(clinics, WRONG)
    assert "«\u202f11\u202f»" in ui_stage.shown(app)
    assert button(app, "keep").disabled
    app.checkbox[0].check().run()
    app = button(app, "keep").click().run()
    assert day(clinics, "2026-11-16")["pain_morning"] == 3
    assert day(clinics, "2026-11-17") == {}


def test_a_copy_says_what_to_correct(clinics: Clinics) -> None:
    app = button(sent(clinics, WRONG), "copy").click().run()
    assert 'href="/export/' in ui_stage.shown(app)
    repo, patient = clinics.repo("patient"), clinics.id(0)
    shown = uploads.preview(repo, uploads.waiting(repo, patient)[0], TODAY)
    name, content = previewed.copy(shown, 0, words("fr"))
    assert name == "journal, à corriger.csv"
    assert "À corriger" in content.decode("utf-8-sig")


def test_values_that_differ_stand_side_by_side_and_are_asked(clinics: Clinics) -> None:
    app = sent(clinics, NEW)
    button(app, "keep").click().run()
    app = sent(clinics, "Date;Douleur au réveil\n2026-11-16;7\n", "autre.csv")
    app.radio[0].set_value("file").run()
    app = button(app, "next").click().run()
    table = ui_stage.shown(app).split("conflicts")[1].split("</table>")[0]
    assert "déjà noté\xa0: 4" in table
    assert "dans le fichier\xa0: 7 (ligne 2)" in table
    assert "gardé\xa0: le fichier" in table
    button(app, "keep").click().run()
    assert day(clinics, "2026-11-16")["pain_morning"] == 7


def test_the_same_bytes_again_are_nothing_to_do(clinics: Clinics) -> None:
    button(sent(clinics, NEW), "keep").click().run()
    app = sent(clinics, NEW)
    assert "déjà reçu" in ui_stage.shown(app)
    assert "keep" not in keys(app)


def test_a_file_of_another_is_not_taken_and_nobody_is_named(clinics: Clinics) -> None:
    repo = clinics.repo("physio")
    uploads.start(repo, clinics.id(1), [("b.csv", NEW.encode())])
    uploads.confirm(repo, uploads.preview(repo, uploads.waiting(repo, clinics.id(1))[0], TODAY))
    app = sent(clinics, NEW)
    assert "un autre dossier" in ui_stage.shown(app)
    assert "keep" not in keys(app)
    assert not [name for name in SENTINELS[1:] if name in ui_stage.everything(app)]


def test_what_another_record_received_meanwhile_is_asked_at_every_run_and_once_more_when_it_is_kept(
    clinics: Clinics,
) -> None:
    physio, own = clinics.repo("physio"), clinics.repo("patient")
    app = sent(clinics, NEW)
    assert "keep" in keys(app)
    as_read = uploads.preview(own, uploads.waiting(own, clinics.id(0))[0], TODAY, reader=in_process)
    uploads.start(physio, clinics.id(1), [("b.csv", NEW.encode())])
    of_other = uploads.preview(physio, uploads.waiting(physio, clinics.id(1))[0], TODAY, reader=in_process)
    receipt = uploads.confirm(physio, of_other)
    with pytest.raises(Refused):
        uploads.confirm(own, as_read)
    app = app.run()
    assert "un autre dossier" in ui_stage.shown(app)
    assert "keep" not in keys(app)
    physio.imports.undo(clinics.id(1), receipt.import_id)
    app = button(app.run(), "keep").click().run()
    assert "Bien reçu" in ui_stage.shown(app)
    assert day(clinics, "2026-11-16")["pain_morning"] == 4


@pytest.mark.parametrize("who", ["patient", "physio"])
def test_a_chart_corrected_meanwhile_is_told_with_its_own_author_and_hour(clinics: Clinics, who: str) -> None:
    physio = clinics.repo("physio")
    patient = physio.people.create("Quelqu'un d'autre") if who == "physio" else clinics.id(0)

    def page(visit: Visit) -> None:
        upload.show_upload(visit, patient)

    uploads.start(clinics.repo(who), patient, [("a.csv", NEW.encode())])
    app = button(ui_stage.opened(clinics, page, who), "resume").click().run()
    clinics.clock.move(hours=1)
    revision = physio.people.get(patient).revision
    physio.people.change(patient, revision, name="Autre Nom", birth_date=None, chart={})
    app = app.run()
    assert not app.exception
    whose = "L’équipe" if who == "patient" else "Vous, dans une autre fenêtre,"
    assert f"{whose} a modifié ce journal à 10:00" in ui_stage.shown(app).replace("\u202f", " ")


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02garbage", b"Date;Douleur\n"])
def test_a_file_that_cannot_be_read_says_so(clinics: Clinics, content: bytes, lang: str) -> None:
    app = sent(clinics, content, lang=lang)
    assert not app.exception
    assert "keep" not in keys(app)
    assert ("À corriger" if lang == "fr" else "To correct") in ui_stage.shown(app)


def test_every_template_comes_back(clinics: Clinics) -> None:
    for name, content in templates().items():
        if name.endswith(("csv", "xlsx")):
            app = sent(clinics, content, name.rpartition("/")[2])
            assert not app.exception
            button(app, "drop").click().run()


def test_taking_back_is_asked_twice_and_stays_listed(clinics: Clinics) -> None:
    app = button(sent(clinics, NEW), "keep").click().run()
    app = button(app, "undo").click().run()
    assert day(clinics, "2026-11-16")
    app = button(app, "undo_yes").click().run()
    assert day(clinics, "2026-11-16") == {}
    assert "Annulé" in ui_stage.shown(app)


def test_nothing_can_be_taken_back_after_30_days(clinics: Clinics) -> None:
    button(sent(clinics, NEW), "keep").click().run()
    clinics.clock.move(days=31)
    assert "undo" not in keys(ui_stage.opened(clinics, patient_upload.show))


def test_a_button_touched_twice_keeps_once(clinics: Clinics) -> None:
    first = sent(clinics, NEW)
    second = ui_stage.opened(clinics, patient_upload.show)
    button(second, "resume").click().run()
    button(first, "keep").click().run()
    button(second, "keep").click().run()
    assert "n’attend plus" in ui_stage.shown(second)
    assert len(clinics.repo("patient").imports.listed(clinics.id(0))) == 2


def test_one_confirmation_key_is_one_import(clinics: Clinics) -> None:
    repo, patient = clinics.repo("patient"), clinics.id(0)
    uploads.start(repo, patient, [("a.csv", NEW.encode())])
    shown = uploads.preview(repo, uploads.waiting(repo, patient)[0], TODAY)
    receipts = [uploads.confirm(repo, shown) for _ in range(3)]
    assert [r.again for r in receipts] == [False, True, True]
    assert len({r.import_id for r in receipts}) == 1


def test_a_record_changed_under_a_preview_is_shown_anew_before_anything_is_kept(clinics: Clinics) -> None:
    app = sent(clinics, NEW)
    physio, patient = clinics.repo("physio"), clinics.id(0)
    revision = physio.people.get(patient).revision
    line = Line("daily", {"date": "2026-11-16", "pain_morning": 9})
    physio.imports.confirm(patient, "desk", [line], key="desk", revision=revision)
    app = button(app, "keep").click().run()
    shown = ui_stage.shown(app)
    assert "Modifié entre-temps" in shown
    assert "L’équipe a modifié ce journal" in shown
    assert "physio" not in shown
    assert app.radio, "what the physiotherapist noted is now asked about"
    assert day(clinics, "2026-11-16")["pain_morning"] == 9


def test_answers_changed_in_another_window_are_looked_at_first(clinics: Clinics) -> None:
    app = sent(clinics, DOUBT)
    app.radio[0].set_value("dmy").run()
    app = button(app, "next").click().run()
    repo, patient = clinics.repo("patient"), clinics.id(0)
    uploads.answer(repo, uploads.waiting(repo, patient)[0], {"date-order:Date": "mdy"})
    app = button(app, "keep").click().run()
    assert "dans une autre fenêtre" in ui_stage.shown(app)
    assert day(clinics, "2026-04-03") == {}


def test_a_file_that_names_another_code_is_asked_about_without_showing_our_own(clinics: Clinics) -> None:
    app = sent(clinics, "Patient;Date;Douleur au réveil\nP-001;2026-11-16;4\nP-001;2026-11-17;5\n")
    assert clinics.id(0) not in "".join(app.radio[0].options)
    app.radio[0].set_value(clinics.id(0)).run()
    app = button(app, "next").click().run()
    button(app, "keep").click().run()
    assert day(clinics, "2026-11-16")["pain_morning"] == 4


def test_of_a_file_that_names_several_people_one_is_taken_and_compared_with_the_record(clinics: Clinics) -> None:
    button(sent(clinics, NEW), "keep").click().run()
    app = sent(clinics, "Patient;Date;Douleur au réveil\nP-001;2026-11-16;7\nP-002;2026-11-17;5\n", "deux.csv")
    assert "plusieurs personnes" not in "".join(app.radio[0].options)
    app.radio[0].set_value("P-001").run()
    app = button(app, "next").click().run()
    app.radio[0].set_value("known").run()
    app = button(app, "next").click().run()
    assert "keep" not in keys(app), "nothing of P-001 is new, and P-002 is left out"
    assert day(clinics, "2026-11-16")["pain_morning"] == 4


def test_sheets_may_have_points_in_their_names(clinics: Clinics) -> None:
    workbook = openpyxl.Workbook()
    workbook.active.title = "13.04.2026"
    for sheet in (workbook.active, workbook.create_sheet("v1.2.3 _x_")):
        sheet.append(["Date", "Douleur au réveil"])
        for k in range(8):
            sheet.append([dt.date(2026, 4, 1 + k), k % 5])
    out = io.BytesIO()
    workbook.save(out)
    app = sent(clinics, out.getvalue(), "deux.xlsx")
    assert not app.exception
    assert literal("13.04.2026") in app.radio[0].options


def test_a_physiotherapist_sends_a_file_for_their_patient_only(clinics: Clinics) -> None:
    app = sent(clinics, NEW, who="physio")
    assert SENTINELS[0] in ui_stage.shown(app), "whose record it goes into stands on the page"
    button(app, "keep").click().run()
    assert day(clinics, "2026-11-16")["pain_morning"] == 4
    other = ui_stage.opened(clinics, of_first, "physio2")
    assert "Introuvable" in ui_stage.shown(other)
    assert SENTINELS[0] not in ui_stage.everything(other)


def test_a_draft_is_its_owners_alone_and_gone_after_a_week(clinics: Clinics) -> None:
    repo, patient = clinics.repo("patient"), clinics.id(0)
    uploads.start(repo, patient, [("a.csv", NEW.encode())])
    assert uploads.waiting(clinics.repo("physio"), patient) == []
    with pytest.raises(NotFound):
        uploads.waiting(clinics.repo("physio2"), patient)
    clinics.clock.move(days=8)
    assert uploads.waiting(repo, patient) == []


def test_how_much_is_taken_at_once(clinics: Clinics) -> None:
    repo, patient = clinics.repo("patient"), clinics.id(0)
    for files in ([], [("a.csv", b"x")] * (uploads.FILES + 1), [("a.csv", b"x" * (uploads.TOTAL + 1))]):
        with pytest.raises(UsageError):
            uploads.start(repo, patient, files)
    uploads.start(repo, patient, [("a.csv", b"1"), ("a.csv", b"2")])
    assert [name for name, _ in uploads.waiting(repo, patient)[0].files] == ["a.csv", "a.csv (2)"]


def test_confirming_needs_answers_a_word_on_refused_rows_and_the_record_as_shown(clinics: Clinics) -> None:
    repo, patient = clinics.repo("patient"), clinics.id(0)

    def shown(text: str) -> Preview:
        draft = uploads.start(repo, patient, [("a.csv", text.encode())])
        one = next(u for u in uploads.waiting(repo, patient) if u.draft_id == draft)
        return uploads.preview(repo, one, TODAY, reader=in_process)

    for text in (DOUBT, WRONG):
        with pytest.raises(Refused):
            uploads.confirm(repo, shown(text))
    fine = shown(NEW)
    with pytest.raises(ChangedMeanwhile):
        uploads.confirm(repo, replace(fine, record=replace(fine.record, revision=0)))


def in_process(file: io.BytesIO, request: object) -> object:
    file.seek(0)
    return read_file(file, request)  # type: ignore[arg-type]


def test_a_preview_is_read_once_for_a_revision(clinics: Clinics, monkeypatch: pytest.MonkeyPatch) -> None:
    repo, patient = clinics.repo("patient"), clinics.id(0)
    uploads.start(repo, patient, [("a.csv", NEW.encode())])
    one, made = uploads.waiting(repo, patient)[0], []
    monkeypatch.setattr(
        uploads, "preview", lambda r, u, today: made.append(u) or uploads.Preview(u, None, None, {}, [])
    )
    monkeypatch.setattr(uploads, "received_now", lambda r, shown: shown)
    for revision in (1, 1, 2, 2):
        assert cached_store.preview(repo, one, TODAY, revision).upload.files == one.files
    cached_store.preview(repo, one, TODAY + timedelta(days=1), 2)
    cached_store.preview(repo, replace(one, version=2), TODAY, 2)
    assert len(made) == 4


def test_words_of_a_file_are_no_markdown() -> None:
    assert literal("plain words") == "plain words"
    assert "**" not in literal("**gras**")
    assert "www." not in literal("www.example.org")
    assert "\n" not in literal("# a\n# b")
