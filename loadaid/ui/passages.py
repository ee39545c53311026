"""Entries of the audit log about one record, as a table: for the patient, and for those who follow them."""

from __future__ import annotations

from collections.abc import Sequence

from loadaid.domain.words import N_
from loadaid.locale import Words
from loadaid.store.accesses import Access
from loadaid.ui import moments
from loadaid.ui.markup import table
from loadaid.ui.text import esc

SHOWN = 50  # the newest; the others are in the export
ROLES = {
    "patient": N_("patient"), "physio": N_("kinésithérapeute"), "lead": N_("responsable du cabinet"),
    "admin": N_("administration"), "operator": N_("machine du cabinet"), None: N_("machine du cabinet"),
}  # fmt: skip
THINGS = {
    "identity": N_("nom et date de naissance"), "patient": N_("dossier"), "record": N_("journal"),
    "draft": N_("envoi en attente"), "reading": N_("bilan"), "decision": N_("décisions de soin"),
    "limits": N_("réglages du suivi"), "clinic-limits": N_("réglages du cabinet"), "reviewed": N_("suivi relu"),
    "triage": N_("liste des patients"), "break-glass": N_("ouverture avec un motif"),
    "export": N_("tout le dossier, en fichiers"), "request": N_("demandes"), "accesses": N_("liste des accès"),
    "audit": N_("journal des accès"), "clock": N_("horloge de la machine"), "account": N_("compte"),
    "invitation": N_("invitation"), "staff-invitation": N_("invitation d'un collègue"),
    "assignment": N_("personnes qui suivent ce dossier"), "clinic": N_("cabinet"), "database": N_("base de données"),
    "sign-in": N_("connexion"), "password": N_("mot de passe"), "second-factor": N_("second code"),
    "notice": N_("note d'information"),
}  # fmt: skip
ACTIONS = {
    "read": N_("lu"), "write": N_("modifié"), "create": N_("créé"), "answer": N_("répondu"), "verify": N_("contrôlé"),
    "use": N_("utilisé"), "revoke": N_("retiré"), "begin": N_("début"), "end": N_("fin"), "change": N_("changé"),
    "fetch": N_("téléchargé"), "backup": N_("copié"), "restore": N_("remis en place"), "set": N_("réglé"),
}  # fmt: skip


def listed(w: Words, found: Sequence[Access], *, for_patient: bool) -> str:
    """A table of entries: when, who by name and role, what. for_patient: their own passages are "vous"."""
    heads = (w("Quand"), w("Qui"), w("Quoi"))
    return table(
        "accesses", heads, ((esc(moments.moment(w, a.at)), _who(w, a, for_patient), _what(w, a)) for a in found)
    )


def more(w: Words, whole: int, found: Sequence[Access]) -> str:
    """How many entries of the whole a list leaves out; nothing when it leaves out none."""
    n = whole - len(found)
    if n <= 0:
        return ""
    return w.plural(
        "{n} passage plus ancien n'est pas montré ici.", "{n} passages plus anciens ne sont pas montrés ici.", n
    )


def _who(w: Words, access: Access, for_patient: bool) -> str:
    role = w(ROLES[access.role]) if access.role in ROLES else ""
    if access.role == "patient" and for_patient:
        return esc(w("vous"))
    return f"{esc(access.name)}<br>{esc(role)}" if access.name else esc(role)


def _what(w: Words, access: Access) -> str:
    thing = w(THINGS[access.thing]) if access.thing in THINGS else access.thing
    action = w(ACTIONS[access.action]) if access.action in ACTIONS else access.action
    refused = w(" (refusé)") if access.result == "denied" else ""
    reason = f"<br>{esc(w('Motif : {reason}', reason=access.reason))}" if access.reason else ""
    return esc(w("{thing} : {action}", thing=thing, action=action) + refused) + reason
