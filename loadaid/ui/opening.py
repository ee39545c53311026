"""What the server does before its first visitor: opens the database of the clinic, or makes that of the demonstration."""

from __future__ import annotations

from datetime import date

from loadaid.access import provider
from loadaid.access.desk import Desk
from loadaid.practice import demo, home


def open_clinic(desk: Desk) -> None:
    """Opens what `home.chosen()` names, and migrates it. Errors: those of `open_database`; the server does not start then."""
    place = home.chosen()
    if place.kind == "demo":
        desk.open(demo.opened(date.today()), "demo")  # noqa: DTZ011  today as this machine's user sees it
        return
    desk.provider = provider.from_environment()
    desk.open(place.open(), "real")
