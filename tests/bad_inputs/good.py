"""The good rows that stand around what is bad: three days of a diary, in French, in English, as a sheet, and as stored."""

from __future__ import annotations

from datetime import date

from tests.bad_inputs.case import Row, daily

FR_TITLES = "Date;Douleur;Sommeil (h)"
FR_ROWS = ("14/03/2026;3;7", "15/03/2026;4;6,5", "16/03/2026;2;8")
FR = (FR_TITLES, *FR_ROWS)
EN_TITLES = "Date,Pain,Sleep (h)"
EN_ROWS = ("2026-03-14,3,7", "2026-03-15,4,6.5", "2026-03-16,2,8")
EN = (EN_TITLES, *EN_ROWS)
SHEET: list[list[object]] = [
    ["Date", "Douleur", "Sommeil (h)"],
    [date(2026, 3, 14), 3, 7],
    [date(2026, 3, 15), 4, 6.5],
    [date(2026, 3, 16), 2, 8],
]
GOOD: tuple[Row, ...] = (
    daily("2026-03-14", pain_average=3, sleep_hours=7),
    daily("2026-03-15", pain_average=4, sleep_hours=6.5),
    daily("2026-03-16", pain_average=2, sleep_hours=8),
)
