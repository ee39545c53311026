"""How good the reading is, on virtual patients: the numbers that ship."""

from __future__ import annotations

from loadaid.ui import how_good
from loadaid.ui.visit import Visit


def show(visit: Visit) -> None:
    """The validation page."""
    how_good.show(visit.w, visit.theme)
