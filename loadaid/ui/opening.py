"""What the server does before its first visitor: opens the database of the clinic, or makes that of the demonstration."""

from __future__ import annotations

import sys
from datetime import date

from loadaid.access import provider
from loadaid.access.desk import Desk
from loadaid.domain.errors import LoadaidError
from loadaid.practice import demo, home
from loadaid.practice.logging import configure


def open_clinic(desk: Desk) -> None:
    """Opens what `home.chosen()` names, and migrates it. A clinic that cannot be opened ends the server, with what to do."""
    place = home.chosen()
    configure(home.home() / "logs" if place.kind == "real" else None)
    if place.kind == "demo":
        desk.open(demo.opened(date.today()), "demo")  # noqa: DTZ011  today as this machine's user sees it
        return
    try:
        desk.provider = provider.from_environment()
        desk.open(place.open(), "real")
    except LoadaidError as error:
        print(f"loadaid: {error}", file=sys.stderr)
        raise SystemExit(error.exit_code) from None
