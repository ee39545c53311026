"""Group D, 73 to 93: days and times. Today is 26 November 2026, a Thursday."""

from __future__ import annotations

from datetime import date
from typing import Any

from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.bad_inputs.build import day_number, text, workbook
from tests.bad_inputs.case import Case, counts, daily, session
from tests.bad_inputs.good import EN_ROWS, EN_TITLES, FR_ROWS, FR_TITLES, GOOD, SHEET

FOUR_APRIL_DAYS = ("03/04/2026", "04/04/2026", "05/04/2026", "06/04/2026")
TIMES = "Date;Début;Fin;Exercice;Douleur pendant (0 à 10)"
EN_TIMES = "Date,Start,End,Exercise,Pain during (0 to 10)"
HORSE = ("daily", "date", "2026-03-04")  # 03/04/2026 read as Americans do


def pains(*days: str, title: str = "Date", separator: str = ";") -> tuple[str, ...]:
    """A diary with pain 1, 2, 3 ... on these days."""
    words = ("Douleur",) if separator == ";" else ("Pain",)
    return (separator.join((title, *words)), *(f"{day}{separator}{pain}" for pain, day in enumerate(days, 1)))


def dated(*days: str) -> tuple[Any, ...]:
    """The rows that `pains` stores, from ISO days; "" where the row is not stored."""
    return tuple(daily(day, pain_average=pain) for pain, day in enumerate(days, 1) if day)


def read_days(
    number: int,
    title: str,
    written: tuple[str, ...],
    iso: tuple[str, ...],
    outcome: str = "A",
    code: str | None = None,
    separator: str = ";",
    **more: Any,
) -> Case:
    name = "journal.csv" if separator == ";" else "diary.csv"
    return Case(number, title, ((name, text(*pains(*written, separator=separator))),), outcome, code, rows=counts(len(written)), stored=dated(*iso), **more)  # fmt: skip


def refused_day(
    number: int, written: str, code: str, never: str = "", title: str = "", **more: Any
) -> tuple[Case, Case]:
    """One bad date between good ones, in a French and in an English file."""
    no_day = (("daily", "date", never),) if never else ()
    french = (FR_TITLES, FR_ROWS[0], f"{written};9;9", *FR_ROWS[1:])
    english = (EN_TITLES, EN_ROWS[0], f'"{written}",9,9', *EN_ROWS[1:])
    return tuple(
        Case(number, f"{title or f'date {written}'} in {name}", ((name, text(*lines)),), "R", code, row=3, column="Date", value=written, rows=counts(4, refused=1), stored=GOOD,
             never=(*no_day, ("daily", "pain_average", 9)), **more)
        for name, lines in (("journal.csv", french), ("diary.csv", english))
    )  # type: ignore[return-value]  # fmt: skip


def mac_calendar(book: Any) -> None:
    book.epoch = CALENDAR_MAC_1904


SERIALS = tuple(str(day_number(f"2026-03-{day}")) for day in (14, 15, 16))
MAC_SERIALS = tuple(str(day_number(f"2026-03-{day}", epoch_1904=True)) for day in (14, 15, 16))
MARCH = ("2026-03-14", "2026-03-15", "2026-03-16")
IN_WORDS = (
    "3 avril 2026",
    "4 avr. 2026",
    "dim. 05/04/2026",
    "lundi 6 avril 2026",
    "14/04/2026",
    "1er mai 2026",
    "2 MAI 2026",
    "11 fevrier 2026",
    "12 août 2026",
    "13 aout 2026",
)
IN_WORDS_ISO = (
    "2026-04-03",
    "2026-04-04",
    "2026-04-05",
    "2026-04-06",
    "2026-04-14",
    "2026-05-01",
    "2026-05-02",
    "2026-02-11",
    "2026-08-12",
    "2026-08-13",
)
ENGLISH_WORDS = (
    "April 3rd 2026",
    "4 Apr 2026",
    '"Sunday, April 5, 2026"',
    "Mon 6 April 2026",
    '"May 1st, 2026"',
    "22-Jun-2026",
)
ENGLISH_ISO = ("2026-04-03", "2026-04-04", "2026-04-05", "2026-04-06", "2026-05-01", "2026-06-22")

CASES: tuple[Case, ...] = (
    read_days(73, "ISO dates that dayfirst would turn", ("2026-04-03", "2026-04-05", "2026-05-04"), ("2026-04-03", "2026-04-05", "2026-05-04"), never=(HORSE, ("daily", "date", "2026-05-05"))),
    read_days(73, "ISO with time, milliseconds and zone", ("2026-04-03T08:12:45.123+02:00", "2026-04-04 21:05", "2026-04-05T07:00:00+02:00"), ("2026-04-03", "2026-04-04", "2026-04-05"), separator=",", never=(HORSE,)),
    read_days(73, "ISO with slashes or points", ("2026/04/03", "2026.04.05", "20260407"), ("2026-04-03", "2026-04-05", "2026-04-07"), never=(HORSE,)),
    *(
        Case(74, f"{title}: both orders fit, answered {answer}", ((name, text(*pains(*FOUR_APRIL_DAYS, separator=separator))),), "Q", "date-order:Date", never=(HORSE, ("daily", "date", "2026-04-03")),
             answers={"date-order:Date": answer}, rows_after=counts(4), stored_after=dated(*iso), never_after=(("daily", "date", other),))
        for title, name, separator in (("French titles", "journal.csv", ";"), ("English titles", "diary.csv", ","))
        for answer, iso, other in (
            ("dmy", ("2026-04-03", "2026-04-04", "2026-04-05", "2026-04-06"), "2026-03-04"),
            ("mdy", ("2026-03-04", "2026-04-04", "2026-05-04", "2026-06-04"), "2026-04-03"),
        )
    ),
    read_days(74, "month first would lie in the future", ("09/11/2026", "10/11/2026", "11/11/2026", "12/11/2026"), ("2026-11-09", "2026-11-10", "2026-11-11", "2026-11-12"), "N", "date-order-proved", read_as={"date_order": "dmy"},
              never=(("daily", "date", "2026-09-11"), ("daily", "date", "2026-10-11")), why="12/11 as 11 December is after today: only one order fits, so nothing is asked; but it must be said."),
    read_days(75, "month first, proved by 03/14", ("03/04/2026", "03/09/2026", "03/14/2026"), ("2026-03-04", "2026-03-09", "2026-03-14"), "N", "date-order-proved", separator=",", read_as={"date_order": "mdy"}, never=(("daily", "date", "2026-04-03"), ("daily", "date", "2026-09-03"))),
    read_days(75, "day first, proved by the last row only", ("03/04/2026", "04/04/2026", "13/04/2026"), ("2026-04-03", "2026-04-04", "2026-04-13"), "N", "date-order-proved", read_as={"date_order": "dmy"}, never=(HORSE,)),
    Case(76, "one American date among French ones", (("journal.csv", text(*pains("03/04/2026", "13/04/2026", "04/15/2026", "16/04/2026"))),), "R", "other-date-order", row=4, column="Date", value="04/15/2026", rows=counts(4, refused=1),
         stored=dated("2026-04-03", "2026-04-13", "", "2026-04-16"), never=(("daily", "date", "2026-04-15"), HORSE), why="The column is day first; no row is guessed for itself."),
    Case(76, "one French date among American ones", (("diary.csv", text(*pains("03/13/2026", "03/14/2026", "15/03/2026", "03/16/2026", separator=","))),), "R", "other-date-order", row=4, column="Date", value="15/03/2026", rows=counts(4, refused=1),
         stored=dated("2026-03-13", "2026-03-14", "", "2026-03-16"), never=(("daily", "date", "2026-03-15"),)),
    read_days(77, "day numbers of Excel in a CSV", SERIALS, MARCH, "N", "serial-dates", never=(("daily", "date", "1970-01-01"),)),
    Case(77, "day numbers in a workbook, the date format lost", (("diary.xlsx", workbook([["Date", "Pain"], *[[int(serial), pain] for pain, serial in enumerate(SERIALS, 1)]])),), "N", "serial-dates", rows=counts(3), stored=dated(*MARCH)),
    Case(78, "a workbook in the calendar of the Mac (1904)", (("journal.xlsx", workbook(SHEET, touch=mac_calendar)),), "A", rows=counts(3), stored=GOOD, never=(("daily", "date", "2030-03-15"), ("daily", "date", "2022-03-13"))),
    Case(78, "day numbers of 1904 in a CSV", (("diary.csv", text(*pains(*MAC_SERIALS, separator=","))),), "Q", "year:Date|date-order:Date", never=(("daily", "date", "2022-03-13"),),
         why="From 1900 they are March 2022, from 1904 March 2026: four years apart, nothing in the file tells. No id was agreed."),
    read_days(79, "French dates in words", IN_WORDS, IN_WORDS_ISO, never=(("daily", "date", "2026-05-04"),)),
    read_days(79, "English dates in words", ENGLISH_WORDS, ENGLISH_ISO, separator=","),
    Case(79, "a weekday that does not agree", (("journal.csv", text(*pains("jeudi 2 avril 2026", "lundi 3 avril 2026", "samedi 4 avril 2026"))),), "R", "weekday-disagrees", row=3, column="Date", value="lundi 3 avril 2026", rows=counts(3, refused=1),
         stored=dated("2026-04-02", "", "2026-04-04"), never=(("daily", "date", "2026-04-03"), ("daily", "date", "2026-04-06"))),
    Case(79, "a weekday that does not agree, in English", (("diary.csv", text(*pains("Thu 2 April 2026", "Monday 3 April 2026", "Sat 4 April 2026", separator=","))),), "R", "weekday-disagrees", row=3, column="Date", value="Monday 3 April 2026", rows=counts(3, refused=1),
         stored=dated("2026-04-02", "", "2026-04-04"), never=(("daily", "date", "2026-04-03"),)),
    read_days(80, "two-digit years", ("14/03/26", "15/03/26", "16/03/26"), MARCH, "N", "two-digit-years", never=(("daily", "date", "1926-03-14"), ("daily", "date", "2014-03-26"))),
    read_days(80, "two-digit years, month first", ("3/14/26", "3/15/26", "3/16/26"), MARCH, "N", "two-digit-years", separator=","),
    Case(80, "the year 70", (("journal.csv", text(*pains("13/03/26", "01/01/70", "14/03/26"))),), "R", "century-unclear", row=3, column="Date", value="01/01/70", rows=counts(3, refused=1), stored=dated("2026-03-13", "", "2026-03-14"),
         never=(("daily", "date", "2070-01-01"), ("daily", "date", "1970-01-01"))),
    Case(81, "no year", (("journal.csv", text(*pains("14/03", "15/03", "16/03"))),), "Q", "year:Date", answers={"year:Date": "2026"}, never=(("daily", "date", "2026-03-14"), ("daily", "date", "1900-03-14")), rows_after=counts(3), stored_after=dated(*MARCH)),
    Case(81, "no year, a month that has not come yet this year", (("diary.csv", text(*pains("December 14", "December 15", separator=","))),), "Q", "year:Date", answers={"year:Date": "2025"}, never=(("daily", "date", "2026-12-14"),), rows_after=counts(2), stored_after=dated("2025-12-14", "2025-12-15"),
         never_after=(("daily", "date", "2026-12-14"),)),
    Case(81, "weekday and no year", (("journal.csv", text(*pains("ven. 13/3", "sam. 14/3", "dim. 15/3"))),), "N", "year-by-weekdays", rows=counts(3), stored=dated("2026-03-13", "2026-03-14", "2026-03-15"),
         why="Three weekdays agree in one year of the last five, 2026: proved, and said. 13 March was a Friday in 2020 and 2015."),
    *refused_day(82, "14/03/2062", "future-date", "2062-03-14"),
    *refused_day(82, "28/11/2026", "future-date", "2026-11-28", why="Two days after today; tomorrow is let through for the sake of other zones."),
    read_days(82, "tomorrow, for a patient further east", ("25/11/2026", "26/11/2026", "27/11/2026"), ("2026-11-25", "2026-11-26", "2026-11-27"), why="One day of grace: not refused."),
    *refused_day(83, "14/03/1999", "date-too-early", "1999-03-14"),
    *refused_day(83, "31/12/1999", "date-too-early", "1999-12-31", title="the last day before 2000"),
    read_days(83, "the first day that is let through", ("01/01/2000", "14/03/2026"), ("2000-01-01", "2026-03-14"), why="The contract's dates begin on 2000-01-01. The gap is said (127)."),
    *refused_day(84, "31/04/2026", "no-such-day", "2026-05-01"),
    *refused_day(84, "29/02/2025", "no-such-day", "2025-03-01"),
    *refused_day(84, "00/00/0000", "no-such-day"),
    *refused_day(84, "2026-02-30", "no-such-day", "2026-03-02"),
    read_days(84, "29 February of a leap year", ("29/02/2024", "01/03/2024"), ("2024-02-29", "2024-03-01")),
    *refused_day(85, "0026-04-03", "date-too-early", "2026-04-03"),
    *refused_day(85, "9999-12-31", "future-date", "9999-12-31"),
    *refused_day(85, "19/03/0026", "date-too-early|no-such-day", "2026-03-19"),
    Case(86, "sessions across the two changes of the clock", (("journal.csv", text(TIMES, "29/03/2026;01:30;03:30;Marche;2", "30/03/2026;10:00;10:30;Marche;1", "25/10/2026;01:30;03:30;Marche;3")),), "A", rows=counts(3),
         stored=(session("2026-03-29", pain_during=2), session("2026-03-30", session_minutes=30, pain_during=1), session("2026-10-25", pain_during=3)), never=(("sessions", "session_minutes", 120),),
         why="1 h in March and 3 h in October, in France; unknown without a zone. 2 h is right on neither day."),
    Case(86, "an hour that did not exist, and one that came twice", (("diary.csv", text("Date,Pain", "2026-03-29 02:30,3", "2026-10-25 02:30,4", "2026-10-26 02:30,2")),), "A", rows=counts(3), stored=(daily("2026-03-29", pain_average=3), daily("2026-10-25", pain_average=4), daily("2026-10-26", pain_average=2)),
         why="Logs are per local calendar day; a wall clock may well say 02:30."),
    Case(87, "a session past midnight", (("journal.csv", text(TIMES, "14/03/2026;23:30;00:20;Étirements;2", "16/03/2026;18:00;18:30;Marche;1")),), "A", rows=counts(2), stored=(session("2026-03-14", session_minutes=50, pain_during=2), session("2026-03-16", session_minutes=30)),
         never=(("sessions", "date", "2026-03-15"), ("sessions", "session_minutes", -1390))),
    Case(87, "a session past midnight, in English", (("diary.csv", text(EN_TIMES, "2026-03-14,23:30,00:20,Stretching,2", "2026-03-16,18:00,18:30,Walk,1")),), "A", rows=counts(2), stored=(session("2026-03-14", exercise="Stretching", session_minutes=50),), never=(("sessions", "date", "2026-03-15"),)),
    read_days(88, "a journey: the zone changes in mid-file", ("2026-03-14T21:30:00+01:00", "2026-03-15T23:30:00-04:00", "2026-03-16T23:45:00-04:00"), MARCH, "N", "other-time-zone", never=(("daily", "date", "2026-03-17"),)),
    read_days(88, "a journey east: early in the morning", ("2026-03-14T21:30:00+01:00", "2026-03-15T06:30:00+09:00", "2026-03-16T06:30:00+09:00"), MARCH, "N", "other-time-zone", separator=","),
    Case(89, "the end before the start", (("journal.csv", text(TIMES, "14/03/2026;18:00;18:40;Marche;2", "15/03/2026;18:30;18:00;Marche;3", "16/03/2026;18:00;18:30;Marche;1")),), "R", "end-before-start", row=3, column="Fin", value="18:00", rows=counts(3, refused=1),
         stored=(session("2026-03-14", session_minutes=40), session("2026-03-16", session_minutes=30)), never=(("sessions", "date", "2026-03-15"), ("sessions", "session_minutes", 1410), ("sessions", "session_minutes", -30)),
         why="23 h 30 across midnight is no session; 50 minutes (87) is."),
    Case(89, "the end before the start, dates given", (("diary.csv", text("Start,End,Exercise,Pain during (0 to 10)", "2026-03-14 18:00,2026-03-14 18:40,Walk,2", "2026-03-15 18:30,2026-03-15 18:00,Walk,3")),), "R", "end-before-start", row=3, column="End", value="2026-03-15 18:00", rows=counts(2, refused=1),
         stored=(session("2026-03-14", session_minutes=40, pain_during=2),), never=(("sessions", "date", "2026-03-15"), ("sessions", "date", "2026-03-16"))),
    Case(90, "times only, the day is the sheet's name", (("journal.xlsx", workbook([["Heure", "Douleur"], ["08:00", 3], ["20:00", 4]], [["Heure", "Douleur"], ["08:00", 2], ["20:00", 5]], names=("14 mars 2026", "15 mars 2026"))),), "Q", "sheet:", never=(("daily", "pain_average", 3), ("daily", "date", "2026-11-26")),
         why="No id was agreed. Today's date must not be put in."),
    Case(90, "times only, the day is the file's name", (("2026-03-14.csv", text("Time,Exercise,Sets,Reps", "08:00,Squat,3,10", "18:00,Bridge,2,15")),), "Q", "sheet:", never=(("sessions", "exercise", "Squat"), ("sessions", "date", "2026-11-26")), why="No id was agreed."),
    Case(91, "week numbers", (("journal.csv", text("Semaine;Douleur", "S14;3", "semaine 15;4", "S16;2")),), "R", "week-without-days", row=2, column="Semaine", value="S14", rows=counts(3, refused=3), never=(("daily", "pain_average", 3), ("daily", "date", "2026-03-30")),
         why="With a year it is still no day, so it is refused for a daily table rather than asked."),
    Case(91, "a week number among dates", (("diary.csv", text(EN_TITLES, *EN_ROWS, "2026-W14,5,7")),), "R", "week-without-days", row=5, column="Date", value="2026-W14", rows=counts(4, refused=1), stored=GOOD, never=(("daily", "date", "2026-03-30"), ("daily", "date", "2026-01-14"), ("daily", "pain_average", 5))),
    Case(92, "a date cell that Excel shows as 03-avr", (("journal.csv", text(FR_TITLES, FR_ROWS[0], "03-avr;9;9", *FR_ROWS[1:])),), "R", "became-a-date|not-a-date|other-date-order", row=3, column="Date", value="03-avr", rows=counts(4, refused=1), stored=GOOD,
         never=(("daily", "date", "2026-04-03"), ("daily", "date", "2026-03-04"), ("daily", "pain_average", 9)), why="'3-4' typed, its year is the day of typing; the other dates have theirs."),
    Case(92, "a date cell that Excel shows as 4-Mar", (("diary.csv", text(EN_TITLES, EN_ROWS[0], "4-Mar,9,9", *EN_ROWS[1:])),), "R", "became-a-date|not-a-date|other-date-order", row=3, column="Date", value="4-Mar", rows=counts(4, refused=1), stored=GOOD, never=(HORSE, ("daily", "pain_average", 9))),
    read_days(93, "rows not in order", ("16/03/2026", "14/03/2026", "15/03/2026"), ("2026-03-16", "2026-03-14", "2026-03-15"), "A", "rows-not-in-order"),
    Case(93, "newest first, in a workbook", (("diary.xlsx", workbook([["Date", "Pain"], [date(2026, 3, 16), 3], [date(2026, 3, 15), 2], [date(2026, 3, 14), 1]])),), "A", rows=counts(3), stored=dated(*MARCH)),
)  # fmt: skip
