"""`backup` and `restore`: everything in one sealed file, and back."""

from __future__ import annotations

import tempfile
from pathlib import Path

import click

from loadaid.domain.errors import UsageError

FLAWED = 4  # exit code when a backup was made of a database in which something is not as it should be

AGAIN = (
    "Every sign-in has ended and every code is revoked: people sign in again, and new codes are made in the app.\n"
    "Do again what was done since that backup: accounts closed, roles changed, patients handed over, erasures. Passwords and "
    "telephones\nare those of then: whoever lost or changed one since gets a new code (python -m loadaid clinic invite --login)."
)


@click.command()
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Default: a new file among the backups.")
def backup(out: Path | None) -> int:
    """Write everything into one file that only the key opens, while the clinic is in use.

    The file is read to its end before it gets its name. No file is ever replaced or deleted. Keep backups on another
    machine, and the key on paper elsewhere (python -m loadaid key).

    \b
    Exit code: 0 done; 4 done, but something in the database is not as it should be
    Example
      python -m loadaid backup --out /media/usb/monday.backup
    """
    from loadaid.cli.place import as_it_is, place
    from loadaid.practice.home import private
    from loadaid.practice.readings import verdicts
    from loadaid.store import backup as store

    with as_it_is() as database:
        target = out or place().backups / store.name(database)
        if out is None:
            private(target.parent)
        made = store.backup(database, target, verdicts)
        store.note(database, "backup")
    click.echo(f"{made.path}: {made.rows} rows, {made.patients} patients, sealed and read to its end.")
    for flaw in made.flaws:
        click.echo(f"loadaid: In the database, {flaw}. It was kept as it stands: python -m loadaid doctor", err=True)
    return FLAWED if made.flaws else 0


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--to", metavar="URL", help="Another database: sqlite:///FILE or postgresql://... Default: where the clinic was."
)
@click.option("--rehearse", is_flag=True, help="Do it all in a private folder that is gone afterwards.")
def restore(file: Path, to: str | None, rehearse: bool) -> None:
    """Put a backup back into an empty database, and prove it.

    Compared with the original: every row, every reference, the audit log, the rows of every import, and each patient's
    reading, computed again. If anything differs, nothing is left behind. Then every sign-in ends and every code is
    revoked; what else was done since the backup has to be done again.

    \b
    Examples
      python -m loadaid restore loadaid-20261126-190000.backup --rehearse
      python -m loadaid restore loadaid-20261126-190000.backup
      python -m loadaid restore loadaid-20261126-190000.backup --to postgresql://loadaid@localhost/loadaid
    """
    from loadaid.practice.home import clinic, demo, private
    from loadaid.practice.readings import verdicts
    from loadaid.store import backup as store
    from loadaid.store.database import Database
    from loadaid.store.sealedfile import header
    from loadaid.store.vault import Vault

    if rehearse and to:
        raise UsageError("--rehearse has its own place: leave --to out.")
    with file.open("rb") as opened:
        where = demo() if header(opened).get("kind") == "demo" else clinic()
    vault = Vault.open(where.key)
    with tempfile.TemporaryDirectory(prefix="loadaid-") as hidden:
        url = f"sqlite:///{Path(hidden, 'rehearsal.db')}" if rehearse else to or where.url
        database = Database(url, vault)
        if database.path is not None:
            private(database.path.parent)
        done = store.restore(file, database, verdicts)
        database.close()
    said = "their readings were not compared: another version made the backup" if done.compared is None else \
        f"{done.compared} readings computed again, all equal"  # fmt: skip
    click.echo(f"{done.rows} rows of {done.patients} patients are as they were; {said}.")
    click.echo("Nothing was kept: it was a rehearsal." if rehearse else
               f"They stand in {database.url.render_as_string()}.")  # fmt: skip
    if not rehearse:
        click.echo(AGAIN)
