"""The templates, filled by hand as two invented people would, and the rows of the log folder that they mean.

The tables stand as they are typed; `MEANS` and the dates say how the log folder writes them. A blank cell is absent.
"""

from __future__ import annotations

import csv
import io
from datetime import datetime
from typing import Literal

import openpyxl

from loadaid.domain import records
from loadaid.intake.headings import DAILY, SESSIONS, SHEETS
from loadaid.intake.templates.columns import LANGUAGES
from loadaid.intake.templates.csv_file import SEPARATOR, template_csv
from loadaid.intake.templates.workbook import template_workbook

Name = Literal["sessions", "daily"]
Row = dict[str, str | int | float]

_TITLES = {"sessions": SESSIONS, "daily": DAILY}
_TABLES = {"sessions": records.SESSIONS, "daily": records.DAILY}

# French: one day forgotten (18 March), a flare on the 16th, two sessions on the 21st, one session called off.
TYPED: dict[tuple[Name, str], str] = {
    ("sessions", "fr"): """
date | exercise | sets | reps | load_kg | session_minutes | session_rpe | pain_before | pain_during | pain_after | settle_h | soreness | completed | cancel_reason | session | hold_s | soreness_kind | place
09/03/2026 | Pont fessier | 3 | 10 | | 25 | 4 | 3 | 4 | 3 | 2 | 1 | oui | | | | courbatures | maison
09/03/2026 | Gainage sur les genoux | 3 | 1 | | | | | | | | | | | | 20 | |
11/03/2026 | Squat avec haltère | 3 | 8 | 2,5 | 30 | 5 | 3 | 4 | 3 | 3,5 | 2 | oui | | | | courbatures | cabinet
11/03/2026 | Pont fessier | 3 | 12 | | | | | | | | | | | | | |
13/03/2026 | Pont fessier | 3 | 12 | | 25 | 4 | 2 | 3 | 2 | 1 | 0 | | | | | |
15/03/2026 | Squat avec haltère | 3 | 12 | 5 | 45 | 8 | 3 | 6 | 5 | 30 | 5 | oui | | | | douleur habituelle | maison
17/03/2026 | | | | | | | | | | | | non | dos trop raide | | | |
19/03/2026 | Pont fessier | 2 | 10 | 0 | 15 | 3 | 4 | 4 | 3 | 1,5 | 1 | en partie | | | | |
21/03/2026 | Pont fessier | 3 | 10 | | 20 | 3 | 2 | 3 | 2 | 0 | | oui | | 1 | | | maison
21/03/2026 | Étirement « chat-vache » | 2 | 8 | | 10 | 2 | 2 | 2 | 1 | 0 | 0 | oui | | 2 | | | maison
""",
    ("daily", "fr"): """
date | managed | pain_morning | pain_average | impact | flare | exercised | sleep_quality | stress | fatigue | work_effort | lifting | note | pain_worst | leg_pain | symptoms_changed | rescue_medication | sleep_hours | worked | work_hours | posture_longest_min | steps
09/03/2026 | Marché jusqu'à la boulangerie | 4 | 4 | 4 | non | oui | 6 | 3 | 4 | 5 | léger (moins de 5 kg) | | 5 | 0 | | non | 7 | oui | 7 | 90 | 6240
10/03/2026 | | 4 | 3 | 3 | non | non | 7 | 4 | 3 | 5 | léger (moins de 5 kg) | | | | | | | oui | 7,5 | |
11/03/2026 | - vélo 20 min | 3 | 3 | 3 | non | oui | 7 | 3 | 3 | 4 | aucun | séance au cabinet ; tout va bien | | | | | 7,5 | oui | 7 | 120 | 8105
12/03/2026 | Ménage sans pause | 3 | 4 | 4 | non | non | 5 | 6 | 6 | 7 | moyen (5 à 25 kg) | | 6 | | | non | 5,5 | oui | 9 | |
13/03/2026 | | 4 | 3 | 3 | non | oui | 6 | 5 | 5 | 4 | léger (moins de 5 kg) | | | | | | | oui | 6 | |
14/03/2026 | Cinéma, assis 2 h | 3 | 3 | 2 | non | non | 8 | 1 | 2 | | aucun | | | | | | 8,5 | non | | 120 |
15/03/2026 | Marché 45 min | 2 | 4 | 3 | non | oui | 8 | 1 | 3 | | lourd (plus de 25 kg ou plus de 25 fois) | Aidé au déménagement de ma sœur | 6 | | | | 8 | non | | | 11870
16/03/2026 | | 7 | 7 | 7 | oui | non | 3 | 5 | 7 | | aucun | Bloqué au réveil, comme l'an dernier | 8 | 2 | non | oui | 4,5 | non | | | 1530
17/03/2026 | Douche et repas | 6 | 6 | 6 | oui | non | 4 | 5 | 6 | | aucun | | 7 | 1 | non | oui | 5 | non | | |
19/03/2026 | Marché 15 min | 5 | 4 | 4 | non | oui | 6 | 4 | 4 | 3 | aucun | Oublié hier | | 0 | | non | | oui | 5 | 60 |
20/03/2026 | | 4 | 3 | 3 | non | non | 7 | 3 | 4 | 4 | léger (moins de 5 kg) | | | | | | | oui | 7 | |
21/03/2026 | Marché 30 min | 3 | 3 | 2 | non | oui | 7 | 1 | 3 | | léger (moins de 5 kg) | | | | | | | non | | | 7312
22/03/2026 | Repas de famille | 3 | 2 | 2 | non | non | 8 | 0 | 2 | | aucun | | 3 | 0 | | | 9 | non | | |
""",
    ("sessions", "en"): """
date | exercise | sets | reps | load_kg | session_minutes | session_rpe | pain_before | pain_during | pain_after | settle_h | soreness | completed | cancel_reason | session | level | onset_min | soreness_kind | sleep_disturbed | place
09/03/2026 | Bird dog | 3 | 8 | | 20 | 3 | 2 | 2 | 2 | 0 | 0 | yes | | | 2 | | | no | home
09/03/2026 | Sit to stand | 3 | 10 | | | | | | | | | | | | 1 | | | |
11/03/2026 | Bird dog | 3 | 8 | | 20 | 3 | 2 | 3 | 2 | 0.5 | 1 | yes | | | 2 | 12 | muscle soreness | no | home
12/03/2026 | Deadlift, light bar | 3 | 6 | 7.5 | 35 | 6 | 2 | 4 | 3 | 4 | 3 | yes | | | 1 | 20 | muscle soreness | yes | clinic
14/03/2026 | Sit to stand | 2 | 10 | | 10 | 2 | 2 | 2 | 2 | 0 | 1 | partly | | | 1 | | usual pain | no | home
16/03/2026 | Bird dog | 3 | 10 | | 20 | 3 | 2 | 2 | 1 | 0 | 0 | yes | | | 2 | | | no | home
18/03/2026 | | | | | | | | | | | | no | Child was ill | | | | | |
19/03/2026 | Deadlift, light bar | 3 | 8 | 7.5 | 35 | 5 | 2 | 3 | 2 | 2.5 | 2 | yes | | | 1 | 25 | muscle soreness | no | clinic
21/03/2026 | Bird dog | 3 | 10 | | 20 | 3 | 1 | 2 | 1 | 0 | | yes | | | 3 | | | | home
""",
    ("daily", "en"): """
date | managed | pain_morning | pain_average | impact | flare | exercised | sleep_quality | stress | fatigue | work_effort | lifting | note | leg_pain | rescue_medication | sleep_hours | mood | worked | work_hours | posture_hours | active_minutes
09/03/2026 | Walked the dog | 2 | 2 | 2 | no | yes | 7 | 4 | 3 | 4 | none | | 0 | no | 7 | 7 | yes | 8 | 6.5 | 35
10/03/2026 | | 2 | 3 | 2 | no | no | 6 | 5 | 4 | 5 | none | | | | 6.5 | 6 | yes | 8 | 7 |
11/03/2026 | Took the stairs | 2 | 2 | 2 | no | yes | 7 | 4 | 3 | 4 | light (under 5 kg) | | | | 7 | 7 | yes | 8 | 6 | 42
12/03/2026 | "Sat" through a whole film | 2 | 3 | 2 | no | yes | 7 | 3 | 4 | 4 | light (under 5 kg) | | 0 | no | 7.5 | 7 | yes | 8 | 6 |
13/03/2026 | | 4 | 4 | 3 | no | no | 4 | 6 | 6 | 6 | medium (5 to 25 kg) | Long day, late dinner | 1 | yes | 5 | 5 | yes | 10 | 8 | 20
14/03/2026 | Food shop | 3 | 3 | 2 | no | yes | 8 | 2 | 3 | | medium (5 to 25 kg) | | | no | 8 | 7 | no | | |
15/03/2026 | Gardening, 40 min | 2 | 3 | 2 | no | no | 8 | 1 | 2 | | heavy (over 25 kg or over 25 times) | | | | 8.5 | 8 | no | | | 65
16/03/2026 | | 3 | 2 | 2 | no | yes | 7 | 4 | 3 | 4 | none | | | | 7 | 7 | yes | 8 | 6.5 |
17/03/2026 | Swam 20 min | 2 | 2 | 1 | no | no | 7 | 4 | 3 | 4 | none | | | | 7 | 7 | yes | 8 | 6 | 48
18/03/2026 | | 2 | 2 | 1 | no | no | 5 | 7 | 6 | 5 | light (under 5 kg) | | | | 5.5 | 4 | yes | 4 | 3 |
19/03/2026 | Walked the dog | 2 | 2 | 1 | no | yes | 7 | 3 | 4 | 4 | none | | 0 | no | 7 | 7 | yes | 8 | 6 | 33
20/03/2026 | | 2 | 1 | 1 | no | no | 8 | 3 | 3 | 4 | none | | | | 7.5 | 8 | yes | 7.5 | 6 |
21/03/2026 | Cycled to town | 1 | 1 | 1 | no | yes | 8 | 1 | 2 | | light (under 5 kg) | | | | 8 | 8 | no | | | 71
22/03/2026 | Read on the floor with the kids | 1 | 1 | 0 | no | no | 8 | 0 | 2 | | none | | 0 | no | 9 | 9 | no | | |
""",
}

# What each word typed above means; all other cells mean what they say.
MEANS = {
    "oui": "yes", "non": "no", "en partie": "partly", "courbatures": "muscle", "douleur habituelle": "usual_pain",
    "maison": "home", "cabinet": "clinic", "aucun": "none", "léger (moins de 5 kg)": "light",
    "moyen (5 à 25 kg)": "medium", "lourd (plus de 25 kg ou plus de 25 fois)": "heavy",
    "yes": "yes", "no": "no", "partly": "partly", "muscle soreness": "muscle", "usual pain": "usual_pain",
    "home": "home", "clinic": "clinic", "none": "none", "light (under 5 kg)": "light", "medium (5 to 25 kg)": "medium",
    "heavy (over 25 kg or over 25 times)": "heavy",
}  # fmt: skip


def filled_csv(table: Name, language: str) -> tuple[bytes, list[Row]]:
    """The CSV template with a fortnight in it, as Excel saves it, and the rows it means."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=SEPARATOR[language])
    template = template_csv(table, language).decode("utf-8-sig")
    titles = next(csv.reader(io.StringIO(template), delimiter=SEPARATOR[language]))
    typed = _typed(table, language)
    for row in typed:
        by_title = {_title(table, name, language): cell for name, cell in row.items()}
        writer.writerow([by_title.get(title, "") for title in titles])
    return (template + text.getvalue()).encode("utf-8-sig"), [_meant(table, row) for row in typed]


def filled_workbook(language: str) -> tuple[bytes, dict[Name, list[Row]]]:
    """The workbook template with a fortnight in both sheets: dates and numbers as a spreadsheet holds them."""
    workbook = openpyxl.load_workbook(io.BytesIO(template_workbook(language)))
    meant: dict[Name, list[Row]] = {}
    tables: tuple[Name, ...] = ("sessions", "daily")
    for table in tables:
        sheet = workbook[SHEETS[table][LANGUAGES.index(language)]]
        position = {cell.value: cell.column for cell in sheet[1]}
        typed = _typed(table, language)
        meant[table] = [_meant(table, row) for row in typed]
        for number, (cells, values) in enumerate(zip(typed, meant[table], strict=True), start=2):
            for name, text in cells.items():
                cell = sheet.cell(number, position[_title(table, name, language)])
                column = sheet.column_dimensions[cell.column_letter]
                if name == "date":
                    cell.value = datetime.fromisoformat(str(values["date"]))
                else:
                    # A column of text keeps what is typed as text, numbers too.
                    cell.value = text if column.number_format == "@" else _as_cell(values[name], text)
                    cell.data_type = "s" if isinstance(cell.value, str) else "n"
                cell.number_format = column.number_format
    saved = io.BytesIO()
    workbook.save(saved)
    return saved.getvalue(), meant


def _as_cell(value: str | int | float, text: str) -> str | int | float:
    return text if isinstance(value, str) else value


def _title(table: Name, name: str, language: str) -> str:
    return _TITLES[table][name][LANGUAGES.index(language)]


def _typed(table: Name, language: str) -> list[dict[str, str]]:
    head, *lines = [[cell.strip() for cell in line.split("|")] for line in TYPED[table, language].strip().splitlines()]
    return [{name: cell for name, cell in zip(head, line, strict=True) if cell} for line in lines]


def _meant(table: Name, cells: dict[str, str]) -> Row:
    row: Row = {}
    for name, cell in cells.items():
        kind = _TABLES[table].column(name).kind
        if kind == "date":
            day, month, year = cell.split("/")
            row[name] = f"{year}-{month}-{day}"
        elif kind == "choice":
            row[name] = MEANS[cell]
        elif kind in ("number", "whole"):
            number = float(cell.replace(",", "."))
            row[name] = int(number) if number.is_integer() else number
        else:
            row[name] = cell
    return row
