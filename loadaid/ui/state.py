"""What the reader has chosen: language, patient, day, window. All of it stands in the address, nothing else is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from urllib.parse import urlencode

import streamlit as st

from loadaid.access.visit import LANG_COOKIE
from loadaid.locale import LANGUAGES, Words

WINDOWS = (14, 28, 42)
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


def day(w: Words, first: dt.date, last: dt.date) -> dt.date:
    """The day of the reading, the last logged day unless chosen otherwise."""
    chosen = st.session_state.get("day")
    if chosen is None or not first <= chosen <= last:
        st.session_state["day"] = last
    in_address = {"key": "day", "bind": "query-params"}
    return st.date_input(w("Lecture au"), None, first, last, format="DD/MM/YYYY", **in_address) or last


def window(w: Words) -> int:
    """How many days the chart shows. The options stay bare numbers: the address holds them in every language."""
    in_address = {"key": "window", "bind": "query-params"}
    return st.segmented_control(w("Jours montrés"), WINDOWS, default=28, required=True, **in_address)
