"""Every limit on its line and just beyond it, in a diary built so that the measure meets the limit exactly.

The words decide the line: "2 or more" holds on it, "above 10 %" does not. Values such as 1.1 / 1.0 - 1, which a
computer keeps a hair off the line, stand on it all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest

from loadaid.analysis.certainty import certainty
from loadaid.analysis.evidence import CAUTIOUS, FAST
from loadaid.analysis.hold import FLARE_UNCLEAR, TOO_CAUTIOUS, TOO_FAST
from loadaid.analysis.response import CLASSES, FINAL
from loadaid.analysis.result import result
from loadaid.analysis.rules.base import At
from loadaid.analysis.trajectory import WORDS
from loadaid.domain.errors import UsageError
from loadaid.domain.evidence import Limit, Source
from loadaid.domain.limits import BY_ID, DEFAULTS, Limits
from loadaid.domain.sources import BY_ID as SOURCES
from loadaid.locale import words
from tests.small_log import Diary, date, finding_of

See = Callable[[At], Any]
LAST_WEEK, LAST_FORTNIGHT, BEFORE = range(56, 63), range(49, 63), range(49)


@dataclass(frozen=True)
class Line:
    """A diary that holds a value, the value on the line and one just beyond, and what is seen of either."""

    limit: str
    diary: Callable[[float], Diary]
    on: float
    beyond: float
    see: See
    says: tuple[Any, Any]
    own: dict[str, float] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.limit}-{self.on:g}-{self.beyond:g}"


# What is seen.


def state(rule: str) -> See:
    def see(at: At) -> str:
        return str(finding_of(result(at, words("en")), rule)["state"])

    return see


def session(day: int) -> See:
    """Final class of a session."""
    return lambda at: CLASSES[at.w.response.class_after(FINAL, at.w.panel.is_session)[at.row, day]]


def axis(name: str) -> See:
    return lambda at: WORDS[at.w.trajectory.direction[name][at.row, at.day]]


def points(of: str) -> See:
    return lambda at: int(at.value(getattr(at.w.attribution, of)))


def grid(part: str, name: str) -> See:
    return lambda at: bool(at.value(getattr(getattr(at.w, part), name)))


# Diaries.


def pain(days: Iterable[int], value: float, **more: float) -> Diary:
    return Diary().change(days, pain_morning=value, pain_average=value, **more)


def level(value: float, since: int = 0) -> Diary:
    """Pain the same on every day but Sundays, from a day on."""
    return pain([k for k in range(since, 63) if k % 7 != 6], value)


def blank(days: Iterable[int]) -> Diary:
    return Diary().change(days, pain_morning=None, pain_average=None)


def answer_to_session(day_before: float, next_day: float, **values: Any) -> Diary:
    """Mornings of session 51 and of the day after."""
    return (
        Diary()
        .change([51], pain_morning=day_before)
        .change([52], pain_morning=next_day)
        .change_sessions([51], **values)
    )


def soreness(value: float, reps: float) -> Diary:
    """A reaction after session 51 that the patient calls muscular, and how much heavier that session was."""
    return answer_to_session(3, 6, soreness=value, soreness_kind="muscle", reps=reps, session_minutes=80)


def doses(days: Iterable[int], **values: float) -> Diary:
    """Exercises of some sessions changed, with perceived effort unknown, so that the exercise dose alone decides."""
    d = Diary()
    return d.change_sessions(d.session, session_rpe=None).change_sessions(days, **values)


def away(days: int, reps: float) -> Diary:
    """No session for `days` days before the last, on day 60, of this many repetitions."""
    d = doses([60], reps=reps)
    for k in range(60 - days + 1, 60):
        d.session.pop(k, None)
        d.day[k]["exercised"] = "no"
    d.session.setdefault(60 - days, dict(d.session[0]))
    return d


def only(days: Iterable[int], since: int = 35) -> Diary:
    """Light sessions; from `since` on, those of these days only."""
    d = Diary()
    kept = set(days)
    for k in [k for k in d.session if k >= since and k not in kept]:
        del d.session[k]
        d.day[k]["exercised"] = "no"
    return d.change_sessions(d.session, session_rpe=2)


def cautious(reds: Iterable[int] = (), sessions: Iterable[int] = (39, 42, 44, 46, 49, 51, 53, 56, 58, 60)) -> Diary:
    """Four flat and light weeks, with a reaction after some sessions."""
    return only(sessions).change([k + 1 for k in reds], pain_morning=6)


def lately(days: int, **values: float) -> Diary:
    return Diary().change(range(63 - days, 63), **values)


def strained(value: float) -> Diary:
    """Work effort and stress alone are known: 3, then this."""
    d = Diary().change(range(63), worked=None, lifting=None, work_effort=3)
    d.change_sessions([60], pain_during=5)  # no easy session: nothing else speaks for daily strain
    return d.change(range(60, 63), work_effort=value, stress=value)


def workdays(run: int) -> Diary:
    """Work on Mondays only, then `run` days in a row up to today."""
    d = Diary()
    for k in d.day:
        d.day[k]["worked"] = "yes" if (k % 7 == 0 and k < 56) or k > 62 - run else "no"
    return d


def tired(usual: float, now: float) -> Diary:
    return Diary().change(range(63), fatigue=usual).change([62], fatigue=now)


def scored(measure: str, *scores: tuple[int, float]) -> Diary:
    d = Diary()
    for day, value in scores:
        d.add("outcomes", day, measure=measure, value=value, activity="walking" if measure == "psfs" else None)
    return d


def upkeep(impact: float, function: float) -> Diary:
    return cautious().change(range(63), impact=impact).add("outcomes", 55, measure="psfs", activity="a", value=function)


def settling(hours: float) -> Diary:
    d = Diary()
    return d.change_sessions(d.session, settle_h=8).change_sessions([k for k in d.session if k >= 49], settle_h=hours)


def late(days: int, hours: float = 72) -> Diary:
    """Every day of four weeks has its time of entry; so many were written these hours after the end of their day."""
    d = Diary()
    for n, k in enumerate(range(35, 63)):
        delay = hours if n < days else 1
        d.day[k]["entered_at"] = np.datetime64(date(k + 1)).astype("datetime64[s]") + np.timedelta64(
            round(delay * 3600), "s"
        )
    return d


def sleepless(sessions: int) -> Diary:
    return Diary().change_sessions((56, 58, 60)[:sessions], sleep_disturbed="yes")


def reopened(known: int) -> Diary:
    """Two silent weeks, then so many days of pain in the last seven."""
    return blank([*range(42, 56), *range(56, 63 - known)])


LINES = (
    # safety, and how much must be logged
    Line("safety_yes", lambda n: Diary().answer(60, fever="yes" if n else "no"), 1, 0, state("safety-urgent"), ("raised", "clear")),
    Line("pain_days_open", lambda n: blank(range(63 - int(n))), 5, 4, state("enough-pain-days"), ("clear", "raised")),
    Line("pain_days_reopen", lambda n: reopened(int(n)), 3, 2, state("enough-pain-days"), ("clear", "raised")),
    Line("pain_days_close", lambda n: blank(range(56, 63 - int(n))), 1, 0, state("enough-pain-days"), ("clear", "raised")),
    Line("pain_days_close_14", lambda n: blank({*range(49, 63)} - {*(62, 56, 50)[:int(n)]}), 3, 2,
         state("enough-pain-days"), ("clear", "raised")),
    Line("baseline_values", lambda n: blank(range(55 - int(n))), 7, 6, state("enough-baseline"), ("clear", "raised")),
    Line("classed_sessions", lambda n: only((51, 56, 60)[-int(n):], since=0), 3, 2, state("enough-responses"), ("clear", "raised")),
    Line("backfill_hours", lambda h: late(20, h), 48, 48.02, state("log-quality"), ("clear", "raised")),
    Line("backfill_share", lambda n: late(int(n)), 14, 15, state("log-quality"), ("clear", "raised")),
    Line("log_faults", lambda n: late(28 * int(n)), 1, 0, state("log-quality"), ("raised", "clear")),
    # the response to a session
    Line("rise_red", lambda x: answer_to_session(3.5, x), 5.5, 5.49, session(51), ("red", "amber")),
    Line("over_usual_red", lambda x: answer_to_session(2, x), 5, 4.99, session(51), ("red", "amber")),
    Line("next_day_floor", lambda x: level(0).change([52], pain_morning=x), 3, 2.99, session(51), ("red", "amber")),
    Line("rise_sd", lambda x: answer_to_session(3, x), 5.1, 5.09, session(51), ("red", "amber"), {"rise_sd": 3}),
    Line("rise_amber", lambda x: answer_to_session(3, x), 4, 3.99, session(51), ("amber", "green")),
    Line("settle_red", lambda x: answer_to_session(4, 5, settle_h=x), 24, 24.01, session(51), ("amber", "red")),
    Line("settle_amber", lambda x: answer_to_session(3, 3, settle_h=x), 2, 2.01, session(51), ("green", "amber")),
    Line("during_high", lambda x: answer_to_session(3, 4, pain_during=x), 5, 5.01, session(51), ("amber", "red")),
    Line("during_amber", lambda x: level(1).change_sessions([51], pain_before=2, pain_during=x), 3, 3.01, session(51), ("green", "amber")),
    Line("during_rise", lambda x: answer_to_session(3, 3, pain_before=1, pain_during=x), 3, 2.99, session(51), ("amber", "green")),
    Line("soreness_muscle", lambda x: soreness(x, 12), 3, 2.99, session(51), ("amber", "red")),
    Line("doms_spike", lambda x: soreness(4, x), 10.5, 10.51, session(51), ("red", "amber")),
    Line("red_sessions", lambda n: Diary().change((59, 61)[:int(n)], pain_morning=6), 2, 1, state("repeated-red-sessions"), ("raised", "clear")),
    Line("sleep_sessions", lambda n: sleepless(int(n)), 1, 0, state("sleep-after-session"), ("raised", "clear")),
    Line("sleep_sessions", lambda n: sleepless(int(n)), 2, 1, state("sleep-after-session"), ("raised", "clear"), {"sleep_sessions": 2}),
    Line("scale_ceiling", level, 7, 7.01, grid("symptoms", "saturated"), (False, True)),
    # flare and level
    Line("flare_days", lambda n: Diary().change(range(62, 62 + int(n)), flare="yes", impact=5), 1, 0, state("flare"), ("raised", "clear")),
    Line("flare_rise", lambda x: pain((61, 62), x, impact=5), 5, 4.99, state("flare"), ("raised", "clear")),
    Line("flare_sd", lambda x: pain((61, 62), x, impact=5), 5.1, 5.09, state("flare"), ("raised", "clear"), {"flare_sd": 3}),
    Line("flare_impact", lambda x: pain((61, 62), 6, impact=x), 4, 3.99, state("flare"), ("raised", "clear")),
    Line("declared_impact", lambda x: Diary().change([62], flare="yes", impact=x), 3, 2.99, state("flare"), ("raised", "clear")),
    Line("declared_sd", lambda x: Diary().change([62], flare="yes", impact=x), 3.4, 3.39, state("flare"), ("raised", "clear"),
         {"declared_sd": 2}),
    Line("week_pain", lambda x: pain(LAST_WEEK, x), 4.5, 4.49, state("week-pain"), ("raised", "clear")),
    Line("baseline_risen", lambda x: pain(range(28, 63), x), 4.5, 4.49, state("baseline-risen"), ("raised", "clear")),
    # dose
    Line("spike", lambda x: doses([60], reps=x), 11, 11.01, state("dose-spike"), ("clear", "raised")),
    Line("spike_strong", lambda x: doses([60], reps=x), 13, 13.01, points("exercise"), (2, 3)),
    Line("reentry_14", lambda x: away(14, x), 7.7, 7.71, state("dose-spike"), ("clear", "raised")),
    Line("reentry_14", lambda n: away(int(n), 10), 13, 14, state("dose-spike"), ("clear", "raised")),
    Line("reentry_28", lambda x: away(28, x), 5.5, 5.51, state("dose-spike"), ("clear", "raised")),
    Line("reentry_28", lambda n: away(int(n), 7), 27, 28, state("dose-spike"), ("clear", "raised")),
    Line("dose_rise", lambda x: doses((49, 51, 53, 56, 58, 60), reps=x), 11, 11.01, state("dose-growth"), ("clear", "raised")),
    Line("contrast", lambda x: Diary().change([k + 1 for k in Diary().session], pain_morning=x), 4, 3.99,
         state("morning-contrast"), ("raised", "clear")),
    Line("contrast_hint", lambda x: Diary().change([k + 1 for k in Diary().session], pain_morning=x), 3.5, 3.49, points("exercise"), (2, 1)),
    # too cautious
    Line("growth_low", lambda x: doses((49, 51, 53, 56, 58, 60), reps=x), 9, 8.99, state("stagnation"), ("raised", "clear")),
    Line("growth_high", lambda x: doses((49, 51, 53, 56, 58, 60), sets=x), 3.15, 3.16, state("stagnation"), ("raised", "clear")),
    Line("light_effort", lambda x: Diary().change_sessions(Diary().session, session_rpe=x), 3, 3.01, state("low-effort"), ("raised", "clear")),
    Line("cautious_sessions", lambda n: cautious(sessions=(37, 42, 46, 51, 56, 60)[-int(n):]), 6, 5, grid("caution", "is_true"), (True, False)),
    Line("calm_share", lambda n: cautious((39, 42, 44)[:int(n)]), 2, 3, grid("caution", "is_true"), (True, False)),
    Line("maintenance_impact", lambda x: upkeep(x, 9), 1, 1.01, grid("caution", "is_true"), (False, True)),
    Line("maintenance_psfs", lambda x: upkeep(0.5, x), 8.5, 8.49, grid("caution", "is_true"), (False, True)),
    # daily strain and recovery
    Line("strain", strained, 4, 3.99, state("daily-strain"), ("raised", "clear")),
    Line("strain_strong", strained, 5, 4.99, points("strain"), (2, 1)),
    Line("run_days", lambda n: workdays(int(n)), 3, 2, grid("strain", "long_run"), (True, False)),
    Line("sleep_drop", lambda x: lately(3, sleep_quality=x), 6, 6.01, points("recovery"), (1, 0)),
    Line("sleep_drop_strong", lambda x: lately(3, sleep_quality=x), 5, 5.01, points("recovery"), (2, 1)),
    Line("fatigue_rise", lambda x: tired(5, x), 7, 6.99, points("recovery"), (1, 0)),
    Line("fatigue_high", lambda x: tired(3, x), 6, 5.99, points("recovery"), (1, 0)),
    Line("recovery", lambda x: Diary().change(range(63), fatigue=None).change(range(60, 63), sleep_quality=x), 6, 6.01,
         state("recovery-debt"), ("raised", "clear")),
    # trajectory
    Line("pain_change", lambda x: level(3).change(LAST_FORTNIGHT, pain_average=x).change(BEFORE, pain_average=3), 4, 3.99,
         axis("intensity"), ("worse", "stable")),
    Line("pain_change_share", lambda x: level(3).change(BEFORE, pain_average=2).change(LAST_FORTNIGHT, pain_average=x), 1.4, 1.41,
         axis("intensity"), ("improved", "stable"), {"confidence": 1}),
    Line("impact_change", lambda x: Diary().change(BEFORE, impact=5).change(LAST_FORTNIGHT, impact=x), 6.5, 6.49, axis("impact"), ("worse", "stable")),
    Line("impact_change", lambda x: Diary().change(BEFORE, impact=5).change(LAST_FORTNIGHT, impact=x), 3.5, 3.51, axis("impact"), ("improved", "stable")),
    Line("time_change", settling, 10, 9.99, axis("recovery"), ("worse", "stable")),
    Line("time_change", settling, 6, 6.01, axis("recovery"), ("improved", "stable")),
    Line("psfs_change", lambda x: scored("psfs", (30, 5), (58, x)), 6.3, 6.29, axis("function"), ("improved", "stable")),
    Line("psfs_change_strong", lambda x: scored("psfs", (30, 6.5), (46, 5), (60, x)), 7, 6.99, axis("function"), ("improved", "stable")),
    Line("psfs_change_strong", lambda x: scored("psfs", (30, 5), (60, x)), 3, 3.01, axis("function"), ("worse", "stable")),
    Line("rmdq_change", lambda x: scored("rmdq", (30, 12), (60, x)), 7, 8, axis("function"), ("improved", "stable")),
    Line("quebec_change", lambda x: scored("quebec", (30, 40), (60, x)), 60, 59, axis("function"), ("worse", "stable")),
)  # fmt: skip


@pytest.mark.parametrize("line", LINES, ids=str)
def test_on_the_line_and_just_beyond(line: Line) -> None:
    seen = tuple(line.see(line.diary(value).review(line.own).at("p1")) for value in (line.on, line.beyond))
    assert seen == line.says


# How sure a slow change must be: the limit is set on the ratio the diary holds, then a hair above it.


def step(limit: str, at: At) -> float:
    """How many standard errors the slow change of a diary is large."""
    s, r, t = at.w.symptoms, at.w.response, at.w.trajectory
    return {
        "week_sure": lambda: at.value(s.week_rise) / at.value(s.week_error),
        "risen_sure": lambda: at.value(s.risen) / (np.sqrt(2) * at.value(s.usual_error)),
        "contrast_sure": lambda: at.value(r.contrast) / at.value(r.contrast_error),
        "worse_sure": lambda: at.value(t.certainty["impact"]),
        "confidence": lambda: at.value(t.certainty["impact"]),
    }[limit]()


def painful_week() -> Diary:
    return pain(range(49, 63), 4.7)


def risen_level() -> Diary:
    return level(4.5, since=28)


def worse_impact(value: float, days: int = 63) -> Diary:
    return Diary(days).change(range(49, days), impact=value)


def sore_after_more(days: int = 77) -> Diary:
    """From day 42 on mornings 1.5 higher after sessions, from day 49 on sessions a quarter heavier."""
    d = Diary(days)
    d.change_sessions([k for k in d.session if k < 49], reps=8, session_minutes=30)
    return d.change([k + 1 for k in d.session if k >= 42], pain_morning=4.5)


def unclear(at: At) -> bool:
    return bool(at.value(at.w.states.raw) == FLARE_UNCLEAR)


def too_fast(at: At) -> bool:
    return bool(at.value(at.w.states.raw) == TOO_FAST)


SURE: tuple[tuple[str, Callable[[], Diary], See, bool, dict[str, float]], ...] = (
    ("week_sure", painful_week, grid("states", "reaction"), True, {"week_stands": 1}),
    ("risen_sure", risen_level, unclear, True, {"risen_stands": 1}),
    ("contrast_sure", lambda: sore_after_more(67), too_fast, True, {"contrast_stands": 1}),
    ("worse_sure", lambda: worse_impact(4), unclear, False, {"worse_stands": 1}),
    ("confidence", lambda: worse_impact(3.2), axis("impact"), False, {"impact_change": 1}),
)


@pytest.mark.parametrize(("limit", "diary", "see", "on_the_line", "own"), SURE, ids=[case[0] for case in SURE])
def test_how_sure_a_slow_change_must_be(
    limit: str, diary: Callable[[], Diary], see: See, on_the_line: bool, own: dict[str, float]
) -> None:
    ratio = step(limit, diary().review(own).at("p1"))
    under, on, over = (see(diary().review({**own, limit: ratio + off}).at("p1")) for off in (-1e-6, 0, 1e-6))
    assert under != over
    assert on == (under if on_the_line else over)


# Days since when the slow change is looked for, and what else is kept out of the way.
STANDS: tuple[tuple[str, Callable[[], Diary], See, int, dict[str, float]], ...] = (
    ("week_stands", lambda: pain(LAST_FORTNIGHT, 8, impact=2), grid("states", "reaction"), 28, {}),
    ("worse_stands", lambda: worse_impact(5, 77), unclear, 28, {}),
    ("risen_stands", risen_level, unclear, 47, {"worse_sure": 4, "worse_stands": 14, "risen_sure": 1}),
    ("contrast_stands", sore_after_more, too_fast, 28, {"contrast_sure": 1}),
)


@pytest.mark.parametrize(("limit", "diary", "see", "since", "own"), STANDS, ids=[case[0] for case in STANDS])
def test_how_many_days_a_slow_change_must_stand(
    limit: str, diary: Callable[[], Diary], see: See, since: int, own: dict[str, float]
) -> None:
    """With the limit at 1 the reading changes on the first day it is so; with n, n - 1 days later."""

    def first(days: float) -> int:
        review = diary().review({**own, limit: days})
        return next(k for k, day in enumerate(review.days("p1")) if k >= since and see(review.at("p1", day)))

    n = BY_ID[limit].value
    assert first(n) == first(1) + n - 1


# Weak observations added up: the limit is set on what the diary holds on some day, then a hair above it.


def harder(since: int = 42) -> Diary:
    """Sessions felt more and more, at higher effort, with mornings a point up: no single sign is clear."""
    d = Diary()
    later = [k for k in d.session if k >= since]
    d.change_sessions(later, pain_during=5, session_rpe=7).change(
        [k + 1 for k in later], pain_morning=4, pain_average=4
    )
    return d


def busy(since: int = 42) -> Diary:
    """Work and stress well up, pain and impact a point up, sessions as always."""
    return Diary().change(
        range(since, 63), work_effort=8, stress=7, lifting="heavy", fatigue=5, pain_average=4, impact=3
    )


def lighter() -> Diary:
    """The same dose all along, felt as light from the fifth week on."""
    d = Diary()
    return d.change_sessions([k for k in d.session if k >= 28], session_rpe=2)


def calm_again() -> Diary:
    """Harder sessions for two weeks, then calm ones at the old effort."""
    d = harder(35)
    return d.change_sessions([k for k in d.session if k >= 51], pain_during=3, session_rpe=5)


def harder_and_busy() -> Diary:
    """Harder sessions, more and more stress, and flares that both could explain."""
    d = harder()
    for k in range(49, 63):
        d.day[k] |= {
            "stress": min(3 + (k - 48) / 2, 10),
            "work_effort": min(3 + (k - 48) / 2, 10),
            "flare": "yes",
            "impact": 5,
        }
    return d


def two_reds_at_work() -> Diary:
    d = busy(56)
    return d.change([59, 61], pain_morning=6).change_sessions(
        d.session, session_rpe=None, sets=None, session_minutes=None
    )


def chance_of(k: int, days: str = "") -> See:
    """Probability of one reading, or its mean over as many days as a limit says."""
    return lambda at: float(
        np.mean(
            at.w.evidence.probability[k, 0, at.row, at.day + 1 - (int(at.w.limits[days]) if days else 1) : at.day + 1]
        )
    )


def higher_of_two_days(at: At) -> float:
    """A headline ends after two days: the higher of the two decides."""
    return float(at.w.evidence.probability[FAST, 0, at.row, at.day - 1 : at.day + 1].max())


def life(at: At) -> float:
    return float(at.value(at.w.evidence.life))


def mostly(at: At) -> float:
    fast = chance_of(FAST)(at)
    return fast / (fast + life(at))


def headline(code: int) -> See:
    return lambda at: bool(at.w.states.headline[0, at.row, at.day] == code)


def raw(code: int) -> See:
    return lambda at: bool(at.value(at.w.states.raw) == code)


def said(code: str) -> See:
    return lambda at: (certainty(at, words("en")) or {}).get("word") == code


def doublings(at: At) -> float:
    return float(at.value(at.w.evidence.answered) + at.value(at.w.evidence.symptoms))


NO_MEAN = {"probable_stands": 1, "cautious_stands": 1}
WEIGHED: tuple[tuple[str, Callable[[], Diary], See, See, bool, dict[str, float]], ...] = (
    ("probable", harder, chance_of(FAST, "probable_stands"), raw(TOO_FAST), True, {}),
    ("probable_cautious", lighter, chance_of(CAUTIOUS, "cautious_stands"), raw(TOO_CAUTIOUS), True, {"light_effort": 1}),
    ("likelier", harder_and_busy, mostly, raw(TOO_FAST), True, {"probable": 0.95, "evidence_needed": 0}),
    ("sure", two_reds_at_work, life, raw(TOO_FAST), False, {"share": 0.5, "points_needed": 2}),
    ("evidence_needed", harder, doublings, raw(TOO_FAST), True, {"probable": 0.5, **NO_MEAN}),
    ("leave", calm_again, higher_of_two_days, headline(TOO_FAST), True, {"evidence_needed": 0}),
    ("say_probable", harder, chance_of(FAST), said("probable"), True, {}),
    ("say_compatible", harder, chance_of(FAST), said("undecided"), False, {"say_probable": 0.95}),
)  # fmt: skip


@pytest.mark.parametrize(
    ("limit", "diary", "measure", "see", "keeps", "own"), WEIGHED, ids=[case[0] for case in WEIGHED]
)
def test_weak_observations_on_the_line_and_just_beyond(
    limit: str, diary: Callable[[], Diary], measure: See, see: See, keeps: bool, own: dict[str, float]
) -> None:
    """On some day of the diary what is measured stands between the bounds of the limit, and the reading turns on it."""
    made, bounds, turned = diary(), BY_ID[limit], 0
    plain = made.review(own)
    for day in plain.days("p1")[42:]:
        value = measure(plain.at("p1", day))
        if not bounds.low <= value <= bounds.high - 1e-6:
            continue
        on, beyond = (see(made.review({**own, limit: value + off}).at("p1", day)) for off in (0, 1e-6))
        turned += (on, beyond) == (keeps, not keeps)
    assert turned


@pytest.mark.parametrize(
    ("limit", "diary", "code"), [("probable_stands", harder, TOO_FAST), ("cautious_stands", lighter, TOO_CAUTIOUS)]
)
def test_a_mean_over_more_days_comes_later(limit: str, diary: Callable[[], Diary], code: int) -> None:
    def first(days: float) -> int:
        review = diary().review({limit: days, "light_effort": 1})
        return next(k for k, day in enumerate(review.days("p1")) if raw(code)(review.at("p1", day)))

    assert first(1) < first(BY_ID[limit].value) < first(1) + BY_ID[limit].value


def spike_and_strain(strain: float) -> Diary:
    """Three points for the exercises (recent session, spike, contrast) and, with work at 5 or more, two for strain."""
    d = strained(strain).change([k + 1 for k in Diary().session], pain_morning=3.5)
    return d.change_sessions(d.session, session_rpe=None).change_sessions([60], reps=12)


def driver(at: At) -> str:
    return ("exercise", "daily_strain", "recovery", "mixed", "unclear", "none")[int(at.value(at.w.attribution.driver))]


def test_share() -> None:
    at = spike_and_strain(5).review().at("p1")
    assert (points("exercise")(at), points("strain")(at), points("recovery")(at)) == (3, 2, 0)
    assert driver(at) == "exercise"
    assert driver(spike_and_strain(5).review({"share": 0.600001}).at("p1")) == "mixed"


def test_share_of_daily_life_is_read_on_the_same_line() -> None:
    """1 - 0.4 is 0.6 for a reader and not for a computer."""
    diary = doses([60], reps=12).change(range(60, 63), sleep_quality=5, fatigue=6)
    diary.change_sessions([56], pain_during=5)  # not an easy fortnight, which would speak for daily life
    at = diary.review().at("p1")
    assert (points("exercise")(at), points("strain")(at), points("recovery")(at)) == (2, 0, 3)
    assert driver(at) == "recovery"
    assert driver(diary.review({"share": 0.600001}).at("p1")) == "mixed"


def test_points_needed() -> None:
    at = spike_and_strain(3).review().at("p1")
    assert (points("exercise")(at), points("strain")(at)) == (3, 0)
    assert driver(at) == "exercise"
    at = doses([60], reps=12).change_sessions([56], pain_during=5).review().at("p1")
    assert (points("exercise")(at), points("strain")(at)) == (2, 0)
    assert driver(at) == "unclear"


@pytest.mark.parametrize(("fear", "small"), [(7, True), (6.99, False)])
def test_fear_high_changes_the_step_and_never_the_state(fear: float, small: bool) -> None:
    said = cautious().add("outcomes", 50, measure="fear", value=fear).result("en")
    assert said["headline"] == "too_cautious"
    assert ("small step" in said["suggestions"][0]["sentence"]) == small


TRIED = (
    {line.limit for line in LINES}
    | {case[0] for case in (*SURE, *STANDS, *WEIGHED)}
    | {"share", "points_needed", "fear_high", "probable_stands", "cautious_stands"}
)


def test_every_limit_is_tried() -> None:
    assert set(BY_ID) - TRIED == set()
    assert TRIED - set(BY_ID) == set()


# Own values.


@pytest.mark.parametrize(
    ("rule", "diary", "own"),
    [
        ("next-morning-response", lambda: Diary().change([61], pain_morning=6), {"rise_red": 3.5}),
        ("settle-time", lambda: Diary().change_sessions([58], settle_h=30), {"settle_red": 36}),
        ("repeated-red-sessions", lambda: Diary().change([59, 61], pain_morning=6), {"red_sessions": 3}),
        ("week-pain", lambda: pain(LAST_WEEK, 5), {"week_pain": 2.5}),
        ("dose-spike", lambda: doses([60], reps=12), {"spike": 25}),
        ("enough-baseline", lambda: blank(range(49)), {"baseline_values": 5}),
        ("low-effort", lambda: cautious(), {"light_effort": 1}),
    ],
)
def test_an_own_limit_changes_the_finding(rule: str, diary: Callable[[], Diary], own: dict[str, float]) -> None:
    plain, changed = diary().finding(rule), diary().finding(rule, **own)
    assert (plain["state"], changed["state"]) == ("raised", "clear")
    assert changed["measured"] == plain["measured"]
    assert changed["limit"] == next(iter(own.values()))


def test_an_own_limit_changes_the_headline() -> None:
    diary = Diary().change([59, 61], pain_morning=6).change_sessions([60], reps=12, session_minutes=60)
    assert diary.result()["headline"] == "too_fast"
    assert diary.result(red_sessions=3)["headline"] == "in_zone"


@pytest.mark.parametrize("limit", DEFAULTS, ids=lambda limit: str(limit.id))
def test_own_values_stay_within_bounds(limit: Limit) -> None:
    assert Limits({limit.id: limit.low})[limit.id] == limit.low
    assert Limits({limit.id: limit.high})[limit.id] == limit.high
    for value in (limit.low - 0.01, limit.high + 0.01, float("nan")):
        with pytest.raises(UsageError, match=limit.id):
            Limits({limit.id: value})


def test_an_unknown_limit_is_named_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match=r"'rise_rde'.*rise_red"):
        Diary().review({"rise_rde": 2})
    with pytest.raises(UsageError, match="expected 1 to 4 points"):
        Diary().review({"rise_red": 40})
    with pytest.raises(AttributeError):
        _ = Limits({}).rise_rde


# No number without its paper.


def test_a_limit_needs_a_source_a_reason_and_a_value_within_its_bounds() -> None:
    judgement = SOURCES["judgement"]
    with pytest.raises(TypeError, match="no source"):
        Limit("x", 1, "points", None, "why", 0, 2)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="say why"):
        Limit("x", 1, "points", judgement, " ", 0, 2)
    with pytest.raises(ValueError, match=r"outside 0\.\.2"):
        Limit("x", 3, "points", judgement, "why", 0, 2)
    with pytest.raises(ValueError, match="no number without its paper"):
        Source("x", "study", "", "backs", "shows", "caveat", "A")


def test_limits_are_named_once_and_their_sources_are_known() -> None:
    assert len(BY_ID) == len(DEFAULTS)
    assert all(SOURCES[limit.source.id] is limit.source for limit in DEFAULTS)
    assert all(limit.unit.strip() for limit in DEFAULTS)
