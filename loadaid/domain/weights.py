"""How strongly each observation speaks for one reading against another."""

from __future__ import annotations

from dataclasses import dataclass

HYPOTHESES = ("too_fast", "too_cautious", "daily_strain", "recovery")


@dataclass(frozen=True)
class Observation:
    id: str
    low: float
    high: float
    usual: float
    signs: str
    weights: tuple[float, float, float, float] = (0, 0, 0, 0)


OBSERVATIONS = (
    Observation("pain-level", -1, 2.5, -0.11, "+-++", (0.5, -0.1, 0.8, 1.6)),
    Observation("impact-level", -1, 2.5, -0.21, "+-++", (0.7, 0, 1.3, 1.4)),
    Observation("flare-days", 0, 3, 0.1, "+-++", (1.9, -0.2, 1.8, 1.8)),
    Observation("days-after-sessions", -1, 2, -0.01, "+---", (0.8, -0.1, 0, -0.6)),
    Observation("next-morning-rise", -1, 2, 0.02, "+-00", (0.2, -0.1, 0, 0)),
    Observation("pain-in-session", 0, 2.5, 0.86, "+-00", (2.4, -0.5, 0, 0)),
    Observation("settling", 0, 4.5, 2.09, "+-00", (0.6, -0.5, 0, 0)),
    Observation("effort", 2, 8, 3.98, "+-00", (1.0, -1.8, 0, 0)),
    Observation("effort-change", -2, 2, 0.02, "+-00", (1.5, 0, 0, 0)),
    Observation("red-share", 0, 0.6, 0.03, "+-00", (1.1, -0.3, 0, 0)),
    Observation("dose-up", 0, 0.5, 0.08, "+---", (1.0, -0.4, -0.4, -0.8)),
    Observation("dose-cut", 0, 0.9, 0.06, "0+00", (0, 1.5, 0, 0)),
    Observation("dose-steady", 0, 1, 0.35, "0+00", (0, 3.0, 0, 0)),
    Observation("impact-gain", -2, 2, 0.2, "----", (-0.6, -0.4, -0.1, 0)),
    Observation("step-raised", 0, 1, 0.66, "0-00", (0, -1.2, 0, 0)),
    Observation("strain-level", -0.5, 2, -0.03, "--+0", (-0.7, -0.2, 2.5, 0)),
    Observation("short-nights", -0.5, 2.5, -0.02, "--0+", (-0.4, 0, 0, 3.4)),
    Observation("tiredness", -0.5, 2, -0.0, "0-++", (0, -0.1, 2.6, 0.1)),
    Observation("function-gain", -2, 2, 0.38, "----", (-0.3, -0.2, -0.4, -0.6)),
)
PRIOR = (-6.2, -2.8, -4.5, -5.2)
