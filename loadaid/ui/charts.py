"""The one chart of the page: events, dose, pain, daily strain and lack of rest over the same days. Page in, plotly figure out.

What is missing is never drawn as a value: a day that was not logged is a hatched column, a session of unknown
dose is a hollow bar, a logged rest hangs under the baseline, and no line crosses a gap.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from loadaid.locale import Words
from loadaid.report import terms
from loadaid.ui import labels
from loadaid.ui.frame import (
    DOSE,
    DOSE_HATCH,
    HALF_DAY,
    HATCH,
    PAIN,
    REST,
    STRAIN,
    Colours,
    Trace,
    dose_top,
    iso,
    layout,
)  # fmt: skip
from loadaid.ui.marks import event_marks

DAY_MS = 86_400_000
HIGH = 6  # of 10: up to here the word of a flare-up has room above
Page = Mapping[str, Any]


def table(page: Page) -> pd.DataFrame:
    """The days of a page, one row per calendar day, indexed by date; what is not known is NaN."""
    rows = pd.DataFrame(list(page["days"]))
    rows["planned"] = rows.get("planned")
    numbers = ["planned", "dose", "pain", "baseline", "impact", "z_strain", "z_recovery", "settle_h"]
    rows[numbers] = rows[numbers].astype(float)
    return rows.set_index(pd.DatetimeIndex(rows["date"], name="date"))


def figure(
    page: Page, dose_kind: str, w: Words, colours: Colours, raised: Sequence[date] = (), mark: str = ""
) -> Trace:
    """The figure, as a dict. raised: days to outline, those of the reason chosen; mark: its number, written above them."""
    shown = table(page)
    shapes, notes = event_marks(shown.index, page["events"], w, colours)
    outlines, numbers = _outlines(shown.index, raised, mark, colours)
    traces = [
        *_not_logged(shown, w, colours), _planned(shown, w, colours), *_sessions(shown, page["band"]["dose"], w, colours), _rest(shown, w, colours),
        *_pain(shown, w, colours), _shades(shown, "z_strain", w, colours), _shades(shown, "z_recovery", w, colours),
    ]  # fmt: skip
    marks = [*_bands(page["band"], colours), *shapes, *outlines]
    return {"data": traces, "layout": layout(shown, page["pain"], dose_kind, w, colours, marks, [*notes, *numbers])}


def _bands(band: Mapping[str, Any], colours: Colours) -> list[Trace]:
    """What was tolerated so far: session doses from lowest to highest, pain up to a point over the usual level."""
    spans = [(DOSE, band["dose"]), (PAIN, None if band["pain"] is None else [0, band["pain"]])]
    return [
        {
            "type": "rect", "xref": "paper", "x0": 0, "x1": 1, "yref": axis, "y0": span[0], "y1": span[1], "layer": "below",
            "fillcolor": colours["band"], "line": {"width": 0}, "name": "tolerated",
        }
        for axis, span in spans if span
    ]  # fmt: skip


def _outlines(
    days: pd.DatetimeIndex, raised: Sequence[date], mark: str, colours: Colours
) -> tuple[list[Trace], list[Trace]]:
    """One outline around each run of neighbouring days, with the number of the reason on top."""
    shapes: list[Trace] = []
    notes: list[Trace] = []
    chosen = [day for day in sorted(map(pd.Timestamp, raised)) if days[0] <= day <= days[-1]]
    runs: list[list[pd.Timestamp]] = []
    for day in chosen:
        if runs and (day - runs[-1][-1]).days == 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    for run in runs:
        left, right = (run[0] - HALF_DAY).isoformat(), (run[-1] + HALF_DAY).isoformat()
        edge = {"color": colours["ink"], "width": 2}
        shapes.append({"type": "rect", "x0": left, "x1": right, "yref": "paper", "y0": 0, "y1": 0.93, "line": edge})
        notes.append({
            "text": f"<b>{mark}</b>", "x": (run[0] + (run[-1] - run[0]) / 2).isoformat(), "yref": "paper", "y": 0.93, "yanchor": "bottom",
            "showarrow": False, "font": {"size": 11, "color": colours["paper"]}, "bgcolor": colours["ink"], "borderpad": 2,
        })  # fmt: skip
    return shapes, notes


def _says(days: pd.DatetimeIndex, texts: list[str], w: Words) -> Trace:
    says = [f"{w.day(d.date(), long=True)}<br>{text}" for d, text in zip(days, texts, strict=True)]
    return {"hovertext": says, "hovertemplate": "%{hovertext}<extra></extra>"}


def _not_logged(shown: pd.DataFrame, w: Words, colours: Colours) -> list[Trace]:
    """A day without any entry is hatched through every panel; one with symptoms only, in the dose panel alone."""
    unknown = shown["state"] == "not_logged"
    no_dose = [w("séance ou repos : non renseigné")] * len(shown)
    silent = [w("non renseigné")] * len(shown)
    return [
        _hatched("not_logged", HATCH, shown.index[unknown & ~shown["entry"]], silent, w, colours),
        _hatched("state_unknown", DOSE_HATCH, shown.index[unknown & shown["entry"]], no_dose, w, colours),
    ]


def _hatched(name: str, axis: str, days: pd.DatetimeIndex, says: list[str], w: Words, colours: Colours) -> Trace:
    pattern = {"shape": "/", "fgcolor": colours["hatch"], "bgcolor": colours["hatchbg"], "size": 6, "solidity": 0.2}
    return {
        "type": "bar", "name": name, "x": iso(days), "y": [1] * len(days), "yaxis": axis, "width": DAY_MS,
        "marker": {"color": colours["hatchbg"], "pattern": pattern, "line": {"width": 0}},
        **_says(days, says[: len(days)], w),
    }  # fmt: skip


def _sessions(shown: pd.DataFrame, band: Sequence[float] | None, w: Words, colours: Colours) -> list[Trace]:
    """Solid bars, with their value above the band where they leave it; hollow ones of usual height where it is unknown."""
    sessions = shown[shown["state"] == "session"]
    known, unknown = sessions[sessions["dose"].notna()], sessions[sessions["dose"].isna()]
    height = float(known["dose"].median()) if len(known) else dose_top(shown) / 2
    bar = {"type": "bar", "yaxis": DOSE, "width": 0.56 * DAY_MS}
    above = [w.number(d, 0) if band and d > band[1] else "" for d in known["dose"]]
    solid = {
        **bar, "name": "session", "x": iso(known.index), "y": known["dose"].tolist(), "text": above,
        "textposition": "outside", "textangle": 0, "cliponaxis": False, "constraintext": "none", "textfont": {"color": colours["ink"], "size": 11},
        "marker": {"color": colours["dose"]},
        **_says(known.index, [w("séance, dose {dose}", dose=w.number(d, 0)) for d in known["dose"]], w),
    }  # fmt: skip
    hollow = {
        **bar, "name": "dose_unknown", "x": iso(unknown.index), "y": [height] * len(unknown),
        "text": ["?"] * len(unknown), "textposition": "inside", "textangle": 0, "textfont": {"color": colours["ink2"]},
        "marker": {"color": "rgba(0,0,0,0)", "line": {"color": colours["dose"], "width": 1.5}},
        **_says(unknown.index, [w("séance, dose inconnue")] * len(unknown), w),
    }  # fmt: skip
    return [solid, hollow]


def _planned(shown: pd.DataFrame, w: Words, colours: Colours) -> Trace:
    """A dashed step: the session dose by the plan in force; open where there is none."""
    return {
        "type": "scatter", "mode": "lines", "name": "planned", "yaxis": DOSE, "connectgaps": False,
        "x": iso(shown.index), "y": [None if pd.isna(v) else float(v) for v in shown["planned"]],
        "line": {"color": colours["ink"], "width": 1.4, "dash": "dash", "shape": "hvh"},
        **_says(shown.index, [w("prévu {dose}", dose=w.number(v, 0)) for v in shown["planned"]], w),
    }  # fmt: skip


def _rest(shown: pd.DataFrame, w: Words, colours: Colours) -> Trace:
    days = shown.index[shown["state"] == "rest"]
    return {
        "type": "scatter", "mode": "markers", "name": "rest", "yaxis": DOSE, "x": iso(days),
        "y": [-0.07 * dose_top(shown)] * len(days),
        "marker": {"symbol": "line-ew", "size": 12, "line": {"width": 2, "color": colours["dose"]}},
        **_says(days, [w("repos noté")] * len(days), w),
    }  # fmt: skip


def _pain(shown: pd.DataFrame, w: Words, colours: Colours) -> list[Trace]:
    """The line with a hole at every unknown day, then the dots: filled after a session, triangle when clearly up."""
    pain = shown["pain"]
    after = shown["state"].shift(1) == "session"
    red = shown["response"].shift(1).isin(["red", "flare"])
    line = {
        "type": "scatter", "mode": "lines", "name": "pain_line", "yaxis": PAIN, "connectgaps": False,
        "x": iso(shown.index), "y": [None if pd.isna(v) else float(v) for v in pain],
        "line": {"color": colours["ink2"], "width": 1}, "hoverinfo": "skip",
    }  # fmt: skip
    kinds = [
        ("pain_other", ~after & ~red, "circle", 7, colours["paper"], colours["ink"]),
        ("pain_after", after & ~red, "circle", 7, colours["ink"], colours["ink"]),
        ("pain_red", red, "triangle-up", 11, colours["too_fast"], colours["too_fast"]),
    ]
    dots = []
    for name, chosen, symbol, size, fill, edge in kinds:
        values = pain[chosen & pain.notna()]
        dots.append({
            "type": "scatter", "mode": "markers+text" if name == "pain_red" else "markers", "name": name,
            "yaxis": PAIN, "x": iso(values.index), "y": [float(v) for v in values], "cliponaxis": False,
            "text": [w.number(v) for v in values], "textposition": "top center",
            "textfont": {"color": edge, "size": 12},
            "marker": {"symbol": symbol, "size": size, "color": fill, "line": {"color": edge, "width": 1.3}},
            **_says(values.index, [w("douleur {value} sur 10", value=v) for v in values], w),
        })  # fmt: skip
    begins = shown["flare_begins"] & pain.notna()
    # Towards the middle at both ends, so that no word runs over the axis.
    ends = {
        **dict.fromkeys(range(2), "middle right"),
        **dict.fromkeys(range(len(shown) - 2, len(shown)), "middle left"),
    }
    flare = {
        "type": "scatter", "mode": "text", "name": "flare",
        "textposition": [ends.get(int(k), "middle center") for k in np.flatnonzero(begins)], "yaxis": PAIN, "x": iso(shown.index[begins]),
        # At the top, where a curve seldom is; under a high morning, whose own value stands above it.
        "y": [9.4 if v <= HIGH else 0.7 for v in pain[begins]], "text": [w("poussée")] * int(begins.sum()), "hoverinfo": "skip",
        "textfont": {"color": colours["ink"], "size": 12}, "cliponaxis": False,
    }  # fmt: skip
    return [line, *dots, flare]


def _shades(shown: pd.DataFrame, column: str, w: Words, colours: Colours) -> Trace:
    """One row of cells, darker = more unusual for this patient; no cell where it is unknown, or nothing was noted that day."""
    zs = shown[column].where(shown["entry"])  # a day of which nothing is noted has no shade, though its last days have
    name, axis = ("strain", STRAIN) if column == "z_strain" else ("lack_of_rest", REST)
    shades = [colours[f"heat{i}"] for i in range(4)]
    says = _says(shown.index, [labels.shade(w, name, z) if pd.notna(z) else "" for z in zs], w)
    return {
        "type": "heatmap", "name": name, "yaxis": axis, "x": iso(shown.index), "y": [0.5],
        "z": [[terms.shade(z) if pd.notna(z) else None for z in zs]], "zmin": -0.5, "zmax": 3.5,
        "colorscale": [[at / 4, colour] for i, colour in enumerate(shades) for at in (i, i + 1)],
        "showscale": False, "xgap": 1.5, "hoverongaps": False, **says, "hovertext": [says["hovertext"]],
    }  # fmt: skip
