"""A patient sends their own log."""

from __future__ import annotations

from loadaid.ui.pages.patient_frame import room
from loadaid.ui.pages.upload import show_upload
from loadaid.ui.store_errors import in_words
from loadaid.ui.visit import Visit


def show(visit: Visit) -> None:
    """The page."""
    with room(visit.w), in_words(visit.w):
        show_upload(visit, visit.repo.people.own().id)
