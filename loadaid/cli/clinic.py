"""`clinic`: starts a real clinic, and lets its first people in. What it prints as a code is shown once."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from loadaid.domain.errors import UsageError

if TYPE_CHECKING:
    from loadaid.store.database import Database

HOSTING = (
    "Keeping health data for another practice, not for your own, is hosting: in France it needs a certified host (HDS). "
    "Ask before you go on."
)


@click.group()
def clinic() -> None:
    """Start a real clinic, invite its first people, list who can sign in.

    \b
    Example
      python -m loadaid clinic create --name "Cabinet des Tilleuls" --person "Anne Martin"
    """


@clinic.command()
@click.option("--name", prompt="Name of the practice", metavar="NAME", help="As its people and patients will read it.")
@click.option("--person", prompt="Your name", metavar="NAME", help="Who signs in first.")
@click.option("--role", type=click.Choice(["lead", "admin"]), default="lead", show_default=True,
              help="lead follows patients and looks after the practice; admin looks after accounts and reads no record.")  # fmt: skip
@click.option(
    "--lang", type=click.Choice(["fr", "en"]), default="fr", show_default=True, help="Language of its people."
)
@click.option("--another", is_flag=True, help="Beside a clinic that is in this database already.")
def create(name: str, person: str, role: str, lang: str, another: bool) -> None:
    """Make the database and its key, and a code with which the first person chooses login and password.

    Nothing of the demonstration goes into it. Stop the app before, and start it again afterwards.
    """
    from loadaid.practice import home
    from loadaid.store.entrance import clinics
    from loadaid.store.founding import add_clinic
    from loadaid.store.invitations import issue_by_operator

    place = home.clinic()
    if place.is_begun and not place.is_made:
        raise UsageError("There was a clinic here, and its database or its key is missing: python -m loadaid doctor")
    database = place.make()
    try:
        if clinics(database) and not another:
            raise UsageError("There is a clinic already. To let more people in: python -m loadaid clinic invite")
        if another:
            click.echo(f"loadaid: {HOSTING}", err=True)
        code = issue_by_operator(database, add_clinic(database, name, lang), role, person)  # type: ignore[arg-type]
    finally:
        database.close()
    where = place.url if place.url.startswith("sqlite") else "the server of LOADAID_DATABASE_URL"
    click.echo(f"Database: {where.removeprefix('sqlite:///')}\nKey:      {place.key}\n")
    click.echo("1. Print the key sheet and keep it elsewhere. Without it nobody can read names or backups:\n"
               "     python -m loadaid key\n"
               "2. Start the app:\n     streamlit run app.py")  # fmt: skip
    _say(code, person, step="3. ")


@clinic.command()
@click.option("--name", "person", default="", metavar="NAME", help="Whom it is for; they can also type it themselves.")
@click.option("--role", type=click.Choice(["physio", "lead", "admin"]), default="physio", show_default=True)
@click.option(
    "--login", metavar="LOGIN", help="Instead: a new password and second factor for the account of this login."
)
@click.option("--clinic", "chosen", metavar="NAME", help="Which clinic, where there are several.")
def invite(person: str, role: str, login: str | None, chosen: str | None) -> None:
    """Print a code with which one colleague chooses login and password. Patients are invited in the app.

    \b
    Example
      python -m loadaid clinic invite --role physio --name "Paul Durand"
    """
    from loadaid.store.entrance import by_login, clinics
    from loadaid.store.invitations import issue_by_operator

    database = _opened()
    try:
        if login is not None:
            account = by_login(database, login)
            if account is None:
                raise UsageError("No open account has this login. Those there are: python -m loadaid clinic accounts")
            if account.role == "patient":
                raise UsageError("This is a patient: whoever follows them gives a new code in the app.")
            person = account.name
            code = issue_by_operator(database, account.clinic_id, account.role, account.name, account_id=account.id)
        else:
            found = [id for id, name in clinics(database) if chosen in (None, name)]
            if len(found) != 1:
                names = ", ".join(repr(name) for _, name in clinics(database))
                raise UsageError(f"Say which clinic with --clinic: {names or 'there is none yet'}.")
            code = issue_by_operator(database, found[0], role, person)  # type: ignore[arg-type]
    finally:
        database.close()
    _say(code, person)


@clinic.command()
def accounts() -> None:
    """List who can sign in, patients as a number."""
    from loadaid.store.entrance import clinics, everyone

    database = _opened()
    try:
        for clinic_id, name in clinics(database):
            click.echo(name)
            people = [account for account in everyone(database) if account.clinic_id == clinic_id]
            for account in people:
                if account.role != "patient":
                    second = "second factor" if account.totp or account.by_provider else "no second factor yet"
                    click.echo(f"  {account.role:7} {account.name}, {account.login}, {second}")
            click.echo(f"  {sum(account.role == 'patient' for account in people)} patients with an account")
    finally:
        database.close()


def _opened() -> Database:
    from loadaid.practice import home

    place = home.clinic()
    if not place.is_made:
        raise UsageError("There is no real clinic yet. Start one: python -m loadaid clinic create")
    return place.open()


def _say(code: str, person: str, step: str = "") -> None:
    address = os.environ.get("LOADAID_PUBLIC_URL", "http://localhost:8501").rstrip("/")
    who = f" ({person})" if person else ""
    click.echo(f"{step}Open {address}/auth/invitation and type this code{who}. It works once, for 7 days:\n     {code}")
