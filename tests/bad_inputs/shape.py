"""Group C, 44 to 72: how the table lies on the page."""

from __future__ import annotations

from datetime import date
from typing import Any

from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from tests.bad_inputs.build import REL, day_number, inline, sheet_rows, text, workbook, written_workbook
from tests.bad_inputs.case import Builder, Case, Row, counts, daily, session
from tests.bad_inputs.good import EN, EN_ROWS, EN_TITLES, FR, FR_ROWS, FR_TITLES, GOOD, SHEET
from tests.bad_inputs.ods import DAYS, TITLES, cell, covered, ods, row

THREE = counts(3)
WORK = "Date;Exercice;Séries;Répétitions;Charge (kg);Durée de la séance (min);Douleur pendant (0 à 10)"
WORK_ROWS = ("14/03/2026;Squat;3;10;12;30;2", "16/03/2026;Pont;2;15;;25;1")
WORKED: tuple[Row, ...] = (
    session("2026-03-14", exercise="Squat", sets=3, reps=10, load_kg=12, session_minutes=30, pain_during=2),
    session("2026-03-16", exercise="Pont", sets=2, reps=15, load_kg=None, session_minutes=25, pain_during=1),
)
APRIL: list[list[object]] = [["Date", "Douleur", "Sommeil (h)"], [date(2026, 4, 14), 6, 7], [date(2026, 4, 15), 5, 6]]
IN_APRIL = (daily("2026-04-14", pain_average=6, sleep_hours=7), daily("2026-04-15", pain_average=5, sleep_hours=6))


def semicolons(rows: tuple[str, ...], separator: str) -> tuple[str, ...]:
    return tuple(row.replace(";", separator) for row in rows)


def cells(book: Any) -> Any:
    return book.worksheets[0]


def hide_sheet(state: str) -> Any:
    def touch(book: Any) -> None:
        book.worksheets[1].sheet_state = state

    return touch


def hide_rows(book: Any) -> None:
    for number in (3, 5):
        cells(book).row_dimensions[number].hidden = True


def filter_rows(book: Any) -> None:
    cells(book).auto_filter.ref = "A1:C6"
    cells(book).auto_filter.add_filter_column(1, ["3", "2", "5"])
    hide_rows(book)


def hide_column(book: Any) -> None:
    cells(book).column_dimensions["C"].hidden = True


def marked(book: Any) -> None:
    cells(book)["B2"].comment = Comment("en fait 5", "moi")
    cells(book)["B3"].font = Font(strike=True)
    cells(book)["B4"].fill = PatternFill("solid", fgColor="FF0000")


def coloured(book: Any) -> None:
    cells(book)["B4"].fill = PatternFill("solid", fgColor="FF0000")


def merge(*references: str) -> Any:
    def touch(book: Any) -> None:
        for reference in references:
            cells(book).merge_cells(reference)

    return touch


def formulas(*pains: str, kind: str = "") -> Builder:
    """Three days whose pain cells are given as XML from the second row on."""
    rows = {1: [inline("A1", "Date"), inline("B1", "Douleur"), inline("C1", "Sommeil (h)")]}
    for place, (day, pain, sleep) in enumerate(
        zip(("2026-03-14", "2026-03-15", "2026-03-16"), pains, (7, 6.5, 8), strict=True), 2
    ):
        rows[place] = [inline(f"A{place}", day), pain, inline(f"C{place}", sleep)]
    return written_workbook(sheet_rows(rows))


def connected(parts: dict[str, bytes]) -> None:
    """Adds a connection that would fetch a page when the workbook is opened."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.connections+xml"
    parts["xl/connections.xml"] = (
        f'<connections xmlns="{main}"><connection id="1" name="page" type="4" refreshedVersion="6" refreshOnLoad="1">'
        '<webPr url="http://example.org/journal"/></connection></connections>'
    ).encode()
    for name, end, more in (
        ("[Content_Types].xml", b"</Types>", f'<Override PartName="/xl/connections.xml" ContentType="{kind}"/>'),
        (
            "xl/_rels/workbook.xml.rels",
            b"</Relationships>",
            f'<Relationship Id="rId99" Type="{REL}/connections" Target="connections.xml"/>',
        ),
    ):
        parts[name] = parts[name].replace(end, more.encode() + end)


def linked() -> Builder:
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    rows = {
        1: [inline("A1", "Date"), inline("B1", "Douleur")],
        2: [inline("A2", "2026-03-14"), inline("B2", 3, formula="[1]Feuil1!B2")],
        3: [inline("A3", "2026-03-15"), inline("B3", 4)],
    }
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return written_workbook(
        sheet_rows(rows),
        extra={
            "xl/externalLinks/externalLink1.xml": f'<externalLink xmlns="{main}"><externalBook xmlns:r="{REL}" r:id="rId1"><sheetNames><sheetName val="Feuil1"/></sheetNames></externalBook></externalLink>',
            "xl/externalLinks/_rels/externalLink1.xml.rels": f'<Relationships xmlns="{package}"><Relationship Id="rId1" Type="{REL}/externalLinkPath" Target="http://example.org/autre.xlsx" TargetMode="External"/></Relationships>',
        },
        in_workbook='<externalReferences><externalReference r:id="rId9"/></externalReferences>',
        book_rels=f'<Relationship Id="rId9" Type="{REL}/externalLink" Target="externalLinks/externalLink1.xml"/>',
        types=f'<Override PartName="/xl/externalLinks/externalLink1.xml" ContentType="{kind}"/>',
    )


FIVE: list[list[object]] = [*SHEET, [date(2026, 3, 17), 5, 7], [date(2026, 3, 18), 1, 9]]
FIVE_STORED = (*GOOD, daily("2026-03-17", pain_average=5), daily("2026-03-18", pain_average=1))
SEVERAL = (
    "Patient;Date;Douleur",
    "p1;14/03/2026;3",
    "p2;14/03/2026;8",
    "p1;15/03/2026;4",
    "p2;15/03/2026;9",
    "p1;16/03/2026;2",
    "p2;16/03/2026;7",
)
DITTO_FR = (
    "Date;Exercice;Séries;Répétitions",
    "14/03/2026;Squat;3;10",
    ";Pont;2;15",
    '""""' + ";Gainage;4;1",
    "16/03/2026;Squat;3;12",
    "idem;Pont;2;16",
)
DITTO_EN = ("Date,Exercise,Sets,Repetitions", "2026-03-14,Squat,3,10", ",Bridge,2,15", "2026-03-16,Squat,3,12")


def ditto(name: str, lines: tuple[str, ...], answer: str, stored: tuple[Row, ...], refused: int = 0) -> Case:
    never = (("sessions", "exercise", "Pont"), ("sessions", "exercise", "Bridge")) if refused else ()
    return Case(64, f"dates left out under a date ({name}), answered {answer}", ((name, text(*lines)),), "Q", "merge:ditto:Date", answers={"merge:ditto:Date": answer},
                rows_after=counts(len(lines) - 1, refused=refused), stored_after=stored, never=(("sessions", "exercise", "Pont"), ("sessions", "exercise", "Bridge")), never_after=never)  # fmt: skip


def synonyms(lines: tuple[str, ...], *stored: Row) -> Case:
    return Case(
        57,
        f"other names: {lines[0]}",
        (("journal.csv", text(*lines)),),
        "A",
        rows=counts(len(lines) - 1),
        stored=stored,
    )


CASES: tuple[Case, ...] = (
    *(
        Case(44, f"separator {separator!r}", (("journal.csv", text(*semicolons(FR if separator != "," else tuple(line.replace("6,5", "6.5") for line in FR), separator))),), "A", rows=THREE, stored=GOOD, read_as={"separator": separator})
        for separator in (";", ",", "\t", "|")
    ),
    Case(44, "commas inside notes of a semicolon file", (("journal.csv", text("Date;Douleur;Remarques", "14/03/2026;3;marche, repos, chaleur", "15/03/2026;4;rien, ou presque, je crois", "16/03/2026;2;bien, merci, oui")),), "A", rows=THREE,
         stored=(daily("2026-03-14", pain_average=3, note="marche, repos, chaleur"), daily("2026-03-16", pain_average=2)), read_as={"separator": ";"}, why="More commas than semicolons, and as regular."),
    Case(45, "sep=; on the first line", (("journal.csv", text("sep=;", *FR, newline="\r\n")),), "A", rows=THREE, stored=GOOD, read_as={"separator": ";"}),
    Case(45, "sep=, on the first line, and a bad value: a spreadsheet does not show the sep line", (("diary.csv", text("sep=,", EN_TITLES, EN_ROWS[0], "2026-03-15,11,6", EN_ROWS[2])),), "R", "value-out-of-range", row=3, column="Pain", value="11",
         rows=counts(3, refused=1), stored=(GOOD[0], GOOD[2]), why="Excel and LibreOffice take the sep line away: the titles are row 1 there."),
    Case(46, "comma as separator and as decimal", (("journal.csv", text("Date,Douleur,Sommeil (h)", "2026-01-01,3,5,30", "2026-01-02,4,5,45", "2026-01-03,2,0,20")),), "F", "comma-clash", row=2, never=(("daily", "sleep_hours", 5), ("daily", "pain_average", 3))),
    Case(46, "comma as separator and as decimal, one more field in every row", (("diary.csv", text("Date,Pain,Sleep (h),Stress", "2026-01-01,3,7,5,2", "2026-01-02,4,6,5,3")),), "F", "comma-clash|every-row-shifted",
         never=(("daily", "stress", 5), ("daily", "pain_average", 3), ("daily", "pain_average", 7)), why="The first column must not become an index, and nothing may shift."),
    Case(46, "comma as separator, and as decimal in one row only", (("journal.csv", text("Date,Douleur,Sommeil (h)", "2026-03-14,3,7", "2026-03-15,4,6,5", "2026-03-16,2,8")),), "R", "wrong-cell-count|comma-clash", row=3, rows=counts(3, refused=1),
         stored=(GOOD[0], GOOD[2]), never=(("daily", "sleep_hours", 6), ("daily", "date", "2026-03-15")), why="The good rows have the right count, so only the row is refused."),
    Case(47, "a row longer than the titles", (("journal.csv", text(FR_TITLES, FR_ROWS[0], "15/03/2026;4;6;5", FR_ROWS[2])),), "R", "wrong-cell-count", row=3, rows=counts(3, refused=1), stored=(GOOD[0], GOOD[2]), never=(("daily", "date", "2026-03-15"),)),
    Case(47, "a row shorter than the titles", (("diary.csv", text(EN_TITLES, EN_ROWS[0], "2026-03-15,4", EN_ROWS[2])),), "R", "wrong-cell-count", row=3, rows=counts(3, refused=1), stored=(GOOD[0], GOOD[2]), never=(("daily", "date", "2026-03-15"), ("daily", "sleep_hours", 4))),
    Case(47, "a row that lost its first cell", (("journal.csv", text("Date;Douleur;Sommeil (h);Stress", "14/03/2026;3;7;1", "4;6,5;2", "16/03/2026;2;8;1")),), "R", "wrong-cell-count", row=3, rows=counts(3, refused=1), stored=(GOOD[0], GOOD[2]), never=(("daily", "stress", 2), ("daily", "pain_average", 4))),
    Case(48, "a separator at the end of each line", (("journal.csv", text(*(line + ";" for line in FR))),), "A", rows=THREE, stored=GOOD),
    Case(48, "separators at the end of each row, none after the titles", (("diary.csv", text(EN_TITLES, *(row + "," for row in EN_ROWS))),), "A", rows=THREE, stored=GOOD, why="One more field in all rows must not make the first column an index."),
    Case(48, "empty columns after the table", (("journal.csv", text(*(line + ";;;" for line in FR))),), "A", rows=THREE, stored=GOOD),
    Case(49, "title lines above the table", (("journal.csv", text("Journal de douleur;;", "Kiné : cabinet des Lilas;;", ";;", *FR)),), "N", "title-lines", row=4, rows=THREE, stored=GOOD),
    Case(49, "a title in merged cells above the table", (("diary.xlsx", workbook([["My back diary"], [], ["Date", "Pain", "Sleep (h)"], *SHEET[1:]], touch=merge("A1:C1"))),), "N", "title-lines", row=3, rows=THREE, stored=GOOD),
    Case(49, "a bad value under title lines", (("journal.csv", text("Journal de douleur;;", ";;", FR_TITLES, FR_ROWS[0], "15/03/2026;12;6", FR_ROWS[2])),), "R", "value-out-of-range", row=5, column="Douleur", value="12", also=("title-lines",),
         rows=counts(3, refused=1), stored=(GOOD[0], GOOD[2])),
    Case(50, "units on a second line", (("journal.csv", text("Date;Exercice;Séries;Répétitions;Charge;Durée;Douleur pendant", ";;;;kg;min;/10", *WORK_ROWS)),), "N", "unit-line", row=2, rows=counts(2), stored=WORKED, why="kg under 'Charge' says what it is: no question."),
    Case(50, "units on a second line, in brackets", (("diary.csv", text("Date,Pain,Sleep", "(day),(0-10),(h)", *EN_ROWS)),), "N", "unit-line", row=2, rows=THREE, stored=GOOD),
    Case(51, "titles repeated in mid-file", (("journal.csv", text(*FR, FR_TITLES, "17/03/2026;5;7")),), "A", "repeated-header", row=5, rows=counts(5, skipped=1), stored=(*GOOD, daily("2026-03-17", pain_average=5, sleep_hours=7))),
    Case(51, "titles repeated in mid-file, in other letters", (("diary.csv", text(*EN, "DATE,PAIN,SLEEP (H)", "2026-03-17,5,7")),), "A", "repeated-header", row=5, rows=counts(5, skipped=1), stored=(*GOOD, daily("2026-03-17", pain_average=5))),
    Case(52, "blank rows inside the table", (("journal.csv", text(*FR[:2], ";;", "", *FR[2:])),), "A", "blank-row", row=3, rows=counts(5, skipped=2), stored=GOOD),
    Case(52, "blank rows in a workbook, and a bad value after them", (("diary.xlsx", workbook([*SHEET[:2], [], [], SHEET[2], [date(2026, 3, 17), 11, 7], SHEET[3]])),), "R", "value-out-of-range", row=6, column="Douleur", value="11", stored=GOOD,
         never=(("daily", "date", "2026-03-17"),), why="Row 6 as the spreadsheet shows it. Whether blank rows of a workbook are received or not is left open: no counts."),
    Case(52, "repeated blank rows of an ODS workbook, and a bad value after them", (("journal.ods", ods({"Feuille1": TITLES + DAYS[0] + row(cell(None, times=3), times=40) + row("2026-03-17", 11, 7) + DAYS[2]})),), "R", "value-out-of-range", row=43, column="Douleur", value="11",
         stored=(GOOD[0], GOOD[2]), never=(("daily", "date", "2026-03-17"),), why="Forty blank rows are one element of the file: row 43 as the spreadsheet shows it."),
    Case(53, "total, mean and a signature under the table", (("journal.csv", text("Date;Douleur;Pas", "14/03/2026;3;5000", "15/03/2026;4;6000", "16/03/2026;2;4000", "Total;9;15000", "Moyenne;3;5000", "Signature : M. Dupont;;")),), "N", "total-row", row=5, also=("footer-row",),
         rows=counts(6, skipped=3), stored=(daily("2026-03-14", pain_average=3, steps=5000), daily("2026-03-16", pain_average=2, steps=4000)), never=(("daily", "steps", 15000), ("daily", "pain_average", 9))),
    Case(53, "total and average inside the table, in English", (("diary.csv", text("Date,Pain,Steps", "2026-03-14,3,5000", "2026-03-15,4,6000", "Weekly average,3.5,5500", "2026-03-16,2,4000", "TOTAL,9,15000")),), "N", "total-row", row=4,
         rows=counts(5, skipped=2), stored=(daily("2026-03-16", pain_average=2, steps=4000),), never=(("daily", "steps", 5500), ("daily", "steps", 15000))),
    Case(54, "the same title twice", (("journal.csv", text("Date;Douleur;Douleur", "14/03/2026;3;5", "15/03/2026;4;6")),), "Q", "column:Douleur (B)", never=(("daily", "pain_average", 3), ("daily", "pain_average", 5)),
         why="Morning and evening, most likely: neither may be taken for the day, and the second is not 'Douleur.1'."),
    Case(54, "the same title twice, in English", (("diary.csv", text("Date,Pain,Sleep (h),Pain", "2026-03-14,3,7,5", "2026-03-15,4,6,6")),), "Q", "column:Pain (B)", never=(("daily", "pain_average", 3), ("daily", "pain_average", 5), ("daily", "pain_worst", 5))),
    Case(55, "columns nobody knows", (("journal.csv", text("Date;Douleur;Météo;Sommeil (h);Humeur du chat", "14/03/2026;3;pluie;7;bonne", "15/03/2026;4;soleil;6,5;mauvaise", "16/03/2026;2;vent;8;bonne")),), "N", "unknown-column", column="Météo", rows=THREE, stored=GOOD,
         never=(("daily", "mood", "bonne"), ("daily", "note", "pluie"))),
    Case(55, "columns nobody knows, in English", (("diary.csv", text("Date,Pain,Weather,Sleep (h)", "2026-03-14,3,rain,7", "2026-03-15,4,sun,6.5", "2026-03-16,2,wind,8")),), "N", "unknown-column", column="Weather", rows=THREE, stored=GOOD, never=(("daily", "note", "rain"),)),
    Case(56, "no column of dates", (("journal.csv", text("Douleur;Sommeil (h)", "3;7", "4;6,5", "2;8")),), "F", "missing-column"),
    Case(56, "the column of dates is misspelt", (("journal.csv", text("Dat;Douleur;Sommeil (h)", *FR_ROWS)),), "F", "missing-column", why="The catalogue refuses and names the nearest title."),
    synonyms(("Jour;EVA", "14/03/2026;3"), daily("2026-03-14", pain_average=3)),
    synonyms(("date;EN;SOMMEIL (H)", *FR_ROWS), *GOOD),
    synonyms(("DAY,VAS", "2026-03-14,3", "2026-03-15,0"), daily("2026-03-14", pain_average=3), daily("2026-03-15", pain_average=0)),
    synonyms(("Day,NRS", "2026-03-14,3"), daily("2026-03-14", pain_average=3)),
    synonyms((" Date : ;  douleur ;SOMMEIL(h)", *FR_ROWS), *GOOD),
    synonyms(("Jour;Exercice;Series;Répét.;Poids (kg);Temps (min);Ressenti", "14/03/2026;Squat;3;10;12,5;30;4"), session("2026-03-14", exercise="Squat", sets=3, reps=10, load_kg=12.5, session_minutes=30, session_rpe=4)),
    synonyms(("Date;Exercice;SERIES;Reps;Kg;Duree (min);RPE", "14/03/2026;Pont;2;15;0;25;3"), session("2026-03-14", exercise="Pont", sets=2, reps=15, load_kg=0, session_minutes=25, session_rpe=3)),
    synonyms(("Day,Exercise,Sets,Reps,Weight (kg),Min,Borg", "2026-03-14,Squat,3,10,12.5,30,4"), session("2026-03-14", exercise="Squat", sets=3, reps=10, load_kg=12.5, session_minutes=30, session_rpe=4)),
    *(
        Case(58, f"'Charge' without a unit, answered {answer}", (("journal.csv", text("Date;Exercice;Séries;Répétitions;Charge", "14/03/2026;Squat;3;10;12", "16/03/2026;Squat;3;10;15")),), "Q", "column:Charge", answers={"column:Charge": answer},
             never=(("sessions", "load_kg", 12), ("sessions", "load_kg", 15)), rows_after=counts(2), stored_after=(session("2026-03-14", exercise="Squat", sets=3, reps=10, load_kg=kept),))
        for answer, kept in (("sessions.load_kg", 12), ("ignore", None))
    ),
    Case(58, "'Load' without a unit", (("diary.csv", text("Date,Exercise,Sets,Reps,Load", "2026-03-14,Squat,3,10,300", "2026-03-16,Squat,3,10,360")),), "Q", "column:Load", answers={"column:Load": "ignore"}, never=(("sessions", "load_kg", 300),), rows_after=counts(2),
         stored_after=(session("2026-03-14", sets=3, reps=10, load_kg=None),), never_after=(("sessions", "load_kg", 300), ("sessions", "load_kg", 360)), why="Effort x minutes, not kilos."),
    Case(58, "'Effort' from 6 to 20", (("journal.csv", text("Date;Exercice;Durée (min);Effort", "14/03/2026;Marche;30;11", "16/03/2026;Marche;30;13", "18/03/2026;Vélo;20;9")),), "Q", "scale:Effort", never=(("sessions", "session_rpe", 11), ("sessions", "session_rpe", 9), ("sessions", "session_rpe", 10)),
         why="9 fits both scales: it must wait with the others."),
    Case(58, "'Score' from 0 to 10", (("diary.csv", text("Date,Score,Sleep (h)", "2026-03-14,3,7", "2026-03-15,4,6.5", "2026-03-16,2,8")),), "Q", "column:Score", answers={"column:Score": "daily.pain_average"}, never=(("daily", "pain_average", 3),), rows_after=THREE, stored_after=GOOD),
    Case(58, "'Douleur' in a table of sessions", (("journal.csv", text("Date;Exercice;Durée (min);Douleur", "14/03/2026;Marche;30;3", "16/03/2026;Vélo;20;2")),), "Q", "column:Douleur", answers={"column:Douleur": "sessions.pain_during"},
         never=(("sessions", "pain_during", 3), ("daily", "pain_average", 3)), rows_after=counts(2), stored_after=(session("2026-03-14", exercise="Marche", session_minutes=30, pain_during=3),), never_after=(("daily", "pain_average", 3),)),
    *(
        Case(59, f"days in columns ({name})", ((name, text(*lines)),), "Q", "sheet:days-in-columns", answers={"sheet:days-in-columns": "turn"}, rows_after=THREE, stored_after=GOOD)
        for name, lines in (
            ("journal.csv", ("Jour;14/03/2026;15/03/2026;16/03/2026", "Douleur;3;4;2", "Sommeil (h);7;6,5;8")),
            ("diary.csv", (",2026-03-14,2026-03-15,2026-03-16", "Pain,3,4,2", "Sleep (h),7,6.5,8")),
        )
    ),
    Case(59, "days in columns, left aside", (("journal.csv", text("Jour;14/03/2026;15/03/2026;16/03/2026", "Douleur;3;4;2")),), "Q", "sheet:days-in-columns", answers={"sheet:days-in-columns": "ignore"}, never=(("daily", "pain_average", 3),), never_after=(("daily", "pain_average", 3),)),
    *(
        Case(60, f"one sheet per month, answered {answer}", (("journal.xlsx", workbook(SHEET, APRIL, names=("Mars", "Avril"))),), "Q", "sheet:which", answers={"sheet:which": answer}, stored_after=stored, never_after=never, rows_after=rows)
        for answer, stored, never, rows in (("all", (*GOOD, *IN_APRIL), (), counts(5)), ("Avril", IN_APRIL, (("daily", "date", "2026-03-14"),), None))
    ),
    Case(60, "two tables on one sheet", (("journal.xlsx", workbook([*SHEET, [], ["Date", "Exercice", "Séries", "Répétitions"], [date(2026, 3, 14), "Squat", 3, 10], [date(2026, 3, 16), "Pont", 2, 15]])),), "N", "second-table-on-sheet", row=6,
         stored=(*GOOD, session("2026-03-14", exercise="Squat", sets=3, reps=10), session("2026-03-16", exercise="Pont", sets=2, reps=15)), why="Two kinds of table do not compete, so nothing is asked."),
    *(
        Case(61, f"a sheet that is {state}", (("journal.xlsx", workbook(SHEET, APRIL, names=("Mars", "Brouillon"), touch=hide_sheet(state))),), "N", "hidden-sheet", sheet="Brouillon", rows=THREE, stored=GOOD, never=(("daily", "date", "2026-04-14"), ("daily", "pain_average", 6)))
        for state in ("hidden", "veryHidden")
    ),
    Case(61, "a hidden sheet of an ODS workbook", (("journal.ods", ods({"Mars": TITLES + "".join(DAYS), "Brouillon": TITLES + row("2026-04-14", 6, 7)}, hidden="Brouillon")),), "N", "hidden-sheet", sheet="Brouillon", rows=THREE, stored=GOOD, never=(("daily", "date", "2026-04-14"),)),
    *(
        Case(62, f"rows of an ODS workbook hidden by {how}", (("journal.ods", ods({"Feuille1": TITLES + DAYS[0] + row("2026-03-17", 5, 7, state=state) + DAYS[1] + DAYS[2]})),), "Q", "sheet:hidden-rows", answers={"sheet:hidden-rows": "leave"}, never=(("daily", "date", "2026-03-17"),),
             rows_after=counts(4, skipped=1), stored_after=GOOD, never_after=(("daily", "date", "2026-03-17"), ("daily", "pain_average", 5)))
        for how, state in (("hand", "collapse"), ("a filter", "filter"))
    ),
    *(
        Case(62, f"rows hidden {how}, answered {answer}", (("journal.xlsx", workbook(FIVE, touch=touch)),), "Q", "sheet:hidden-rows", answers={"sheet:hidden-rows": answer}, never=(("daily", "date", "2026-03-15"), ("daily", "date", "2026-03-17")),
             rows_after=rows, stored_after=stored, never_after=never)
        for how, touch in (("by hand", hide_rows), ("by a filter", filter_rows))
        for answer, rows, stored, never in (
            ("take", counts(5), FIVE_STORED, ()),
            ("leave", counts(5, skipped=2), (GOOD[0], GOOD[2], FIVE_STORED[4]), (("daily", "date", "2026-03-15"), ("daily", "pain_average", 5))),
        )
    ),
    Case(62, "a hidden column", (("diary.xlsx", workbook(SHEET, touch=hide_column)),), "Q", "sheet:hidden-columns|sheet:hidden-rows", never=(("daily", "sleep_hours", 7),), why="No id was agreed for columns."),
    Case(63, "a date in merged cells over three exercises", (("journal.xlsx", workbook([["Date", "Exercice", "Séries", "Répétitions"], [date(2026, 3, 14), "Squat", 3, 10], [None, "Pont", 2, 15], [None, "Gainage", 4, 1], [date(2026, 3, 16), "Squat", 3, 12]], touch=merge("A2:A4"))),), "N", "merged-cells",
         row=2, rows=counts(4), stored=(session("2026-03-14", exercise="Squat", sets=3), session("2026-03-14", exercise="Pont", sets=2, reps=15), session("2026-03-14", exercise="Gainage", sets=4), session("2026-03-16", exercise="Squat", reps=12))),
    Case(63, "a date in merged cells of an ODS workbook", (("journal.ods", ods({"Feuille1": row("Date", "Exercice", "Séries", "Répétitions") + row(cell("2026-03-14", rows=2), "Squat", 3, 10) + row(covered(), "Pont", 2, 15) + row("2026-03-16", "Squat", 3, 12)})),), "N", "merged-cells", row=2,
         rows=THREE, stored=(session("2026-03-14", exercise="Squat", sets=3), session("2026-03-14", exercise="Pont", sets=2, reps=15), session("2026-03-16", exercise="Squat", reps=12))),
    Case(63, "a merged date, and a blank one below the range", (("diary.xlsx", workbook([["Date", "Exercise", "Sets", "Reps"], [date(2026, 3, 14), "Squat", 3, 10], [None, "Bridge", 2, 15], [None, "Plank", 4, 1]], touch=merge("A2:A3"))),), "Q", "merge:ditto:Date", also=("merged-cells",),
         answers={"merge:ditto:Date": "no"}, never=(("sessions", "exercise", "Plank"),), rows_after=counts(3, refused=1), stored_after=(session("2026-03-14", exercise="Squat"), session("2026-03-14", exercise="Bridge")), never_after=(("sessions", "exercise", "Plank"),),
         why="The merged range fills itself; below it a blank date is a ditto, to be asked."),
    ditto("journal.csv", DITTO_FR, "yes", (session("2026-03-14", exercise="Squat", sets=3, reps=10), session("2026-03-14", exercise="Pont", sets=2, reps=15), session("2026-03-14", exercise="Gainage", sets=4, reps=1), session("2026-03-16", exercise="Pont", sets=2, reps=16))),
    ditto("journal.csv", DITTO_FR, "no", (session("2026-03-14", exercise="Squat", sets=3, reps=10), session("2026-03-16", exercise="Squat", sets=3, reps=12)), refused=3),
    ditto("diary.csv", DITTO_EN, "yes", (session("2026-03-14", exercise="Squat"), session("2026-03-14", exercise="Bridge", sets=2, reps=15), session("2026-03-16", exercise="Squat", reps=12))),
    Case(65, "separators in an unquoted note", (("journal.csv", text("Date;Douleur;Remarques", "14/03/2026;3;calme", "15/03/2026;4;marche ; repos ; chaleur", "16/03/2026;2;calme")),), "R", "wrong-cell-count", row=3, rows=counts(3, refused=1),
         stored=(daily("2026-03-14", pain_average=3, note="calme"), daily("2026-03-16", pain_average=2)), never=(("daily", "note", "marche"), ("daily", "date", "2026-03-15"))),
    Case(65, "separators in an unquoted note that stands in the middle", (("diary.csv", text("Date,Notes,Pain", "2026-03-14,fine,3", "2026-03-15,walked, rested,4", "2026-03-16,fine,2")),), "R", "wrong-cell-count", row=3, rows=counts(3, refused=1),
         stored=(daily("2026-03-14", pain_average=3, note="fine"),), never=(("daily", "note", "walked"), ("daily", "pain_average", 4))),
    Case(66, "formulas whose values Excel computed", (("journal.xlsx", formulas(inline("B2", 3, formula="1+2"), inline("B3", 4, formula="B2+1"), inline("B4", 2))),), "A", "formula-values", rows=THREE, stored=GOOD),
    Case(66, "a formula that gives a date", (("diary.xlsx", written_workbook(sheet_rows({1: [inline("A1", "Date"), inline("B1", "Pain")], 2: [inline("A2", "2026-03-14"), inline("B2", 3)], 3: [inline("A3", day_number("2026-03-15"), formula="A2+1"), inline("B3", 4)]}))),), "A",
         "formula-values", rows=counts(2), stored=(daily("2026-03-14", pain_average=3), daily("2026-03-15", pain_average=4))),
    Case(67, "a formula that was never computed", (("journal.xlsx", workbook([*SHEET[:2], [date(2026, 3, 15), "=B2+1", 6.5], SHEET[3]])),), "R", "formula-without-value", row=3, column="Douleur", rows=counts(3, refused=1), stored=(GOOD[0], GOOD[2]), never=(("daily", "date", "2026-03-15"),)),
    Case(67, "a date that was never computed", (("diary.xlsx", workbook([["Date", "Pain"], [date(2026, 3, 14), 3], ["=A2+1", 4], [date(2026, 3, 16), 2]])),), "R", "formula-without-value", row=3, column="Date", rows=counts(3, refused=1), stored=(daily("2026-03-14", pain_average=3), daily("2026-03-16", pain_average=2)), never=(("daily", "pain_average", 4),)),
    *(
        Case(68, f"an error of the spreadsheet, {error}", (("journal.xlsx", formulas(inline("B2", 3), inline("B3", error, "e", "1/0"), inline("B4", 2))),), "R", "excel-error", row=3, column="Douleur", value=error, rows=counts(3, refused=1), stored=(GOOD[0], GOOD[2]), never=(("daily", "date", "2026-03-15"),))
        for error in ("#DIV/0!", "#N/A", "#REF!", "#VALUE!")
    ),
    Case(68, "an error of the spreadsheet, saved as CSV", (("diary.csv", text(EN_TITLES, EN_ROWS[0], "2026-03-15,#N/A,6.5", EN_ROWS[2])),), "R", "excel-error", row=3, column="Pain", value="#N/A", rows=counts(3, refused=1), stored=(GOOD[0], GOOD[2]), never=(("daily", "sleep_hours", 6.5),)),
    Case(69, "a link to another workbook", (("journal.xlsx", linked()),), "N", "links-left", rows=counts(2), stored=(daily("2026-03-14", pain_average=3), daily("2026-03-15", pain_average=4)), why="The value that stands in the file; no connection is opened."),
    Case(69, "a data connection", (("diary.xlsx", workbook(SHEET, change=connected)),), "N", "links-left", rows=THREE, stored=GOOD),
    Case(70, "a comment, a struck value and a colour", (("journal.xlsx", workbook(SHEET, touch=marked)),), "N", "colours-left", rows=THREE, stored=GOOD, never=(("daily", "pain_average", 5),)),
    Case(70, "a colour alone", (("diary.xlsx", workbook(SHEET, touch=coloured)),), "N", "colours-left", rows=THREE, stored=GOOD),
    Case(71, "a column of names that differ from the record", (("journal.csv", text("Patient;Date;Douleur", "Marie Martin;14/03/2026;3", "Marie Martin;15/03/2026;4")),), "Q", "patient", patient="jean-dupont", never=(("daily", "pain_average", 3),)),
    Case(71, "a name above the table that differs from the record", (("diary.csv", text("Name: Marie Martin,,", *EN)),), "Q", "patient", patient="jean-dupont", never=(("daily", "pain_average", 3),)),
    Case(72, "two patients in one file", (("journal.csv", text(*SEVERAL)),), "Q", "patient", answers={"patient": "p1"}, never=(("daily", "pain_average", 3), ("daily", "pain_average", 8)), rows_after=counts(6, skipped=3),
         stored_after=tuple(daily(day, patient_id="p1", pain_average=pain) for day, pain in (("2026-03-14", 3), ("2026-03-15", 4), ("2026-03-16", 2))), never_after=(("daily", "pain_average", 8), ("daily", "pain_average", 9), ("daily", "patient_id", "p2")),
         why="At the command line, so the physiotherapist's side of the catalogue: Q."),
    Case(72, "two patients in one file, one of them asked for", (("diary.csv", text("Patient,Date,Pain", "p1,2026-03-14,3", "p2,2026-03-14,8", "p1,2026-03-15,4")),), "A", "row-not-taken", patient="p1", rows=counts(3, skipped=1),
         stored=(daily("2026-03-14", pain_average=3), daily("2026-03-15", pain_average=4)), never=(("daily", "pain_average", 8), ("daily", "patient_id", "p2")), why="The contract asks only without --patient; p2's row is listed, not lost and not p1's."),
)  # fmt: skip
