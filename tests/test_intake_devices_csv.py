"""Device exports in CSV, English and French: Strava, Garmin Connect, Google Fit, TapLog, Fitbit."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from datetime import date

import pytest

from loadaid.intake.devices.known import recognise_csv, row_reader
from loadaid.intake.devices.sports import family, plain_words
from loadaid.intake.model import FileReading, FileRefused

TODAY = date(2026, 3, 31)
STRAVA = "Activity ID,Activity Date,Activity Name,Activity Type,Elapsed Time,Distance,Filename,Elapsed Time,Moving Time,Distance,Perceived Exertion"
STRAVA_FR = "ID de l'activité,Date de l'activité,Nom de l'activité,Type d'activité,Temps écoulé,Distance,Nom du fichier,Temps écoulé,Durée de déplacement,Distance,Effort perçu"
GARMIN = "Activity Type,Date,Favorite,Title,Distance,Calories,Time,Avg HR,Moving Time"
GARMIN_FR = "Type d'activité,Date,Favori,Titre,Distance,Calories,Durée,Fréquence cardiaque moyenne,Temps de déplacement"
GOOGLE = "Date,Move Minutes count,Calories (kcal),Step count"
TAPLOG = "Milliseconds,timezoneOffset,timestamp,DayOfWeek,_id,cat1,cat2,note"
FITBIT = "Activities\nDate,Calories Burned,Steps,Distance,Minutes Sedentary,Minutes Fairly Active,Minutes Very Active"
FITBIT_FR = "Activités\nDate,Calories brûlées,Pas,Distance,Minutes Sédentaire,Minutes Assez Actives,Minutes Très actif"
SLEEP = "Sleep\nStart Time,End Time,Minutes Asleep,Minutes Awake"


def reading(titles: str, *lines: str, answers: Mapping[str, str] | None = None) -> FileReading:
    rows = list(csv.reader(io.StringIO("\n".join([titles, *lines]))))
    name = recognise_csv(rows[:5])
    assert name is not None
    return row_reader(name)(list(enumerate(rows, start=1)), TODAY, answers or {})


def codes(of: FileReading) -> list[tuple[str, int | None]]:
    return [(p.code, p.row) for p in of.problems]


def tap(time: str, what: str, cat1: str = "Sport", weekday: str = "lundi") -> str:
    return f"0,3600000,{time}+01:00,{weekday},1,{cat1},{what},"


@pytest.mark.parametrize(("titles", "when", "sport"), [
    (STRAVA, "Mar 9, 2026, 6:03:22 PM", "Ride"), (STRAVA, "Mar 9, 2026, 6:03:22\N{NARROW NO-BREAK SPACE}PM", "Ride"),
    (STRAVA, "9 Mar 2026, 18:03:22", "Ride"), (STRAVA_FR, "9 mars 2026, 18:03:22", "Vélo"),
    (STRAVA_FR, "9 mars 2026 à 18:03:22", "Vélo"), (STRAVA, "2026-03-09 18:03:22", "Ride"),
])  # fmt: skip
def test_a_strava_activity_is_a_session_of_its_moving_time(titles: str, when: str, sport: str) -> None:
    of = reading(titles, f'7,"{when}",Sortie,{sport},2100,12.5,a.fit.gz,2100.0,1860.0,12500.0,7.0')
    assert of.found[0].values == {
        "date": "2026-03-09", "exercise": sport.lower(), "family": "endurance", "session_minutes": 31.0,
        "session_rpe": 7.0, "completed": "yes",
    }  # fmt: skip
    assert (of.found[0].row, of.found[0].start, codes(of)) == (2, None, [("universal-time", None)])
    assert "Distance" in of.ignored


@pytest.mark.parametrize(
    ("month", "number"),
    [
        ("janv.", 1),
        ("févr.", 2),
        ("avr.", 4),
        ("mai", 5),
        ("juin", 6),
        ("juil.", 7),
        ("août", 8),
        ("sept.", 9),
        ("déc.", 12),
    ],
)
def test_french_months_are_read(month: str, number: int) -> None:
    of = reading(STRAVA_FR, f'7,"9 {month} 2025, 18:03:22",Sortie,Marche,1,1,a,1,1860,1,')
    assert of.found[0].values["date"] == f"2025-{number:02}-09"


def test_what_strava_leaves_empty_is_unknown() -> None:
    values = reading(STRAVA, '7,"Mar 9, 2026, 6:03:22 PM",Gym,Weight Training,2100,0,,2100,0,0,').found[0].values
    assert values == {"date": "2026-03-09", "exercise": "weight training", "family": "strength", "completed": "yes"}


@pytest.mark.parametrize(
    ("when", "code"),
    [
        ("", "blank-date"),
        ("soon", "not-a-date"),
        ("Feb 30, 2026, 6:03:22 PM", "not-a-date"),
        ("Mar 9, 2031, 6:03:22 PM", "wrong-clock"),
    ],
)
def test_a_strava_row_without_a_possible_date_is_refused(when: str, code: str) -> None:
    assert codes(reading(STRAVA, f'7,"{when}",a,Ride,1,1,a,1,1860,1,')) == [(code, 2)]


@pytest.mark.parametrize(
    ("titles", "sport", "of_family"),
    [
        (GARMIN, "Strength Training", "strength"),
        (GARMIN_FR, "Musculation", "strength"),
        (GARMIN_FR, "Course à pied", "endurance"),
    ],
)
def test_a_garmin_row_is_a_session_at_its_local_time(titles: str, sport: str, of_family: str) -> None:
    of = reading(titles, f'{sport},2026-03-09 18:03:22,false,"Séance","0.00","540","00:31:00",129,"00:25:00"')
    assert of.found[0].values == {
        "date": "2026-03-09", "exercise": sport.lower(), "family": of_family, "session_minutes": 31.0, "completed": "yes",
    }  # fmt: skip
    assert (of.found[0].start, of.problems) == ("18:03", [])


@pytest.mark.parametrize(("time", "problems"), [("--", []), ("45:10", [("not-a-duration", 2)]), ("0:30:06.5", [])])
def test_a_garmin_time_is_hours_minutes_and_seconds_or_unknown(time: str, problems: list[tuple[str, int]]) -> None:
    assert codes(reading(GARMIN, f"Running,2026-03-09 18:03:22,false,a,1,1,{time},1,1")) == problems


def test_google_fit_days_keep_what_was_counted_and_leave_empty_days_unknown() -> None:
    of = reading(GOOGLE, "2026-03-07,,464.3,", "2026-03-08,24,1691.2,1378", "2026-03-09,,1600,20", "2026-03-10,x,1,20")
    assert [f.values for f in of.found] == [
        {"date": "2026-03-08", "steps": 1378, "active_minutes": 24.0}, {"date": "2026-03-09", "steps": 20},
    ]  # fmt: skip
    assert codes(of) == [("device-not-worn", 2), ("not-a-number", 5)]


def test_a_start_and_an_end_tap_make_a_session_and_a_lone_one_is_refused() -> None:
    of = reading(
        TAPLOG,
        tap("2026-03-09T18:00:00.000", "Sport Str", weekday="Monday"),
        tap("2026-03-09T18:31:00.000", "Sport End"),
        tap("2026-03-10T18:00:00.000", "Sport Str"),
        tap("2026-03-11T18:00:00.000", "Driving Str", "Driving"),
        tap("2026-03-11T23:50:00.000", "Sport Str"),
        tap("2026-03-12T00:20:00.000", "Sport End"),
        tap("2026-03-12T01:20:00.000", "Sport End"),
        tap("2026-03-13T01:20:00.000", "Sport Str"),
    )
    found = [(f.row, f.values["date"], f.start, f.values["session_minutes"]) for f in of.found]
    assert found == [(2, "2026-03-09", "18:00", 31.0), (6, "2026-03-11", "23:50", 30.0)]
    assert sorted(codes(of)) == [
        ("end-of-session", 3), ("end-of-session", 7), ("half-a-session", 4), ("half-a-session", 8),
        ("half-a-session", 9), ("not-a-session", 5),
    ]  # fmt: skip
    assert of.received == 8


@pytest.mark.parametrize(("titles", "first", "second"), [
    (FITBIT, '"12-03-2026","2,783","9,892","7.35","1,150","34","22"', '"13-03-2026","1,773","0","0","1,440","0","0"'),
    (FITBIT_FR, '"12-03-2026","2783","9892","7,35","1150","34","22"', '"13-03-2026","1773","0","0","1440","0","0"'),
])  # fmt: skip
def test_a_fitbit_month_is_read_in_both_languages_and_an_unworn_day_is_unknown(
    titles: str, first: str, second: str
) -> None:
    of = reading(titles, first, second)
    assert [(f.row, f.values) for f in of.found] == [(3, {"date": "2026-03-12", "steps": 9892, "active_minutes": 56.0})]
    assert (codes(of), of.date_order) == ([("device-not-worn", 4)], "dmy")


def fitbit_day(day: str) -> str:
    return f'"{day}","1,773","430","0.31","1,300","1","0"'


@pytest.mark.parametrize(("days", "order", "first"), [
    (["01-02-2026", "02-02-2026", "03-02-2026"], "dmy", "2026-02-01"),
    (["02-01-2026", "02-02-2026", "02-03-2026"], "mdy", "2026-02-01"),
    (["2026-02-01", "2026-02-02"], "iso", "2026-02-01"),
    (["02-28-2026"], "mdy", "2026-02-28"),
])  # fmt: skip
def test_the_date_order_is_decided_on_the_whole_file(days: list[str], order: str, first: str) -> None:
    of = reading(FITBIT, *map(fitbit_day, days))
    assert (of.date_order, of.found[0].values["date"], of.questions) == (order, first, [])


def test_a_day_that_breaks_the_proved_order_is_refused() -> None:
    of = reading(FITBIT, *map(fitbit_day, ["12-02-2026", "13-02-2026", "14-02-2026", "31-02-2026", "02-15-2026"]))
    assert [f.values["date"] for f in of.found] == ["2026-02-12", "2026-02-13", "2026-02-14"]
    assert codes(of) == [("not-a-date", 6), ("not-a-date", 7)]


def test_one_day_that_fits_both_orders_is_asked_for() -> None:
    of = reading(FITBIT, fitbit_day("02-03-2026"))
    assert [(q.id, q.choices) for q in of.questions] == [("date-order:Date", ("dmy", "mdy"))]
    assert (of.found, of.received, len(of.set_aside)) == ([], 1, 1)
    answered = reading(FITBIT, fitbit_day("02-03-2026"), answers={"date-order:Date": "mdy"})
    assert (answered.found[0].values["date"], answered.questions) == ("2026-02-03", [])


def test_fitbit_sleep_is_on_the_day_it_ends_and_a_nap_is_added() -> None:
    of = reading(
        "Body\nDate,Weight\n13-03-2026,70\n\n" + FITBIT, fitbit_day("13-03-2026"), "", SLEEP,
        "13-03-2026 11:12PM,14-03-2026 7:11AM,420,20", "14-03-2026 2:00PM,14-03-2026 2:45PM,30,5", "", "Food Log 20260313", "a,b",
    )  # fmt: skip
    assert [(f.row, f.values) for f in of.found] == [
        (7, {"date": "2026-03-13", "steps": 430, "active_minutes": 1.0}),
        (11, {"date": "2026-03-14", "sleep_hours": 7.5}), (12, {"date": "2026-03-14", "sleep_hours": 7.5}),
    ]  # fmt: skip
    assert codes(of) == [("sleeps-added", 12)]
    assert {"Body", "Food Log 20260313", "Minutes Sedentary"} <= set(of.ignored)


def test_two_months_one_after_the_other_are_both_read() -> None:
    of = reading(FITBIT, fitbit_day("31-01-2026"), "", FITBIT, fitbit_day("01-02-2026"))
    assert [f.values["date"] for f in of.found] == ["2026-01-31", "2026-02-01"]


def test_a_fitbit_number_that_is_not_whole_is_refused_not_rounded() -> None:
    of = reading(FITBIT, fitbit_day("13-03-2026"), '"14-03-2026","1,773","5,1","0.31","1,300","1","0"')
    assert codes(of) == [("not-a-whole-number", 4)]


@pytest.mark.parametrize("titles", [STRAVA, GARMIN, GOOGLE, TAPLOG, FITBIT])
def test_titles_without_rows_are_refused(titles: str) -> None:
    with pytest.raises(FileRefused) as refused:
        reading(titles)
    assert refused.value.problem.code == "header-only"


@pytest.mark.parametrize("titles", [STRAVA, GARMIN, GOOGLE, TAPLOG])
def test_rows_of_another_width_are_refused_and_blank_ones_are_left_aside(titles: str) -> None:
    of = reading(titles, "1,2", "," * titles.count(","), "1," * 30 + "1")
    assert codes(of) == [("wrong-cell-count", 2), ("blank-row", 3), ("wrong-cell-count", 4)]
    assert of.received == 3


@pytest.mark.parametrize(
    "line", ["Date,Douleur,Séance", "Date,Workout Name,Duration,Exercise Name", "Activities,Date", "Date,Steps", ""]
)
def test_a_diary_is_not_taken_for_a_device(line: str) -> None:
    assert recognise_csv([line.split(","), ["1", "2"]]) is None


@pytest.mark.parametrize(("name", "words", "of_family"), [
    ("OpenWaterSwimming", "open water swimming", "endurance"), ("surfing_v2", "surfing", None), ("E-Bike Ride", "e-bike ride", "endurance"),
    ("motorcycling", "motorcycling", None), ("horseback_riding", "horseback riding", None), ("Étirements", "étirements", "mobility"),
    ("rock_climbing", "rock climbing", None), ("...", "", None),
])  # fmt: skip
def test_a_sport_s_family_is_told_only_when_it_is_plain(name: str, words: str, of_family: str | None) -> None:
    assert (plain_words(name), family(words)) == (words, of_family)
