"""`doctor`: a look at everything that can go wrong with this installation."""

from __future__ import annotations

import click

EXITS = {"ok": 0, "attention": 4, "wrong": 5}


@click.command()
def doctor() -> int:
    """Look at the database, the key, the disk, the clock, the audit log and the last backup; say what to do. Changes nothing.

    \b
    Exit code: 0 all is well; 4 something needs attention; 5 something is wrong
    """
    from loadaid.cli.place import place
    from loadaid.practice.doctor import examined

    code = 0
    for found in examined(place()):
        click.echo(f"{found.state:<10} {found.name}: {found.said}.")
        if found.mend and found.state != "ok":
            click.echo(f"{'':<10} -> {found.mend}.")
        code = max(code, EXITS[found.state])
    return code
