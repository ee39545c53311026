"""Who sits before this screen: the only place where pages learn it.

Every page and every fragment begins with `actor()`, which asks the database anew: a screen that was drawn for someone
says nothing about who is there now.
"""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from loadaid.access.desk import Desk
from loadaid.access.visit import FORM_COOKIE, form_mark
from loadaid.domain.rights import Role
from loadaid.locale import Words, words
from loadaid.store import entrance
from loadaid.store.actor import Actor
from loadaid.store.database import Database
from loadaid.ui import markup, state
from loadaid.ui.text import esc

desk = Desk()  # opened by the server (app.py), shared by all threads


@dataclass(frozen=True)
class Person:
    """How someone is called, for the head of a page."""

    name: str
    role: Role
    clinic: str
    language: str


def database() -> Database:
    """The open database. Errors: RuntimeError before the server has opened it, and for a viewer of a folder."""
    if desk.database is None:
        raise RuntimeError("The server has opened no database.")
    return desk.database


def is_viewer() -> bool:
    """Whether this is a view of one's own log folder: no accounts, nothing is written."""
    return desk.is_viewer


def is_demo() -> bool:
    """Whether everything here is invented."""
    return desk.kind == "demo"


def cookie(name: str) -> str | None:
    """What a cookie of this screen's browser holds.

    Tests have no browser: they replace this function. No request can.
    """
    return st.context.cookies.get(name)


def actor(*, seen: bool = True) -> Actor:
    """Who is signed in, as the database knows them now. Nobody: the page ends here, with the way to sign in.

    seen: whether this run is a sign of life of a person, and not of a clock. A page that nobody touches goes away by itself
    (access/watch.js).
    """
    who = _signed_in(seen=seen)
    if who is None:
        _sign_in_page(words(state.language()))
        st.stop()
    return who


def person(who: Actor) -> Person:
    """Name, role and clinic of an actor."""
    account = entrance.by_id(database(), who.account_id)
    return Person(account.name, account.role, entrance.clinic_name(database(), account.clinic_id), account.language)


def sign_out(w: Words) -> str:
    """A button that signs out, as HTML for `st.html`."""
    mark = form_mark(database(), cookie(FORM_COOKIE) or "", cookie(desk.cookie))
    return (
        f'<form class="sign-out" method="post" action="/auth/logout" target="_self"><input type="hidden" name="xsrf" '
        f'value="{mark}"><button>{esc(w("Se déconnecter"))}</button></form>'
    )


def _signed_in(*, seen: bool) -> Actor | None:
    who = desk.signed_in(cookie(desk.cookie), seen=seen)
    run = get_script_run_ctx()
    if who is None or run is None or not desk.screens.bind(run.session_id, who.signin_id):
        return None
    return who


def _sign_in_page(w: Words) -> None:
    told = markup.message(w("Connexion terminée"), w("Pour continuer, connectez-vous de nouveau. Rien n'a été perdu."))
    st.html(told + f"<p>{markup.link('/auth/login', w('Se connecter'))}</p>")
