"""The last 28 days as tiles under their weekdays: a sign for session, rest or nothing noted, and pain; pressed, the day opens.

One group of keys, so that it is reached and walked through with the keyboard, and read aloud day by day.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

import streamlit as st

from loadaid.locale import Words
from loadaid.ui.text import esc

WEEKS = 4
SIGNS = {"session": "■", "rest": "–", "not_logged": "", "": ""}
RAISED = "▲"


def show(w: Words, page: Mapping[str, Any], place: str, on_day: Callable[[date], None] | None) -> None:
    """The tiles of the last four whole weeks of a page; a day before the first one noted is empty."""
    days = _weeks(page)
    letters = "".join(f"<span>{letter}</span>" for letter in w("L M M J V S D").split())
    title = (
        w("Jours : séance ■, repos –, douleur ; appuyer : la saisie")
        if on_day
        else w("Jours : séance ■, repos –, douleur")
    )
    st.html(f"<h2>{esc(title)}</h2><div class='weekdays' aria-hidden='true'>{letters}</div>{_style(days, place)}")
    labels = {day["date"]: _label(w, day) for day in days}
    if on_day is None:
        cells = "".join(f"<li>{esc(label)}</li>" for label in labels.values())
        with st.container(key=f"tiles{place}"):
            st.html(f'<ol class="tiles">{cells}</ol>')
        return
    key = f"tiles{place}"

    def press() -> None:
        """A tile is a key and not a choice: the day opens in this run alone, whatever the page does next."""
        st.session_state[f"{key}-pressed"] = st.session_state[key]
        st.session_state[key] = None

    st.pills(
        title, list(labels), format_func=labels.__getitem__, key=key, label_visibility="collapsed", width="stretch",
        on_change=press,
    )  # fmt: skip
    if (pressed := st.session_state.pop(f"{key}-pressed", None)) is not None:
        on_day(date.fromisoformat(pressed))


def _weeks(page: Mapping[str, Any]) -> list[dict[str, Any]]:
    """28 days from a Monday; those that lie after the page's last day, or before its first, are without an entry."""
    known = {day["date"]: day for day in page["days"]}
    last = date.fromisoformat(page["days"][-1]["date"])
    sunday = last + timedelta(days=6 - last.weekday())
    found = []
    for back in range(7 * WEEKS - 1, -1, -1):
        iso = (sunday - timedelta(days=back)).isoformat()
        found.append(known.get(iso, {"date": iso, "state": "", "entry": False, "pain": None, "response": None}))
    for before, day in zip([None, *found[:-1]], found, strict=True):
        after = before is not None and before["response"] in ("red", "flare")
        day["raised"] = after and day["pain"] is not None
    return found


def _label(w: Words, day: Mapping[str, Any]) -> str:
    """Day of the month, what it was, pain; a day with an entry but no pain has a point in its place."""
    number = date.fromisoformat(day["date"]).day
    pain = w.number(day["pain"]) if day["pain"] is not None else "·" if day["entry"] else ""
    sign = RAISED if day["raised"] else ""
    return f"{number} {SIGNS[day['state']]} {sign}{pain}".strip()


def _style(days: list[dict[str, Any]], place: str) -> str:
    """Hatching for the days without an entry, the colour of a reaction, nothing behind days outside the log."""
    tile = f'.st-key-tiles{place} :is([role="radiogroup"], ol) > :nth-child({{}})'
    silent = [
        tile.format(k) for k, day in enumerate(days, start=1) if day["state"] == "not_logged" and not day["entry"]
    ]
    raised = [tile.format(k) for k, day in enumerate(days, start=1) if day["raised"]]
    outside = [tile.format(k) for k, day in enumerate(days, start=1) if not day["state"]]
    rules = []
    if outside:
        rules.append(f"{','.join(outside)}{{background:none!important;color:var(--ink3)!important}}")
    if silent:
        rules.append(
            f"{','.join(silent)}{{background:repeating-linear-gradient(135deg,var(--hatchbg) 0 4px,var(--hatch) 4px 5px)}}"
        )
    if raised:
        rules.append(f"{','.join(raised)}{{color:var(--too-fast)!important;font-weight:700}}")
    return f"<style>{''.join(rules)}</style>" if rules else ""
