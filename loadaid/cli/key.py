"""`key`: the key on paper, and back from paper."""

from __future__ import annotations

import click

from loadaid.domain.errors import UsageError


@click.command()
@click.option("--put-back", is_flag=True, help="Type in the key of a sheet, on a new machine or after a loss.")
def key(put_back: bool) -> None:
    """Print the key sheet. Without the key nobody can read names, notes or backups: not you, and not us.

    Print it, keep it away from this machine and from the backups, and close the window: whoever has the key and a backup
    can read everything.

    \b
    Example
      python -m loadaid key | lp
    """
    from loadaid.practice.home import chosen, clinic
    from loadaid.store.vault import Vault

    if not put_back:
        place = chosen()
        vault = Vault.open(place.key)
        click.echo(_sheet(vault, place.kind))
        click.echo(
            "loadaid: This is the key itself. Print it, keep it apart from machine and backups, close this window.",
            err=True,
        )
        return
    place = clinic()
    if place.key.exists():
        raise UsageError(f"There is a key in {place.key}. Move it aside first if another one is to stand there.")
    vault = Vault.typed(click.prompt("The 14 groups of the key sheet", err=True))
    vault.save(place.key)
    click.echo(f"{place.key}: key {vault.check[:8]}.")


def _sheet(vault: object, kind: str) -> str:
    from loadaid.store.vault import Vault

    assert isinstance(vault, Vault)
    groups = vault.written.split()
    lines = "\n".join("    " + "  ".join(groups[i : i + 7]) for i in (0, 7))
    what = "real clinic" if kind == "real" else "DEMONSTRATION, not a real clinic"
    return (
        f"loadaid key sheet ({what}), key {vault.check[:8]}\n\n{lines}\n\n"
        "It has the letters A to Z and the digits 2 to 7 only; the last group shows a slip in the others.\n"
        "To put it back: python -m loadaid key --put-back"
    )
