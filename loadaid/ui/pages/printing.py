"""The page to take away: on paper, as one HTML file, as six lines for the record, and what the patient takes home."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import streamlit as st

from loadaid.locale import Words, words
from loadaid.report import handout, html, note, sheet
from loadaid.store import entrance
from loadaid.store.decisions import Decision
from loadaid.ui import downloads, listing, moments
from loadaid.ui.pages.frame_clinic import author
from loadaid.ui.text import esc
from loadaid.ui.visit import Visit

if TYPE_CHECKING:
    from loadaid.ui.pages.patient_file import File

PAPERS = {"a4": "A4", "us-letter": "Letter"}


def show(
    visit: Visit, file: File, whole: Callable[[], Mapping[str, Any]], decision: Decision | None, place: str = ""
) -> None:
    """A key that opens what can be taken away; nothing is made before. whole: the result with its page, in the language it was
    read in."""
    w = visit.w
    key = f"print-{file.patient.id}{place}"
    with st.popover(w("Imprimer"), key=key, on_change="rerun") as opened:
        if not opened.open:
            return
        result = whole()
        spoken = words(result.get("language", w.language))
        taken = told(visit, file, spoken, decision)
        st.html(
            _files(visit, file, result, taken, spoken)
            + f"<h2>{esc(w('Pour le dossier : le signe au coin copie le texte'))}</h2>"
        )
        st.code(note.note(result, result["page"], spoken, taken), language=None, wrap_lines=True)


def page(visit: Visit, file: File, result: Mapping[str, Any], decision: Decision) -> str:
    """Links to the page of a decision that was just saved, as HTML."""
    spoken = words(result["language"])
    return " · ".join(_pdfs(visit, file, result, told(visit, file, spoken, decision), spoken))


def _pdfs(
    visit: Visit, file: File, result: Mapping[str, Any], taken: Mapping[str, Any] | None, spoken: Words
) -> list[str]:
    """A link to the page on each paper."""
    return [
        downloads.short(
            visit.repo, sheet.pdf(result, result["page"], spoken, paper=paper, decision=taken, **_whose(visit, file, spoken)),
            f"{_name(file, result)}-{size}.pdf", downloads.PDF, f"PDF {size}",
        )
        for paper, size in PAPERS.items()
    ]  # fmt: skip


def _whose(visit: Visit, file: File, spoken: Words) -> dict[str, Any]:
    """Whose page it is, and when it is printed."""
    return {
        "identity": identity(visit, file, spoken),
        "printed": moments.moment(spoken, visit.repo.people.now),
    }


def _name(file: File, result: Mapping[str, Any]) -> str:
    return f"{file.patient.code}-{result['as_of']}"


def _files(visit: Visit, file: File, result: Mapping[str, Any], taken: Mapping[str, Any] | None, spoken: Words) -> str:
    """Links to each form of the page, and to the patient's half page."""
    w, repo, name, more = visit.w, visit.repo, _name(file, result), _whose(visit, file, spoken)
    links = _pdfs(visit, file, result, taken, spoken)
    whole = html.document(result, result["page"], spoken, decision=taken, **more).encode()
    links.append(downloads.short(repo, whole, f"{name}.html", downloads.HTML, "HTML"))
    clinic = entrance.clinic_name(visit.database, repo.actor.clinic_id)
    for paper, size in PAPERS.items():
        made = handout.pdf(taken, spoken, clinic=clinic, paper=paper, **more)
        links.append(downloads.short(repo, made, f"{name}-exercices-{size}.pdf", downloads.PDF, f"PDF {size}"))
    lines = ((w("La page"), links[:3]), (w("Pour le patient"), links[3:]))
    told_once = w("Chaque lien sert une fois, dans la minute ; refermer et rouvrir en donne d’autres.")
    rows = "".join(f"<p><b>{esc(title)}</b> {' · '.join(mine)}</p>" for title, mine in lines)
    return rows + f'<p class="quiet">{esc(told_once)}</p>'


def identity(visit: Visit, file: File, w: Words) -> dict[str, str]:
    """Whose page it is."""
    patient = file.patient
    return {"name": patient.name or "", "code": patient.code, "age": listing.age(w, patient, visit.today)}


def told(visit: Visit, file: File, w: Words, decision: Decision | None) -> dict[str, Any] | None:
    """A decision as the page writes it; None when there is none."""
    if decision is None:
        return None
    return {
        "sessions_a_week": None, **decision.content, "action": decision.action, "agrees": decision.agrees,
        "by": author(visit, decision.by, file.names) if decision.by != visit.repo.actor.account_id else own_name(visit),
        "at": moments.moment(w, decision.at),
    }  # fmt: skip


def own_name(visit: Visit) -> str:
    """On paper nobody is "you"."""
    return entrance.by_id(visit.database, visit.repo.actor.account_id).name
