"""The chart never draws what is not known: gaps stay open, a 0 is a point, rest is not silence, emptiness is explained."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from loadaid.locale import words
from loadaid.ui import charts
from loadaid.ui.palette import DARK, LIGHT
from tests import ui_fake

W = words("fr")


def drawn(days: pd.DataFrame | None = None, events: pd.DataFrame | None = None, **more: Any) -> dict[str, Any]:
    frame = ui_fake.measures() if days is None else days
    shown = charts.window(frame, ui_fake.FIRST, ui_fake.LAST)
    return charts.figure(
        shown, ui_fake.log().events if events is None else events, more.get("dose_kind", "external"), W, LIGHT
    )


def trace(figure: dict[str, Any], name: str) -> dict[str, Any]:
    return next(t for t in figure["data"] if t["name"] == name)


def notes(figure: dict[str, Any]) -> str:
    return " | ".join(a["text"] for a in figure["layout"]["annotations"])


def test_the_figure_is_one_plotly_accepts() -> None:
    figure = go.Figure(drawn())
    assert len(figure.data) == len(drawn()["data"])


def test_the_pain_line_has_a_hole_at_every_unknown_day() -> None:
    line = trace(drawn(), "pain_line")
    known = ui_fake.measures()["pain_morning"].notna().tolist()
    assert line["connectgaps"] is False
    assert [y is not None for y in line["y"]] == known
    assert len(line["x"]) == 28, "every calendar day keeps its place, or the line would jump over the missing ones"


def test_a_real_zero_is_a_point_and_a_missing_value_is_none() -> None:
    dots = [t for t in drawn()["data"] if t["name"] in ("pain_other", "pain_after", "pain_red")]
    points = {x: y for t in dots for x, y in zip(t["x"], t["y"], strict=True)}
    assert points["2026-02-09T00:00:00"] == 0.0
    assert len(points) == 20
    assert "2026-02-14T00:00:00" not in points


def test_session_rest_and_silence_are_drawn_differently() -> None:
    figure = drawn()
    session, hollow = trace(figure, "session"), trace(figure, "dose_unknown")
    rest, silence = trace(figure, "rest"), trace(figure, "not_logged")
    assert (len(session["x"]), len(hollow["x"]), len(rest["x"]), len(silence["x"])) == (11, 1, 8, 8)
    assert all(y < 0 for y in rest["y"]), "a rest tick hangs under the baseline: never a small dose"
    assert silence["marker"]["pattern"]["shape"] == "/"
    assert figure["layout"]["yaxis"]["domain"][0] == 0.0, "the hatched column runs through every panel"
    assert hollow["text"] == ["?"]
    assert hollow["marker"]["color"] == "rgba(0,0,0,0)"


def test_the_morning_after_a_clear_reaction_is_a_triangle_with_its_value() -> None:
    red = trace(drawn(), "pain_red")
    assert (red["x"], red["text"], red["marker"]["symbol"]) == (["2026-03-03T00:00:00"], ["5"], "triangle-up")


def test_the_pain_axis_never_scales() -> None:
    quiet = ui_fake.measures().assign(pain_morning=1.0)
    assert drawn(quiet)["layout"]["yaxis3"]["range"] == drawn()["layout"]["yaxis3"]["range"] == [-0.4, 10.4]


def test_strain_has_no_cell_where_it_is_unknown() -> None:
    cells = trace(drawn(), "strain")["z"][0]
    assert [c is not None for c in cells] == ui_fake.measures()["z_strain"].notna().tolist()
    assert {c for c in cells if c is not None} == {0, 1, 2, 3}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"state": "not_logged", "pain_morning": np.nan, "dose": np.nan}, "Rien n’a été noté sur ces 28 jours."),
        ({"state": "rest", "dose": np.nan}, "Aucune séance notée sur ces jours."),
        ({"pain_morning": np.nan}, "Aucune douleur notée sur ces jours."),
        ({"z_strain": np.nan}, "trop peu de jours connus pour comparer à l’habituel"),
    ],
)
def test_an_empty_panel_says_why(change: dict[str, Any], says: str) -> None:
    assert says in notes(drawn(ui_fake.measures().assign(**change)))
    assert says not in notes(drawn())


def test_days_outside_the_log_are_neither_rest_nor_hatched() -> None:
    shown = charts.window(ui_fake.measures(), ui_fake.FIRST - dt.timedelta(days=14), ui_fake.LAST)
    figure = charts.figure(shown, ui_fake.log().events, "external", W, DARK)
    assert (shown["state"] == "").sum() == 14
    assert min(trace(figure, "not_logged")["x"] + trace(figure, "rest")["x"]) >= ui_fake.FIRST.isoformat()


def test_pain_is_the_series_the_review_reads_and_never_a_mixture() -> None:
    frame = ui_fake.measures().assign(pain_average=lambda days: days["pain_morning"] + 1)
    morning = charts.window(frame, ui_fake.FIRST, ui_fake.LAST, by_morning=True)
    average = charts.window(frame, ui_fake.FIRST, ui_fake.LAST, by_morning=False)
    assert (morning["pain"].iloc[0], average["pain"].iloc[0]) == (0.0, 1.0)
    frame.loc[3:, "pain_morning"] = np.nan
    few = charts.window(frame, ui_fake.FIRST, ui_fake.LAST, by_morning=True)
    assert few["pain"].count() == 3, "days without a morning stay open although their average is known"
    none = charts.window(frame.assign(pain_morning=np.nan), ui_fake.FIRST, ui_fake.LAST, by_morning=True)
    assert "moyenne du jour" in notes(charts.figure(none, ui_fake.log().events, "external", W, LIGHT))


def test_a_day_with_symptoms_only_is_hatched_in_the_dose_panel_alone() -> None:
    frame = ui_fake.measures()
    frame.loc[frame["state"] == "rest", "state"] = "not_logged"
    figure = drawn(frame)
    whole, dose_only = trace(figure, "not_logged"), trace(figure, "state_unknown")
    assert (len(whole["x"]), len(dose_only["x"])) == (8, 8)
    assert figure["layout"]["yaxis5"]["domain"] == figure["layout"]["yaxis2"]["domain"]


def test_a_flare_is_named_once_where_it_begins() -> None:
    frame = ui_fake.measures()
    frame.loc[21:23, "flare_day"] = 1.0
    flare = trace(drawn(frame), "flare")
    assert (flare["x"], flare["text"]) == (["2026-03-02T00:00:00"], ["poussée"])


def test_two_events_of_a_day_are_one_mark_and_a_period_is_a_bar() -> None:
    rows = [
        ("2026-02-23", "visit", pd.NaT),
        ("2026-02-23", "plan_change", pd.NaT),
        ("2026-02-25", "holiday", "2026-02-28"),
    ]
    events = pd.DataFrame(rows, columns=["date", "kind", "end_date"]).assign(note="<b>x</b>")
    figure = drawn(
        events=events.assign(date=pd.to_datetime(events["date"]), end_date=pd.to_datetime(events["end_date"]))
    )
    marks = [a for a in figure["layout"]["annotations"] if "hovertext" in a]
    assert [m["text"] for m in marks] == ["▼ Visite, Plan modifié", "▬ Vacances"]
    assert "&lt;b&gt;" in marks[0]["hovertext"]
    assert [s["type"] for s in figure["layout"]["shapes"]].count("rect") == 1


def test_the_alt_text_says_what_is_drawn() -> None:
    shown = charts.window(ui_fake.measures(), ui_fake.FIRST, ui_fake.LAST)
    text = charts.alt_text(shown, W).replace("\u00a0", " ")
    assert text == (
        "Du 9 février au 8 mars. 12 jours de séance, 8 repos notés, 8 jours non renseignés. "
        "Douleur : de 0 à 5 sur 10, 20 jours connus. Niveau habituel : 3."
    )
