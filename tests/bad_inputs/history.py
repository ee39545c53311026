"""Group F, 117 to 128: what was known before the file came."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from tests.bad_inputs.build import text
from tests.bad_inputs.case import Case, counts, daily, session
from tests.bad_inputs.good import EN, EN_ROWS, EN_TITLES, FR, FR_ROWS, FR_TITLES, GOOD

SESSION_TITLES = "patient_id,date,session,exercise,sets,reps,session_minutes,pain_during"
APP = "The app's part (a store that keeps drafts and locks) is not `read`'s; here: nothing is kept between two readings, nothing is written without --out."


def folder(
    daily_rows: Iterable[str] = (),
    sessions: Iterable[str] = (),
    titles: str = "patient_id,date,pain_average,sleep_hours",
) -> Mapping[str, bytes]:
    """A log folder; its two required tables, one of them often without rows."""
    return {
        "daily.csv": "\n".join([titles, *daily_rows, ""]).encode(),
        "sessions.csv": "\n".join([SESSION_TITLES, *sessions, ""]).encode(),
    }


def known(*rows: str, patient: str = "patient") -> Mapping[str, bytes]:
    return folder(f"{patient},{row}" for row in rows)


def diary(days: int, first: date = date(2026, 3, 14)) -> list[tuple[str, int, float]]:
    """Days of pain and sleep that no other person would have by chance."""
    return [
        ((first + timedelta(days=n)).isoformat(), (n * n * 7 + n * 3) % 10, 5 + (n * 11 + n * n * 5) % 9 / 2)
        for n in range(days)
    ]


def as_log(days: Iterable[tuple[str, int, float]]) -> tuple[str, ...]:
    return tuple(f"{day},{pain},{sleep}" for day, pain, sleep in days)


def as_french(days: Iterable[tuple[str, int, float]]) -> tuple[str, ...]:
    return tuple(
        f"{date.fromisoformat(day):%d/%m/%Y};{pain};{str(sleep).replace('.', ',')}" for day, pain, sleep in days
    )


TWENTY = diary(20)
OTHERS = [*TWENTY[:7], (TWENTY[7][0], (TWENTY[7][1] + 1) % 10, TWENTY[7][2]), *TWENTY[8:]]  # 19 of 20 days the same
TWO_A_DAY = "Date;Heure;Exercice;Durée (min);RPE"

CASES: tuple[Case, ...] = (
    Case(117, "days known with the same values", (("journal.csv", text(*FR, "17/03/2026;5;7")),), "A", known=known(*EN_ROWS), rows=counts(4, same=3), stored=(daily("2026-03-17", pain_average=5, sleep_hours=7),),
         why="3 and 3.0, 6,5 and 6.5 are the same value."),
    Case(117, "the same day twice in one file, same values", (("diary.csv", text(*EN, EN_ROWS[1])),), "A", rows=counts(4, same=1), stored=GOOD),
    Case(117, "known days of another patient are not these", (("diary.csv", text(*EN)),), "A", known=known("2026-03-14,9,5", "2026-03-15,9,5", "2026-03-16,9,5", patient="somebody"), rows=counts(3), stored=GOOD, why="No conflict between two people."),
    Case(118, "two sessions on one day, told apart by their time", (("journal.csv", text(TWO_A_DAY, "14/03/2026;09:00;Marche;30;3", "14/03/2026;18:00;Marche;20;4", "15/03/2026;09:00;Marche;30;3")),), "A", rows=counts(3),
         stored=(session("2026-03-14", session=1, exercise="Marche", session_minutes=30, session_rpe=3), session("2026-03-14", session=2, exercise="Marche", session_minutes=20, session_rpe=4), session("2026-03-15", session_minutes=30)),
         never=(("sessions", "session_minutes", 50), ("sessions", "session_minutes", 25)), why="Both kept; the load of the day is the review's sum."),
    Case(118, "two sessions on one day, told apart by their number", (("diary.csv", text("Date,Session no.,Exercise,Sets,Repetitions", "2026-03-14,1,Squat,3,10", "2026-03-14,2,Squat,2,8")),), "A", rows=counts(2),
         stored=(session("2026-03-14", session=1, sets=3, reps=10), session("2026-03-14", session=2, sets=2, reps=8))),
    Case(118, "several exercises of one session are not two sessions", (("journal.csv", text("Date;Séance n°;Exercice;Séries;Répétitions", "14/03/2026;1;Squat;3;10", "14/03/2026;1;Pont;2;15")),), "A", rows=counts(2),
         stored=(session("2026-03-14", session=1, exercise="Squat"), session("2026-03-14", session=1, exercise="Pont")), never=(("sessions", "session", 2),)),
    *(
        Case(119, f"another pain for a day that is known, answered {answer}", (("journal.csv", text(FR_TITLES, FR_ROWS[0], "15/03/2026;8;6,5", FR_ROWS[2])),), "Q", "merge:Douleur", known=known(*EN_ROWS), rows=counts(3, same=2, conflicting=1), answers={"merge:Douleur": answer},
             never=(("daily", "pain_average", 8), ("daily", "pain_average", 6)), stored_after=stored, never_after=never)
        for answer, stored, never in (("file", (daily("2026-03-15", pain_average=8),), (("daily", "pain_average", 6),)), ("known", (), (("daily", "pain_average", 8), ("daily", "pain_average", 6))))
    ),
    Case(119, "two pains for one day in one file", (("diary.csv", text(EN_TITLES, EN_ROWS[0], EN_ROWS[1], "2026-03-15,7,6.5", EN_ROWS[2])),), "Q", "merge:day:Pain", never=(("daily", "pain_average", 5.5),), stored=(GOOD[0], GOOD[2]), answers={"merge:day:Pain": "highest"}, stored_after=(daily("2026-03-15", pain_average=7),), never_after=(("daily", "pain_average", 5.5),),
         why="A morning and an evening are not averaged: which of the two counts is asked once."),
    Case(120, "nine of ten days known", (("journal.csv", text(FR_TITLES, *as_french(TWENTY[:10]))),), "A", known=known(*as_log(TWENTY[:9])), rows=counts(10, same=9), stored=(daily(TWENTY[9][0], pain_average=TWENTY[9][1], sleep_hours=TWENTY[9][2]),)),
    Case(120, "two exports that overlap", (("mars.csv", text(FR_TITLES, *as_french(TWENTY[:8]))), ("suite.csv", text("Date,Pain,Sleep (h)", *as_log(TWENTY[5:12])))), "A", rows=counts(15, same=3),
         stored=tuple(daily(day, pain_average=pain, sleep_hours=sleep) for day, pain, sleep in TWENTY[:12])),
    Case(121, "days that the new file no longer has", (("journal.csv", text(FR_TITLES, FR_ROWS[0], FR_ROWS[2], "19/03/2026;1;8")),), "A", known=known(*EN_ROWS, "2026-03-17,5,7", "2026-03-18,6,7"), rows=counts(3, same=2), stored=(daily("2026-03-19", pain_average=1),),
         why="Nothing is deleted and `read` has nothing to ask: A. The app offers it (Q)."),
    Case(121, "a session that the new file no longer has", (("diary.csv", text("Date,Exercise,Sets,Repetitions,Session length (min)", "2026-03-16,Squat,3,12,30")),), "A", known=folder(sessions=("patient,2026-03-14,1,Squat,3,10,30,", "patient,2026-03-16,1,Squat,3,12,30,")), rows=counts(1, same=1),
         never=(("sessions", "completed", "no"),), why="As above; a row that is gone is not a session cancelled."),
    *(
        Case(122, f"a value that the physiotherapist corrected comes back, answered {answer}", (("diary.csv", text(*EN)),), "Q", "merge:Pain", known=known("2026-03-14,3,7", "2026-03-15,5,6.5", "2026-03-16,2,8"), rows=counts(3, same=2, conflicting=1), answers={"merge:Pain": answer},
             never=(("daily", "pain_average", 4),), stored_after=stored, never_after=never)
        for answer, stored, never in (("known", (), (("daily", "pain_average", 4),)), ("file", (daily("2026-03-15", pain_average=4),), ()))
    ),
    Case(122, "a corrected number of minutes comes back", (("journal.csv", text("Date;Exercice;Séries;Répétitions;Durée (min)", "14/03/2026;Squat;3;10;45", "16/03/2026;Squat;3;12;30")),), "Q", "merge:Durée (min)", known=folder(sessions=("patient,2026-03-14,1,Squat,3,10,30,", "patient,2026-03-16,1,Squat,3,12,30,")),
         rows=counts(2, same=1, conflicting=1), answers={"merge:Durée (min)": "known"}, never=(("sessions", "session_minutes", 45),), never_after=(("sessions", "session_minutes", 45), ("sessions", "session_minutes", 75))),
    Case(123, "nineteen of twenty days are another patient's", (("journal.csv", text(FR_TITLES, *as_french(TWENTY))),), "Q", "looks-like-other-patient", also=("patient",), known=folder(f"bernadette,{row}" for row in as_log(OTHERS)), patient="jean-dupont",
         never=tuple(("daily", "date", day) for day, _, _ in TWENTY[:3]), why="The name of the other patient ('bernadette') must stand in no output."),
    Case(123, "a diary that only shares some days by chance", (("diary.csv", text("Date,Pain,Sleep (h)", *as_log(diary(20)))),), "A", known=folder(f"bernadette,{day},{(pain + n % 3) % 10},{sleep}" for n, (day, pain, sleep) in enumerate(TWENTY)), patient="jean-dupont", rows=counts(20),
         why="A third of the days agree: no alarm."),
    Case(124, "new answers for days already known", (("journal.csv", text("Date;Stress (0 à 10)", "14/03/2026;6", "15/03/2026;7", "18/03/2026;5")),), "N", "changes-the-past", known=known(*EN_ROWS, "2026-03-17,5,7"), rows=counts(3), stored=(daily("2026-03-14", stress=6), daily("2026-03-15", stress=7), daily("2026-03-18", stress=5)),
         never=(("daily", "pain_average", 0),), why="The pain of these days stays as known; the rows bring something, so they are new."),
    Case(124, "a day that was missing in the known ones", (("diary.csv", text(EN_TITLES, "2026-03-15,8,4")),), "N", "changes-the-past", known=known("2026-03-14,3,7", "2026-03-16,2,8"), rows=counts(1), stored=(daily("2026-03-15", pain_average=8, sleep_hours=4),),
         why="A day before the last known one: a reading made on the 16th would change. The notice speaks of known days; a day filled in later deserves it too."),
    Case(125, "two files for one patient at once", (("mars.csv", text(*FR)), ("seances.csv", text("Date,Exercise,Sets,Repetitions", "2026-03-14,Squat,3,10", "2026-03-16,Squat,3,12"))), "A", rows=counts(5),
         stored=(*GOOD, session("2026-03-14", exercise="Squat", sets=3, reps=10), session("2026-03-16", sets=3, reps=12)), why=APP),
    Case(125, "two files for one patient at once that say different things of one day", (("diary.csv", text(*EN)), ("diary2.csv", text(EN_TITLES, EN_ROWS[0], "2026-03-15,9,6.5"))), "Q", "merge:Pain", rows=counts(5, same=1, conflicting=1), never=(("daily", "pain_average", 9), ("daily", "pain_average", 6.5)),
         why="The second file is compared with the first as with what is known. " + APP),
    Case(126, "a column has another name than last time", (("journal.csv", text("Date;Tiraillements;Sommeil (h)", *FR_ROWS, "17/03/2026;5;7")),), "Q", "column:Tiraillements", known=known(*EN_ROWS), answers={"column:Tiraillements": "daily.pain_average"}, never=(("daily", "pain_average", 5), ("daily", "leg_pain", 5)),
         rows_after=counts(4, same=3), stored_after=(daily("2026-03-17", pain_average=5, sleep_hours=7),), why="The command line remembers nothing but answers: a title outside the dictionary with numbers from 0 to 10."),
    Case(126, "a column has another name than last time, in English", (("diary.csv", text("Date,Twinges,Sleep (h)", *EN_ROWS)),), "Q", "column:Twinges", answers={"column:Twinges": "ignore"}, never=(("daily", "pain_average", 3),), rows_after=counts(3),
         stored_after=(daily("2026-03-14", sleep_hours=7, pain_average=None),), never_after=(("daily", "pain_average", 3),)),
    Case(127, "three weeks without a row", (("journal.csv", text(*FR, "07/04/2026;5;7", "08/04/2026;4;7")),), "N", "gap-in-days", rows=counts(5), stored=(*GOOD, daily("2026-04-07", pain_average=5)),
         never=(*(("daily", "date", f"2026-03-{day}") for day in (17, 20, 31)), ("daily", "exercised", "no"), ("daily", "pain_average", 3.5))),
    Case(127, "ten days between what is known and the file", (("diary.csv", text(EN_TITLES, "2026-03-27,5,7", "2026-03-28,4,7")),), "N", "gap-in-days", known=known(*EN_ROWS), rows=counts(2), stored=(daily("2026-03-27", pain_average=5),), never=(("daily", "date", "2026-03-20"), ("daily", "exercised", "no")),
         why="The catalogue speaks of the new file; a gap before it is as unknown."),
    Case(128, "a reading that was never confirmed", (("journal.csv", text(*FR)),), "A", rows=counts(3), stored=GOOD, why=APP),
)  # fmt: skip
