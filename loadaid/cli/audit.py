"""`audit`: whether the log of who did what is whole, and its head, to be kept elsewhere."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from loadaid.domain.errors import UsageError

if TYPE_CHECKING:
    from loadaid.store.audit import Head

WRONG = 5  # exit code when the log is not as it was written


@click.group()
def audit() -> None:
    """Check the audit log: who did what, in order, each entry bound to the one before.

    The chain shows entries that were changed, taken out or swapped. That its end was cut off, or an old copy put back, shows
    only beside a head that was kept on another machine or on paper.

    \b
    Example
      python -m loadaid audit head --out /media/usb/heads.txt
      python -m loadaid audit verify --anchor /media/usb/heads.txt
    """


@audit.command()
@click.option("--anchor", type=click.Path(path_type=Path), metavar="FILE", help="Heads that were kept elsewhere.")
def verify(anchor: Path | None) -> int:
    """Read every entry and compare. Exit code: 0 as it was written; 5 it is not."""
    from loadaid.cli.place import as_it_is
    from loadaid.store import audit as log

    kept = _kept(anchor) if anchor else []
    with as_it_is() as database, database.read() as connection:
        verdict = log.verify(log.entries(connection), database.vault.audit_key, kept)
    if verdict.wrong is not None:
        click.echo(f"loadaid: The audit log is not as it was written: entry {verdict.wrong}: {verdict.why}.", err=True)
        return WRONG
    click.echo(f"{verdict.entries} entries, none changed, taken out or swapped.")
    click.echo(f"All {len(kept)} heads of {anchor} are among them." if kept else
               "Whether its end was cut off shows only beside a head that was kept elsewhere: --anchor FILE.")  # fmt: skip
    return 0


@audit.command()
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Add it to this file as a line.")
def head(out: Path | None) -> int:
    """Print the head of the log: moment, number and hash of its last entry. Exit code 5 when the log is not as it was written."""
    from loadaid.cli.place import as_it_is
    from loadaid.store import audit as log

    with as_it_is() as database, database.read() as connection:
        verdict = log.verify(log.entries(connection), database.vault.audit_key)
        line = log.anchor_line(database.clock(), log.head(connection))
    if verdict.wrong is not None:
        click.echo(f"loadaid: The audit log is not as it was written: entry {verdict.wrong}: {verdict.why}. "
                   "No head was given.", err=True)  # fmt: skip
        return WRONG
    if out is not None:
        with out.open("a", encoding="ascii") as file:
            file.write(line + "\n")
            file.flush()
            os.fsync(file.fileno())
    click.echo(line)
    return 0


@audit.command()
def clock() -> None:
    """Say that the clock of this machine is right, when the last entry was made under one that ran ahead.

    Until then nothing can be saved. It is an entry of the log itself; no other entry is changed.
    """
    from loadaid.cli.place import as_it_is
    from loadaid.store import audit as log

    with as_it_is() as database, database.write() as connection:
        now = database.clock()
        log.append(connection, database.vault.audit_key, now, None, "set", "clock", sets_clock=True)
    click.echo(f"The log goes on from {now:%Y-%m-%d %H:%M} UTC.")


def _kept(anchor: Path) -> list[Head]:
    from loadaid.store.audit import anchors

    try:
        return anchors(anchor.read_text(encoding="ascii"))
    except UnicodeDecodeError:
        raise UsageError(f"{anchor} is no file of heads.") from None
