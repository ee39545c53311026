"""The chart never draws what is not known: gaps stay open, a 0 is a point, rest is not silence, emptiness is explained."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from loadaid.locale import words
from loadaid.report.picture import alt_text
from loadaid.ui import charts
from loadaid.ui.palette import DARK, LIGHT
from tests import ui_fake

W = words("fr")


def drawn(days: pd.DataFrame | None = None, events: pd.DataFrame | None = None, **more: Any) -> dict[str, Any]:
    return charts.figure(ui_fake.page(days, events), more.get("dose_kind", "external"), W, LIGHT)


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
        ({"z_strain": np.nan, "z_recovery": np.nan}, "trop peu de jours connus pour comparer à l’habituel"),
    ],
)
def test_an_empty_panel_says_why(change: dict[str, Any], says: str) -> None:
    assert says in notes(drawn(ui_fake.measures().assign(**change)))
    assert says not in notes(drawn())


def test_days_outside_the_log_are_neither_rest_nor_hatched() -> None:
    page = ui_fake.page(first=ui_fake.FIRST - dt.timedelta(days=14))
    figure = charts.figure(page, "external", W, DARK)
    assert [day["state"] for day in page["days"]].count("") == 14
    assert min(trace(figure, "not_logged")["x"] + trace(figure, "rest")["x"]) >= ui_fake.FIRST.isoformat()


def test_pain_is_the_series_the_review_reads_and_never_a_mixture() -> None:
    frame = ui_fake.measures().assign(pain_average=lambda days: days["pain_morning"] + 1)
    morning, average = (ui_fake.page(frame, by_morning=by_morning) for by_morning in (True, False))
    assert (morning["days"][0]["pain"], average["days"][0]["pain"]) == (0, 1)
    frame.loc[3:, "pain_morning"] = np.nan
    few = [day["pain"] for day in ui_fake.page(frame)["days"] if day["pain"] is not None]
    assert len(few) == 3, "days without a morning stay open although their average is known"
    assert "moyenne du jour" in notes(drawn(frame.assign(pain_morning=np.nan)))


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
    assert [s["type"] for s in figure["layout"]["shapes"] if s.get("name") != "tolerated"].count("rect") == 1


def test_the_alt_text_says_what_is_drawn() -> None:
    text = alt_text(ui_fake.page(), W).replace("\u00a0", " ")
    assert text == (
        "Du 9 février au 8 mars. 12 jours de séance, 8 repos notés, 8 jours non renseignés. "
        "Douleur : de 0 à 5 sur 10, 20 jours connus. Niveau habituel : 3. Dose d’une séance : de 130 à 153. Dose par séance déjà tolérée : 130 à 150."
    )


def test_what_was_tolerated_is_a_band_and_only_a_dose_above_it_carries_its_value() -> None:
    figure = drawn()
    bands = [s for s in figure["layout"]["shapes"] if s.get("name") == "tolerated"]
    assert [(s["yref"], s["y0"], s["y1"]) for s in bands] == [("y2", 130.0, 150.0), ("y3", 0, 4)]
    session = trace(figure, "session")
    assert [bool(text) for text in session["text"]] == [dose > 150 for dose in session["y"]]
    unknown = {**ui_fake.page(), "band": {"dose": None, "pain": None}}
    plain = charts.figure(unknown, "external", W, LIGHT)
    assert not [s for s in plain["layout"]["shapes"] if s.get("name") == "tolerated"]
    assert set(trace(plain, "session")["text"]) == {""}


def test_the_days_of_a_reason_are_outlined_in_runs_with_its_number() -> None:
    days = [dt.date(2026, 3, 2), dt.date(2026, 3, 3), dt.date(2026, 3, 6), dt.date(2025, 3, 6)]
    figure = charts.figure(ui_fake.page(), "external", W, LIGHT, days, "2")
    outlined = [s for s in figure["layout"]["shapes"] if s["type"] == "rect" and s.get("name") != "tolerated"]
    assert [(s["x0"], s["x1"]) for s in outlined] == [
        ("2026-03-01T12:00:00", "2026-03-03T12:00:00"), ("2026-03-05T12:00:00", "2026-03-06T12:00:00"),
    ]  # fmt: skip
    assert [a["text"] for a in figure["layout"]["annotations"]].count("<b>2</b>") == 2


def test_lack_of_rest_has_its_own_row() -> None:
    frame = ui_fake.measures()
    figure = drawn(frame.assign(z_recovery=np.where(frame["state"] == "rest", 1.5, np.nan)))
    assert [c for c in trace(figure, "lack_of_rest")["z"][0] if c is not None] == [2] * 8
