"""Group E, 94 to 116: what stands in the cells."""

from __future__ import annotations

from datetime import date, time, timedelta

from tests.bad_inputs.build import text, workbook
from tests.bad_inputs.case import Case, File, Holds, Never, Row, counts, daily, session
from tests.bad_inputs.good import EN_ROWS, EN_TITLES, FR_ROWS, FR_TITLES, GOOD

WORK = "Date;Exercice;Séries;Répétitions;Charge (kg);Durée de la séance (min)"
EN_WORK = "Date,Exercise,Sets,Repetitions,Load (kg),Session length (min)"
SQUATS = ("14/03/2026;Squat;3;10;12;30", "16/03/2026;Squat;3;12;12;35")
EN_SQUATS = ("2026-03-14,Squat,3,10,12,30", "2026-03-16,Squat,3,12,12,35")
SQUATTED: tuple[Row, ...] = (
    session("2026-03-14", exercise="Squat", sets=3, reps=10, load_kg=12, session_minutes=30),
    session("2026-03-16", exercise="Squat", sets=3, reps=12, load_kg=12, session_minutes=35),
)
D15 = ("daily", "date", "2026-03-15")
S15 = ("sessions", "date", "2026-03-15")
THREE = counts(3)


def csv(*lines: str, name: str = "journal.csv") -> tuple[File, ...]:
    return ((name, text(*lines)),)


def column(title: str, *values: str, english: bool = False, words: str = "") -> tuple[File, ...]:
    """A diary of one column from 14 March 2026 on; words: a second column, the same in each row."""
    mark = "," if english else ";"
    extra = (f"{mark}Exercise" if english else f"{mark}Exercice") if words else ""
    rows = (f"2026-03-{14 + n}{mark}{value}" + (f"{mark}{words}" if words else "") for n, value in enumerate(values))
    return csv(f"Date{mark}{title}{extra}", *rows, name="diary.csv" if english else "journal.csv")


def stored(target: str, *values: object, table: str = "daily", **more: object) -> tuple[Row, ...]:
    return tuple({"table": table, "date": f"2026-03-{14 + n}", target: value, **more} for n, value in enumerate(values))


def walks(*values: object) -> tuple[Row, ...]:
    return stored("session_minutes", *values, table="sessions", exercise="Marche")


def bad_pain(
    number: int, value: str, code: str = "value-out-of-range", never: tuple[Never, ...] = ()
) -> tuple[Case, Case]:
    """One bad pain score between good days, in French and in English."""
    return tuple(
        Case(number, f"pain {value} under {title}", files, "R", code, row=3, column=title, value=value, rows=counts(4, refused=1), stored=GOOD, never=(("daily", "sleep_hours", 9), ("daily", "pain_average", 10), ("daily", "pain_average", 0), *never))
        for title, files in (
            ("Douleur", csv(FR_TITLES, FR_ROWS[0], f"17/03/2026;{value};9", *FR_ROWS[1:])),
            ("Pain", csv(EN_TITLES, EN_ROWS[0], f'2026-03-17,"{value}",9', *EN_ROWS[1:], name="diary.csv")),
        )
    )  # type: ignore[return-value]  # fmt: skip


def bad_work(
    number: int,
    title: str,
    cells: str,
    place: str,
    value: str,
    code: str = "value-out-of-range",
    never: tuple[Never, ...] = (),
) -> Case:
    """One bad value in a table of sessions. cells: exercise to minutes; place: the column's title."""
    return Case(
        number,
        title,
        csv(WORK, SQUATS[0], f"15/03/2026;{cells}", SQUATS[1]),
        "R",
        code,
        row=3,
        column=place,
        value=value,
        rows=counts(3, refused=1),
        stored=SQUATTED,
        never=(S15, *never),
    )


def words(value: str) -> Case:
    """A text in the pain column: the value is not known, the text is a note."""
    return Case(104, f"'{value}' as a pain score", csv("Date;Douleur;Sommeil (h);Remarques", "14/03/2026;3;7;calme", f"15/03/2026;{value};6,5;", "16/03/2026;2;8;calme"), "N", "words-not-a-number|nothing-noted", row=3, column="Douleur", value=value, rows=THREE,
                stored=(daily("2026-03-14", pain_average=3, note="calme"), daily("2026-03-15", pain_average=None, sleep_hours=6.5, note=Holds(value) if value != "-" else None), daily("2026-03-16", pain_average=2)), never=(("daily", "pain_average", 0),))  # fmt: skip


def not_numbers(value: str, code: str, *never: object) -> Case:
    return Case(110, f"steps {value}", csv("Date;Douleur;Pas", "14/03/2026;3;5000", f"15/03/2026;4;{value}", "16/03/2026;2;4000"), "R", code, row=3, column="Pas", value=value, rows=counts(3, refused=1),
                stored=(daily("2026-03-14", pain_average=3, steps=5000), daily("2026-03-16", pain_average=2, steps=4000)), never=(D15, *(("daily", "steps", number) for number in never)))  # fmt: skip


def noted(number: int, title: str, code: str, note: str, english: bool = False) -> Case:
    mark, titles = (",", "Date,Pain,Notes") if english else (";", "Date;Douleur;Remarques")
    rows = (f"2026-03-14{mark}3{mark}ok", f"2026-03-15{mark}4{mark}{note}", f"2026-03-16{mark}2{mark}ok")
    return Case(number, title, csv(titles, *rows, name="diary.csv" if english else "journal.csv"), "N", code, row=3, column=titles.split(mark)[2], rows=THREE,
                value=note if number == 116 else None, stored=(*stored("pain_average", 3, 4, 2), daily("2026-03-15", note=note)))  # fmt: skip


def spelt(answer: str, *names: str) -> Case:
    files = csv("Date;Exercice;Séries;Répétitions", *(f"2026-03-{14 + n};{name};3;10" for n, name in enumerate(names)))
    after = stored(
        "exercise", *((names[0],) * len(names) if answer == "same" else names), table="sessions", sets=3, reps=10
    )
    return Case(
        114,
        f"{', '.join(names)}: answered {answer}",
        files,
        "Q",
        f"merge:exercise:{names[0]}",
        answers={f"merge:exercise:{names[0]}": answer},
        rows_after=counts(len(names)),
        stored_after=after,
    )


def ranges(answer: str, *kept: object, never: tuple[Never, ...] = ()) -> Case:
    return Case(103, f"ranges of pain, answered {answer}", csv(FR_TITLES, "14/03/2026;3-4;7", "15/03/2026;4 à 6;6,5", "16/03/2026;2;8"), "Q", "merge:range:Douleur", answers={"merge:range:Douleur": answer},
                never=tuple(("daily", "pain_average", pain) for pain in (3, 3.5, 4, 5, 6, 34)), rows_after=THREE,
                stored_after=tuple({**row, "pain_average": pain} for row, pain in zip(GOOD, (*kept, 2), strict=True)), never_after=never)  # fmt: skip


def in_sheet(*pains: object) -> tuple[File, ...]:
    rows: list[list[object]] = [["Date", "Douleur"], *[[date(2026, 3, 14 + n), pain] for n, pain in enumerate(pains)]]
    return (("journal.xlsx", workbook(rows)),)


def asked_scale(
    number: int,
    title: str,
    name: str,
    values: tuple[str, ...],
    answer: str,
    after: tuple[object, ...],
    never: tuple[object, ...],
    english: bool = False,
) -> Case:
    return Case(
        number,
        title,
        column(name, *values, english=english),
        "Q",
        f"scale:{name}",
        never=tuple(("daily", "pain_average", value) for value in never),
        answers={f"scale:{name}": answer},
        rows_after=counts(len(values)),
        stored_after=stored("pain_average", *after),
    )


def long_run(values: tuple[int, ...]) -> tuple[File, ...]:
    first = date(2026, 3, 1)
    return csv(
        "Date;Douleur;Sommeil (h)",
        *(f"{first + timedelta(days=n)};{value};{6 + n * 7 % 3}" for n, value in enumerate(values)),
    )


NUMBER = "not-a-number|value-out-of-range"

CASES: tuple[Case, ...] = (
    Case(94, "decimal commas", column("Sommeil (h)", "6,5", "7", "8,25"), "A", rows=THREE, stored=stored("sleep_hours", 6.5, 7, 8.25), read_as={"decimal": ","}),
    Case(94, "decimal commas in quotes, in a comma file", column("Sommeil (h)", '"6,5"', "7", '"8,25"', english=True), "A", rows=THREE, stored=stored("sleep_hours", 6.5, 7, 8.25), read_as={"separator": ",", "decimal": ","}, never=(("daily", "sleep_hours", 65),)),
    Case(94, "decimal points in a semicolon file", column("Sommeil (h)", "6.5", "7", "8.25"), "A", rows=THREE, stored=stored("sleep_hours", 6.5, 7, 8.25), read_as={"decimal": "."}),
    Case(94, "both decimal signs in one column", column("Sommeil (h)", "6,5", "7.5", "8"), "N", "mixed-decimals", column="Sommeil (h)", rows=THREE, stored=stored("sleep_hours", 6.5, 7.5, 8)),
    *(
        Case(94, f"1,234: thousands or decimals? answered {answer}", column("Minutes actives (min)", "1,234", "1,105", "1,060"), "Q", "decimal:Minutes actives (min)", answers={"decimal:Minutes actives (min)": answer},
             never=(("daily", "active_minutes", 1234), ("daily", "active_minutes", 1.234), ("daily", "active_minutes", 1)), rows_after=THREE, stored_after=stored("active_minutes", *after))
        for answer, after in (("comma", (1.234, 1.105, 1.06)), ("point", (1234, 1105, 1060)))
    ),
    *(
        Case(95, f"thousands: {written[0]!r}", column("Pas", *written, english=english), "A", rows=THREE, stored=stored("steps", 11200, 9892, 800), never=(("daily", "steps", 11), ("daily", "steps", 11.2), ("daily", "steps", 9.892)), why=why)
        for written, english, why in (
            (("11 200", "9 892", "800"), False, ""),
            (("11\u202f200", "9\u202f892", "800"), False, "The narrow no-break space of French typography."),
            (("11\u00a0200", "9\u00a0892", "800"), False, ""),
            (("11'200", "9'892", "800"), False, "Swiss."),
            (("11.200", "9.892", "800"), False, "Steps are whole: 9.892 steps do not exist, so only one reading is left."),
            (('"11,200"', '"9,892"', "800"), True, "As exports of watches write it; whole as above."),
        )
    ),
    Case(96, "durations as people write them", column("Durée", "30 min", "1h30", "1 h 05", "90'", "01:30:00", "0.5 h", "45min", "1h", "1 heure", "0,75 h", words="Marche"), "A", rows=counts(10), stored=walks(30, 90, 65, 90, 90, 30, 45, 60, 60, 45), never=(("sessions", "session_minutes", 1.5), ("sessions", "session_minutes", 0.5), ("sessions", "session_minutes", 130))),
    Case(96, "durations in English", column("Duration", "30 min", "1h 30m", "1 hr 5 min", "90 mins", "01:30:00", "0.5 h", "2 hours", english=True, words="Walk"), "A", rows=counts(7), stored=stored("session_minutes", 30, 90, 65, 90, 90, 30, 120, table="sessions")),
    *(
        Case(96, f"1:30 in a column of durations, answered {answer}", column("Durée", "1:30", "0:45", "1:15", words="Marche"), "Q", "unit:Durée", answers={"unit:Durée": answer}, never=(("sessions", "session_minutes", 90), ("sessions", "session_minutes", 1.5), ("sessions", "session_minutes", 45)),
             rows_after=THREE, stored_after=walks(*after))
        for answer, after in (("h:min", (90, 45, 75)), ("min:s", (1.5, 0.75, 1.25)))
    ),
    Case(96, "durations as time cells of Excel", (("journal.xlsx", workbook([["Date", "Exercice", "Durée"], [date(2026, 3, 14), "Marche", time(0, 30)], [date(2026, 3, 15), "Marche", time(1, 30)], [date(2026, 3, 16), "Marche", timedelta(hours=1, minutes=5)]])),), "A", rows=THREE, stored=walks(30, 90, 65),
         never=(("sessions", "session_minutes", 0.0208), ("sessions", "session_minutes", 0.0625)), why="A time cell is a part of a day."),
    Case(97, "kilos with their unit", csv("Date;Exercice;Séries;Répétitions;Charge", "14/03/2026;Squat;3;10;12 kg", "15/03/2026;Squat;3;10;12,5kg", "16/03/2026;Squat;3;10;7.5 KG"), "A", rows=THREE, stored=stored("load_kg", 12, 12.5, 7.5, table="sessions", exercise="Squat"), why="The cells say what 'Charge' is: no question."),
    Case(97, "pounds with their unit", csv("Date,Exercise,Sets,Reps,Load", "2026-03-14,Squat,3,10,26 lb", "2026-03-15,Squat,3,10,30lbs", "2026-03-16,Squat,3,10,12 kg", name="diary.csv"), "N", "pounds", column="Load", rows=THREE, stored=stored("load_kg", 11.793, 13.608, 12, table="sessions"), never=(("sessions", "load_kg", 26), ("sessions", "load_kg", 30))),
    Case(97, "pounds in the title", csv("Date,Exercise,Sets,Reps,Weight (lb)", "2026-03-14,Squat,3,10,26", "2026-03-16,Squat,3,10,30", name="diary.csv"), "N", "pounds", column="Weight (lb)", rows=counts(2), stored=(session("2026-03-14", load_kg=11.793), session("2026-03-16", load_kg=13.608)), never=(("sessions", "load_kg", 26),)),
    Case(97, "two dumbbells, 2x6kg", csv("Date;Exercice;Séries;Répétitions;Charge (kg)", "14/03/2026;Squat;3;10;12", "15/03/2026;Squat;3;10;2x6kg", "16/03/2026;Squat;3;10;12"), "Q", "unit:|merge:|scale:|column:", never=(("sessions", "load_kg", 2), ("sessions", "load_kg", 26), ("sessions", "load_kg", 6)), why="12 kg in all, or 6 in each hand? No id was agreed."),
    Case(98, "scores out of ten", column("Douleur", "7/10", "3 sur 10", "4 /10", "0/10", "2,5/10"), "A", rows=counts(5), stored=stored("pain_average", 7, 3, 4, 0, 2.5), never=(("daily", "pain_average", 0.7), ("daily", "pain_average", 710))),
    Case(98, "scores out of ten, in English", column("Pain", "7/10", "3 out of 10", "4 of 10", english=True), "A", rows=THREE, stored=stored("pain_average", 7, 3, 4)),
    asked_scale(98, "scores out of a hundred", "Douleur", ("35/100", "70/100", "20/100"), "0-100", (3.5, 7, 2), (35, 3.5, 7)),
    Case(98, "7/10 that Excel turned into 7 October", in_sheet(3, date(2026, 10, 7), 2), "R", "became-a-date", row=3, column="Douleur", rows=counts(3, refused=1), stored=(daily("2026-03-14", pain_average=3), daily("2026-03-16", pain_average=2)), never=(D15, ("daily", "pain_average", 7), ("daily", "pain_average", 10))),
    Case(98, "7/10 that Excel turned into 07-oct, saved as CSV", column("Douleur", "3", "07-oct", "2"), "R", "became-a-date", row=3, column="Douleur", value="07-oct", rows=counts(3, refused=1), stored=(daily("2026-03-14", pain_average=3), daily("2026-03-16", pain_average=2)), never=(D15,)),
    asked_scale(99, "pain in per cent", "Douleur", ("70 %", "35 %", "20%"), "0-100", (7, 3.5, 2), (70, 7, 0.7, 10)),
    asked_scale(99, "pain from 0 to 1", "Pain", ("0.7", "0.35", "0.2"), "0-1", (7, 3.5, 2), (0.7, 7, 0.35), english=True),
    asked_scale(99, "pain from 0 to 1, answered as 0 to 10", "Pain", ("0.7", "0.35", "0.2"), "0-10", (0.7, 0.35, 0.2), (7, 3.5), english=True),
    asked_scale(99, "a visual scale of 100 mm with a day without pain", "EVA", ("0", "35", "70", "48"), "0-100", (0, 3.5, 7, 4.8), (35, 10, 7)),
    Case(100, "Borg from 6 to 20 under RPE", csv("Date;Exercice;Durée (min);RPE", "14/03/2026;Marche;30;13", "15/03/2026;Vélo;20;15", "16/03/2026;Marche;30;11"), "Q", "scale:RPE", never=tuple(("sessions", "session_rpe", effort) for effort in (13, 15, 11, 10)), answers={"scale:RPE": "6-20"}, rows_after=THREE,
         stored_after=(session("2026-03-14", exercise="Marche", session_minutes=30, session_rpe=None), session("2026-03-15", session_minutes=20, session_rpe=None)), never_after=(("sessions", "session_rpe", 13), ("sessions", "session_rpe", 15), ("sessions", "session_rpe", 11)), why="No recognised conversion: not known, rather than 13, 6.5 or 5."),
    Case(100, "Borg from 6 to 20, in English, easy days under 10", csv("Date,Exercise,Minutes,Effort", "2026-03-14,Walk,30,9", "2026-03-15,Bike,20,14", "2026-03-16,Walk,30,8", name="diary.csv"), "Q", "scale:Effort", never=tuple(("sessions", "session_rpe", effort) for effort in (9, 14, 8, 10))),
    *bad_pain(101, "11"),
    *bad_pain(101, "-1", never=(("daily", "pain_average", 1),)),
    *bad_pain(101, "10,5"),
    *bad_pain(101, "34", never=(("daily", "pain_average", 3.4),)),
    bad_work(102, "a negative duration", "Squat;3;10;12;-30", "Durée de la séance (min)", "-30", never=(("sessions", "session_minutes", -30),)),
    bad_work(102, "a negative duration with a typographic minus", "Squat;3;10;12;−30", "Durée de la séance (min)", "−30", never=(("sessions", "session_minutes", -30),)),
    bad_work(102, "a negative load in brackets, as accountants write", "Squat;3;10;(5);30", "Charge (kg)", "(5)", NUMBER, never=(("sessions", "load_kg", 5), ("sessions", "load_kg", -5))),
    bad_work(102, "negative repetitions", "Squat;3;-10;12;30", "Répétitions", "-10"),
    bad_work(102, "half a repetition", "Squat;3;10,5;12;30", "Répétitions", "10,5", "not-a-whole-number"),
    Case(102, "negative steps, in English", csv("Date,Pain,Steps", "2026-03-14,3,5000", "2026-03-15,4,-1", "2026-03-16,2,4000", name="diary.csv"), "R", "value-out-of-range", row=3, column="Steps", value="-1", rows=counts(3, refused=1), stored=(daily("2026-03-16", steps=4000),), never=(D15,)),
    ranges("lower", 3, 4), ranges("middle", 3.5, 5), ranges("upper", 4, 6),
    ranges("missing", None, None, never=(("daily", "pain_average", 0), ("daily", "pain_average", 3))),
    *(
        Case(103, f"a vague score, {value}", csv(EN_TITLES, EN_ROWS[0], f"2026-03-15,{value},6.5", EN_ROWS[2], name="diary.csv"), "Q", "merge:range:Pain", answers={"merge:range:Pain": "missing"}, never=(("daily", "pain_average", 0), ("daily", "pain_average", 6)), rows_after=THREE,
             stored_after=(GOOD[0], daily("2026-03-15", pain_average=None, sleep_hours=6.5), GOOD[2]))
        for value in ("~6", ">5", "5+", "3 to 4", "3–4", "<2")
    ),
    *(words(value) for value in ("un peu", "ça va", "bof", "RAS", "ok", "-", "x", "?", "pas mal", "moyen")),
    Case(104, "words as a pain score, in English", csv("Date,Pain,Sleep (h)", "2026-03-14,3,7", "2026-03-15,a bit,6.5", "2026-03-16,2,8", name="diary.csv"), "N", "words-not-a-number", row=3, column="Pain", value="a bit", rows=THREE,
         stored=(GOOD[0], daily("2026-03-15", pain_average=None, sleep_hours=6.5, note=Holds("a bit")), GOOD[2]), never=(("daily", "pain_average", 0),)),
    Case(104, "'aucune' as a pain score", csv(FR_TITLES, FR_ROWS[0], "15/03/2026;aucune;6,5", FR_ROWS[2]), "N", "words-not-a-number", row=3, column="Douleur", value="aucune", rows=THREE, stored=(GOOD[0], daily("2026-03-15", sleep_hours=6.5), GOOD[2]), never=(("daily", "pain_average", 0),),
         why="'none' may mean no pain or no answer: it is not made into 0."),
    Case(105, "3-4 that Excel turned into a date", in_sheet(3, date(2026, 4, 3), 2), "R", "became-a-date", row=3, column="Douleur", rows=counts(3, refused=1), stored=(daily("2026-03-14", pain_average=3), daily("2026-03-16", pain_average=2)), never=(D15, ("daily", "pain_average", 3.5), ("daily", "pain_average", 4), ("daily", "date", "2026-04-03"))),
    Case(105, "3-4 that Excel turned into a date, saved as CSV", csv(FR_TITLES, FR_ROWS[0], "15/03/2026;03/04/2026;6,5", FR_ROWS[2]), "R", "became-a-date", row=3, column="Douleur", value="03/04/2026", rows=counts(3, refused=1), stored=(GOOD[0], GOOD[2]), never=(D15, ("daily", "pain_average", 3.5))),
    Case(105, "3-4 that Excel turned into 4-Mar, saved as CSV", csv(EN_TITLES, EN_ROWS[0], "2026-03-15,4-Mar,6.5", EN_ROWS[2], name="diary.csv"), "R", "became-a-date", row=3, column="Pain", value="4-Mar", rows=counts(3, refused=1), stored=(GOOD[0], GOOD[2]), never=(D15, ("daily", "pain_average", 4))),
    Case(105, "10-12 repetitions that Excel turned into a date", csv(WORK, SQUATS[0], "15/03/2026;Squat;3;10-déc;12;30", SQUATS[1]), "R", "became-a-date", row=3, column="Répétitions", value="10-déc", rows=counts(3, refused=1), stored=SQUATTED, never=(S15, ("sessions", "reps", 11))),
    Case(106, "blank, 0 and NA are three things", csv("Date;Douleur;Sommeil (h)", "14/03/2026;;7", "15/03/2026;0;6,5", "16/03/2026;NA;8"), "A", rows=THREE, stored=(daily("2026-03-14", pain_average=None, sleep_hours=7), daily("2026-03-15", pain_average=0, sleep_hours=6.5), daily("2026-03-16", pain_average=None, sleep_hours=8))),
    Case(106, "exercises named None, NA and null", csv(EN_WORK, "2026-03-14,None,3,10,12,30", "2026-03-15,NA,3,10,0,25", "2026-03-16,null,3,10,,20", name="diary.csv"), "A", rows=THREE,
         stored=(session("2026-03-14", exercise="None", sets=3, load_kg=12), session("2026-03-15", exercise="NA", load_kg=0), session("2026-03-16", exercise="null", load_kg=None))),
    Case(107, "rest days in words", csv("Date;Exercice;Séries;Répétitions;Durée (min)", "14/03/2026;Squat;3;10;30", "15/03/2026;repos;;;", "16/03/2026;Repos complet;;;", "17/03/2026;Squat;3;10;30"), "A", rows=counts(4),
         stored=(session("2026-03-14", exercise="Squat", session_minutes=30), daily("2026-03-15", exercised="no"), daily("2026-03-16", exercised="no"), session("2026-03-17", exercise="Squat")), never=(S15, ("sessions", "exercise", "repos"), ("sessions", "date", "2026-03-16"), ("sessions", "session_minutes", 0))),
    Case(107, "rest days in English", csv("Date,Exercise,Sets,Reps,Minutes", "2026-03-14,Squat,3,10,30", "2026-03-15,off,,,", "2026-03-16,rest day,,,", "2026-03-17,Squat,3,10,30", name="diary.csv"), "A", rows=counts(4),
         stored=(session("2026-03-14", exercise="Squat", session_minutes=30), daily("2026-03-15", exercised="no"), daily("2026-03-16", exercised="no")), never=(S15, ("sessions", "exercise", "off"), ("sessions", "exercise", "rest day"))),
    Case(107, "a day left blank is not a rest day", csv("Date;Exercice;Séries;Répétitions;Durée (min)", "14/03/2026;Squat;3;10;30", "15/03/2026;;;;", "17/03/2026;Squat;3;10;30"), "A", "blank-row", row=3, rows=counts(3, skipped=1),
         stored=(session("2026-03-14", exercise="Squat"), session("2026-03-17", exercise="Squat")), never=(S15, ("daily", "exercised", "no"), ("sessions", "session_minutes", 0)),
         why="A printed calendar with days to fill in: nothing is known of that day, and it is listed; never a rest day."),
    Case(108, "sets and repetitions in one cell", csv("Date;Exercice;Séries", "14/03/2026;Squat;3x10", "15/03/2026;Pont;3×12", "16/03/2026;Presse;3*10@12kg", "17/03/2026;Gainage;3x30s", "18/03/2026;Pont;4 x 8"), "A", rows=counts(5),
         stored=(session("2026-03-14", exercise="Squat", sets=3, reps=10), session("2026-03-15", sets=3, reps=12), session("2026-03-16", exercise="Presse", sets=3, reps=10, load_kg=12), session("2026-03-17", exercise="Gainage", sets=3, hold_s=30), session("2026-03-18", sets=4, reps=8)),
         never=(("sessions", "reps", 30), ("sessions", "sets", 310))),
    Case(108, "three sets with three counts", csv("Date,Exercise,Sets,Session length (min)", "2026-03-14,Squat,10/10/8,30", "2026-03-16,Squat,3x10,30", name="diary.csv"), "A", rows=counts(2), stored=(session("2026-03-16", sets=3, reps=10),), never=(("sessions", "sets", 10), ("sessions", "date", "2008-10-10")),
         why="3 sets of 28 in all; how the unequal counts are stored is left open, so that only the first set's count must not stand for the sets."),
    Case(108, "as many as possible", csv("Date;Exercice;Séries", "14/03/2026;Squat;3x10", "15/03/2026;Pompes;AMRAP", "16/03/2026;Squat;3x12"), "N", "words-not-a-number", row=3, column="Séries", value="AMRAP", rows=counts(3), stored=(session("2026-03-14", sets=3, reps=10), session("2026-03-15", exercise="Pompes", sets=None, reps=None), session("2026-03-16", sets=3, reps=12)),
         why="A word where a number was expected: the exercise was done, how often is not known, the word is a note."),
    Case(108, "three sets of ten to twelve", csv("Date;Exercice;Séries", "14/03/2026;Squat;3x10", "15/03/2026;Squat;3x10-12", "16/03/2026;Squat;3x12"), "Q", "merge:range:Séries", answers={"merge:range:Séries": "lower"}, rows_after=THREE, stored_after=(session("2026-03-14", sets=3, reps=10), session("2026-03-15", sets=3, reps=10)),
         never=(("sessions", "reps", 11), ("sessions", "reps", 1012))),
    Case(109, "left and right in one cell", csv("Date;Exercice;Séries;Répétitions", "14/03/2026;Fente;3;10", "15/03/2026;Fente;3;10G 10D", "16/03/2026;Fente;3;12"), "Q", "unit:|merge:|column:|scale:|same-session:", never=(("sessions", "reps", 1010), ("sessions", "reps", 20), S15), why="10 or 20? No id was agreed."),
    Case(109, "left and right with a slash", csv("Date,Exercise,Sets,Reps", "2026-03-14,Lunge,3,10", "2026-03-15,Lunge,3,L10/R8", name="diary.csv"), "Q", "unit:|merge:|column:|scale:|same-session:", never=(("sessions", "reps", 108), ("sessions", "reps", 18), ("sessions", "reps", 9), S15)),
    not_numbers("NaN", NUMBER, 0), not_numbers("inf", NUMBER), not_numbers("-Infinity", NUMBER), not_numbers("1e400", NUMBER), not_numbers("1000000000000000000000000000000", "value-out-of-range", 10**30, 1e30),
    not_numbers("0x1F", NUMBER, 31, 0), not_numbers("1e3", NUMBER, 1000, 13), not_numbers("TRUE", NUMBER, 1), not_numbers("VRAI", NUMBER, 1), not_numbers("9223372036854775808", "value-out-of-range", 2**63),
    Case(110, "TRUE and FALSE cells in a column of pain", in_sheet(3, True, 2), "R", NUMBER, row=3, column="Douleur", rows=counts(3, refused=1), stored=(daily("2026-03-14", pain_average=3), daily("2026-03-16", pain_average=2)), never=(D15, ("daily", "pain_average", 1))),
    *(
        Case(111, f"a session of 24 hours, answered {answer}", csv(WORK, SQUATS[0], "15/03/2026;Marche;1;1;;1440", SQUATS[1]), "Q", "unit:check:Durée de la séance (min)", answers={"unit:check:Durée de la séance (min)": answer}, never=(("sessions", "session_minutes", 1440),), rows_after=THREE,
             stored_after=(*SQUATTED, session("2026-03-15", exercise="Marche", session_minutes=kept)))
        for answer, kept in (("right", 1440), ("leave", None))
    ),
    Case(111, "5,000 repetitions", csv(EN_WORK, EN_SQUATS[0], "2026-03-15,Squat,3,5000,12,30", EN_SQUATS[1], name="diary.csv"), "Q", "unit:check:Repetitions", answers={"unit:check:Repetitions": "leave"}, never=(("sessions", "reps", 5000),), rows_after=THREE, stored_after=(*SQUATTED, session("2026-03-15", reps=None, load_kg=12)),
         never_after=(("sessions", "reps", 5000),)),
    bad_work(111, "900 kg", "Squat;3;10;900;30", "Charge (kg)", "900", never=(("sessions", "load_kg", 900), ("sessions", "load_kg", 500))),
    bad_work(111, "1,500 minutes", "Squat;3;10;12;1500", "Durée de la séance (min)", "1500", never=(("sessions", "session_minutes", 1440), ("sessions", "session_minutes", 25))),
    Case(112, "kilos that become pounds", csv("Date;Exercice;Séries;Répétitions;Charge (kg)", *(f"2026-03-{day};Squat;3;10;{load}" for day, load in zip(range(10, 22), (10, 10, 10, 10, 10, 10, 22, 22, 22, 22, 22, 22), strict=True))), "Q", "unit:Charge (kg)", never=(("sessions", "load_kg", 22),),
         why="A step of 2.2 that stays: the person says whether the unit changed, or the load."),
    Case(112, "minutes that become hours", csv("Date,Exercise,Duration", *(f"2026-03-{day},Walk,{length}" for day, length in zip(range(10, 20), (30, 45, 30, 30, 45, 0.5, 0.75, 0.5, 0.5, 0.75), strict=True)), name="diary.csv"), "Q", "unit:Duration", never=(("sessions", "session_minutes", 0.5), ("sessions", "session_minutes", 0.75))),
    Case(113, "the same pain for sixty days", long_run((5,) * 60), "N", "constant-column", column="Douleur", rows=counts(60), stored=(daily("2026-03-01", pain_average=5), daily("2026-04-29", pain_average=5))),
    Case(113, "pain copied down by the spreadsheet: 1, 2, 3", long_run((1, 2, 3, 4, 5, 6, 7, 8, 9, 10)), "N", "counting-column", column="Douleur", rows=counts(10), stored=(daily("2026-03-01", pain_average=1), daily("2026-03-10", pain_average=10))),
    spelt("same", "Squat", "squats", "sqat"), spelt("different", "Squat", "squats", "sqat"), spelt("same", "Élévation latérale", "elevation laterale"),
    Case(114, "exercises that only look alike", csv("Date,Exercise,Sets,Reps", "2026-03-14,Squat,3,10", "2026-03-15,Bridge,3,10", "2026-03-16,Plank,3,1", name="diary.csv"), "A", rows=THREE, stored=stored("exercise", "Squat", "Bridge", "Plank", table="sessions"), why="Nothing to merge, nothing to ask."),
    noted(115, "a telephone number in a note", "personal-data", "rappeler le 06 12 34 56 78 demain"),
    noted(115, "a number of the social security in a note", "personal-data", "sécu 2 69 05 49 588 157 80"),
    noted(115, "an address in a note", "personal-data", "kiné au 12 rue des Lilas 75011 Paris"),
    noted(115, "a mail address in a note", "personal-data", "write to jean.dupont@example.org", english=True),
    noted(116, "numbness of the saddle in a note", "worth-reading-first", "engourdie entre les jambes depuis hier"),
    noted(116, "pain at night in a note", "worth-reading-first", "douleur la nuit même couché"),
    noted(116, "fever in a note", "worth-reading-first", "39 de fièvre et frissons"),
    noted(116, "despair in a note", "worth-reading-first", "envie d'en finir"),
    noted(116, "numbness of the saddle, in English", "worth-reading-first", "numb between my legs since Monday", english=True),
    noted(116, "bladder, in English", "worth-reading-first", "can't hold my urine any more", english=True),
)  # fmt: skip
