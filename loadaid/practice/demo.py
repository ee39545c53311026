"""The demonstration clinic: invented patients and four invented people who can sign in, made anew every day.

Its last logged day is yesterday, so that what is asked for today makes sense.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from loadaid.domain.errors import UsageError
from loadaid.domain.rights import Role
from loadaid.logs.plain import plain_rows
from loadaid.practice import home
from loadaid.practice.lines import of_log
from loadaid.store.actor import Actor
from loadaid.store.database import Database, now
from loadaid.store.founding import add_account, add_clinic
from loadaid.store.imports import Line
from loadaid.store.repository import Repository, repository
from loadaid.store.tables import CHART
from loadaid.version import app_version

SEED = 7  # in which every reading is there on some last day
PATIENTS, DAYS = 60, 180
NAME = "Cabinet de démonstration"
FIRST = ("Camille", "Léa", "Inès", "Marc", "Nadia", "Paul", "Sophie", "Yann", "Zoé", "Hugo", "Maëlle", "Théo")
LOOKED_AT = timedelta(days=7)  # ago: everyone was reviewed then; some have not been since, so that there is news
COMING = 6  # patients of the first physiotherapist who come today
LAST = ("Exemple", "Modèle", "Fictif", "Essai", "Démo")
SECOND = "Benoît Démo, kinésithérapeute"
PEOPLE: dict[Role, str] = {
    "physio": "Anne Démo, kinésithérapeute",
    "lead": "Louis Démo, responsable",
    "admin": "Alex Démo, administration",
}


def opened(today: date, clock: Callable[[], datetime] = now) -> Database:
    """The demonstration database, made anew when it was made on another day or by another version.

    Errors: UsageError when a database is there that no demonstration has made.
    """
    place = home.demo()
    made = place.key.parent / "made"
    stamp = f"{today.isoformat()} {SEED} {app_version()}"
    if made.exists() and made.read_text() == stamp and place.is_made:
        return place.open(clock=clock)
    _clear(place.key.parent)
    made.parent.mkdir(parents=True, exist_ok=True)
    made.write_text("begun")  # a start that is broken off is cleared too
    database = place.make(clock=clock)
    seed(database, today)
    made.write_text(stamp)
    return database


def _clear(folder: Path) -> None:
    """Takes away what an earlier demonstration made, and nothing else."""
    ours = [folder / name for name in (home.FILE, f"{home.FILE}-wal", f"{home.FILE}-shm", "key")]
    if not (folder / "made").exists() and any(file.exists() for file in ours):
        raise UsageError(f"{folder} holds a database that is no demonstration. Move it, or name another LOADAID_HOME.")
    for file in ours:
        file.unlink(missing_ok=True)


def seed(database: Database, today: date, patients: int = PATIENTS, days: int = DAYS) -> None:
    """Fills a new demonstration database: a clinic, its people, its patients with their logs up to yesterday.

    The second physiotherapist follows every third patient; the lead follows two. The first patient can sign in. Everyone was
    reviewed a week ago, most of them again today; some of the first physiotherapist's come today.
    """
    from loadaid.virtual import clinic

    log = clinic(patients, days, SEED, end=today - timedelta(days=1))
    clock, database.clock = database.clock, partial(_earlier, database.clock)
    clinic_id = add_clinic(database, NAME, "fr")
    ids = {role: add_account(database, clinic_id, role, name, f"demo-{role}") for role, name in PEOPLE.items()}
    second = add_account(database, clinic_id, "physio", SECOND, "demo-physio-2")
    lead = repository(database, Actor(ids["lead"], clinic_id, "lead"))
    lines, then = of_log(log), (today - LOOKED_AT).isoformat()
    rows = plain_rows(log.patients)
    made = [_known(lead, number, row) for number, row in enumerate(rows)]
    said = [lines[row["patient_id"]] for row in rows]
    for patient_id, own in zip(made, said, strict=True):
        lead.imports.confirm(patient_id, "seed", [n for n in own if n.values["date"] < then], key="seed", revision=0)
        lead.decisions.mark_reviewed(patient_id, 1)
    database.clock = clock
    for number, (patient_id, own) in enumerate(zip(made, said, strict=True)):
        lead.imports.confirm(patient_id, "file", [n for n in own if n.values["date"] >= then], key="week", revision=1)
        if number % 4:
            lead.decisions.mark_reviewed(patient_id, 2)
        lead.people.assign(patient_id, second if number % 3 == 2 else ids["physio"])
    mine = [patient_id for number, patient_id in enumerate(made) if number % 3 != 2]
    visit = Line("events", {"date": today.isoformat(), "kind": "visit"})
    for patient_id in mine[:: -(-len(mine) // COMING)]:
        lead.imports.confirm(patient_id, "desk", [visit], key="today", revision=2)
    for patient_id in made[2:]:
        lead.people.unassign(patient_id, lead.actor.account_id)
    first = lead.people.listed(f"{FIRST[0]} {LAST[0]}")[0]
    add_account(database, clinic_id, "patient", str(first.name), "demo-patient", patient_id=first.id)


def _known(lead: Repository, number: int, row: Mapping[str, Any]) -> str:
    """An invented patient, and who they are; their id."""
    chart = {k: v for k, v in row.items() if k in CHART}
    name = f"{FIRST[number % len(FIRST)]} {LAST[number // len(FIRST) % len(LAST)]}"
    return lead.people.create(name, f"{chart.get('birth_year', 1980)}-01-01", chart)


def _earlier(clock: Callable[[], datetime]) -> datetime:
    """The moment of the last review of everyone."""
    return clock() - LOOKED_AT
