"""Verbs that are promised but not here yet: they say so, whatever stands behind them."""

from __future__ import annotations

import click

from loadaid.domain.errors import UsageError


def absent(name: str) -> click.Command:
    """A hidden verb that answers "not available in this version" with exit code 2."""

    @click.command(name, hidden=True, context_settings={"ignore_unknown_options": True, "help_option_names": []})
    @click.argument("anything", nargs=-1, type=click.UNPROCESSED)
    def verb(anything: tuple[str, ...]) -> None:
        raise UsageError(f"{name}: not available in this version.")

    return verb
