"""Stored moments as the clock of the reader shows them."""

from __future__ import annotations

from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

import streamlit as st

from loadaid.locale import Words
from loadaid.store.columns import as_moment


def zone() -> tzinfo | None:
    """The zone of the reader's browser; None, that of this machine, when it names none that exists."""
    try:
        return ZoneInfo(st.context.timezone or "")
    except (ValueError, OSError):
        return None


def local(at: str) -> datetime:
    """A stored moment on the reader's clock."""
    return as_moment(at).astimezone(zone())


def hour(at: str) -> str:
    """18:02."""
    return f"{local(at):%H:%M}"


def moment(w: Words, at: str) -> str:
    """Le 12 novembre 2026 à 18:02."""
    here = local(at)
    return w("{day} à {hour}", day=w.day(here.date(), long=True), hour=f"{here:%H:%M}")
