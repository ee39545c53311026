"""What the reader has chosen: language, patient, day, window. All of it stands in the address, nothing else is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from urllib.parse import urlencode

import streamlit as st

from loadaid.access.visit import LANG_COOKIE
from loadaid.locale import LANGUAGES, Words

WINDOWS = (7, 14, 28, 42)
DAYS = 28
HOW_GOOD = "how-good"


def language() -> str:
    """The language of `?lang=`, else the one chosen last on this browser, else French: as the server writes `<html lang>`.

    A change of language loads the page anew.
    """
    asked = st.query_params.get("lang") or st.context.cookies.get(LANG_COOKIE)
    return asked if asked in LANGUAGES else "fr"


def address(**changed: str | None) -> str:
    """The address of this page with some choices changed, None to take one out; all others stay."""
    kept = {**st.query_params.to_dict(), **changed}
    return "?" + urlencode({name: value for name, value in kept.items() if value is not None})


def language_addresses() -> dict[str, str]:
    """The address of this page in each language."""
    return {code: address(lang=code) for code in LANGUAGES}


def asks_how_good() -> bool:
    """Whether the address asks for the page on how good the reading is; patient and day stay in it for the way back."""
    return st.query_params.get("page") == HOW_GOOD


def patient(w: Words, patients: Sequence[str], last_day: Callable[[str], dt.date]) -> str | None:
    """The patient chosen. None when the address names one who is not in the log: never someone else instead."""
    asked = st.query_params.get("patient")
    if asked is None and "patient" not in st.session_state:
        st.session_state["patient"] = patients[0]

    def to_last_day() -> None:
        if st.session_state["patient"] is not None:
            st.session_state["day"] = last_day(st.session_state["patient"])

    in_address = {"key": "patient", "bind": "query-params", "on_change": to_last_day}
    return st.selectbox(w("Patient"), patients, index=None, placeholder=w("Choisir un patient"), **in_address)


def day_chosen(first: dt.date, last: dt.date) -> dt.date:
    """The day of the reading: the last one unless another is chosen; known before its control is drawn."""
    chosen = st.session_state.get("day")
    if chosen is None and (asked := st.query_params.get("day")):
        try:
            chosen = dt.date.fromisoformat(asked)
        except ValueError:
            chosen = None
    return chosen if chosen is not None and first <= chosen <= last else last


def day(w: Words, first: dt.date, last: dt.date) -> dt.date:
    """The control of the day of the reading."""
    chosen = st.session_state.get("day")
    if chosen is not None and not first <= chosen <= last:
        del st.session_state["day"]
    return st.date_input(
        w("Lecture au"), last, first, last, format="DD/MM/YYYY", key="day", bind="query-params", label_visibility="collapsed",
        width=150,
    ) or last  # fmt: skip


def window_chosen() -> int:
    """How many days are shown; known before its control is drawn."""
    asked = st.session_state.get("window") or st.query_params.get("window")
    return next((days for days in WINDOWS if str(days) == str(asked)), DAYS)


def window(w: Words) -> int:
    """The control of how many days are shown. The options stay bare numbers: the address holds them in every language."""
    return st.segmented_control(
        w("Jours montrés"),
        WINDOWS,
        default=DAYS,
        required=True,
        key="window",
        bind="query-params",
        label_visibility="collapsed",
    )
