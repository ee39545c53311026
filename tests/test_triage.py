"""The lead's list: everyone in the first group that applies, by the review's own numbers; nobody lost, nothing missing as 0."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loadaid.analysis.review import Review, review
from loadaid.analysis.workings import fear
from loadaid.cohort.groups import BY_ID, GROUPS, TESTED
from loadaid.cohort.rows import Row, rows
from loadaid.cohort.standing import COUNTED, standings
from loadaid.cohort.triage import Triage, chips, triage, weeks
from loadaid.domain.errors import UsageError
from loadaid.domain.records import TABLES, Log
from loadaid.locale import words
from loadaid.virtual import clinic
from tests import diary
from tests.small_log import Diary, date, log_of

CASES = Path(__file__).parent / "cases"
FR = words("fr")


def story(name: str, patient_id: str = "p1", **more: Any) -> Log:
    """A story of tests/cases, with more lines."""
    return diary.log_of(json.loads((CASES / f"{name}.json").read_text(encoding="utf-8")) | more, patient_id)


def together(logs: Iterable[Log]) -> Log:
    frames = {t.name: [getattr(log, t.name) for log in logs] for t in TABLES}
    return Log(**{name: pd.concat(some).astype({"patient_id": "category"}) for name, some in frames.items()})


def listed(log: Log, day: dt.date, **more: Any) -> Triage:
    return triage(review(log, as_of=day), day, **more)


def of_diaries(*diaries: Diary, day: int = 62, **more: Any) -> Triage:
    merged: dict[str, list[Any]] = {}
    for one in diaries:
        for table, some in one.rows().items():
            merged.setdefault(table, []).extend(some)
    return listed(log_of(**merged), date(day), **more)


def group_of(found: Triage, patient: str = "p1") -> str:
    return str(found.listed.loc[patient, "group"])


def row_of(found: Triage, patient: str = "p1") -> Row:
    return rows(found, FR, [patient])[0]


def until(last: int, days: int = 63, patient: str = "p1") -> Diary:
    """A calm diary whose last entry is that of day `last`."""
    one = Diary(days, patient=patient)
    one.day = {k: row for k, row in one.day.items() if k <= last}
    one.session = {k: row for k, row in one.session.items() if k <= last}
    return one


# ---- the groups, on their limit and just off it


def test_a_calm_patient_is_in_the_zone_without_chips() -> None:
    found = of_diaries(Diary())
    assert group_of(found) == "in-zone"
    assert chips(found.listed.loc["p1"]) == []


@pytest.mark.parametrize("item", ["fever", "saddle_numbness"])
def test_a_safety_answer_comes_first_until_it_is_reviewed(item: str) -> None:
    asked = Diary().answer(60, **{item: "yes"})
    assert group_of(of_diaries(asked)) == "safety"
    assert row_of(of_diaries(asked)).dose_change_percent is None
    asked.add("events", 61, kind="safety_reviewed", note="vu")
    assert group_of(of_diaries(asked)) == "in-zone"


@pytest.mark.parametrize(
    ("name", "day", "flares", "group"),
    [
        ("worked-2-three-red-sessions", "2026-03-28", 2, "too-fast"),
        ("worked-2-three-red-sessions", "2026-03-29", 3, "flare"),
        ("sleep-drives", "2026-04-11", 2, "strain"),
        ("sleep-drives", "2026-04-12", 3, "flare"),
    ],
)
def test_a_flare_on_three_of_five_logged_days_goes_before_its_cause(
    name: str, day: str, flares: int, group: str
) -> None:
    found = listed(story(name), dt.date.fromisoformat(day))
    assert found.listed.loc["p1", "flare_days"] == flares
    assert group_of(found) == group


def test_flares_are_counted_on_days_with_an_entry() -> None:
    """The flare of the last entries counts on after two days without any, and not after fifteen."""
    log, last = story("worked-2-three-red-sessions"), dt.date(2026, 3, 29)
    for later in (0, 2):
        assert listed(log, last + dt.timedelta(later)).listed.loc["p1", "flare_days"] == 3


def test_a_reaction_to_be_cleared_up_stands_with_the_flares() -> None:
    found = listed(story("week-pain-waits-five-days"), review(story("week-pain-waits-five-days")).days("p1")[-1])
    assert (group_of(found), found.listed.loc["p1", "flare_days"]) == ("flare", 0)


def test_impact_worse_in_the_zone_is_the_fourth_group_from_the_day_it_is_read() -> None:
    one = Diary(71).change(range(62, 71), impact=6)
    r = one.review()
    direction = [r.result("p1", FR, date(k))["axes"]["trajectory"]["impact"] for k in range(60, 71)]
    first = 60 + direction.index("worse")
    before, on = triage(r, date(first - 1)), triage(r, date(first))
    assert (group_of(before), group_of(on)) == ("in-zone", "worse")
    row = row_of(on)
    assert row.headline == "in_zone"
    assert row.reason.startswith("Retentissement en hausse")
    assert row.sizes[0] is not None
    assert row.sizes[0] >= 1


@pytest.mark.parametrize(("silence", "group"), [(6, "in-zone"), (7, "silent"), (8, "silent")])
def test_a_week_without_any_entry_is_silence(silence: int, group: str) -> None:
    found = of_diaries(until(62 - silence))
    assert group_of(found) == group
    assert row_of(found).silence_days == silence


@pytest.mark.parametrize(("silence", "group"), [(6, "in-zone"), (7, "silent")])
def test_silence_counts_where_the_clinic_lets_a_reading_stand_longer(silence: int, group: str) -> None:
    r = review(until(62 - silence).log(), as_of=date(62), limits={"pain_days_close": 0})
    found = triage(r, date(62))
    row = row_of(found)
    assert (row.headline, row.group) == ("in_zone", group)
    assert row.reason.startswith("Aucune donnée depuis") == (group == "silent")


def test_insufficient_data_without_silence() -> None:
    one = Diary()
    one.session = {}
    one.change(range(63), exercised="no")
    found = of_diaries(one)
    assert group_of(found) == "silent"
    row = row_of(found)
    assert (row.silence_days, row.headline) == (0, "insufficient_data")
    assert row.reason == review(one.log(), as_of=date(62)).result("p1", FR)["headline_sentence"]
    assert set((row.classes or {}).values()) == {0}  # logged, and none was done


def test_too_cautious_is_the_sixth_and_fear_goes_before_time() -> None:
    name = "worked-3-room-to-grow"
    log = together([story(name, "a"), story(name, "b", patient={"fear": 7}), story(name, "c", patient={"fear": 6.9})])
    found = listed(log, review(log).days("a")[-1])
    assert [group_of(found, p) for p in "abc"] == ["too-cautious"] * 3
    assert found.patients == ["b", "c", "a"]
    assert [row.sizes[0] for row in rows(found, FR)] == [1, 0, None]


def test_strain_is_the_seventh() -> None:
    name = "two-red-in-a-hard-week"
    assert group_of(listed(story(name), review(story(name)).days("p1")[-1])) == "strain"


@pytest.mark.parametrize(("days", "group"), [(13, "new"), (14, "new"), (15, "silent")])
def test_new_is_first_data_under_fourteen_days_ago(days: int, group: str) -> None:
    """14 days of diary: the first was 13 days ago."""
    one = Diary(days)
    one.change(range(days), pain_morning=None, pain_average=None)  # so that nothing else is said
    assert group_of(of_diaries(one, day=days - 1)) == group


def test_new_goes_after_the_alarms_only() -> None:
    one = Diary(10).answer(9, fever="yes")
    found = of_diaries(one, day=9)
    assert group_of(found) == "safety"
    assert "new" in chips(found.listed.loc["p1"])


# ---- silence does not erase an alarm


@pytest.mark.parametrize(
    ("name", "group"),
    [("week-of-silence", "too-fast"), ("two-red-in-a-hard-week", "strain"), ("week-pain-waits-five-days", "flare"),
     ("worked-2-three-red-sessions", "flare"), ("sleep-drives", "flare")],
)  # fmt: skip
def test_an_alarm_is_kept_for_fourteen_days_of_silence(name: str, group: str) -> None:
    log = story(name)
    late = review(log, as_of=review(log).days("p1")[-1] + dt.timedelta(40))
    known = [late.result("p1", FR, day)["last_known"] for day in late.days("p1")[-20:]]
    last = dt.date.fromisoformat(known[-1]["date"])
    for after, expected in ((0, group), (1, group), (13, group), (14, group), (15, "silent")):
        found = triage(late, last + dt.timedelta(after))
        assert group_of(found) == expected, after
        if 0 < after <= 14:
            assert "silent" in chips(found.listed.loc["p1"])
    kept = row_of(triage(late, last + dt.timedelta(14)))
    assert kept.headline == "insufficient_data"
    if group != "flare" or name == "week-pain-waits-five-days":
        assert kept.reason.startswith("Dernier état connu")


def test_a_safety_answer_in_between_does_not_erase_the_alarm() -> None:
    """Too fast, silent from 29 March; a yes on 2 April, reviewed on the 6th, when the data have closed."""
    asked = [{"date": "2026-04-02", "item": "fever", "answer": "yes"}]
    seen = [{"date": "2026-04-06", "kind": "safety_reviewed", "note": "vu"}]
    r = review(story("week-of-silence", safety=asked, events=seen), as_of=dt.date(2026, 4, 6))
    assert group_of(triage(r, dt.date(2026, 4, 5))) == "safety"
    found = triage(r, dt.date(2026, 4, 6))
    assert r.result("p1", FR)["last_known"] == {"headline": "too_fast", "date": "2026-04-01"}
    assert (group_of(found), found.listed.loc["p1", "kept_days"]) == ("too-fast", 5)


def test_function_known_to_be_worse_goes_before_silence() -> None:
    last = review(story("function-falls")).days("p1")[-1]
    found = listed(story("function-falls"), last + dt.timedelta(22))  # the alarm of the headline has ended
    assert (group_of(found), chips(found.listed.loc["p1"])) == ("worse", ["silent"])
    assert row_of(found).reason.startswith("Fonction en baisse")


def test_too_cautious_is_not_kept() -> None:
    log = story("worked-3-room-to-grow")
    last = review(log).days("p1")[-1]
    assert group_of(listed(log, last + dt.timedelta(6))) == "too-cautious"
    assert group_of(listed(log, last + dt.timedelta(7))) == "silent"


# ---- discharge, and patients without data


def test_a_discharged_patient_is_in_no_group_until_seen_again() -> None:
    gone = Diary().answer(60, fever="yes").add("events", 61, kind="discharge")
    found = of_diaries(gone, Diary(patient="p2"))
    assert (found.patients, found.discharged) == (["p2"], ("p1",))
    assert sum(found.counts.values()) == 1
    assert of_diaries(gone, day=61).discharged == ("p1",)
    gone.add("events", 61, kind="visit")
    assert of_diaries(gone).discharged == ("p1",)  # the last visit is on the day of the discharge
    gone.add("events", 62, kind="visit")
    assert group_of(of_diaries(gone)) == "safety"


def test_nothing_dated_later_counts() -> None:
    one = Diary().add("events", 62, kind="discharge").add("outcomes", 62, measure="fear", value=8)
    assert triage(one.review(), date(61)).discharged == ()
    before, on = standings(one.review(), [date(61), date(62)], {})
    assert (pd.isna(before.loc["p1", "fearful"]), on.loc["p1", "fearful"]) == (True, 1)


@pytest.mark.parametrize(
    ("since", "group"), [(0, "new"), (13, "new"), (14, "silent"), (200, "silent"), (None, "silent")]
)
def test_a_patient_without_any_data_is_on_the_list(since: int | None, group: str) -> None:
    known = {"zoe": None if since is None else date(62) - dt.timedelta(since)}
    for found in (of_diaries(Diary(), known=known), triage(None, date(62), known=known)):
        assert group_of(found, "zoe") == group
        row = row_of(found, "zoe")
        assert row.reason.startswith("Aucune donnée" if since is None else "Suivi depuis")
        nothing = (row.logged_days, row.days, row.logged_share, row.classes, row.dose_change_percent, row.settle_hours,
                   row.silence_days, row.unreviewed_days)  # fmt: skip
        assert nothing == (None,) * len(nothing)


def test_questions_alone_are_no_data() -> None:
    """Who only answered safety questions has logged nothing, and their yes comes first all the same."""
    quiet, yes = Diary(0, patient="a").answer(60), Diary(0, patient="b").answer(60, fever="yes")
    found = of_diaries(quiet, yes, Diary(patient="c"))
    assert [group_of(found, p) for p in "abc"] == ["silent", "safety", "in-zone"]
    assert row_of(found, "a").silence_days is None


def test_nobody_at_all() -> None:
    found = triage(None, date(62))
    assert (found.patients, found.discharged, rows(found, FR)) == ([], (), [])
    assert set(found.counts.values()) == {0}


def test_a_day_after_the_review_is_refused() -> None:
    with pytest.raises(UsageError, match="as_of"):
        triage(Diary().review(), date(63))


# ---- the order


def test_order_inside_the_groups() -> None:
    diaries = [
        Diary(patient="urgent-long").answer(50, fever="yes"),
        Diary(patient="urgent").answer(60, fever="yes"),
        Diary(patient="emergency").answer(62, saddle_numbness="yes"),
        until(40, patient="silent-22"), until(50, patient="silent-12"),
        *(Diary(patient=name) for name in ("zone-b", "zone-a", "zone-seen", "zone-never")),
    ]  # fmt: skip
    reviewed = {"zone-a": date(30), "zone-b": date(30), "zone-seen": date(61), "urgent": date(99)}
    known = {"absent-30": date(32), "absent": None}
    found = of_diaries(*diaries, reviewed=reviewed, known=known)
    assert found.patients == [
        "emergency", "urgent-long", "urgent",
        "absent", "absent-30", "silent-22", "silent-12",
        "zone-never", "zone-a", "zone-b", "zone-seen",
    ]  # fmt: skip
    assert found.counts == dict.fromkeys(BY_ID, 0) | {"safety": 3, "silent": 4, "in-zone": 4}
    sizes = {row.patient_id: row.sizes for row in rows(found, FR)}
    assert sizes["emergency"] == (1, 0)
    assert sizes["urgent-long"] == (0, 12)
    assert (sizes["absent"], sizes["absent-30"], sizes["silent-12"]) == ((None,), (30,), (12,))
    assert (sizes["zone-never"], sizes["zone-a"]) == ((None,), (32,))
    assert row_of(found, "urgent").unreviewed_days is None  # reviewed on a later day: not yet


def test_groups_follow_the_display_order_and_all_are_tested() -> None:
    assert [group.number for group in GROUPS] == list(range(1, 10))
    assert sorted(TESTED) == sorted(BY_ID)
    assert TESTED[:4] == ("safety", "flare", "too-fast", "new")
    standing = standings(Diary().review(), [date(62)], {})[0]
    assert not set(standing.columns) & set(BY_ID), "a column of a standing is named like a group"


def test_each_group_says_its_rule_and_its_order_with_their_numbers() -> None:
    for w in (FR, words("en")):
        for group in GROUPS:
            said = [w(group.name), group.rule_in_words(w), *(m.in_words(w) for m in group.measures)]
            assert all(said)
            assert "{" not in "".join(said)
    assert "3 des 5" in BY_ID["flare"].rule_in_words(FR)
    assert "14 jours" in BY_ID["new"].rule_in_words(FR)


# ---- one computation: the review's own numbers


@pytest.fixture(scope="module")
def virtual() -> tuple[Log, Review]:
    log = clinic(32, 80, 3)
    return log, review(log, as_of=log.daily["date"].max().date())


def test_groups_are_those_of_the_result(virtual: tuple[Log, Review]) -> None:
    """From the JSON's axes, headline and last_known, rule by rule; the day's flares from the results of those days."""
    _, r = virtual
    last = r.days(r.patients[0])[-1]
    met: set[str] = set()
    for back in (0, 4, 9, 21, 40):
        day = last - dt.timedelta(back)
        found = triage(r, day)
        assert set(found.patients) == set(r.patients)
        for patient, standing in found.listed.iterrows():
            result = r.result(str(patient), FR, day)
            axes, known, at = result["axes"], result["last_known"], r.at(str(patient), day)
            kept = None
            if known and (day - dt.date.fromisoformat(known["date"])).days <= 14:
                kept = known["headline"]
            logged = at.where(at.w.panel.daily["logged"] == 1, 999)
            flares = sum(
                r.result(str(patient), FR, d)["axes"]["flare"] == "present" for d in at.dates(logged[-COUNTED:])
            )
            expected = {
                "safety": axes["safety"] in ("urgent", "emergency"),
                "flare": flares >= 3 or "flare_unclear" in (result["headline"], kept),
                "too-fast": "too_fast" in (axes["progression"], kept),
                "worse": "worse" in (axes["trajectory"]["impact"], axes["trajectory"]["function"]),
                "silent": axes["data"] == "insufficient" or result["headline"] == "insufficient_data",
                "too-cautious": axes["progression"] == "too_cautious",
                "strain": "strain_driven" in (result["headline"], kept),
                "in-zone": axes["progression"] == "in_zone",
                "new": at.day - logged[0] < 14,
            }
            if at.day - logged[-1] < 7:
                assert {name: bool(standing[name]) for name in expected} == expected, (patient, day)
            met.add(standing["group"])
            assert str(standing["headline_days"]) == str(
                float((day - dt.date.fromisoformat(result["held_since"])).days)
            )
            assert (standing["fearful"] == 1) == (fear(at.w, at.row, at.day) >= 7)
    assert len(met) >= 6, met


def test_rows_are_those_of_the_result(virtual: tuple[Log, Review]) -> None:
    log, r = virtual
    day = r.days(r.patients[0])[-1]
    found = triage(r, day)
    of = dict(zip(log.patients["patient_id"], log.patients["clinician"], strict=True))
    for row in rows(found, FR):
        result = r.result(row.patient_id, FR)
        quality = result["data_quality"]
        assert (row.headline, row.label) == (result["headline"], result["headline_label"])
        assert (row.logged_days, row.days) == (quality["days_logged"], 28)
        assert sum((row.classes or {}).values()) == quality["sessions"]
        measures = r.measures(row.patient_id).tail(28)
        counted = measures.loc[measures["session_class"] != "", "session_class"].value_counts().to_dict()
        assert {name: n for name, n in (row.classes or {}).items() if n} == counted
        growth = next(f["measured"] for f in result["findings"] if f["rule"] == "dose-growth")
        assert row.dose_change_percent == growth
        assert row.clinician == (None if pd.isna(of[row.patient_id]) else of[row.patient_id])
        assert row.reason


def test_a_window_of_fourteen_days(virtual: tuple[Log, Review]) -> None:
    _, r = virtual
    found = triage(r, r.days(r.patients[0])[-1])
    for month, half in zip(rows(found, FR), rows(found, FR, window=14), strict=True):
        assert half.days == 14
        assert (half.logged_days or 0) <= (month.logged_days or 0)
        assert month.settle_hours == half.settle_hours


def test_rows_are_the_same_when_the_workings_are_made_again(virtual: tuple[Log, Review]) -> None:
    """Of a clinic too large to keep them all: one by one, or with the neighbours."""
    _, r = virtual
    found = triage(r, r.days(r.patients[0])[-1])
    kept = rows(found, FR, found.patients)
    r.kept.clear()
    assert rows(found, FR, found.patients[:9]) == kept[:9]
    assert not r.kept
    assert rows(found, FR) == kept


def test_rows_come_in_the_order_asked(virtual: tuple[Log, Review]) -> None:
    _, r = virtual
    found = triage(r, r.days(r.patients[0])[-1])
    asked = found.patients[3:0:-1]
    assert [row.patient_id for row in rows(found, FR, asked)] == asked


def test_weeks_are_the_lists_of_their_days(virtual: tuple[Log, Review]) -> None:
    """Each as the list was on that day, made without anything later."""
    log, r = virtual
    day = r.days(r.patients[0])[-1]
    moved = weeks(r, day)
    assert [week.day for week in moved] == [day - dt.timedelta(7 * k) for k in range(11, -1, -1)]
    for week in moved[-8::2]:
        assert week.counts == listed(log, week.day).counts
    assert moved[-1].discharged == 0


def test_weeks_count_who_never_wrote_from_the_day_they_are_known(virtual: tuple[Log, Review]) -> None:
    _, r = virtual
    day = r.days(r.patients[0])[-1]
    plain, known = weeks(r, day, n=4), weeks(r, day, n=4, known={"absent": day - dt.timedelta(14), "unknown": None})
    more = [{g: b.counts[g] - a.counts[g] for g in ("new", "silent")} for a, b in zip(plain, known, strict=True)]
    assert more == [
        {"new": 0, "silent": 0}, {"new": 1, "silent": 0}, {"new": 1, "silent": 0}, {"new": 0, "silent": 2},
    ]  # fmt: skip


@settings(max_examples=8)
@given(st.sets(st.integers(0, 31), min_size=1), st.integers(0, 60))
def test_other_patients_change_nothing(virtual: tuple[Log, Review], chosen: set[int], back: int) -> None:
    log, r = virtual
    day = r.days(r.patients[0])[-1] - dt.timedelta(back)
    some = [r.patients[k] for k in sorted(chosen)]
    alone = triage(review(log, as_of=day, patients=some), day, known={"absent": day})
    among = triage(r, day)
    for patient in some:
        a, b = alone.listed.loc[patient], among.listed.loc[patient]
        pd.testing.assert_series_equal(a, b)
    assert [p for p in among.patients if p in some] == [p for p in alone.patients if p != "absent"]
    assert rows(alone, FR, some[:3]) == rows(among, FR, some[:3])
