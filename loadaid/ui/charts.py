"""The one chart of the page: events, dose, pain and daily strain over the same days. DataFrame in, plotly figure out.

What is missing is never drawn as a value: a day that was not logged is a hatched column, a session of unknown
dose is a hollow bar, a logged rest hangs under the baseline, and no line crosses a gap.
"""

from __future__ import annotations

import datetime as dt

import pandas as pd

from loadaid.locale import Words
from loadaid.ui import labels
from loadaid.ui.frame import DOSE, DOSE_HATCH, HATCH, PAIN, STRAIN, Colours, Trace, dose_top, iso, layout
from loadaid.ui.marks import event_marks

DAY_MS = 86_400_000


def window(days: pd.DataFrame, first: dt.date, last: dt.date, *, by_morning: bool = True) -> pd.DataFrame:
    """One row per calendar day first..last, indexed by date. `state` is "" on days outside the log.

    pain, pain_series: the series the review reads, on waking or the day's average; the other one only when the
    first has no value at all in these days. One chart never mixes the two.
    """
    index = pd.date_range(first, last, name="date")
    shown = days.set_index(pd.DatetimeIndex(days["date"])).reindex(index)
    shown["state"] = shown["state"].astype(object).where(shown["state"].notna(), "")
    wanted, other = ("pain_morning", "pain_average") if by_morning else ("pain_average", "pain_morning")
    series = other if shown[wanted].isna().all() and shown[other].notna().any() else wanted
    return shown.assign(pain=shown[series], pain_series=series)


def figure(shown: pd.DataFrame, events: pd.DataFrame, dose_kind: str, w: Words, colours: Colours) -> Trace:
    """The figure, as a dict, of the days of `window` and that patient's events, in the language of w."""
    shapes, notes = event_marks(shown.index, events, w, colours)
    traces = [
        *_not_logged(shown, w, colours), *_sessions(shown, w, colours), _rest(shown, w, colours),
        *_pain(shown, w, colours), _strain(shown, w, colours),
    ]  # fmt: skip
    return {"data": traces, "layout": layout(shown, dose_kind, w, colours, shapes, notes)}


def _says(days: pd.DatetimeIndex, texts: list[str], w: Words) -> Trace:
    says = [f"{w.day(d.date(), long=True)}<br>{text}" for d, text in zip(days, texts, strict=True)]
    return {"hovertext": says, "hovertemplate": "%{hovertext}<extra></extra>"}


def _not_logged(shown: pd.DataFrame, w: Words, colours: Colours) -> list[Trace]:
    """A day without any entry is hatched through every panel; one with symptoms only, in the dose panel alone."""
    unknown = shown["state"] == "not_logged"
    entry = shown[["pain_morning", "pain_average", "impact", "strain", "recovery"]].notna().any(axis="columns")
    no_dose = [w("séance ou repos : non renseigné")] * len(shown)
    silent = [w("non renseigné")] * len(shown)
    return [
        _hatched("not_logged", HATCH, shown.index[unknown & ~entry], silent, w, colours),
        _hatched("state_unknown", DOSE_HATCH, shown.index[unknown & entry], no_dose, w, colours),
    ]


def _hatched(name: str, axis: str, days: pd.DatetimeIndex, says: list[str], w: Words, colours: Colours) -> Trace:
    pattern = {"shape": "/", "fgcolor": colours["hatch"], "bgcolor": colours["hatchbg"], "size": 6, "solidity": 0.2}
    return {
        "type": "bar", "name": name, "x": iso(days), "y": [1] * len(days), "yaxis": axis, "width": DAY_MS,
        "marker": {"color": colours["hatchbg"], "pattern": pattern, "line": {"width": 0}},
        **_says(days, says[: len(days)], w),
    }  # fmt: skip


def _sessions(shown: pd.DataFrame, w: Words, colours: Colours) -> list[Trace]:
    sessions = shown[shown["state"] == "session"]
    known, unknown = sessions[sessions["dose"].notna()], sessions[sessions["dose"].isna()]
    height = float(known["dose"].median()) if len(known) else dose_top(shown) / 2
    bar = {"type": "bar", "yaxis": DOSE, "width": 0.56 * DAY_MS}
    solid = {
        **bar, "name": "session", "x": iso(known.index), "y": known["dose"].tolist(),
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
    red = shown["session_class"].shift(1) == "red"
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
    begins = (shown["flare_day"] == 1) & ~(shown["flare_day"].shift(1) == 1) & pain.notna()
    flare = {
        "type": "scatter", "mode": "text", "name": "flare", "yaxis": PAIN, "x": iso(shown.index[begins]),
        # Under the dot: the values of clear reactions stand above theirs.
        "y": [max(float(v) - 1.5, 0.6) for v in pain[begins]], "text": [w("poussée")] * int(begins.sum()), "hoverinfo": "skip",
        "textfont": {"color": colours["ink"], "size": 12}, "cliponaxis": False,
    }  # fmt: skip
    return [line, *dots, flare]


def _strain(shown: pd.DataFrame, w: Words, colours: Colours) -> Trace:
    """One row of cells, darker = more unusual for this patient; no cell where it is unknown."""
    zs = shown["z_strain"]
    shades = [colours[f"heat{i}"] for i in range(4)]
    says = _says(shown.index, [labels.strain(w, z) if pd.notna(z) else "" for z in zs], w)
    return {
        "type": "heatmap", "name": "strain", "yaxis": STRAIN, "x": iso(shown.index), "y": [0.5],
        "z": [[labels.strain_step(z) if pd.notna(z) else None for z in zs]], "zmin": -0.5, "zmax": 3.5,
        "colorscale": [[at / 4, colour] for i, colour in enumerate(shades) for at in (i, i + 1)],
        "showscale": False, "xgap": 1.5, "hoverongaps": False, **says, "hovertext": [says["hovertext"]],
    }  # fmt: skip


def alt_text(shown: pd.DataFrame, w: Words) -> str:
    """What the chart says, for those who cannot see it: days, states, range of pain, usual level."""
    pain = shown["pain"].dropna()
    n = {state: int((shown["state"] == state).sum()) for state in ("session", "rest", "not_logged")}
    counted = (
        w.plural("{n} jour de séance", "{n} jours de séance", n["session"]),
        w.plural("{n} repos noté", "{n} repos notés", n["rest"]),
        w.plural("{n} jour non renseigné", "{n} jours non renseignés", n["not_logged"]),
    )
    text = [w("Du {first} au {last}.", first=shown.index[0].date(), last=shown.index[-1].date())]
    text.append(", ".join(counted) + ".")
    if len(pain):
        what = labels.pain_title(w, shown["pain_series"].iloc[0])[0]
        low, high = pain.min(), pain.max()
        text.append(
            w("{what} : de {low} à {high} sur 10, {n} jours connus.", what=what, low=low, high=high, n=len(pain))
        )
    else:
        text.append(w("Aucune douleur notée sur ces jours."))
    usual = shown["baseline"].dropna()
    if len(usual):
        text.append(w("Niveau habituel : {usual}.", usual=usual.iloc[-1]))
    return " ".join(text)
