"""The frame of the chart: where panels and days lie, axes and titles, and why a panel is empty. Lengths are points of paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from loadaid.locale import Words
from loadaid.report import svg
from loadaid.report.terms import DOSES, PAINS, Json

WIDTH, LEFT, RIGHT, TOP, FOOT = 527.0, 66.0, 22.0, 22.0, 19.0
CELL, TICKS, GAP = 8.5, 7.0, 9.0


@dataclass(frozen=True)
class Frame:
    """Where things lie: the width of a day, the baselines of dose and pain, the height of both, the first heat row."""

    days: list[Json]
    height: float
    top_dose: float  # value at the top of the dose panel

    @property
    def wide(self) -> float:
        return (WIDTH - LEFT - RIGHT) / len(self.days)

    @property
    def panel(self) -> float:
        return (self.height - TOP - FOOT - TICKS - 2 * GAP - 2 * (CELL + 2)) / 2

    @property
    def dose0(self) -> float:
        return TOP + self.panel

    @property
    def pain0(self) -> float:
        return self.dose0 + TICKS + GAP + self.panel

    @property
    def heat0(self) -> float:
        return self.pain0 + GAP

    @property
    def end(self) -> float:
        return self.heat0 + 2 * (CELL + 2)

    def x(self, k: float) -> float:
        """The middle of day k."""
        return LEFT + (k + 0.5) * self.wide

    def dose(self, value: float) -> float:
        return self.dose0 - self.panel * min(value / self.top_dose, 1)

    def pain(self, value: float) -> float:
        return self.pain0 - self.panel * value / 10


def axes(frame: Frame, page: Json, result: Json, w: Words) -> list[str]:
    """Baselines, titles, values of the axes (pain always 0 to 10) and the usual level."""
    right = WIDTH - RIGHT
    drawn = [svg.line(LEFT, y, right, y, svg.RULE2) for y in (frame.dose0, frame.pain0)]
    title, unit = (w(text) for text in DOSES.get(result["dose_kind"], DOSES["none"]))
    drawn += [
        svg.text(0, TOP + 6, title, bold=True, fill=svg.INK), svg.text(0, TOP + 15, unit),
        svg.text(0, frame.pain(10) + 6, w("Douleur"), bold=True, fill=svg.INK),
        svg.text(0, frame.pain(10) + 15, w("{which}, /10", which=w(PAINS[page["pain"]]))),
        svg.text(0, frame.heat0 + CELL - 1.5, w("Contraintes"), bold=True, fill=svg.INK),
        svg.text(0, frame.heat0 + 2 * CELL + 0.5, w("Manque de repos"), bold=True, fill=svg.INK),
    ]  # fmt: skip
    drawn += [svg.text(LEFT - 4, frame.pain(v) + 2.5, str(v), anchor="end") for v in (0, 5, 10)]
    drawn += [svg.text(LEFT - 4, frame.dose0 + 2.5, "0", anchor="end")]
    if any(d["dose"] is not None for d in frame.days):
        step = _step(frame.top_dose)
        for n in range(1, int(frame.top_dose / step) + 1):
            y = frame.dose(n * step)
            drawn += [svg.line(LEFT, y, right, y), svg.text(LEFT - 4, y + 2.5, w.number(n * step, 0), anchor="end")]
    drawn += [svg.line(LEFT, frame.pain(5), right, frame.pain(5))]
    if page["usual"] is not None:
        y = frame.pain(page["usual"])
        drawn += [
            svg.line(LEFT, y, right, y, svg.INK3, 0.8, "1 2.4"),
            svg.text(right + 4, y + 2.5, w.number(page["usual"])),
        ]
    return drawn


def _step(top: float) -> float:
    """Two or three even steps of the dose axis: 1, 2 or 5 times a power of ten."""
    power = 10.0 ** (len(str(int(top))) - 1)
    return float(next(s for s in (power / 5, power / 2, power, 2 * power, 5 * power) if top / s < 3.5))


def letters(frame: Frame, w: Words) -> list[str]:
    """The letter of the weekday under each day, the date under Mondays as long as there is room for it."""
    names, drawn = w("L M M J V S D").split(), []
    for k, day in enumerate(frame.days):
        when = date.fromisoformat(day["date"])
        monday = when.weekday() == 0
        drawn.append(svg.text(frame.x(k), frame.end + 8, names[when.weekday()], anchor="middle", bold=monday))
        if monday and frame.x(k) + 45 < WIDTH:
            drawn.append(svg.text(frame.x(k) - 3, frame.end + 17, w.day(when)))
    return drawn


def empty(frame: Frame, w: Words) -> list[str]:
    """Why a panel shows nothing, said where it would have been."""
    said: list[tuple[str, float]] = []
    if not any(d["state"] == "session" for d in frame.days):
        said.append((w("Aucune séance notée sur ces jours."), frame.dose0 - frame.panel / 2))
    if not any(d["pain"] is not None for d in frame.days):
        said.append((w("Aucune douleur notée sur ces jours."), frame.pain0 - frame.panel / 2))
    if not any(d[name] is not None for d in frame.days for name in ("z_strain", "z_recovery")):
        said.append((w("trop peu de jours connus pour comparer à l’habituel"), frame.heat0 + CELL + 3))
    middle = (LEFT + WIDTH - RIGHT) / 2
    drawn = []
    for text, y in said:
        half = 2.1 * len(text)
        drawn += [
            svg.rect(middle - half, y - 8, 2 * half, 11, svg.PAPER),
            svg.text(middle, y, text, anchor="middle", size=8),
        ]
    return drawn
