"""Pages of the clinic's people: each sees their own patients and nothing of others; what they write is what they saw."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
import sqlalchemy as sa
import streamlit as st
from streamlit.testing.v1 import AppTest

from loadaid.cohort.groups import GROUPS
from loadaid.store.errors import NotFound
from loadaid.store.imports import Line
from loadaid.store.tables import audit
from loadaid.ui.pages import admin, patient_file, team, triage, worklist
from loadaid.ui.text import esc
from loadaid.ui.visit import Visit
from tests.store_clinic import SENTINELS, TODAY, Clinics
from tests.ui_stage import built, copied, opened, shown

PAGES: dict[str, Callable[[Visit], None]] = {
    "worklist": worklist.show,
    "triage": triage.show,
    "team": team.show,
    "admin": admin.show,
}
MINE = {"physio": {0, 1}, "physio2": {2}, "other-physio": {3, 4}, "other-physio2": {5}}  # whose names they may know
CODES = {"lead": "Cabinet 1", "other-lead": "Cabinet 2"}
CLINIC_2 = ("other-physio", "other-lead")
HOSTILE = "<img src=x onerror=alert(1)> **gras** :red[x] $x$ [a](http://b) \"q\" 'q' \u202edrowssap"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Clinics:
    return built(tmp_path_factory.mktemp("clinics"))


@pytest.fixture
def clinics(made: Clinics, tmp_path: Path) -> Iterator[Clinics]:
    st.cache_data.clear()
    st.cache_resource.clear()  # copies of one database share their ids
    found = copied(made, tmp_path)
    yield found
    found.database.close()


def tree(app: AppTest) -> str:
    """Everything that goes to the browser, widgets and their choices too, but the ids that Streamlit makes."""
    assert not app.exception, app.exception[0].message
    elements = [str(e.proto) for e in app.main if getattr(e, "proto", None) is not None]
    return re.sub(r"\$\$ID-[0-9a-f]+|[0-9a-f]{32}", "", "\n".join(elements))


def test_the_tree_holds_what_stands_in_columns_forms_and_expanders(clinics: Clinics) -> None:
    found = tree(opened(clinics, worklist.show, "physio"))
    for text in ("Date de naissance", "Irritabilité", "Code du patient", "Chercher"):
        assert (
            text.encode("unicode_escape").decode() in found
            or text in found
            or "".join(f"\\{b:o}" if b > 127 else chr(b) for b in text.encode()) in found
        )


def names_in(text: str) -> set[int]:
    return {k for k, name in enumerate(SENTINELS) if name in text}


def button(app: AppTest, label: str) -> AppTest:
    return next(b for b in app.button if b.label == label).click().run()


def labels(app: AppTest) -> set[str]:
    return {b.label for b in app.button}


@pytest.mark.parametrize("who", ["physio", "physio2", "lead", "admin", "patient", "other-physio", "other-lead"])
@pytest.mark.parametrize("room", PAGES)
def test_no_page_names_anyone_out_of_scope(clinics: Clinics, who: str, room: str) -> None:
    found = names_in(tree(opened(clinics, PAGES[room], who)))
    assert found <= MINE.get(who, set())
    if room == "worklist" and who in MINE:
        assert found == MINE[who]


@pytest.mark.parametrize("who", ["physio", "lead", "admin", "other-physio"])
def test_whoever_may_not_see_a_patient_gets_the_page_of_nobody(clinics: Clinics, who: str) -> None:
    absent = tree(opened(clinics, patient_file.show, who, patient="0" * 24))
    assert "Introuvable" in absent
    asked = [clinics.id(k) for k in range(6) if k not in MINE.get(who, set())]
    for patient_id in [*asked, "", "../../x", "é" * 5, "' OR 1=1 --", "a" * 5000, "\x00", SENTINELS[2]]:
        assert tree(opened(clinics, patient_file.show, who, patient=patient_id)) == absent, patient_id[:30]
    with clinics.database.read() as connection:
        denied = connection.execute(sa.select(audit.c.patient_id).where(audit.c.result == "denied")).all()
    assert {row.patient_id for row in denied} >= {*asked, "0" * 24, "malformed"}


def test_another_clinic_changes_no_byte(clinics: Clinics) -> None:
    def pages() -> list[str]:
        own = [
            tree(opened(clinics, patient_file.show, "physio", patient=clinics.id(0), tab=t))
            for t in ("reading", "day", "limits")
        ]
        return [
            *own,
            *(
                tree(opened(clinics, PAGES[p], who))
                for who, p in (("physio", "worklist"), ("lead", "triage"), ("lead", "team"), ("admin", "admin"))
            ),
        ]

    before = pages()
    other = clinics.repo("other-physio")
    for k in range(5):
        new = other.people.create(f"Voisin {k}", "1970-01-01")
        other.imports.confirm(
            new, "desk", [Line("daily", {"date": str(TODAY), "pain_morning": 9})], key="x", revision=0
        )
    clinics.repo("other-lead").decisions.set_limit("spike", 20, "ailleurs")
    assert pages() == before
    for who in CLINIC_2:  # sessions in turn, caches warm
        opened(clinics, PAGES["worklist" if "physio" in who else "triage"], who)
        assert pages() == before


def test_the_record_shows_the_patient_in_every_part(clinics: Clinics) -> None:
    repo = clinics.repo("physio")
    repo.people.change(clinics.id(0), 1, name=SENTINELS[0], birth_date="1980-05-17", chart={})
    for tab in patient_file.TABS:
        app = opened(clinics, patient_file.show, "physio", patient=clinics.id(0), tab=tab)
        assert names_in(tree(app)) == {0}
        assert f"<h1>{SENTINELS[0]}</h1>" in shown(app)
        assert "P-0001" in shown(app)
        assert "46 ans" in shown(app)
    assert "P-0001" not in shown(opened(clinics, patient_file.show, "physio", patient=clinics.id(1)))


def test_a_record_opened_with_a_reason_is_only_read(clinics: Clinics) -> None:
    app = opened(clinics, worklist.show, "physio")
    app.text_input(key="with-reason-code").input("P-0003")
    app.text_input(key="with-reason-why").input("court")
    assert "Rien n’a été ouvert" in shown(button(app, "Ouvrir"))
    app.text_input(key="with-reason-why").input("remplacement de ma collègue")
    app = button(app, "Ouvrir")
    assert names_in(tree(app)) == {2}
    assert "en lecture seule" in shown(app)
    for tab in patient_file.TABS:
        page = opened(clinics, patient_file.show, "physio", patient=clinics.id(2), tab=tab)
        assert labels(page) == set()
        assert not page.get("file_uploader")
    repo = clinics.repo("physio")
    with pytest.raises(NotFound):
        repo.decisions.mark_reviewed(clinics.id(2), 1)
    with pytest.raises(NotFound):
        repo.decisions.set_limit("spike", 20, "essai", clinics.id(2))
    assert "remplacement de ma collègue" in shown(opened(clinics, team.show, "lead"))
    clinics.clock.move(hours=2)
    assert "Introuvable" in shown(opened(clinics, patient_file.show, "physio", patient=clinics.id(2)))


@pytest.mark.parametrize("code", ["P-9999", "P-0003 ", "' OR 1=1"])
def test_a_code_of_nobody_and_of_another_clinic_look_the_same(clinics: Clinics, code: str) -> None:
    app = opened(clinics, worklist.show, "other-physio")
    app.text_input(key="with-reason-code").input(code)
    app.text_input(key="with-reason-why").input("un motif assez long")
    app = button(app, "Ouvrir")
    assert names_in(tree(app)) <= {3, 4, 5}
    assert ("Introuvable" in shown(app)) == (code != "P-0003 ")


def test_what_was_changed_meanwhile_is_told_and_the_form_stays(clinics: Clinics) -> None:
    app = opened(clinics, patient_file.show, "physio", patient=clinics.id(0), tab="sheet")
    lead, repo = clinics.repo("lead"), clinics.repo("physio")
    lead.people.assign(clinics.id(0), lead.actor.account_id)
    lead.people.change(clinics.id(0), 1, name=SENTINELS[0], birth_date="1980-05-17", chart={"fear": 3})
    app.text_input(key=f"chart-{clinics.id(0)}-name").input("Tout Autre Nom")
    app = button(app, "Enregistrer")
    assert "lead a modifié ce journal à 09:00" in shown(app)
    assert app.text_input(key=f"chart-{clinics.id(0)}-name").value == "Tout Autre Nom"
    assert repo.people.get(clinics.id(0)).name == SENTINELS[0]
    app = button(app, "Enregistrer")  # now that it was seen
    assert repo.people.get(clinics.id(0)).name == "Tout Autre Nom"


def test_two_tabs_with_two_patients_never_mix(clinics: Clinics) -> None:
    first = opened(clinics, patient_file.show, "physio", patient=clinics.id(0), tab="limits")
    second = opened(clinics, patient_file.show, "physio", patient=clinics.id(1), tab="limits")
    for app, k, value in ((first, 0, 21.0), (second, 1, 22.0)):
        key = f"limit-{clinics.id(k)}-0"
        app.selectbox(key=f"{key}-name").select("spike")
        app.number_input(key=f"{key}-value").set_value(value)
        app.text_input(key=f"{key}-why").input("essai")
    button(second, "Fixer")
    button(first, "Fixer")
    repo = clinics.repo("physio")
    assert [repo.decisions.limits(clinics.id(k)) for k in (0, 1)] == [{"spike": 21.0}, {"spike": 22.0}]


def test_own_limits_are_listed_with_their_reason_and_restored(clinics: Clinics) -> None:
    clinics.repo("physio").decisions.set_limit("spike", 25, "coureur aguerri", clinics.id(0))
    app = opened(clinics, patient_file.show, "physio", patient=clinics.id(0), tab="limits")
    assert "coureur aguerri" in shown(app)
    app = button(app, next(label for label in labels(app) if label.startswith("Rétablir")))
    assert clinics.repo("physio").decisions.limits(clinics.id(0)) == {}
    key = f"limit-{clinics.id(0)}-0"
    app.selectbox(key=f"{key}-name").select("spike")
    app.number_input(key=f"{key}-value").set_value(900)
    app.text_input(key=f"{key}-why").input("trop")
    assert "Cette valeur n’est pas possible" in shown(button(app, "Fixer"))


def test_reviewed_is_marked_and_taken_back(clinics: Clinics) -> None:
    app = button(opened(clinics, patient_file.show, "physio", patient=clinics.id(0)), "Marquer revu")
    assert any(b.help.endswith("par vous") for b in app.button if b.label == "Annuler ma revue")
    assert "revu aujourd’hui" in shown(opened(clinics, worklist.show, "physio"))
    assert "Jamais revu" in shown(button(app, "Annuler ma revue"))
    app = button(opened(clinics, triage.show, "lead"), "Marquer revu")
    assert len(clinics.repo("lead").decisions.last_reviewed()) == 1
    button(app, "Annuler")
    assert clinics.repo("lead").decisions.last_reviewed() == {}


def test_a_safety_answer_is_cleared_by_what_was_done_and_by_nothing_else(clinics: Clinics) -> None:
    repo = clinics.repo("physio")
    line = Line("safety", {"date": str(TODAY), "item": "saddle_numbness", "answer": "yes"})
    repo.imports.confirm(clinics.id(0), "desk", [line], key="yes", revision=1)
    app = opened(clinics, patient_file.show, "physio", patient=clinics.id(0))
    assert "Drapeau rouge" in shown(button(app, "Marquer revu"))
    assert "Rien n’a été enregistré" in shown(button(app, "J’ai vu la réponse"))
    note = next(t for t in app.text_input if t.label == "Ce qui a été fait, en une ligne")
    repo.people.change(clinics.id(0), 2, name=SENTINELS[0], birth_date=None, chart={})
    note.input("adressé aux urgences")
    app = button(app, "J’ai vu la réponse")
    assert "Vous, dans une autre fenêtre, a modifié" in shown(app).replace("\u202f", " ")
    app = button(app, "J’ai vu la réponse")
    assert "Noté" in shown(app)
    assert "Drapeau rouge" not in shown(app)
    assert "J’ai vu la réponse" not in labels(app)
    events = repo.records.get(clinics.id(0)).log.events
    assert list(events["note"][events["kind"] == "safety_reviewed"])[-1:] == ["adressé aux urgences"]


def test_the_end_of_follow_up_takes_a_patient_out_of_the_groups(clinics: Clinics) -> None:
    app = opened(clinics, patient_file.show, "physio", patient=clinics.id(0), tab="desk", desk="end")
    assert "Noté" in shown(button(app, "Terminer le suivi"))
    listed = opened(clinics, worklist.show, "physio")
    assert "Suivi terminé : 1 patient" in [e.label.replace("\u00a0", " ") for e in listed.expander]
    assert "1 suivi" in shown(listed)


def test_invitations_are_shown_once(clinics: Clinics) -> None:
    app = button(
        opened(clinics, patient_file.show, "physio", patient=clinics.id(1), tab="sheet"), "Créer un code d’invitation"
    )
    assert re.search(r'class="code">[0-9A-Z-]{19}<', shown(app))
    assert 'class="code"' not in shown(app.run())
    app = opened(clinics, team.show, "lead")
    app.text_input(key="invite-name").input("Nouvelle Collègue")
    app = button(app, "Créer un code d’invitation")
    assert 'class="code"' in shown(app)
    app = app.run()
    assert 'class="code"' not in shown(app)
    assert any("invitation" in e.label for e in app.expander)
    app.selectbox(key="change-who").select(clinics.actors["physio2"].account_id).run()
    assert "Compte fermé" in shown(button(app, "Fermer ce compte"))
    assert "P-0003" in shown(app), "whose only physiotherapist cannot sign in is said"


def test_a_reading_is_frozen_reopened_and_marked_when_the_record_changed(clinics: Clinics) -> None:
    app = opened(clinics, patient_file.show, "physio", patient=clinics.id(0))
    key = next(str(b.key) for b in app.button if b.label == "Enregistrer").removesuffix("-save")
    app.segmented_control(key=f"{key}-action").set_value("hold").run()
    app = button(app, "Enregistrer")
    assert "La lecture est gardée avec elle, telle quelle" in shown(app)
    frozen = opened(clinics, patient_file.show, "physio", patient=clinics.id(0), tab="frozen")
    assert "inchangé" in shown(frozen)
    (one,) = clinics.repo("physio").decisions.assessments(clinics.id(0))
    line = Line("daily", {"date": str(TODAY), "pain_morning": 9})
    clinics.repo("physio").imports.confirm(clinics.id(0), "desk", [line], key="today", revision=1)
    frozen = frozen.run()
    assert "modifié depuis" in shown(frozen)
    frozen.selectbox(key=f"frozen-{clinics.id(0)}").select(one.id).run()
    assert esc(one.result["headline_sentence"]) in shown(frozen)
    assert "une lecture faite maintenant peut dire autre chose" in shown(frozen)
    assert "Lecture figée" in shown(frozen)
    assert len(frozen.get("plotly_chart")) == 1, "with its chart, as it was"


def test_a_new_patient_is_made_once_and_opened(clinics: Clinics) -> None:
    clinics.repo("physio").people.change(clinics.id(0), 1, name=SENTINELS[0], birth_date="1980-05-17", chart={})
    app = opened(clinics, worklist.show, "physio")
    app.text_input(key="new-0-name").input(SENTINELS[0])
    app = button(app, "Ajouter")
    listed = clinics.repo("physio").people.listed()
    assert [p.name for p in listed].count(SENTINELS[0]) == 2
    new = next(p for p in listed if p.id not in clinics.patients.values())
    assert new.id in app.query_params["patient"]
    assert "Aucune saisie" in shown(app)
    again = shown(opened(clinics, worklist.show, "physio"))
    assert "date de naissance inconnue" in again, "of two of one name the birth date stands beside"
    assert again.count("17/05/1980") == 1


def test_what_people_typed_stays_as_typed(clinics: Clinics) -> None:
    repo = clinics.repo("physio")
    who = repo.people.create(HOSTILE, "1980-01-01")
    name = " ".join(HOSTILE.split())
    line = Line(
        "daily",
        {"date": str(TODAY), "pain_morning": 3, "note": HOSTILE},
        origin={"note": [HOSTILE, HOSTILE, 3, HOSTILE, HOSTILE]},
    )
    repo.imports.confirm(who, "desk", [line], key="x", revision=0)
    repo.decisions.set_limit("spike", 20, HOSTILE, who)
    repo.imports.confirm(
        who, "desk", [Line("sessions", {"date": str(TODAY), "exercise": HOSTILE})], key="y", revision=1
    )
    pages = [opened(clinics, worklist.show, "physio")]
    pages += [opened(clinics, patient_file.show, "physio", patient=who, tab=tab) for tab in patient_file.TABS]
    for app in pages:
        tree(app)
        assert "<img src=x" not in shown(app)
        assert esc(name) in shown(app)
        assert not app.markdown
    day = shown(pages[1 + list(patient_file.TABS).index("day")])
    assert day.count(esc(HOSTILE)) >= 5


def test_all_that_was_said_of_a_day_is_shown_and_what_no_longer_stands_is_struck(clinics: Clinics) -> None:
    repo, day = clinics.repo("physio"), str(TODAY)
    for k, pain in enumerate((4, 5)):
        repo.imports.confirm(
            clinics.id(0), "desk", [Line("daily", {"date": day, "pain_morning": pain})], key=f"k{k}", revision=1 + k
        )
        clinics.clock.move(minutes=1)
    page = shown(opened(clinics, patient_file.show, "physio", patient=clinics.id(0), tab="day"))
    rows = re.findall(r'<tr( class="gone")?><td>(.*?)</tr>', page)
    assert [(bool(gone), re.findall(r"<td>(\d)</td>", cells)[0]) for gone, cells in rows] == [(False, "5"), (True, "4")]
    receipt = repo.imports.listed(clinics.id(0))[0]
    repo.imports.undo(clinics.id(0), receipt.import_id)
    page = shown(opened(clinics, patient_file.show, "physio", patient=clinics.id(0), tab="day"))
    rows = re.findall(r'<tr( class="gone")?><td>(.*?)</tr>', page)
    assert [(bool(gone), re.findall(r"<td>(\d)</td>", cells)[0]) for gone, cells in rows] == [(True, "5"), (False, "4")]


def test_a_session_of_several_exercises_stands_row_by_row(clinics: Clinics) -> None:
    repo, day = clinics.repo("physio"), str(TODAY)
    rows = [{"exercise": "Squat", "reps": 10}, {"exercise": "Gainage", "hold_s": 30}]
    both = [
        Line("sessions", {"date": day, "session": 1, "line": k, "session_rpe": 5, **row})
        for k, row in enumerate(rows, start=1)
    ]
    repo.imports.confirm(clinics.id(0), "desk", both, key="two", revision=1)
    clinics.clock.move(minutes=1)
    change = Line("sessions", {"date": day, "session": 1, "line": 2, "hold_s": 40})
    repo.imports.confirm(clinics.id(0), "desk", [change], key="three", revision=2)
    page = shown(opened(clinics, patient_file.show, "physio", patient=clinics.id(0), tab="day"))
    told = [
        (bool(gone), re.findall(r"<td>([^<]*)</td>", cells)[1])
        for gone, cells in re.findall(r'<tr( class="gone")?><td>(.*?)</tr>', page)
    ]
    assert told == [(False, "40"), (False, "Squat"), (False, "10"), (False, "5"), (False, "Gainage"), (True, "30")]


def test_a_stored_value_that_cannot_be_trusted_is_told(clinics: Clinics) -> None:
    with clinics.database._write.connect() as connection:
        connection.exec_driver_sql("PRAGMA ignore_check_constraints=ON")
        connection.exec_driver_sql(
            "UPDATE daily SET pain_morning = 77 WHERE patient_id = ? AND date = (SELECT max(date) FROM daily)",
            (clinics.id(0),),
        )
        connection.exec_driver_sql(
            "INSERT INTO limits (id, clinic_id, patient_id, account_id, name, value, at, number, reason_sealed) SELECT 'x', clinic_id, id, ?, 'spike', -5, created_at, 99, ? FROM patients WHERE id = ?",
            (clinics.actors["physio"].account_id, clinics.database.vault.seal("?", "limits.reason:x"), clinics.id(0)),
        )
        connection.commit()
    page = shown(opened(clinics, patient_file.show, "physio", patient=clinics.id(0)))
    assert "1 valeur de la table daily ne peut pas être lue" in page
    assert "1 envoi n’est plus tel qu’il a été confirmé" in page
    assert "Le seuil spike enregistré n’est pas possible" in page
    assert "un seuil illisible" in shown(opened(clinics, worklist.show, "physio"))
    assert "réserve" not in shown(opened(clinics, patient_file.show, "physio", patient=clinics.id(1)))


def test_the_groups_stand_in_order_with_their_rules_and_counts(clinics: Clinics) -> None:
    app = opened(clinics, triage.show, "lead")
    page = shown(app)
    positions = [
        page.index(f'<span class="number">{g.number}</span>')
        for g in GROUPS
        if f'<span class="number">{g.number}</span>' in page
    ]
    assert positions
    assert positions == sorted(positions)
    for code in ("P-0001", "P-0002", "P-0003"):
        assert code in page or any("Montrer" in t.label for t in app.toggle)
    app.toggle(key="trends").set_value(True).run()
    assert "masqué" in shown(app), "three patients: every count is small"
    assert not re.search(r"<td>[1-4]</td>", shown(app))


def test_the_lead_hands_patients_over(clinics: Clinics) -> None:
    app = opened(clinics, team.show, "lead")
    physio, second = (clinics.actors[n].account_id for n in ("physio", "physio2"))
    app.selectbox(key="hand-from").select(physio).run()
    app.selectbox(key="hand-to").select(second).run()
    assert "2 patients confiés." in shown(button(app, "Confier tous ses patients"))
    assert names_in(tree(opened(clinics, worklist.show, "physio2"))) == {0, 1, 2}
    empty = opened(clinics, worklist.show, "physio")
    assert "Aucun patient suivi" in shown(empty)
    app = opened(clinics, team.show, "lead")
    app.selectbox(key="assign-who").select(clinics.id(0)).run()
    app = button(app, "Retirer")
    assert "Sans kinésithérapeute dont le compte est ouvert : P-0001." in shown(app).replace("\u00a0", " ")


def test_the_administrator_checks_the_log_and_sees_no_patient(clinics: Clinics) -> None:
    app = button(opened(clinics, admin.show, "admin"), "Contrôler le journal")
    assert "Le journal est entier" in shown(app)
    assert "P-0001" not in tree(app)
    with clinics.database._write.connect() as connection:
        connection.exec_driver_sql("DROP TRIGGER IF EXISTS audit_update")
        triggers = [
            row[0]
            for row in connection.exec_driver_sql(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'"
            )
        ]
        for name in triggers:
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        connection.exec_driver_sql("UPDATE audit SET action = 'x' WHERE seq = 5")
        connection.commit()
    assert "L’inscription 5 n’est pas" in shown(button(app, "Contrôler le journal"))


@pytest.mark.parametrize(("room", "who"), [(worklist, "physio"), (triage, "lead")])
def test_a_long_list_comes_in_pages(
    clinics: Clinics, room: ModuleType, who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "LINES", 1)
    app = opened(clinics, room.show, who)
    for closed in [t.key for t in app.toggle if t.key.startswith("show-")]:
        app.toggle(key=closed).set_value(True).run()
    tree(app)
    assert len(app.get("pagination")) == 1
    assert shown(app).count('<table class="lines') == 1


def test_search_is_literal(clinics: Clinics) -> None:
    for wanted, found in (
        (SENTINELS[0].upper(), {0}),
        ("p-0002", {1}),
        ("p-000", {0, 1}),
        ("%", set()),
        ("_", set()),
        ("' OR 1=1 --", set()),
        (SENTINELS[2], set()),
    ):
        app = opened(clinics, worklist.show, "physio")
        app.text_input(key="search").input(wanted)
        app = button(app, "Chercher")
        if len(found) == 1:
            assert clinics.id(*found) in app.query_params["patient"], "the one match is opened"
            continue
        linked = set(re.findall(r'href="[^"]*patient=([0-9a-f]+)', shown(app)))
        assert linked == {clinics.id(k) for k in found}, wanted


FRENCH = re.compile(
    r"[éèêàâçôîûœ]|\b(?:le|la|les|des|du|de|une|et|sur|rien|aucun|aucune|douleur|seuil|patient suivi)\b", re.IGNORECASE
)


@pytest.mark.parametrize("room", [*PAGES, *patient_file.TABS])
def test_english_has_no_french_left(clinics: Clinics, room: str) -> None:
    who = {"triage": "lead", "team": "lead", "admin": "admin"}.get(room, "physio")
    clinics.repo("physio").decisions.set_limit("spike", 20, "runner", clinics.id(0))
    query = {} if room in PAGES else {"patient": clinics.id(0), "tab": room}
    app = opened(clinics, PAGES.get(room, patient_file.show), who, "en", **query)
    texts = [
        re.sub(r"<[^>]+>", " ", shown(app)).replace("et al", ""),
        *(b.label for b in app.button),
        *(s.label for s in app.selectbox),
        *(t.label for t in app.toggle),
    ]
    texts += [*(t.label for t in app.text_input), *(d.label for d in app.date_input), *(e.label for e in app.expander)]
    texts += [option for s in app.selectbox for option in s.options]
    text = " ".join(texts)
    for name in clinics.repo("physio").records.get(clinics.id(0)).log.sessions["exercise"].unique():
        text = text.replace(esc(name), "")  # the patient's own words
    assert FRENCH.findall(text) == []
