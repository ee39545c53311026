"""The consultation's screen, from a review result and the facts of its page: what is read in a minute, in reading order.

Drawn in the same way for a record of the clinic, a frozen reading and a log folder; nothing is computed here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import streamlit as st

from loadaid.locale import Words
from loadaid.ui import blocks, cached, glance, tiles
from loadaid.ui.frame import STILL
from loadaid.ui.palette import palette

Facts = Mapping[str, Any]
# Rules of what follows a session: the morning after belongs to the days that are outlined.
OF_A_SESSION = (
    "repeated-red-sessions", "next-morning-response", "settle-time", "sleep-after-session", "during-session-pain",
)  # fmt: skip


@dataclass(frozen=True)
class Screen:
    """What a screen is drawn from. mark: changes whenever result or page do; place: of the widgets' keys; opens: a reason opens
    its rule, further down.
    """

    w: Words
    theme: str
    result: Facts
    page: Facts
    mark: str
    place: str = ""
    opens: bool = False


def drawn(
    screen: Screen, under_verdict: Callable[[], None] | None = None, on_day: Callable[[date], None] | None = None
) -> str | None:
    """Verdict, since the last visit, responses, numbers, chart, days; the rule of the reason chosen, if any.

    under_verdict: what must be answered before all else. on_day: called with the day whose tile was chosen.
    """
    w, result, page, colours = screen.w, screen.result, screen.page, palette(screen.theme)
    left, right = st.columns([9, 3], gap="medium")
    with left:
        if result["axes"]["safety"] not in ("clear", "unknown") and result["headline"] != "red_flag":
            st.html(blocks.safety(w, result))
        with st.container(key=f"verdict{screen.place}-{result['headline'].replace('_', '-')}"):
            st.html(blocks.verdict(w, result, colours))
            chosen = _reasons(screen)
        if under_verdict is not None:
            under_verdict()
    right.html(glance.since(w, page))
    suspended = result["headline"] == "red_flag"
    bars, six = st.columns([4, 8], gap="medium")
    bars.html(glance.responses(w, page))
    six.html(glance.numbers(w, page, result["dose_kind"]))
    picture, side = st.columns([8, 4], gap="medium")
    with picture:
        st.html(blocks.legend(w, colours))
        days, number = _raised(screen, chosen)
        shown = page if not suspended else {**page, "band": {**page["band"], "dose": None, "pain": None}}
        chart = cached.chart(shown, screen.mark, days, number, result["dose_kind"], w.language, screen.theme)
        st.plotly_chart(
            chart["figure"], width="stretch", theme=None, key=f"chart{screen.place}", alt=chart["alt"], config=STILL
        )
    with side:
        st.html(glance.four(w, result, page, colours))
        tiles.show(w, page, screen.place, on_day)
    return chosen


def _reasons(screen: Screen) -> str | None:
    """At most three reasons as keys that outline their days, each beside its numbers; the rule of the one pressed."""
    w, found = screen.w, dict(blocks.reasons(screen.w, screen.result))
    if not found:
        return None
    keys, numbers = st.columns([4, 8], gap="small")
    with keys:
        key = f"reason{screen.place}"
        if st.session_state.get(key) not in found:
            st.session_state[key] = None
        st.html(blocks.how_to_read(w, screen.opens, st.session_state[key] is not None))
        chosen = st.pills(
            w("Constats ; appuyer pour voir leurs jours"), list(found), format_func=found.__getitem__, key=key,
            label_visibility="collapsed", width="stretch",
        )  # fmt: skip
    numbers.html(blocks.measured(w, screen.result))
    return chosen


def _raised(screen: Screen, chosen: str | None) -> tuple[tuple[date, ...], str]:
    """The days to outline for the reason chosen, and its number."""
    if chosen is None:
        return (), ""
    rules = [rule for rule, _ in blocks.reasons(screen.w, screen.result)]
    finding = next(f for f in screen.result["findings"] if f["rule"] == chosen)
    days = {date.fromisoformat(day) for day in finding["days"]}
    if chosen in OF_A_SESSION:
        days |= {day + timedelta(days=1) for day in days}
    return tuple(sorted(days)), str(rules.index(chosen) + 1)
