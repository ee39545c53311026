"""Scores on tables small enough to count by hand, the rules of today on days whose answer is known, and the command."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from loadaid.__main__ import main
from loadaid.analysis.attribution import DRIVERS
from loadaid.analysis.hold import HEADLINES
from loadaid.analysis.panel import NOT_LOGGED, SESSION
from loadaid.domain.finding import RULESET
from loadaid.locale import words
from loadaid.validation import blocks, readers
from loadaid.validation.counting import counts, delays
from loadaid.validation.evaluation import RIGHT, WARM, Evaluation, evaluation
from loadaid.validation.made import run_here
from loadaid.validation.page import page
from loadaid.validation.publish import publish, published
from loadaid.validation.readers import LOADAID, NAMES, TODAY, Diary
from loadaid.validation.run import APART, TUNED, Validation, validation
from loadaid.validation.scores import draws, median, ratio, summary
from loadaid.validation.targets import MET, MISSED, TARGETS, UNSURE
from loadaid.virtual.study import study
from loadaid.virtual.study.truth import STATES

Rows = Sequence[Sequence[str]]
IN, FAST, CAUTIOUS, STRAIN, NONE = "in_zone", "too_fast", "too_cautious", "strain_driven", "insufficient_data"


def made(truth: Rows, said: Rows, driver: Rows | None = None, probability: Any = None) -> Evaluation:
    """An evaluation of some patients on every day with a clear or mixed truth."""
    codes = np.array([[STATES.index(x) for x in row] for row in truth])
    right = np.array([RIGHT.get(name, -1) for name in STATES])[codes]
    headline = np.array([[HEADLINES.index(x) for x in row] for row in said])
    asked = (right >= 0) | (codes == STATES.index("mixed"))
    drivers = np.array([[DRIVERS.index(x) for x in row] for row in driver or [["none"] * len(row) for row in truth]])
    chance = np.full(codes.shape, np.nan) if probability is None else np.array(probability, float)
    people = pd.DataFrame({"patient_id": [f"p{k}" for k in range(len(codes))]})
    return Evaluation(people, codes, right, asked, {LOADAID: headline}, drivers, chance, 0.75)


def scored(e: Evaluation) -> dict[tuple[str, str], float]:
    """Every score over all patients, by (score, of)."""
    one = np.ones((1, len(e.people)))
    return {(c.score, c.of): float(ratio(c, one)[0]) for c in counts(e, LOADAID)}


def after_warm_up(days: Sequence[str], before: str) -> list[str]:
    return [before] * WARM + list(days)


def test_accuracy_counts_every_state_the_same_and_no_answer_as_wrong() -> None:
    e = made(
        [[IN, IN, IN, IN, FAST, FAST], [CAUTIOUS, "strain", "recovery", "mixed", "mixed", "not_identifiable"]],
        [[IN, IN, FAST, NONE, FAST, NONE], [CAUTIOUS, STRAIN, IN, "flare_unclear", IN, FAST]],
    )
    s = scored(e)
    found = [s["sensitivity", state] for state in (IN, FAST, CAUTIOUS, STRAIN)]
    assert found == [0.5, 0.5, 1.0, 0.5]
    assert s["balanced_accuracy", ""] == pytest.approx(0.625)
    # Seven days of other states: in the zone x4, cautious, strain, recovery; one called too fast, one without answer.
    assert s["specificity", FAST] == pytest.approx(5 / 7)
    assert s["fast_accuracy", FAST] == pytest.approx((1 / 2 + 5 / 7) / 2)
    assert s["cannot_tell", ""] == pytest.approx(2 / 9)
    assert s["mixed_accepted", ""] == 0.5


def test_a_false_alarm_is_the_start_of_one_on_a_day_in_the_zone() -> None:
    truth = after_warm_up([FAST] * 5 + [IN] * 30, "not_identifiable")
    said = after_warm_up([FAST] * 8 + [IN] * 2 + [CAUTIOUS] + [IN] * 9 + [STRAIN] * 3 + [IN] * 12, IN)
    s = scored(made([truth], [said]))
    # Held from the episode: no start. Too cautious on the 6th day in the zone follows it; strain on the 16th does not.
    assert s["false_alarms", ""] == pytest.approx(2)
    assert s["false_alarms_after_episode", ""] == 0.5
    assert s["flags_a_week", ""] == pytest.approx(3 / 35 * 7 * 60)
    assert s["standing_alarms", ""] == pytest.approx(12 / 35 * 60)


def test_a_headline_that_lasts_two_days_is_a_short_change() -> None:
    said = after_warm_up([IN] + [FAST] * 2 + [IN] * 3 + [FAST] * 3 + [IN] * 2, IN)
    assert scored(made([[IN] * len(said)], [said]))["short_changes", ""] == pytest.approx(1 / 3)  # the last is open


def test_drivers_are_judged_only_where_one_is_named() -> None:
    e = made(
        [[FAST, FAST, "strain", "strain", "recovery", "recovery", IN]],
        [[FAST] * 7],
        [["exercise", "none", "exercise", "mixed", "recovery", "unclear", "exercise"]],
    )
    s = scored(e)
    assert s["driver_right", ""] == pytest.approx(2 / 3)
    assert (s["driver_right", "too_fast"], s["driver_right", "strain"], s["driver_right", "recovery"]) == (1, 0, 1)
    assert s["driver_open", ""] == pytest.approx(2 / 5)


def test_calibration_takes_what_was_said_at_its_word() -> None:
    e = made([[IN, IN, FAST, FAST]], [[IN, FAST, FAST, IN]], probability=[[0.95, 0.8, 0.75, 0.6]])
    s = scored(e)
    assert (s["right_when_probable", ""], s["right_when_probable", FAST]) == (pytest.approx(2 / 3), 0.5)
    assert (s["stated_probability", "0.75"], s["right_by_probability", "0.75"]) == (pytest.approx(0.775), 0.5)
    assert s["right_by_probability", "0.50"] == 0


def test_a_delay_runs_from_the_onset_while_the_episode_lasts() -> None:
    lead = [IN] * 5
    truth = [
        after_warm_up(lead + [FAST] * 10 + [IN] * 15, IN),  # found on its fourth day
        after_warm_up(lead + [FAST] * 10 + [IN] * 15, IN),  # found once it is over: never
        after_warm_up(lead + [FAST] * 6 + [IN] * 19, IN),  # too short
        after_warm_up(
            [FAST] * 10 + [IN] * 5 + [FAST] * 10 + [IN] * 5, "not_identifiable"
        ),  # no onset: began before, resumed
    ]
    said = [
        after_warm_up([IN] * 8 + [FAST] * 22, IN),
        after_warm_up([IN] * 15 + [FAST] * 15, IN),
        after_warm_up([FAST] * 30, FAST),
        after_warm_up([FAST] * 30, FAST),
    ]
    found = {d.state: d for d in delays(made(truth, said), LOADAID)}
    assert found[FAST].days.tolist() == [3, np.inf]
    assert found[FAST].patient.tolist() == [0, 1]
    weights = np.array([[1, 1, 1, 1], [1, 2, 0, 0], [0, 0, 4, 0]], float)
    np.testing.assert_array_equal(median(found[FAST], weights), [3, np.inf, np.nan])


def test_intervals_come_from_patients_drawn_again() -> None:
    weights = draws(np.array([True] * 40 + [False]), [1])
    assert (weights.sum(axis=1) == 40).all()
    assert not weights[:, 40].any()
    np.testing.assert_array_equal(weights, draws(np.array([True] * 40 + [False]), [1]))
    same = weights @ np.full(41, 0.5) / 40
    assert summary(same) == (0.5, 0.5, 0.5)
    half = weights @ np.r_[np.ones(20), np.zeros(21)] / 40
    value, low, high = summary(half)
    assert value == 0.5  # of a share of one half of 40, the standard error is 0.079
    assert (low, high) == (pytest.approx(0.345, abs=0.04), pytest.approx(0.655, abs=0.04))


def test_a_target_is_met_narrowly_when_its_interval_reaches_the_other_side() -> None:
    at_least, at_most = (next(t for t in TARGETS if t.score == name) for name in ("balanced_accuracy", "false_alarms"))
    assert [at_least.standing(x) for x in ((0.9, 0.85, 0.95), (0.8, 0.75, 0.85), (0.79, 0.7, 0.9))] == [
        MET,
        UNSURE,
        MISSED,
    ]
    assert [at_most.standing(x) for x in ((0.1, 0, 0.2), (0.2, 0.1, 0.3), (0.3, 0.2, 0.4))] == [MET, UNSURE, MISSED]


def diary(days: int, *, load: Any = None, during: Any = None, rise: Any = None, pain: Any = None) -> Diary:
    """One patient. load: of every day, NaN = not logged; during, rise: by day; pain: of every day."""
    loads = np.full((1, days), np.nan) if load is None else np.array([load], float)
    state = np.where(np.isnan(loads), NOT_LOGGED, SESSION)
    blank = np.full((3, days), np.nan)
    for row, values in zip(blank, (during, rise, dict(enumerate(pain or ()))), strict=True):
        for day, value in (values or {}).items():
            row[day] = value
    return Diary(state, loads, *(row[None] for row in blank))


def answers(key: str, d: Diary) -> list[str]:
    with np.errstate(invalid="ignore"):
        return [HEADLINES[code] for code in TODAY[key][1](d)[0]]


def test_the_weekly_rules_alarm_above_their_percent_and_read_silence_as_rest() -> None:
    on_line, above = diary(14, load=[10] * 7 + [11] * 7), diary(14, load=[10] * 7 + [11.5] * 7)
    assert answers("week-10", on_line)[13] == IN
    assert answers("week-10", above)[13] == FAST
    assert answers("week-30", above)[13] == IN
    assert answers("week-30", diary(14, load=[10] * 7 + [13.5] * 7))[13] == FAST
    assert answers("week-10", above)[12] == NONE  # under 14 days there is no week before
    silent = [10.0] * 7 + [np.nan] * 4 + [10.0] * 10
    assert answers("week-10", diary(21, load=silent))[20] == FAST  # 30 against 70 counted as rest, then 70


def test_the_ratios_alarm_on_either_side() -> None:
    for last, answer in ((30, FAST), (10, IN), (5, CAUTIOUS)):
        assert answers("acwr", diary(28, load=[10] * 21 + [last] * 7))[27] == answer
    d = diary(56, load=[10] * 49 + [100] * 7)
    assert answers("acwr-ewma", d)[55] == FAST
    assert answers("acwr-ewma", diary(56, load=[10] * 49 + [0] * 7))[55] == CAUTIOUS


def test_pain_rules_read_the_last_session_for_a_fortnight() -> None:
    assert answers("pain-during", diary(20, during={1: 5, 3: 6}))[:5] == [NONE, IN, IN, FAST, FAST]
    assert answers("pain-during", diary(20, during={1: 6}))[14:16] == [FAST, NONE]
    # The next morning is known on the next day only.
    assert answers("next-morning", diary(6, rise={1: 2, 3: 1}))[:6] == [NONE, NONE, FAST, FAST, IN, IN]
    light = diary(6, during={1: 5, 3: 5}, rise={1: 1, 3: 2})
    assert answers("traffic-light", light) == [NONE, IN, IN, IN, FAST, FAST]
    rising = diary(14, during={1: 3}, pain=[2] * 7 + [4] * 7)
    assert answers("traffic-light", rising)[13] == FAST


def test_the_control_chart_knows_its_own_first_month() -> None:
    swing = [2.0, 4.0] * 14  # mean 3, SD 1.018: the first limit lies 0.55 above, the last 0.92
    assert answers("control-chart", diary(30, pain=[*swing, 5.0, 6.0]))[27:] == [NONE, IN, FAST]
    assert answers("control-chart", diary(30, pain=[*swing, np.nan, 10.0]))[28:] == [IN, FAST]
    assert set(answers("control-chart", diary(30, pain=[3.0] * 28 + [9.0, 9.0]))) == {NONE}
    assert set(answers("never", diary(30))) == {IN}


def test_an_unknown_load_is_that_of_the_sessions_before() -> None:
    nan = np.nan
    load_au, minutes = np.array([[100, nan, nan, 200, nan], [nan] * 5]), np.array([[30.0] * 5, [20, nan, 40, 30, 30]])
    session = np.array([[True, False, True, True, True], [True, False, True, True, True]])
    panel: Any = SimpleNamespace(session={"load_au": load_au, "minutes": minutes}, is_session=session)
    load = readers.daily_load(panel)
    assert load[0, [0, 2, 3, 4]].tolist() == [100, 100, 200, 150]
    assert load[1, [0, 2]].tolist() == [20, 40]  # never an RPE: minutes


@pytest.fixture(scope="module")
def small() -> Validation:
    return validation(60, 84, 5)


def test_loadaid_reads_better_than_every_rule_of_today(small: Validation) -> None:
    for group in (TUNED, APART):
        assert small.value("balanced_accuracy", "", LOADAID, group)[0] > 0.55
        for reader in TODAY:
            assert small.value("margin", "", reader, group)[0] > 0.1, (group, reader)
    assert small.value("balanced_accuracy", "", readers.NEVER)[0] == 0.25
    assert small.value("false_alarms", "", readers.NEVER)[0] == 0
    assert set(small.scores["reader"]) == set(NAMES)


def test_days_are_asked_once_a_state_has_settled() -> None:
    made_up = study(12, 84, 3)
    rows = evaluation(made_up).rows()
    found = rows.merge(made_up.days.assign(day=made_up.days.groupby("patient_id").cumcount()), on=["patient_id", "day"])
    assert len(found) == len(rows) > 20
    assert (found["truth"] == found["state"]).all()
    assert (found["day"] >= 35).all()
    assert set((found["age"] - 10) % 7) == {0}


def test_no_red_flag_and_no_silence_is_ever_lost() -> None:
    """Half of the patients report saddle numbness on day 50; the others fall silent then."""
    s = study(24, 84, 4)
    day = s.days["date"].iloc[50]
    flagged, silent = s.people["patient_id"][::2], s.people["patient_id"][1::2]
    answer = s.log.safety.reindex(range(len(flagged)))
    for column, values in {"patient_id": flagged.to_numpy(), "item": "saddle_numbness", "answer": "yes"}.items():
        answer[column] = pd.Categorical(
            np.broadcast_to(values, len(answer)), categories=s.log.safety[column].cat.categories
        )
    answer["date"] = np.datetime64(day, "s")
    kept = {
        table: rows[~(rows["patient_id"].isin(silent) & (rows["date"] >= day))].reset_index(drop=True)
        for table, rows in (("daily", s.log.daily), ("sessions", s.log.sessions))
    }
    changed = replace(s, log=replace(s.log, safety=answer, **kept))
    said = evaluation(changed).headline[LOADAID]
    assert (said[::2, 50:] == HEADLINES.index("red_flag")).all()
    assert (said[1::2, 60:] == HEADLINES.index("insufficient_data")).all()
    assert not (said[:, :50] == HEADLINES.index("red_flag")).any()


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_command_writes_a_page_that_needs_nothing_else(
    lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["validate", "--patients", "30", "--seed", "5", "--lang", lang, "--out", str(out)]) == 0
    printed = capsys.readouterr().out
    assert sorted(p.name for p in out.iterdir()) == ["scores.csv", "validation.html", "validation.md"]
    page = (out / "validation.md").read_text(encoding="utf-8")
    for text in (printed, page):
        assert f"python -m loadaid validate --patients 30 --days 84 --seed 5 --lang {lang}" in text
        assert not re.search(r"\bnan\b|\{\w+\}", text)
    first = page.split("\n\n")[1]
    assert ("not clinical validation" if lang == "en" else "pas une validation clinique") in first
    assert not re.search(r"\d", page.split("\n## ")[0] + page.split("\n## ")[2]), (
        "no number before what it is and is not"
    )
    html = (out / "validation.html").read_text(encoding="utf-8")
    assert html.count("plotly.js v") == 1
    assert "default-src 'none'" in html
    assert not re.search(r"<(?:script|img|link|iframe)[^>]+(?:src|href)=", html.split("</head>")[1])
    assert html.count('role="img"') == len(re.findall(r"^\*.+\.\* ", page, re.MULTILINE)) == 11


def test_the_same_seed_gives_the_same_bytes_and_a_full_folder_is_left_alone(tmp_path: Path) -> None:
    for name in ("a", "b"):
        assert main(["validate", "--patients", "30", "--days", "70", "--out", str(tmp_path / name)]) == 0
    first = (tmp_path / "a" / "scores.csv").read_bytes()
    assert first == (tmp_path / "b" / "scores.csv").read_bytes()
    assert main(["validate", "--patients", "30", "--days", "70", "--seed", "9", "--out", str(tmp_path / "a")]) == 2
    assert (tmp_path / "a" / "scores.csv").read_bytes() == first


def test_a_failure_half_way_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(blocks, "html", fails)
    assert main(["validate", "--patients", "30", "--days", "70", "--out", str(tmp_path / "out")]) == 2
    assert list(tmp_path.iterdir()) == []


def test_the_numbers_that_ship_are_those_of_the_rules_and_of_the_page() -> None:
    again = "publish again: python -m loadaid.validation.publish > docs/validation.md"
    v, run = published()
    assert run.ruleset == RULESET, again
    said = Path(__file__).parent.parent / "docs" / "validation.md"
    assert said.read_text(encoding="utf-8") == blocks.markdown(page(v, run, words("en"))), again


def test_published_numbers_come_back_as_they_were(small: Validation, tmp_path: Path) -> None:
    run = run_here("a command", 3)
    publish(small, run, tmp_path)
    v, back = published(tmp_path)
    assert back == run
    assert (v.patients, v.days, v.seed, v.size) == (small.patients, small.days, small.seed, small.size)
    numbers = ["value", "low", "high"]
    pd.testing.assert_frame_equal(v.scores.drop(columns=numbers), small.scores.drop(columns=numbers), check_dtype=False)
    np.testing.assert_allclose(v.scores[numbers], small.scores[numbers], rtol=1e-3)
    pd.testing.assert_frame_equal(v.confusion, small.confusion, check_dtype=False)
    for reader, delays_of in small.delays.items():
        for one, there in zip(delays_of, v.delays[reader], strict=True):
            assert (one.state, np.sort(one.days).tolist()) == (there.state, there.days.tolist())
