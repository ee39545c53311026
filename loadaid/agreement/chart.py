"""The chart of a sheet: dose, pain and impact over the same 28 days, in greys, in millimetres.

What is missing is never drawn as a value: not logged is hatched, a session of unknown dose is hollow, a logged rest
hangs under the baseline, a known 0 is a mark on the axis, and no line crosses a gap.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from loadaid.agreement.choosing import DAYS, JUDGED
from loadaid.agreement.fortnight import Fortnight
from loadaid.agreement.svg import drawing, element, line, rect, text
from loadaid.analysis.index import Bools, Floats
from loadaid.analysis.panel import NOT_LOGGED, REST, SESSION
from loadaid.domain.words import N_
from loadaid.locale import Words

WIDTH, HEIGHT, LEFT = 277.0, 56.0, 45.0  # the width of the page and of the row titles: the table below has the same
DAY = (WIDTH - LEFT) / DAYS
DOSE, PAIN, IMPACT = (5.5, 17.5), (24.0, 42.5), (46.5, 55.0)  # top and bottom of each panel
TOP, BOTTOM = 4.5, 55.5
INK, GREY, RULE = "#111", "#666", "#BBB"
DOSES = {
    "external": (N_("Dose"), N_("début = 100")), "load_au": (N_("Charge"), N_("effort × min")),
    "minutes": (N_("Durée"), N_("minutes")), "none": (N_("Dose"), N_("inconnue")),
}  # fmt: skip


def chart(shown: Fortnight, w: Words) -> str:
    """The chart as inline SVG; its text alternative points at the table of values."""
    marks = [*_frame(shown, w), *_not_logged(shown), *_doses(shown, w), *_pains(shown, w), *_impact(shown)]
    return drawing(WIDTH, HEIGHT, marks, alt_text(shown, w))


def alt_text(shown: Fortnight, w: Words) -> str:
    """States of the days to judge and the range of pain in them; nothing that is not in the table."""
    state = shown.state[-JUDGED:]
    n = [int((state == kind).sum()) for kind in (SESSION, REST, NOT_LOGGED)]
    said = [w("Jours −13 à 0 :"), w.plural("{n} jour de séance", "{n} jours de séance", n[0]) + ",",
            w.plural("{n} repos noté", "{n} repos notés", n[1]) + ",",
            w.plural("{n} jour non renseigné", "{n} jours non renseignés", n[2]) + "."]  # fmt: skip
    pain = np.concatenate([shown.values[name][-JUDGED:] for name in ("pain_morning", "pain_average")])
    if not np.isnan(pain).all():
        said.append(w("Douleur de {low} à {high} sur 10.", low=np.nanmin(pain), high=np.nanmax(pain)))
    return " ".join([*said, w("Toutes les valeurs sont dans le tableau.")])


def _x(day: int) -> float:
    """The middle of a day's column."""
    return LEFT + (day + 0.5) * DAY


def _morning(day: int) -> float:
    return _x(day) - 1.2  # the morning stands left of the day's average, so that equal values do not hide each other


def _average(day: int) -> float:
    return _x(day) + 1.2


def _scale(panel: tuple[float, float], highest: float) -> Callable[[float], float]:
    top, bottom = panel
    return lambda value: bottom - value / highest * (bottom - top)


def _frame(shown: Fortnight, w: Words) -> list[str]:
    """Titles, axes, and where the days to judge begin."""
    title, unit = (w(part) for part in DOSES[shown.dose_kind])
    marks = []
    for (top, bottom), names in (
        (DOSE, (title, unit)), (PAIN, (w("Douleur"), w("0 à 10"))), (IMPACT, (w("Retentissement"), w("0 à 10"))),
    ):  # fmt: skip
        marks += [text(0, top + 2.5, names[0], class_="title"), text(0, top + 5.5, names[1])]
        marks.append(line(LEFT, bottom, WIDTH, bottom, stroke=GREY, stroke_width=0.25))
    for panel, steps in ((PAIN, (0, 5, 10)), (IMPACT, (0, 10))):
        for step in steps:
            y = _scale(panel, 10)(step)
            marks.append(text(LEFT - 1, y + 0.8, str(step), text_anchor="end"))
            marks += [line(LEFT, y, WIDTH, y, stroke=RULE, stroke_width=0.15)] if step else []
    if np.isnan(shown.values["impact"]).all():
        marks.append(text(LEFT + WIDTH / 4, IMPACT[1] - 3, w("non renseigné"), text_anchor="middle"))
    edge = LEFT + (DAYS - JUDGED) * DAY
    marks.append(line(edge, 0, edge, BOTTOM, stroke=INK, stroke_width=0.5))
    marks.append(text(edge - 1, 2.8, w("14 jours d'avant, pour repère"), text_anchor="end"))
    return [*marks, text(edge + 1, 2.8, w("14 jours à juger"), class_="title")]


def _not_logged(shown: Fortnight) -> list[str]:
    """A day without any entry is hatched through every panel, one without a word of session or rest in the dose alone."""
    return [
        rect(_x(day) - DAY / 2, TOP, DAY, (DOSE[1] if shown.logged[day] else BOTTOM) - TOP, fill="url(#hatch)")
        for day in range(DAYS)
        if shown.state[day] == NOT_LOGGED
    ]


def _doses(shown: Fortnight, w: Words) -> list[str]:
    dose, known = shown.values["dose"], ~np.isnan(shown.values["dose"])
    highest = max(float(np.nanmax(dose)), 1.0) * 1.15 if known.any() else 1.0
    y, half = _scale(DOSE, highest), DAY * 0.28
    usual = float(np.median(dose[known])) if known.any() else highest / 2
    marks = []
    for day in range(DAYS):
        top, x = y(dose[day] if known[day] else usual), _x(day)
        if shown.state[day] == REST:
            marks.append(line(x - half, DOSE[1] + 1.3, x + half, DOSE[1] + 1.3, stroke=INK, stroke_width=0.7))
        elif shown.state[day] == SESSION and known[day]:
            marks.append(rect(x - half, top, 2 * half, max(DOSE[1] - top, 0.3), fill="#555"))
            marks.append(text(x, top - 0.7, w.number(float(dose[day]), 0), text_anchor="middle"))
        elif shown.state[day] == SESSION:
            marks.append(rect(x - half, top, 2 * half, DOSE[1] - top, fill="none", stroke="#555", stroke_width=0.3))
            marks.append(text(x, DOSE[1] - 1.5, "?", text_anchor="middle"))
    return marks


def _pains(shown: Fortnight, w: Words) -> list[str]:
    morning, average = shown.values["pain_morning"], shown.values["pain_average"]
    y = _scale(PAIN, 10)
    marks = [*_joined(average, _average, y, stroke_dasharray=".8 .8"), *_joined(morning, _morning, y)]
    for day in range(DAYS):
        if not np.isnan(average[day]):
            corner = _average(day) - 0.9, y(average[day]) - 0.9
            marks.append(rect(*corner, 1.8, 1.8, fill="#FFF", stroke=INK, stroke_width=0.3))
        if not np.isnan(morning[day]):
            marks.append(element("circle", cx=_morning(day), cy=y(morning[day]), r=1.0, fill=INK))
    flare: Bools = shown.values["flare"] == 1
    for day in np.flatnonzero(flare).tolist():
        marks.append(
            line(_x(day) - DAY / 2, PAIN[0] - 1.2, _x(day) + DAY / 2, PAIN[0] - 1.2, stroke=INK, stroke_width=0.6)
        )
        if day == 0 or not flare[day - 1]:
            marks.append(text(_x(day) - DAY / 2, PAIN[0] - 2, w("poussée"), class_="title"))
    return marks


def _joined(values: Floats, x: Callable[[int], float], y: Callable[[float], float], **style: str) -> list[str]:
    """Lines between known neighbours only."""
    return [
        line(x(day), y(values[day]), x(day + 1), y(values[day + 1]), stroke=GREY, stroke_width=0.3, **style)
        for day in range(DAYS - 1)
        if not np.isnan(values[day : day + 2]).any()
    ]


def _impact(shown: Fortnight) -> list[str]:
    y, marks = _scale(IMPACT, 10), []
    for day in np.flatnonzero(~np.isnan(shown.values["impact"])).tolist():
        top = y(shown.values["impact"][day])
        marks.append(line(_x(day), IMPACT[1], _x(day), top, stroke=GREY, stroke_width=0.6))
        marks.append(line(_x(day) - 1.2, top, _x(day) + 1.2, top, stroke=INK, stroke_width=0.6))
    return marks
