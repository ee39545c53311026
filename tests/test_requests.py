"""What patients ask of the practice: who sees it, what each answer does, and who opened a record, to the last entry."""

from __future__ import annotations

import ast
import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st

import loadaid
from loadaid.domain.rights import MATRIX
from loadaid.practice.export import content
from loadaid.store import audit
from loadaid.store.errors import NotFound, Refused
from loadaid.store.imports import Line
from loadaid.store.privacy import ANSWERS
from loadaid.store.tables import REQUEST_KINDS
from loadaid.ui import passages, session
from loadaid.ui.pages import patient_file, patient_privacy, requests, team, worklist
from loadaid.ui.text import esc
from tests import ui_stage
from tests.store_clinic import SENTINELS, TODAY, Clinics
from tests.ui_stage import built, copied, everything, opened, shown

HOSTILE = "<img src=x onerror=alert(1)> **gras** $x$"
NEW = [Line("daily", {"date": str(TODAY), "pain_morning": 3})]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Clinics:
    return built(tmp_path_factory.mktemp("clinics"), days=5)


@pytest.fixture
def clinics(made: Clinics, tmp_path: Path) -> Iterator[Clinics]:
    st.cache_data.clear()
    found = copied(made, tmp_path)
    yield found
    found.database.close()


def asked(clinics: Clinics, kind: str, words: str = "", number: int = 0) -> str:
    """The key of the request's widgets."""
    who = "patient" if number == 0 else "physio"
    return "request-" + clinics.repo(who).privacy.ask(clinics.id(number), kind, words)


def answer(app: ui_stage.AppTest, key: str, choice: str, why: str = "entendu", code: str = "") -> ui_stage.AppTest:
    """A press of the form of one request."""
    app.toggle(key=f"{key}-open").set_value(True).run()
    app.radio(key=f"{key}-answer").set_value(choice).run()
    app.text_area(key=f"{key}-why").input(why)
    if code:
        app.text_input(key=f"{key}-code").input(code)
    return app.button(key=f"{key}-send").click().run()


def rights(clinics: Clinics, who: str = "physio") -> ui_stage.AppTest:
    return opened(clinics, patient_file.show, who, patient=clinics.id(0), tab="rights")


def test_nothing_stands_on_a_list_without_a_request(clinics: Clinics) -> None:
    for page, who in ((worklist.show, "physio"), (team.show, "lead")):
        assert "attend une réponse" not in everything(opened(clinics, page, who))


def test_a_request_reaches_those_who_may_answer_it_and_nobody_else(clinics: Clinics) -> None:
    asked(clinics, "restriction", HOSTILE)
    mine, lead = opened(clinics, worklist.show, "physio"), opened(clinics, team.show, "lead")
    for app in (mine, lead):
        assert not app.exception
        assert "1 demande de patient attend une réponse" in [e.label.replace("\xa0", " ") for e in app.expander]
        assert "Limiter l’usage" in shown(app)
        assert esc(HOSTILE) in shown(app)
        assert "<img src=x" not in shown(app)
    assert SENTINELS[0] in shown(mine)
    assert SENTINELS[0] not in everything(lead), "the lead does not follow this patient: the code alone"
    for page, who in ((worklist.show, "physio2"), (worklist.show, "other-physio"), (team.show, "other-lead")):
        assert HOSTILE not in everything(opened(clinics, page, who))


def test_an_answer_needs_its_kind_and_a_reason_and_is_read_by_the_patient(clinics: Clinics) -> None:
    key = asked(clinics, "access")
    app = answer(opened(clinics, worklist.show, "physio"), key, "done", "  ")
    assert "Il faut une réponse et un motif" in shown(app)
    app = answer(app, key, "done", "remis ce jour, en main propre")
    assert "Réponse enregistrée, patient P-0001." in shown(app)
    assert "attend une réponse" not in everything(app)
    assert "remis ce jour, en main propre" in shown(opened(clinics, patient_privacy.show))
    assert "remis ce jour, en main propre" in shown(rights(clinics))


@pytest.mark.parametrize("kind", REQUEST_KINDS)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_answer_says_what_it_does(clinics: Clinics, kind: str, lang: str) -> None:
    key = asked(clinics, kind)
    app = opened(clinics, worklist.show, "physio", lang)
    app.toggle(key=f"{key}-open").set_value(True).run()
    assert not app.exception
    assert list(requests.ANSWERS[kind]) == list(requests.GIVEN)
    assert set(requests.GIVEN) == set(ANSWERS)
    assert len(set(app.radio(key=f"{key}-answer").options)) == len(ANSWERS)


def test_the_lead_answers_a_restriction_and_the_physiotherapist_lifts_it(clinics: Clinics) -> None:
    key = asked(clinics, "restriction")
    answer(opened(clinics, team.show, "lead"), key, "done")
    physio = clinics.repo("physio")
    revision = physio.people.get(clinics.id(0)).revision
    with pytest.raises(Refused):
        physio.imports.confirm(clinics.id(0), "desk", NEW, key="a", revision=revision)
    app = rights(clinics)
    assert "rien ne peut y être ajouté" in shown(app)
    app = app.button(key=f"lift-{clinics.id(0)}").click().run()
    assert "La limitation est levée" in shown(app)
    physio.imports.confirm(clinics.id(0), "desk", NEW, key="a", revision=revision)


def test_nothing_is_erased_without_the_code_of_the_patient(clinics: Clinics) -> None:
    key = asked(clinics, "erasure")
    physio = clinics.repo("physio")
    app = opened(clinics, worklist.show, "physio")
    for code in ("", "P-0002"):
        app = answer(app, key, "done", "hors délai de garde", code)
        assert "Rien n’a été effacé" in shown(app)
        assert physio.people.get(clinics.id(0)).name
    app = answer(app, key, "done", "hors délai de garde", " p-0001 ")
    assert "Réponse enregistrée" in shown(app)
    with pytest.raises(NotFound):
        physio.people.get(clinics.id(0))
    assert SENTINELS[0] not in everything(opened(clinics, worklist.show, "physio"))


def test_an_erasure_of_the_account_alone_keeps_the_record_and_asks_no_code(clinics: Clinics) -> None:
    key = asked(clinics, "erasure", number=1)
    app = answer(opened(clinics, worklist.show, "physio"), key, "partly")
    assert "Réponse enregistrée" in shown(app)
    patient = clinics.repo("physio").people.get(clinics.id(1))
    assert patient.name
    assert patient.restricted


def test_an_answer_given_meanwhile_stands(clinics: Clinics) -> None:
    key = asked(clinics, "access")
    app = opened(clinics, worklist.show, "physio")
    app.toggle(key=f"{key}-open").set_value(True).run()
    clinics.repo("lead").privacy.answer(clinics.id(0), key.removeprefix("request-"), "refused", "déjà remis")
    app.run()
    assert "attend une réponse" not in everything(app)
    assert clinics.repo("patient").privacy.of(clinics.id(0))[0].reason == "déjà remis"


def test_a_record_opened_with_a_reason_shows_no_requests(clinics: Clinics) -> None:
    asked(clinics, "access", HOSTILE)
    clinics.repo("physio2").people.open_with_reason(clinics.id(0), "remplacement ce matin")
    assert HOSTILE not in everything(rights(clinics, "physio2"))
    clinics.repo("lead").people.open_with_reason(clinics.id(0), "remplacement ce matin")
    assert esc(HOSTILE) in shown(rights(clinics, "lead"))


def test_the_whole_record_is_taken_out_by_who_follows_the_patient(clinics: Clinics) -> None:
    app = opened(clinics, patient_file.show, "physio", patient=clinics.id(0), tab="sheet")
    app.button(key=f"export-{clinics.id(0)}").click().run()
    token = re.findall(r'href="/export/([^"]+)"', shown(app))[0]
    assert session.desk.exports.take(token, clinics.actors["lead"].account_id) is None
    export = session.desk.exports.take(token, clinics.actors["physio"].account_id)
    assert export
    with zipfile.ZipFile(io.BytesIO(export.content)) as archive:
        whole = b"".join(archive.read(name) for name in archive.namelist()).decode()
    assert SENTINELS[0] in whole
    assert '"decisions"' in whole
    assert not [name for name in SENTINELS[1:] if name in whole]


def test_what_others_did_is_not_crowded_out_by_own_passages(clinics: Clinics, monkeypatch: pytest.MonkeyPatch) -> None:
    patient, own = clinics.id(0), clinics.repo("patient")
    clinics.repo("physio2").people.open_with_reason(patient, "remplacement ce matin")
    with clinics.database.write() as connection:
        for _ in range(1100):
            audit.append(
                connection,
                clinics.database.vault.audit_key,
                clinics.clock(),
                own.actor,
                "read",
                "record",
                patient_id=patient,
            )
    monkeypatch.setattr(passages, "SHOWN", 5)
    assert "remplacement ce matin" in shown(opened(clinics, patient_privacy.show))
    assert len(own.accesses.of(patient)) == own.accesses.count(patient) > 1000
    assert len(own.accesses.of(patient, most=7)) == 7
    whole = content(own, clinics.database, patient)["accesses"]
    assert "remplacement ce matin" in {a["reason"] for a in whole}
    assert "patient" not in {a.role for a in own.accesses.of(patient, without_own=True)}
    told = shown(rights(clinics))
    assert len(re.findall(r"<tr>", told)) == 5 + 1
    left = clinics.repo("physio").accesses.count(patient) - 5
    assert re.search(rf"{left // 1000}\D?{left % 1000:03d} passages plus anciens", told)


def test_every_entry_of_the_audit_log_has_words() -> None:
    found = {(right.object, right.action) for right in MATRIX} | _entered()
    assert ("invitation", "use") in found
    assert {thing for thing, _ in found} <= set(passages.THINGS)
    assert {action for _, action in found} <= set(passages.ACTIONS)


def _entered() -> set[tuple[str, str]]:
    """The things and actions that the code enters by name, read from the code."""
    texts: list[list[str]] = []
    for file in Path(loadaid.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            call = ast.unparse(node.func)
            said = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)][:2]
            is_named = bool(node.args) and isinstance(node.args[0], ast.Constant)
            if call == "audit.append" or call.endswith(("._entry", "._note")) or call == "_note":
                texts.append(said)
            elif call.endswith((".writing", ".reading")) and is_named:
                texts.append([*(said[1:] or ["read"]), *said[:1]])
            elif call.endswith(".note") and said:  # a copy of the whole
                texts.append([said[0], "database"])
    return {(pair[1], pair[0]) for pair in texts if len(pair) == 2}


def test_the_code_enters_what_the_store_holds(clinics: Clinics) -> None:
    """What was entered by now is among what was read from the code: the reading misses no way of entering."""
    clinics.repo("patient").privacy.ask(clinics.id(0), "access")
    clinics.repo("physio").accounts.invite("patient", patient_id=clinics.id(0))
    found = {(a.thing, a.action) for a in clinics.repo("physio").accesses.of(clinics.id(0))}
    assert found <= {(right.object, right.action) for right in MATRIX} | _entered()
    assert dt.date.fromisoformat(clinics.repo("physio").accesses.of(clinics.id(0))[0].at[:10]) == TODAY
