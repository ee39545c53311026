"""The frame of the chart: five panels on one row of days, their titles, and why a panel is empty."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from loadaid.locale import Words
from loadaid.ui import labels

Trace = dict[str, Any]
Colours = Mapping[str, str]
HEIGHT = 278
HATCH, DOSE, PAIN, STRAIN, DOSE_HATCH, REST = "y", "y2", "y3", "y4", "y5", "y6"
DOMAINS = {HATCH: [0.0, 0.93], DOSE: [0.58, 0.93], PAIN: [0.18, 0.54], STRAIN: [0.075, 0.13], REST: [0.0, 0.055]}
FACE = "Source Sans, sans-serif"
STILL = {"displayModeBar": False, "scrollZoom": False}  # plotly's own settings: a picture, not a tool
HALF_DAY = pd.Timedelta(hours=12)


def iso(days: pd.DatetimeIndex) -> list[str]:
    """The days as date-times, so that half a day at each edge is kept."""
    return [d.isoformat() for d in days]


def dose_top(shown: pd.DataFrame) -> float:
    """The top of the dose axis: the highest dose done or planned and a fifth of it; 120 when none is known."""
    highest = shown[["dose", "planned"]].max(axis=None)
    return 1.2 * (float(highest) if highest > 0 else 100.0)


def quiet(w: Words) -> Trace:
    """What every figure of the screen has: the page shows through, numbers are written in its language, its typeface."""
    return {
        "paper_bgcolor": "rgba(0,0,0,0)", "plot_bgcolor": "rgba(0,0,0,0)", "font": {"family": FACE},
        "separators": ", " if w.language == "fr" else ".,",
    }  # fmt: skip


def layout(
    shown: pd.DataFrame, pain: str, dose_kind: str, w: Words, colours: Colours, shapes: list[Trace], notes: list[Trace]
) -> Trace:
    """Axes, titles and marks. Pain always runs from 0 to 10; dose from 0 to its top."""
    days, top = shown.index, dose_top(shown)
    letters = w("L M M J V S D").split()
    ticks = [letters[d.weekday()] + (f"<br>{w.day(d.date())}" if d.weekday() == 0 else "") for d in days]
    font = {"size": 11, "color": colours["ink2"]}
    axis = {"fixedrange": True, "zeroline": False, "showgrid": False, "tickfont": font, "ticks": ""}
    zero = {"zeroline": True, "zerolinecolor": colours["rule2"], "nticks": 4}
    usual = shown["baseline"].dropna()
    if len(usual):
        level = {"xref": "paper", "x0": 0, "x1": 1, "yref": PAIN, "y0": usual.iloc[-1], "y1": usual.iloc[-1]}
        shapes = [*shapes, {"type": "line", "line": {"color": colours["ink3"], "width": 1, "dash": "dot"}, **level}]
        at_edge = {"xshift": 6, "font": {"size": 12, "color": colours["ink2"]}}
        notes = [*notes, _note(w.number(usual.iloc[-1]), 1, usual.iloc[-1], yref=PAIN, **at_edge)]
    return {
        "height": HEIGHT, "margin": {"l": 118, "r": 30, "t": 4, "b": 32}, "showlegend": False, "dragmode": False,
        "barmode": "overlay", "bargap": 0, "hovermode": "closest",
        "hoverlabel": {"bgcolor": colours["paper"], "bordercolor": colours["rule2"], "font": {"color": colours["ink"]}},
        **quiet(w), "font": {"family": FACE, **font},
        "xaxis": {**axis, "type": "date", "range": iso([days[0] - HALF_DAY, days[-1] + HALF_DAY]), "anchor": "free",
                  "position": 0, "tickvals": iso(days), "ticktext": ticks, "tickangle": 0},
        "yaxis": {**axis, "domain": DOMAINS[HATCH], "range": [0, 1], "visible": False},
        "yaxis2": {**axis, **zero, "domain": DOMAINS[DOSE], "range": [-0.14 * top, top],
                   "showticklabels": bool(shown["dose"].notna().any())},
        "yaxis3": {**axis, "domain": DOMAINS[PAIN], "range": [-0.4, 10.4], "tickvals": [0, 5, 10], "showgrid": True,
                   "gridcolor": colours["rule"]},
        "yaxis4": {**axis, "domain": DOMAINS[STRAIN], "range": [0, 1], "visible": False},
        "yaxis5": {**axis, "domain": DOMAINS[DOSE], "range": [0, 1], "visible": False, "overlaying": DOSE},
        "yaxis6": {**axis, "domain": DOMAINS[REST], "range": [0, 1], "visible": False},
        "shapes": shapes, "annotations": [*notes, *_titles(pain, dose_kind, w, colours), *_empty(shown, w, colours)],
    }  # fmt: skip


def _note(text: str, x: float, y: float, **more: Any) -> Trace:
    place = {"x": x, "y": y, "xref": "paper", "yref": "paper", "xanchor": "left", "showarrow": False}
    return {"text": text, **place, **more}


def _titles(pain: str, dose_kind: str, w: Words, colours: Colours) -> list[Trace]:
    left = {"font": {"size": 12, "color": colours["ink2"]}, "align": "left", "xshift": -116, "yanchor": "top"}
    titles = [
        (labels.dose_title(w, dose_kind), DOMAINS[DOSE][1]),
        (labels.pain_title(w, pain), DOMAINS[PAIN][1]),
        (labels.strain_title(w), 0.145),
        (labels.rest_title(w), 0.07),
    ]
    return [_note(f"<b>{title}</b>" + (f"<br>{unit}" if unit else ""), 0, y, **left) for (title, unit), y in titles]


def _empty(shown: pd.DataFrame, w: Words, colours: Colours) -> list[Trace]:
    """Why a panel shows nothing, said where it would have been."""
    middle = {"xanchor": "center", "bgcolor": colours["paper"], "font": {"size": 13, "color": colours["ink2"]}}
    why = []
    if not shown["state"].isin(["session", "rest"]).any() and not shown["pain"].notna().any():
        return [_note(w("Rien n’a été noté sur ces {n} jours.", n=len(shown)), 0.5, 0.5, **middle)]
    if not (shown["state"] == "session").any():
        why.append(_note(w("Aucune séance notée sur ces jours."), 0.5, 0.75, **middle))
    if not shown["pain"].notna().any():
        why.append(_note(w("Aucune douleur notée sur ces jours."), 0.5, 0.36, **middle))
    for column, row in (("z_strain", STRAIN), ("z_recovery", REST)):
        if not shown[column].notna().any():
            told = w("trop peu de jours connus pour comparer à l’habituel")
            small = {**middle, "font": {"size": 11, "color": colours["ink2"]}, "yanchor": "middle"}
            why.append(_note(told, 0.5, sum(DOMAINS[row]) / 2, **small))
    return why
