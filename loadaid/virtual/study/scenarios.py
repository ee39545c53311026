"""What is asked of a virtual patient: how the dose is led, and what life adds. The answer is left to the mechanism."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Scenario:
    """One way a follow-up can go. Doses are shares of what the body takes at the start.

    start: first dose, low and high. growth: weekly rise while nothing is wrong, low and high. From the onset day on:
    jump: the dose is multiplied once; hurry: weekly rise instead of growth, come what may; stuck: the dose is not
    raised any more. work, sleep: share (0 to 1) of an episode of daily strain or of short nights; days: how long.
    share: of the patients.
    """

    key: str
    share: float
    start: tuple[float, float] = (0.82, 0.95)
    growth: tuple[float, float] = (0.02, 0.05)
    jump: tuple[float, float] = (1.0, 1.0)
    hurry: tuple[float, float] = (0.0, 0.0)
    stuck: bool = False
    work: float = 0.0
    sleep: float = 0.0
    days: tuple[int, int] = (84, 84)


SCENARIOS = (
    Scenario("zone", 0.20),
    Scenario("zone_slow", 0.07, start=(0.78, 0.9), growth=(0.0, 0.02)),
    Scenario("jump", 0.10, jump=(1.4, 1.85), days=(21, 40)),
    Scenario("ramp", 0.10, hurry=(0.14, 0.28), days=(28, 49)),
    Scenario("hard_start", 0.05, start=(1.25, 1.6), growth=(0.02, 0.05)),
    Scenario("cautious", 0.14, start=(0.3, 0.45), growth=(0.0, 0.004)),
    Scenario("cut", 0.07, jump=(0.3, 0.45), stuck=True),
    Scenario("work", 0.12, work=1.0, days=(14, 28)),
    Scenario("nights", 0.10, sleep=1.0, days=(14, 28)),
    Scenario("both", 0.05, jump=(1.3, 1.6), work=0.9, days=(14, 28)),
)
BY_KEY = {scenario.key: scenario for scenario in SCENARIOS}
