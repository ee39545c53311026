"""The eleven stories a virtual patient may follow, as data: what makes one patient's months unlike another's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Episode = Literal["none", "surge", "work", "sleep"]
Ending = Literal["none", "silent", "holiday", "safety"]


@dataclass(frozen=True)
class Story:
    """What is particular to a story. Pain and function in points (0-10), time in hours, shares 0 to 1.

    demand: first dose over first capacity. growth: share by which the dose is raised in an ordinary week.
    pain: usual level, low and high. pain_gain: fall of that level once capacity has grown.
    function: first psfs. impact: hindrance above the level of pain. settle_h: settling after a harmless session.
    strain, sleep: points of pain for each point of strain above, or sleep below, the patient's usual.
    episode: what comes back every six to eight weeks, the last time in the last days.
    """

    key: str
    demand: float = 0.88
    growth: float = 0.03
    pain: tuple[float, float] = (2.5, 4.5)
    pain_gain: float = 1.0
    function: float = 4.5
    impact: float = 0.5
    settle_h: float = 3.0
    strain: float = 0.25
    sleep: float = 0.2
    fear: float = 4.0
    missing: tuple[float, float] = (0.08, 0.26)
    episode: Episode = "none"
    ending: Ending = "none"


STORIES = (
    Story("progresses", growth=0.04, pain=(3.5, 5.0), pain_gain=2.2, function=4.0),
    Story("too_fast", episode="surge"),
    Story("too_cautious", demand=0.42, growth=0.0, pain=(1.2, 2.2), pain_gain=0, function=5.2, impact=1.6, fear=7.5),
    Story("work_week", demand=0.78, growth=0.0, strain=0.85, pain=(2.0, 3.5), pain_gain=0.3, episode="work"),
    Story("sleep", demand=0.8, growth=0.02, sleep=0.95, pain=(2.0, 3.5), pain_gain=0.3, episode="sleep"),
    Story("silent", growth=0.035, ending="silent"),
    Story("holiday", growth=0.035, ending="holiday"),
    Story("pain_stays", growth=0.035, pain=(4.2, 5.2), pain_gain=0.2, function=3.0, impact=1.5, settle_h=20.0),
    Story("red_flag", ending="safety"),
    Story("steady", demand=0.85, growth=0.02),
    Story("irregular", missing=(0.34, 0.42)),
)
