"""The chart of the page: events, dose, pain, strain and lack of rest over the same days, as SVG. Page JSON in, picture out.

What is missing is never drawn as a value: a day that was not logged is one hatched column, a session of unknown dose a
hollow bar, a logged rest hangs under the baseline, no line crosses a gap. Lengths are points of paper.
"""

from __future__ import annotations

from datetime import date
from itertools import groupby
from statistics import median
from typing import Any

from loadaid.locale import Words
from loadaid.report import svg
from loadaid.report.frame import CELL, LEFT, RIGHT, TICKS, TOP, WIDTH, Frame, axes, empty, letters
from loadaid.report.marks import events_row, outlines
from loadaid.report.terms import RESPONSES, UP, Json, shade


def chart(page: Json, result: Json, w: Words, height: float) -> str:
    """The chart, `height` points high. With a safety answer to act on, no tolerated band is drawn."""
    shown = page["days"]
    doses = [d.get(name) for d in shown for name in ("dose", "planned")]
    highest = max((dose for dose in doses if dose is not None), default=0)
    frame = Frame(shown, height, 1.2 * (highest if highest > 0 else 100))
    band = {"dose": None, "pain": None} if result["headline"] == "red_flag" else page["band"]
    body = [
        *_bands(frame, band), *axes(frame, page, result, w), *_not_logged(frame), *_doses(frame, band, w), *_planned(frame),
        *_pain(frame, page, w), *_heat(frame), *letters(frame, w), *events_row(frame, page["events"], w),
        *outlines(frame, result), *empty(frame, w),
    ]  # fmt: skip
    return svg.picture(WIDTH, height, body, alt_text(page, w))


def _silent(day: Json) -> bool:
    return day["state"] == "not_logged" and not day["entry"]


def _bands(frame: Frame, band: Json) -> list[str]:
    """What was tolerated so far, under the days of the log; a day without any entry shows its hatch instead."""
    drawn, shown = [], [bool(day["state"]) and not _silent(day) for day in frame.days]
    for seen, run in groupby(enumerate(shown), key=lambda at: at[1]):
        inside = [k for k, _ in run]
        x, wide = frame.x(inside[0] - 0.5), frame.wide * len(inside)
        if seen and band["dose"]:
            low, high = (frame.dose(v) for v in band["dose"])
            drawn += [
                svg.rect(x, high, wide, low - high, svg.BAND),
                svg.line(x, high, x + wide, high, svg.BANDEDGE, 0.7),
            ]
        if seen and band["pain"] is not None:
            y = frame.pain(band["pain"])
            drawn += [svg.rect(x, y, wide, frame.pain0 - y, svg.BAND), svg.line(x, y, x + wide, y, svg.BANDEDGE, 0.7)]
    return drawn


def _not_logged(frame: Frame) -> list[str]:
    """Without any entry, one column through all panels; with symptoms only, the dose panel alone."""
    drawn = []
    for k, day in enumerate(frame.days):
        if day["state"] == "not_logged":
            end = frame.end if _silent(day) else frame.dose0 + TICKS
            drawn.append(svg.rect(frame.x(k - 0.5), TOP, frame.wide, end - TOP, "url(#hatch)"))
    return drawn


def _doses(frame: Frame, band: Json, w: Words) -> list[str]:
    known = [d["dose"] for d in frame.days if d["dose"] is not None and d["state"] == "session"]
    middle = median(known) if known else frame.top_dose / 2
    wide, drawn = 0.56 * frame.wide, []
    for k, day in enumerate(frame.days):
        x, dose = frame.x(k), day["dose"]
        if day["state"] == "rest":
            drawn.append(
                svg.line(x - 0.36 * frame.wide, frame.dose0 + 4, x + 0.36 * frame.wide, frame.dose0 + 4, svg.DOSE, 1.8)
            )
        if day["state"] != "session":
            continue
        y = frame.dose(middle if dose is None else dose)
        if dose is None:
            drawn.append(svg.rect(x - wide / 2, y, wide, frame.dose0 - y, svg.PAPER, stroke=svg.DOSE, stroke_width=1))
            drawn.append(svg.text(x, (y + frame.dose0) / 2 + 2.5, "?", anchor="middle", bold=True))
            continue
        drawn.append(svg.rect(x - wide / 2, y, wide, frame.dose0 - y, svg.DOSE))
        if band["dose"] and dose > band["dose"][1]:
            said = w.number(dose, 0)
            drawn.append(svg.text(x, y - 2, said, anchor="middle", bold=True, fill=svg.INK, size=6.4, halo=True))
    return drawn


def _planned(frame: Frame) -> list[str]:
    """A dashed step: the session dose by the plan in force; nothing where there is none."""
    drawn = []
    for k, (before, day) in enumerate(zip([{}, *frame.days], frame.days, strict=False)):
        if (dose := day.get("planned")) is None:
            continue
        y, left = frame.dose(dose), frame.x(k - 0.5)
        drawn.append(svg.line(left, y, left + frame.wide, y, svg.INK, 0.9, "3 2"))
        if (last := before.get("planned")) is not None and last != dose:
            drawn.append(svg.line(left, frame.dose(last), left, y, svg.INK, 0.9, "3 2"))
    return drawn


def _pain(frame: Frame, page: Json, w: Words) -> list[str]:
    """The line joins known neighbours only; then the dots: filled after a session, a triangle where it was clearly up."""
    drawn: list[str] = []
    run: list[tuple[float, float]] = []
    for k, day in enumerate([*frame.days, {"pain": None}]):
        if day["pain"] is None:
            drawn.append(svg.path(run))
            run = []
        else:
            run.append((frame.x(k), frame.pain(day["pain"])))
    for k, (before, day) in enumerate(zip([{}, *frame.days], frame.days, strict=False)):
        x, value = frame.x(k), day["pain"]
        y = frame.pain(5 if value is None else value)
        up = before.get("response") in UP
        if value is not None and up:
            drawn += [
                svg.triangle(x, y, svg.STATES["too_fast"]),
                svg.text(x, y - 5, w.number(value), anchor="middle", bold=True, fill=svg.INK),
            ]
        elif value is not None:
            drawn.append(svg.dot(x, y, svg.INK if before.get("state") == "session" else svg.PAPER))
        if day["flare_begins"]:
            said = w(RESPONSES["flare"])
            near = min(max(x, LEFT + 12), WIDTH - RIGHT - 12)
            over = y - (12 if up and value is not None else 6)
            # At the top of the scale there is no room above: the word stands under its morning.
            drawn.append(
                svg.text(
                    near,
                    over if over > frame.dose0 + TICKS + 2 else y + 10,
                    said,
                    anchor="middle",
                    bold=True,
                    fill=svg.INK,
                    halo=True,
                )
            )
    return drawn


def _heat(frame: Frame) -> list[str]:
    """Darker is more unusual for this patient; no cell where it is not known."""
    drawn = []
    for row, name in enumerate(("z_strain", "z_recovery")):
        y = frame.heat0 + row * (CELL + 2)
        for k, day in enumerate(frame.days):
            if day[name] is not None and not _silent(day):
                fill = svg.HEAT[shade(day[name])]
                drawn.append(svg.rect(frame.x(k - 0.5) + 0.6, y, frame.wide - 1.2, CELL, fill))
    return drawn


def alt_text(page: Json, w: Words) -> str:
    """What the chart says, for those who cannot see it."""
    shown: list[Json] = page["days"]
    n = {name: sum(d["state"] == name for d in shown) for name in ("session", "rest", "not_logged")}
    counted = (
        w.plural("{n} jour de séance", "{n} jours de séance", n["session"]),
        w.plural("{n} repos noté", "{n} repos notés", n["rest"]),
        w.plural("{n} jour non renseigné", "{n} jours non renseignés", n["not_logged"]),
    )
    first, last = (date.fromisoformat(shown[k]["date"]) for k in (0, -1))
    said = [w("Du {first} au {last}.", first=first, last=last), ", ".join(counted) + "."]
    pain = [d["pain"] for d in shown if d["pain"] is not None]
    values: dict[str, Any] = {
        "what": w("Douleur"),
        "low": min(pain, default=0),
        "high": max(pain, default=0),
        "n": len(pain),
    }
    if pain:
        said.append(w("{what} : de {low} à {high} sur 10, {n} jours connus.", **values))
    else:
        said.append(w("Aucune douleur notée sur ces jours."))
    if page["usual"] is not None:
        said.append(w("Niveau habituel : {usual}.", usual=page["usual"]))
    doses = [d["dose"] for d in shown if d["state"] == "session" and d["dose"] is not None]
    if doses:
        low, high = (w.number(v, 0) for v in (min(doses), max(doses)))
        said.append(w("Dose d'une séance : de {low} à {high}.", low=low, high=high))
    if band := page["band"]["dose"]:
        low, high = (w.number(v, 0) for v in band)
        said.append(w("Dose par séance déjà tolérée : {low} à {high}.", low=low, high=high))
    begun = [date.fromisoformat(d["date"]) for d in shown if d["flare_begins"]]
    if begun:
        said.append(w("Début de poussée : {days}.", days=w.days(begun)))
    return " ".join(said)
