"""Group B, 26 to 43: how the text is written down."""

from __future__ import annotations

import unicodedata
from typing import Any

from tests.bad_inputs.build import raw, text, workbook
from tests.bad_inputs.case import Builder, Case, Holds, counts, daily, session
from tests.bad_inputs.good import EN, FR, GOOD, SHEET

TITLES = "Date;Douleur;Remarques"
SAID = (
    "14/03/2026;3;séance difficile, un peu gêné",
    "15/03/2026;4;réveillé tôt, cœur serré",
    "16/03/2026;2;journée calme à la forêt",
)
FR_NOTES = (TITLES, *SAID)
EN_NOTES = ("Date,Pain,Notes", "2026-03-14,3,coffee at the café", "2026-03-15,4,naïve plan", "2026-03-16,2,quiet")
FR_STORED = (
    daily("2026-03-14", pain_average=3, note="séance difficile, un peu gêné"),
    daily("2026-03-15", pain_average=4, note="réveillé tôt, cœur serré"),
    daily("2026-03-16", pain_average=2, note="journée calme à la forêt"),
)
EN_STORED = (daily("2026-03-14", pain_average=3, note="coffee at the café"), daily("2026-03-15", note="naïve plan"))
THREE = counts(3)
RLO = "\u202e"  # turns the direction of reading
MAC = tuple(line.replace("cœur serré", "raideur légère") for line in FR_NOTES)
LETTER = "Ce matin la raideur a mis une heure à partir, puis la marche a fait du bien.\n"


def mixed(lines: tuple[str, ...], other: tuple[int, ...], encoding: str = "cp1252", main: str = "utf-8") -> Builder:
    """Lines in one encoding, those at the places of `other` in another, as after a copy from an old file."""
    return raw(b"".join((line + "\n").encode(encoding if place in other else main) for place, line in enumerate(lines)))


def note(
    number: int, title: str, written: str, stored: object, outcome: str = "A", code: str | None = None, **more: Any
) -> Case:
    """A diary with one note between two plain days; `written` stands in the CSV as given. stored: None = not said."""
    lines = (TITLES, "14/03/2026;3;calme", f"15/03/2026;4;{written}", "16/03/2026;2;calme")
    kept = [daily("2026-03-14", pain_average=3, note="calme"), daily("2026-03-16", pain_average=2, note="calme")]
    if outcome != "R":
        kept.append(daily("2026-03-15", pain_average=4, **({} if stored is None else {"note": stored})))
    rows = counts(3, refused=1) if outcome == "R" else THREE
    return Case(
        number,
        title,
        (("journal.csv", text(*lines)),),
        outcome,
        code,
        row=3 if code else None,
        column="Remarques" if code else None,
        rows=rows,
        stored=tuple(kept),
        **more,
    )


MARKUP = (
    "<script>alert(1)</script>",
    "![x](http://example.org/x.png)",
    '=HYPERLINK("http://example.org","clic")',
    "=1+1",
    "@SUM(A1)",
    "-nuit moyenne",
)


def spreadsheet_notes(notes: tuple[str, ...]) -> Builder:
    rows: list[list[object]] = [["Date", "Douleur", "Remarques"]]
    rows += [[f"2026-03-{14 + n}", 3, said] for n, said in enumerate(notes)]

    def as_text(book: Any) -> None:
        for cells in book.worksheets[0].iter_rows(min_row=2, min_col=3, max_col=3):
            cells[0].data_type = "s"  # a text that begins with "=", typed as text

    return workbook(rows, touch=as_text)


CASES: tuple[Case, ...] = (
    Case(26, "UTF-8 with a byte order mark", (("journal.csv", text(*FR, encoding="utf-8-sig", newline="\r\n")),), "A", rows=THREE, stored=GOOD),
    Case(26, "UTF-8 with a byte order mark before a quoted title", (("diary.csv", raw(b'\xef\xbb\xbf"Date","Pain","Sleep (h)"\n"2026-03-14","3","7"\n"2026-03-15","4","6.5"\n"2026-03-16","2","8"\n')),), "A", rows=THREE, stored=GOOD),
    Case(27, "cp1252, as French Excel saves a CSV", (("journal.csv", text(*FR_NOTES, encoding="cp1252", newline="\r\n")),), "N", "old-encoding", rows=THREE,
         stored=FR_STORED, read_as={"encoding": "cp1252", "separator": ";"}, why="œ is in cp1252 and not in Latin-1."),
    Case(27, "cp1252, in English, one accent only", (("diary.csv", text(*EN_NOTES, encoding="cp1252")),), "N", "old-encoding", rows=THREE, stored=EN_STORED),
    Case(27, "cp1252 in the titles", (("journal.csv", text("Date;Douleur;Fatigue (0 à 10)", "14/03/2026;3;5", "15/03/2026;4;6", encoding="cp1252")),), "N", "old-encoding", rows=counts(2),
         stored=(daily("2026-03-14", pain_average=3, fatigue=5), daily("2026-03-15", pain_average=4, fatigue=6))),
    Case(28, "UTF-16 LE with its mark and tabs, as Excel's Unicode text", (("journal.txt", raw(("\r\n".join(FR_NOTES).replace(";", "\t") + "\r\n").encode("utf-16"))),), "N",
         rows=THREE, stored=FR_STORED, read_as={"separator": "\t"}, why="With the mark the encoding is sure: no code is asked of the notice."),
    Case(28, "UTF-16 BE with its mark", (("diary.csv", text(*EN_NOTES, encoding="utf-16-be", before=b"\xfe\xff")),), "N", rows=THREE, stored=EN_STORED),
    Case(28, "UTF-16 LE without a mark", (("journal.csv", text(*FR_NOTES, encoding="utf-16-le")),), "N", "old-encoding", rows=THREE, stored=FR_STORED),
    Case(28, "UTF-16 BE without a mark", (("diary.csv", text(*EN_NOTES, encoding="utf-16-be")),), "N", "old-encoding", rows=THREE, stored=EN_STORED),
    Case(29, "Mac Roman, lines that end in CR", (("journal.csv", text(*MAC, encoding="mac_roman", newline="\r")),), "Q", "column:encoding",
         answers={"column:encoding": "mac_roman"}, rows_after=THREE,
         stored_after=(FR_STORED[0], daily("2026-03-15", note="réveillé tôt, raideur légère"), FR_STORED[2])),
    Case(29, "Mac Roman, answered as cp1252: the letters stay as that encoding has them", (("journal.csv", text(TITLES, "14/03/2026;3;séance", "15/03/2026;4;calme", encoding="mac_roman")),), "Q", "column:encoding",
         never=(("daily", "note", "sŽance"),), answers={"column:encoding": "cp1252"}, rows_after=counts(2), stored_after=(daily("2026-03-14", pain_average=3, note="sŽance"),)),
    *(
        Case(30, f"encoded twice, answered {answer}", (("journal.csv", raw("\n".join(MAC).encode().decode("latin-1").encode() + b"\n")),), "Q", "column:text",
             answers={"column:text": answer}, rows_after=THREE, stored_after=(daily("2026-03-14", pain_average=3, note=said), daily("2026-03-16", pain_average=2)))
        for answer, said in (("mended", SAID[0].split(";")[2]), ("as_is", SAID[0].split(";")[2].encode().decode("latin-1")))
    ),
    Case(31, "one line in cp1252 among UTF-8", (("journal.csv", mixed((*FR_NOTES, "17/03/2026;5;gêné en fin de journée", "18/03/2026;1;très bien"), (4,))),), "R", "mixed-encoding", row=5,
         rows=counts(5, refused=1), stored=(*FR_STORED, daily("2026-03-18", pain_average=1, note="très bien")), never=(("daily", "note", "gÃªnÃ© en fin de journÃ©e"), ("daily", "date", "2026-03-17")),
         why="One wrong line must neither be lost nor turn the whole file into cp1252."),
    Case(31, "one line in cp1252 among UTF-8, in English", (("diary.csv", mixed((*EN_NOTES, "2026-03-17,5,café again", "2026-03-18,1,jalapeño day"), (2,))),), "R", "mixed-encoding", row=3,
         rows=counts(5, refused=1), stored=(EN_STORED[0], daily("2026-03-17", note="café again"), daily("2026-03-18", note="jalapeño day")), never=(("daily", "note", "cafÃ© again"),)),
    note(32, "a NUL in a note", "nuit \0calme", None, "R", "nul-character", never=(("daily", "date", "2026-03-15"),)),
    Case(32, "a NUL in a number", (("diary.csv", text("Date,Pain", "2026-03-14,3", "2026-03-15,4\0", "2026-03-16,2")),), "R", "nul-character", row=3, column="Pain", rows=counts(3, refused=1),
         stored=(daily("2026-03-14", pain_average=3), daily("2026-03-16", pain_average=2)), never=(("daily", "pain_average", 4),)),
    Case(32, "a tail of NULs, after a disk fault", (("journal.csv", raw(text(*FR)() + bytes(4096))),), "F", "nul-tail", never=(("daily", "pain_average", 3),)),
    *(
        Case(33, f"lines that end in {name}", (("journal.csv", raw(data.encode())),), "A", rows=THREE, stored=GOOD)
        for name, data in (
            ("CRLF", "\r\n".join(FR) + "\r\n"), ("LF", "\n".join(EN) + "\n"), ("CR", "\r".join(FR) + "\r"),
            ("all three", FR[0] + "\r\n" + FR[1] + "\n" + FR[2] + "\r" + FR[3] + "\r\n"), ("LF, none at the last", "\n".join(FR)),
        )
    ),
    note(34, "a note of three lines", '"nuit agitée\ncauchemar\n\nrendormi"', "nuit agitée\ncauchemar\n\nrendormi", why="A blank line inside quotes is text, not a blank row."),
    Case(34, "the row after a note of three lines", (("journal.csv", text(TITLES, '14/03/2026;3;"un\ndeux\ntrois"', "15/03/2026;11;calme", "16/03/2026;2;calme")),), "R", "value-out-of-range",
         row=3, column="Douleur", value="11", rows=counts(3, refused=1), stored=(daily("2026-03-14", pain_average=3, note="un\ndeux\ntrois"), daily("2026-03-16", pain_average=2)),
         why="Row 3 as the spreadsheet shows it; line 5 of the file."),
    Case(34, "the row after a note with CRLF inside, in English", (("diary.csv", text("Date,Pain,Notes", '2026-03-14,3,"slept badly\r\nwoke at 4"', "2026-03-15,-1,fine", "2026-03-16,2,fine", newline="\r\n")),), "R", "value-out-of-range",
         row=3, column="Pain", value="-1", rows=counts(3, refused=1), stored=(daily("2026-03-14", note=Holds("woke at 4")), daily("2026-03-16", pain_average=2))),
    Case(35, "a quote that never closes", (("journal.csv", text(TITLES, "14/03/2026;3;calme", '15/03/2026;4;"réveil à 4 h', "16/03/2026;2;calme", "17/03/2026;5;calme")),), "F", "unclosed-quote", row=3),
    Case(35, "a quote that never closes, after a note of two lines", (("diary.csv", text("Date,Pain,Notes", '2026-03-14,3,"one\ntwo"', '2026-03-15,4,"never closed', "2026-03-16,2,fine")),), "F", "unclosed-quote", row=3,
         why="Row 3 as the spreadsheet counts it, where the quote opens; line 4 of the file."),
    note(36, "quotes doubled in a quoted note", '"il dit ""ça va"" ; puis rien"', 'il dit "ça va" ; puis rien'),
    Case(36, "quotes escaped by a backslash", (("diary.csv", text("Date,Pain,Notes", "2026-03-14,3,fine", r'2026-03-15,4,"he said \"all good\", then left"', "2026-03-16,2,fine")),), "A", rows=THREE,
         stored=(daily("2026-03-15", pain_average=4, note='he said "all good", then left'), daily("2026-03-16", pain_average=2)),
         why="Only the backslash reading gives three cells, so there is nothing to ask."),
    note(37, "a bell and an escape sequence in a note", "nuit\x07 agitée \x1b[31mrouge", Holds("nuit agitée"), "N", "control-characters", never=(("daily", "note", "nuit\x07 agitée \x1b[31mrouge"),)),
    Case(37, "a backspace in a title", (("diary.csv", text("Date,Pain\x08,Sleep (h)", *EN[1:])),), "N", "control-characters", rows=THREE, stored=GOOD),
    Case(38, "zero-width and no-break spaces in titles, dates and numbers", (("journal.csv", text("\u200bDate;Dou\u200bleur\u00a0;Sommeil\u00a0(h)", "14/03/2026\u202f;\u00a03;7\u00a0", "15/03/2026;4\u200b;6,5", "\u206016/03/2026;2;8")),), "A",
         rows=THREE, stored=GOOD),
    note(38, "a note whose direction is turned", f"fichier {RLO}gpj.exe", None, "N", "control-characters", never=(("daily", "note", f"fichier {RLO}gpj.exe"),), why="It must be seen, so N."),
    note(39, "emoji in a note", "😀 bonne nuit 👩‍⚕️", "😀 bonne nuit 👩‍⚕️", why="A joiner between emoji is part of them."),
    Case(39, "an emoji as a pain score", (("journal.csv", text(TITLES, "14/03/2026;3;calme", "15/03/2026;😀;calme", "16/03/2026;2;calme")),), "R", "not-a-number", row=3, column="Douleur", value="😀",
         rows=counts(3, refused=1), stored=(daily("2026-03-14", pain_average=3), daily("2026-03-16", pain_average=2)), never=(("daily", "pain_average", 0), ("daily", "date", "2026-03-15")),
         why="The catalogue refuses it; words such as 'un peu' are set aside instead (104)."),
    Case(40, "accents as separate characters, titles and notes", (("journal.csv", text(*(unicodedata.normalize("NFD", line) for line in ("Date;Douleur;Fatigue (0 à 10);Remarques", "14/03/2026;3;5;séance gênée", "15/03/2026;4;6;répété")))),), "A",
         rows=counts(2), stored=(daily("2026-03-14", pain_average=3, fatigue=5, note="séance gênée"), daily("2026-03-15", fatigue=6, note="répété"))),
    Case(40, "one exercise written with both kinds of accents", (("journal.csv", text("Date;Exercice;Séries;Répétitions", "14/03/2026;Élévation;3;10", "15/03/2026;" + unicodedata.normalize("NFD", "Élévation") + ";3;12")),), "A", rows=counts(2),
         stored=(session("2026-03-14", exercise="Élévation", reps=10), session("2026-03-15", exercise="Élévation", reps=12)), never=(("sessions", "exercise", unicodedata.normalize("NFD", "Élévation")),), why="They look the same on paper: nothing to ask."),
    Case(41, "full-width digits", (("journal.csv", text("Date;Douleur;Pas", "14/03/2026;３;１２", "15/03/2026;4;5000", "16/03/2026;2;4000")),), "N", "wide-digits", row=2, rows=THREE,
         stored=(daily("2026-03-14", pain_average=3, steps=12), daily("2026-03-15", pain_average=4, steps=5000))),
    Case(41, "full-width digits in a date", (("diary.csv", text("Date,Pain", "２０２６-０３-１４,3", "2026-03-15,4")),), "N", "wide-digits", row=2, column="Date", rows=counts(2), stored=(daily("2026-03-14", pain_average=3), daily("2026-03-15", pain_average=4))),
    *(note(42, f"markup in a note: {said}", '"' + said.replace('"', '""') + '"', said) for said in MARKUP),
    Case(42, "markup in the texts of a workbook", (("diary.xlsx", spreadsheet_notes(MARKUP)),), "A", rows=counts(len(MARKUP)), stored=tuple(daily(f"2026-03-{14 + n}", pain_average=3, note=said) for n, said in enumerate(MARKUP)),
         why="A text that looks like a formula is a text: it must not be taken for a formula without a value."),
    note(43, "a note of 5,000 characters", "mal " * 1250, None, "R", "text-too-long", never=(("daily", "note", ("mal " * 500).strip()), ("daily", "date", "2026-03-15"))),
    note(43, "a note of exactly 2,000 characters", "x" * 2000, "x" * 2000),
    note(43, "a note of 2,001 characters", "x" * 2001, None, "R", "text-too-long", never=(("daily", "note", "x" * 2000),)),
    note(43, "a letter of 40 kB in a cell, in quoted lines", f'"{LETTER * 520}"', None, "R", "text-too-long"),
    Case(43, "a note of 1 MB on one line", (("journal.csv", text(TITLES, "14/03/2026;3;calme", "15/03/2026;4;" + "a" * 1_000_000, "16/03/2026;2;calme")),), "F", "line-too-long",
         why="The catalogue refuses the row (43) and any line over 64 kB (17): the line limit is met first."),
    Case(43, "a note of 32,000 characters in a workbook", (("diary.xlsx", workbook([*SHEET[:1], ["2026-03-14", 3, 7], ["2026-03-15", 4, 6.5]], names=("Diary",), touch=lambda book: [
        book.worksheets[0].cell(1, 4, "Notes"), book.worksheets[0].cell(3, 4, "a" * 32_000)])),), "R", "text-too-long", row=3, column="Notes", sheet="Diary", rows=counts(2, refused=1), stored=GOOD[:1]),
)  # fmt: skip
