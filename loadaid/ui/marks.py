"""Visits, plan changes and other events as marks of the chart's top row, one mark a day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

import pandas as pd

from loadaid.locale import Words
from loadaid.report import terms
from loadaid.ui.frame import HALF_DAY, Colours, Trace
from loadaid.ui.text import esc

# Of several events on one day the line shows the first of these; the label names them all.
LINES = {"visit": ("solid", "▼"), "plan_change": ("dash", "◇")}


def event_marks(
    days: pd.DatetimeIndex, events: Sequence[Mapping[str, Any]], w: Words, colours: Colours
) -> tuple[list[Trace], list[Trace]]:
    """Shapes and annotations for the events of a page. An event of several days is a thin bar."""
    shapes: list[Trace] = []
    notes: list[Trace] = []
    for day, group in groupby(sorted(events, key=lambda event: event["first"]), key=lambda event: event["first"]):
        same_day = list(group)
        start = max(pd.Timestamp(day), days[0])
        end = min(max(pd.Timestamp(event["last"]) for event in same_day), days[-1])
        kinds = [event["kind"] for event in same_day]
        drawn = next((kind for kind in LINES if kind in kinds), "")
        dash, sign = LINES.get(drawn, ("", "▬"))
        if drawn:
            line = {"color": colours["ink2"], "width": 1.5 if dash == "solid" else 1, "dash": dash}
            shapes.append({"type": "line", "line": line, "x0": day, "x1": day, **_rows(0, 0.94)})
        if end > start:
            left, right = (start - HALF_DAY).isoformat(), (end + HALF_DAY).isoformat()
            bar = {"type": "rect", "fillcolor": colours["rule2"], "line": {"width": 0}}
            shapes.append({**bar, "x0": left, "x1": right, **_rows(0.935, 0.945)})
        text = ", ".join(dict.fromkeys(terms.event(w, kind) for kind in kinds))
        told = [esc(event["note"]) for event in same_day if event["note"]]
        # Near the right edge the label stands before its sign, so that it is not cut.
        late = (days[-1] - start).days < len(days) / 4
        notes.append({
            "text": f"{text} {sign}" if late else f"{sign} {text}", "hovertext": "<br>".join([text, *told]),
            "x": start.isoformat(), "xanchor": "right" if late else "left", "xshift": 6 if late else -6,
            "yref": "paper", "y": 1.0, "yanchor": "top", "showarrow": False, "font": {"size": 11, "color": colours["ink2"]},
        })  # fmt: skip
    return shapes, notes


def _rows(low: float, high: float) -> Trace:
    return {"yref": "paper", "y0": low, "y1": high}
