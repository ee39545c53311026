"""One line of the worklist: who, the reading, why, what changed since the patient was last looked at, gaps to ask about."""

from __future__ import annotations

from loadaid.cohort.rows import Row
from loadaid.domain.words import N_
from loadaid.practice import agenda
from loadaid.practice.cohort import Clinic
from loadaid.report import terms
from loadaid.ui import listing
from loadaid.ui.pages.frame_clinic import address
from loadaid.ui.palette import palette
from loadaid.ui.text import esc
from loadaid.ui.visit import Visit

HEADS = (N_("Patient"), N_("Lecture"), N_("Pourquoi"), N_("Ce qui a changé"), N_("À demander"), N_("Revue"))
WIDTHS = (15, 19, 28, 19, 8, 11)


def cells(visit: Visit, clinic: Clinic, row: Row, *, twins: bool) -> list[str]:
    """The cells as HTML. twins: someone else has the same name."""
    w, patient = visit.w, clinic.people[row.patient_id]
    name = listing.known_as(w, patient, twins=twins)
    questions = clinic.standings[row.patient_id].day.questions
    return [
        f'<a href="{esc(address(row.patient_id))}" target="_self">{name}</a>',
        listing.reading(row, palette(visit.theme)),
        listing.why(w, row, odd=row.patient_id in clinic.odd),
        esc(changes(visit, clinic, row)),
        esc(w.plural("{n} question", "{n} questions", questions) if questions else w("rien")),
        esc(listing.unreviewed(w, row)),
    ]


def changes(visit: Visit, clinic: Clinic, row: Row) -> str:
    """A safety answer that waits, the reading, the days added, the dose; or that nothing changed. Before a first look: no reading, no dose."""
    w, day = visit.w, clinic.standings[row.patient_id].day
    since = agenda.since(clinic, row.patient_id)
    told = [w("réponse de sécurité à examiner")] if row.group == agenda.SAFETY else []
    if told and clinic.day in clinic.standings[row.patient_id].day.visits:
        told.append(w("rendez-vous aujourd’hui"))
    if not told and day.then is not None and day.then != row.headline:
        then, now = (_lowered(terms.state(w, code)) for code in (day.then, row.headline))
        told.append(w("lecture : {then} → {now}", then=then, now=now))
    added = agenda.days_added(day.arrived, since)
    if added:
        told.append(w.plural("{n} jour ajouté", "{n} jours ajoutés", added))
    elif day.arrived.last is not None and day.arrived.last > (since or ""):
        told.append(w("saisies complétées ou corrigées"))
    if since is not None and row.dose_change_percent is not None and round(row.dose_change_percent):
        told.append(w("dose {change} sur 14 jours", change=listing.changed(w, row)))
    return w(" ; ").join(told) or w("rien de nouveau")


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]
