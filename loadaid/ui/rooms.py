"""Which role has which pages. A page that is not in a role's list does not exist for it: its address looks like any other
that leads nowhere. Rights are the store's, not these lists'.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from importlib import import_module

import streamlit as st

from loadaid.domain.rights import Role
from loadaid.domain.words import N_
from loadaid.ui import markup, session, state
from loadaid.ui.session import Person
from loadaid.ui.text import esc
from loadaid.ui.visit import Visit


@dataclass(frozen=True)
class Room:
    """A page: its place in the address, its name, and the module of pages/ that shows it."""

    path: str
    name: str
    module: str

    def show(self, visit: Visit) -> None:
        """Loaded when it is first asked for: nobody waits for the pages of others."""
        import_module(f"loadaid.ui.pages.{self.module}").show(visit)


HOW_GOOD = Room(state.HOW_GOOD, N_("Que vaut la lecture ?"), "validation")
# The first of a role is where it arrives.
ROOMS: dict[Role, tuple[Room, ...]] = {
    "patient": (
        Room("today", N_("Aujourd'hui"), "patient_today"),
        Room("file", N_("Envoyer un fichier"), "patient_upload"),
        Room("record", N_("Mon suivi"), "patient_home"),
        Room("rights", N_("Mes données"), "patient_privacy"),
    ),
    "physio": (Room("patients", N_("Aujourd'hui"), "worklist"), HOW_GOOD),
    "lead": (
        Room("triage", N_("Qui voir d'abord"), "triage"),
        Room("patients", N_("Aujourd'hui"), "worklist"),
        Room("team", N_("Équipe"), "team"),
        HOW_GOOD,
    ),
    "admin": (Room("accounts", N_("Comptes"), "admin"),),
}


def load() -> None:
    """Imports every page, for a server that will be asked for all of them."""
    for rooms in ROOMS.values():
        for room in rooms:
            import_module(f"loadaid.ui.pages.{room.module}")


def addresses() -> dict[Role, tuple[str, ...]]:
    """Where each role's pages stand. The first page has no name in the address."""
    return {role: ("", *(room.path for room in rooms[1:])) for role, rooms in ROOMS.items()}


def enter(visit: Visit, person: Person) -> None:
    """The page that the address names, under the head that all pages share."""
    w = visit.w
    pages = [
        st.Page(partial(room.show, visit), title=w(room.name), url_path=room.path, default=k == 0)
        for k, room in enumerate(ROOMS[visit.repo.actor.role])
    ]
    chosen = st.navigation(pages, position="hidden")
    _head(visit, person, pages)
    chosen.run()


def _head(visit: Visit, person: Person, pages: list[st.Page]) -> None:
    """Where one can go, who is signed in, and that everything is invented where it is."""
    w = visit.w
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="head"):
        for page in pages:
            st.page_link(page)
        if visit.demo:
            st.html(markup.banner(w("Clinique de démonstration : tout est inventé, et remis à neuf chaque jour.")))
        st.space("stretch")
        st.html(
            f'<div class="who"><span>{esc(person.name)}, {esc(person.clinic)}</span>{markup.languages(w, state.language_addresses())}'
            f"{session.sign_out(w)}</div>"
        )
