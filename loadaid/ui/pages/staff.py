"""Accounts of the clinic, for those who look after them: who may sign in, inviting, closing. No patient is named here."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from loadaid.domain.rights import Role
from loadaid.domain.words import N_
from loadaid.store.accounts import Member
from loadaid.ui import asked, listing, moments
from loadaid.ui.markup import quiet
from loadaid.ui.pages.frame_clinic import say
from loadaid.ui.store_errors import in_words
from loadaid.ui.text import esc
from loadaid.ui.visit import Visit

ROLES: dict[Role, str] = {
    "physio": N_("kinésithérapeute"), "lead": N_("responsable"), "admin": N_("administration"), "patient": N_("patient"),
}  # fmt: skip
STATES = {"active": N_("ouvert"), "closed": N_("fermé")}


def show(visit: Visit, roles: Sequence[Role]) -> None:
    """The list, then what can be done. roles: those this person may invite."""
    w = visit.w
    members = visit.repo.accounts.listed()
    staff = [m for m in members if m.role != "patient"]
    st.html(f"<h2>{esc(w('Comptes'))}</h2>" + _table(visit, staff))
    n = len(members) - len(staff)
    st.html(quiet(w.plural("{n} compte de patient, ouvert sur invitation de son kinésithérapeute.",
                           "{n} comptes de patients, ouverts sur invitation de leur kinésithérapeute.", n)))  # fmt: skip
    _invite(visit, roles)
    _change(visit, [m for m in staff if m.id != visit.repo.actor.account_id and m.role in roles])
    _pending(visit)


def _table(visit: Visit, members: list[Member]) -> str:
    w = visit.w
    heads = (w("Nom"), w("Identifiant"), w("Rôle"), w("État"), w("Second facteur"), w("Depuis"))
    yes_no = {True: w("oui"), False: w("non")}
    rows = [
        (
            m.name,
            m.login,
            w(ROLES[m.role]),
            w(STATES[m.state]),
            yes_no[m.second_factor],
            moments.moment(w, m.created_at),
        )
        for m in members
    ]
    return listing.table(heads, (24, 24, 15, 9, 10, 18), [[esc(cell) for cell in row] for row in rows])


def _invite(visit: Visit, roles: Sequence[Role]) -> None:
    w = visit.w
    with st.expander(w("Inviter un collègue"), key="invite"):
        with st.form("invite-form", border=False):
            name = st.text_input(w("Nom et prénom"), "", 120, key="invite-name")
            role = st.selectbox(w("Rôle"), list(roles), 0, lambda r: w(ROLES[r]), key="invite-role")
            sent = asked.button(w("Créer un code d'invitation"), "invite-send", form=True)
        if sent is None:
            return
        if not name.strip():
            st.html(quiet(w("Il faut un nom. Rien n'a été enregistré.")))
            return
        with in_words(w):
            _code(visit, visit.repo.accounts.invite(role, name))


def _code(visit: Visit, code: str) -> None:
    """Shown in this run alone."""
    w = visit.w
    told = w("Notez-le maintenant : il ne sera plus montré. Il se saisit à la page de connexion, pendant 7 jours.")
    st.html(f'<p class="code">{esc(code)}</p>' + quiet(told))


def _change(visit: Visit, members: list[Member]) -> None:
    """Closing, reopening, a new login for one account."""
    w, by_id = visit.w, {m.id: m for m in members}
    if not members:
        return
    with st.expander(w("Fermer, rouvrir, rendre un accès"), key="change"):
        chosen = st.selectbox(w("Compte"), list(by_id), None, lambda i: f"{by_id[i].name} ({w(ROLES[by_id[i].role])})", key="change-who",
                              placeholder=w("Choisir"))  # fmt: skip
        if chosen is None:
            return
        member, accounts = by_id[chosen], visit.repo.accounts
        with in_words(w):
            if member.state == "active":
                if (sent := asked.button(w("Fermer ce compte"), f"close-{member.id}", member.id)) is not None:
                    accounts.close(*sent)
                    say(w("Compte fermé : plus aucune connexion. Pensez à confier ses patients."))
                    st.rerun()
                if (sent := asked.button(w("Rendre un accès perdu"), f"renew-{member.id}", member.id)) is not None:
                    _code(visit, accounts.renew(*sent))
            elif (sent := asked.button(w("Rouvrir ce compte"), f"reopen-{member.id}", member.id)) is not None:
                accounts.reopen(*sent)
                say(w("Compte rouvert."))
                st.rerun()


def _pending(visit: Visit) -> None:
    """Codes that can still be used, each with the way to withdraw it."""
    w = visit.w
    found = [p for p in visit.repo.accounts.pending() if p.patient_id is None]
    if not found:
        return
    with st.expander(w.plural("{n} invitation en attente", "{n} invitations en attente", len(found)), key="pending"):
        for one in found:
            left, right = st.columns([9, 3])
            left.html(
                f"<p>{esc(w('{role}, valable jusqu’au {moment}', role=w(ROLES[one.role]), moment=moments.moment(w, one.until)))}</p>"
            )
            with right, in_words(w):
                if (sent := asked.button(w("Retirer"), f"revoke-{one.id}", one.id)) is not None:
                    visit.repo.accounts.revoke(*sent)
                    st.rerun()
