"""The receipt of what a record received: what came in adds up, and whoever reads it can see that it does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from loadaid.domain.words import N_
from loadaid.intake.cells.spelling import shown as legible
from loadaid.locale import Words
from loadaid.store.imports import Receipt
from loadaid.ui import entries, moments
from loadaid.ui.text import esc

STATES = {
    "new": N_("Lignes nouvelles"), "same": N_("Déjà connues, identiques"),
    "conflicting": N_("Différentes de ce qui était noté"), "refused": N_("Mises de côté, à corriger"),
    "skipped": N_("Sans données"),
}  # fmt: skip
TOTAL = N_("Lignes reçues")
KINDS = {
    "file": N_("Fichier"), "form": N_("Saisie du jour"), "desk": N_("Saisie au cabinet"), "correction": N_("Correction"),
    "gap": N_("Réponse sur des jours sans saisie"), "seed": N_("Reprise du dossier"),
}  # fmt: skip
# What was answered about days without any entry.
GAPS = {"rest": N_("repos"), "flare": N_("poussée"), "forgot": N_("oubli"), "unknown": N_("ne sais plus")}


def sums(w: Words, rows: Mapping[str, int]) -> str:
    """Every state with its number, zero too, and their sum."""
    parts = "".join(
        f'<tr><td class="sign">{"+" if k else ""}</td><td>{esc(w(text))}</td><td class="n">{rows[state]}</td></tr>'
        for k, (state, text) in enumerate(STATES.items())
    )
    total = (
        f'<tr class="total"><td class="sign">=</td><td>{esc(w(TOTAL))}</td><td class="n">{rows["received"]}</td></tr>'
    )
    return f'<table class="sums"><tbody>{parts}{total}</tbody></table>'


def head(w: Words, receipt: Receipt, own_id: str, patient_account: str | None = None) -> str:
    """What it was, from whom and when, and whether it still stands. own_id, patient_account: of who reads it, of the patient."""
    gone = ""
    if receipt.undone_at:
        gone = f"<p><b>{esc(w('Annulé : {moment}', moment=moments.moment(w, receipt.undone_at)))}</b></p>"
    who, at = _sender(w, receipt, own_id, patient_account), moments.moment(w, receipt.at)
    return f'<p><b>{esc(w(KINDS[receipt.kind]))}</b> {esc(who)}</p><p class="quiet">{esc(at)}</p>{gone}'


def _sender(w: Words, receipt: Receipt, own_id: str, patient_account: str | None) -> str:
    """From whom it came, without a name: the one who reads it, the patient, or the team."""
    if receipt.by == own_id:
        return w("par vous")
    return w("par le patient") if patient_account and receipt.by == patient_account else w("par l'équipe")


def body(w: Words, told: Mapping[str, Any]) -> str:
    """Its files, its days, what was answered about them, its sum."""
    files = ", ".join(w("« {name} »", name=legible(f["name"], 100)) for f in told.get("files", ()))
    span = told.get("span")
    days = _days(w, span) if span else ""
    said = w("Réponse : {answer}.", answer=w(GAPS[told["answer"]])) if "answer" in told else ""
    lines = "".join(f"<p>{esc(text)}</p>" for text in (files, days, said) if text)
    return lines + (sums(w, told["rows"]) if "rows" in told else "")


def _days(w: Words, span: tuple[str, str]) -> str:
    first, last = (entries.day(w, iso) for iso in span)
    return w("Le {day}.", day=first) if first == last else w("Du {first} au {last}.", first=first, last=last)
