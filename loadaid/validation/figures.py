"""The figures of the validation page: numbers in, plotly figure and its words out. No sign is a colour alone."""

from __future__ import annotations

from typing import Any

import numpy as np

from loadaid.analysis.hold import HEADLINES
from loadaid.locale import Words
from loadaid.validation.blocks import Picture
from loadaid.validation.counting import SAID
from loadaid.validation.readers import LOADAID, NAMES, NEVER
from loadaid.validation.run import TUNED, Validation
from loadaid.validation.targets import RATE, SHARE, best_today
from loadaid.validation.wording import BY, CLASS, HEADLINE, ORDER, TRUTH, listed, of_what, with_interval

OURS, OTHERS, RULE = "#1F3A4D", "#8A6A1F", "#B4BDC5"
HUES = ("#8A6A1F", "#B34700", "#6A3BA5", "#0A6F65", "#B5122F", "#5F6B77", "#1F5DB8", "#7D5800")
DASHES = ("dot", "dash", "longdash", "dashdot", "longdashdot")
Values = tuple[float, float, float]


def by_reader(v: Validation, w: Words, name: str, title: str, score: str, unit: str) -> Picture:
    """One score of every reader, with intervals, best on top."""
    found = {reader: v.value(score, "", reader) for reader in NAMES}
    readers = sorted(found, key=lambda reader: np.nan_to_num(found[reader][0]), reverse=unit == RATE)
    said = listed(w, (f"{w(NAMES[r])} {with_interval(w, unit, found[r])}" for r in reversed(readers)))
    trace = {
        "type": "scatter", "mode": "markers", "y": [w(NAMES[r]) for r in readers], **_values([found[r] for r in readers], "x"),
        "marker": {"size": 11, "color": [OURS if r == LOADAID else OTHERS for r in readers],
                   "symbol": ["diamond" if r == LOADAID else "circle" for r in readers]},
    }  # fmt: skip
    axis = {"title": title, "rangemode": "tozero", **({"tickformat": ".0%", "range": [0, 1]} if unit == SHARE else {})}
    return Picture(name, title, said + ".", {"data": [trace], "layout": _layout(xaxis=axis, height=420)})


def broken_down(v: Validation, w: Words, by: str) -> Picture:
    """Balanced accuracy by class, loadaid and the best rule of today."""
    s = v.scores[(v.scores["patients"] == TUNED) & (v.scores["by"] == by) & (v.scores["score"] == "balanced_accuracy")]
    traces, said = [], []
    for reader, colour, symbol in ((LOADAID, OURS, "diamond"), (best_today(v), OTHERS, "circle")):
        rows = s[s["reader"] == reader].sort_values("class", key=lambda c: c.map(ORDER.index))
        values: list[Values] = list(zip(rows["value"], rows["low"], rows["high"], strict=True))
        classes = [w(CLASS[name]) for name in rows["class"]]
        traces.append({"type": "scatter", "mode": "markers+lines", "name": w(NAMES[reader]), "x": classes, **_values(values, "y"),
                       "line": {"dash": "solid" if reader == LOADAID else "dot"},
                       "marker": {"size": 10, "color": colour, "symbol": symbol}})  # fmt: skip
        each = (f"{c} {with_interval(w, SHARE, x)}" for c, x in zip(classes, values, strict=True))
        said.append(of_what(w, w(NAMES[reader]), listed(w, each)))
    axis = {"tickformat": ".0%", "range": [0, 1], "title": w("Exactitude équilibrée")}
    title = w("Exactitude équilibrée selon : {what}", what=w(BY[by]))
    return Picture(
        f"by-{by}",
        title,
        ". ".join(said) + ".",
        {"data": traces, "layout": _layout(yaxis=axis, xaxis={"title": w(BY[by])})},
    )


def delay_curves(v: Validation, w: Words, state: str) -> Picture:
    """Share of the episodes recognised, by days since the onset; every reader that knows the state."""
    title = w("{state} : épisodes reconnus, selon le délai", state=w(HEADLINE[state]))
    traces, said = [], []
    for k, (reader, all_states) in enumerate(v.delays.items()):
        days = next(one.days for one in all_states if one.state == state)
        if reader == NEVER or not np.isfinite(days).any():
            continue
        x = np.arange(43)
        share = [float((days <= day).mean()) for day in x]
        ours = reader == LOADAID
        traces.append({"type": "scatter", "mode": "lines", "name": w(NAMES[reader]), "x": x.tolist(), "y": share,
                       "line": {"shape": "hv", "width": 4 if ours else 1.5, "color": OURS if ours else HUES[k % len(HUES)],
                                "dash": "solid" if ours else DASHES[k % len(DASHES)]}})  # fmt: skip
        said.append(w("{reader} : {first} le premier jour, {week} en 7 jours, {month} en 28", reader=w(NAMES[reader]),
                      first=w.percent(share[0]), week=w.percent(share[7]), month=w.percent(share[28])))  # fmt: skip
    axes = {"xaxis": {"title": w("Jours depuis le début")}, "yaxis": {"tickformat": ".0%", "range": [0, 1]}}
    return Picture(f"delay-{state}", title, listed(w, said) + ".", {"data": traces, "layout": _layout(**axes)})


def calibration(v: Validation, w: Words) -> Picture:
    """Stated probability against the share that was right."""
    stated = [v.value("stated_probability", f"{low:.2f}")[0] for low in SAID]
    right = [v.value("right_by_probability", f"{low:.2f}") for low in SAID]
    ideal = {"type": "scatter", "mode": "lines", "x": [0, 1], "y": [0, 1], "line": {"color": RULE, "dash": "dot"},
             "name": w("si le mot tenait exactement")}  # fmt: skip
    ours = {"type": "scatter", "mode": "markers+lines", "name": "loadaid", "x": stated, **_values(right, "y"),
            "marker": {"size": 10, "color": OURS, "symbol": "diamond"}}  # fmt: skip
    axes = {"xaxis": {"title": w("Probabilité annoncée"), "tickformat": ".0%", "range": [0, 1.02]},
            "yaxis": {"title": w("Lectures justes"), "tickformat": ".0%", "range": [0, 1.02]}}  # fmt: skip
    said = listed(w, (w("annoncé {stated}, juste {right}", stated=w.percent(s), right=with_interval(w, SHARE, r))
                     for s, r in zip(stated, right, strict=True)))  # fmt: skip
    return Picture(
        "calibration",
        w("Probabilité annoncée et lectures justes"),
        said + ".",
        {"data": [ideal, ours], "layout": _layout(**axes)},
    )


def confusion(v: Validation, w: Words) -> Picture:
    """What loadaid said on the days of each true state, as shares of the row."""
    table = confusion_counts(v, LOADAID, TUNED)
    share = table / np.maximum(table.sum(axis=1, keepdims=True), 1)
    columns, rows = [w(HEADLINE[h]) for h in HEADLINES[1:]], [w(name) for name in TRUTH.values()]
    heat = {"type": "heatmap", "x": columns, "y": rows, "z": share.tolist(), "zmin": 0, "zmax": 1, "colorscale": [[0, "#F5F6F7"], [1, OURS]], "showscale": False,
            "text": [[w.percent(x) for x in row] for row in share], "texttemplate": "%{text}", "hoverinfo": "skip"}  # fmt: skip
    said = listed(w, [
        w("{truth} : dit « {most} » {share} des jours", truth=rows[i], most=columns[int(share[i].argmax())],
          share=w.percent(share[i].max())) for i in range(len(rows))
    ])  # fmt: skip
    title = w("Ce que loadaid a dit, selon ce qui était vrai")
    return Picture(
        "confusion", title, said + ".", {"data": [heat], "layout": _layout(yaxis={"autorange": "reversed"}, height=460)}
    )


def confusion_counts(v: Validation, reader: str, group: str) -> np.ndarray:
    """Days, (truths as in TRUTH, headlines but red flag)."""
    c = v.confusion[(v.confusion["reader"] == reader) & (v.confusion["patients"] == group)]
    table = c.pivot(index="truth", columns="headline", values="days")
    return table.loc[list(TRUTH), list(HEADLINES[1:])].to_numpy()


def _values(values: list[Values], axis: str) -> dict[str, Any]:
    """Values and their intervals along an axis."""
    middle, low, high = np.array(values, float).reshape(-1, 3).T
    known = [None if np.isnan(x) else float(x) for x in middle]  # what is not known is not drawn
    bars = {
        "type": "data",
        "symmetric": False,
        "array": np.nan_to_num(high - middle).tolist(),
        "arrayminus": np.nan_to_num(middle - low).tolist(),
        "thickness": 1.5,
        "color": "#5F6B77",
    }
    return {axis: known, f"error_{axis}": bars}


def _layout(**parts: Any) -> dict[str, Any]:
    axis = {"gridcolor": "#DEE3E7", "automargin": True, "zeroline": False}
    both = {name: {**axis, **parts.pop(name, {})} for name in ("xaxis", "yaxis")}
    for one in both.values():
        one["title"] = {"text": one.get("title", "")}
    base = {"paper_bgcolor": "#fff", "plot_bgcolor": "#fff", "font": {"family": "system-ui, sans-serif", "color": "#16202A"},
            "margin": {"l": 10, "r": 30, "t": 10, "b": 10}, "height": 400, "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom"}}  # fmt: skip
    return {**base, **both, **parts}
