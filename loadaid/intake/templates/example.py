"""The filled fortnight that the workbook shows: an invented person, days of the week in place of dates.

Choices stand as the log folder names them; a pair is French, English; None is a cell left blank.
"""

from __future__ import annotations

Cell = int | float | str | tuple[str, str] | None

BRIDGE = ("Pont", "Bridge")
SQUAT = ("Squat", "Squat")

# week, day of the week from 0, then the columns of `columns.OFTEN` after the date
SESSIONS: tuple[tuple[int, int, tuple[Cell, ...]], ...] = (
    (1, 0, (BRIDGE, 3, "10", None, 25, 4, 3, 4, 3, 2, 1)),
    (1, 0, (SQUAT, 3, "8", 6, None, None, None, None, None, None, None)),
    (1, 2, (BRIDGE, 3, "12", None, 25, 4, 3, 3, 3, 1, 1)),
    (1, 2, (SQUAT, 3, "10/10/8", 6, None, None, None, None, None, None, None)),
    (1, 4, (BRIDGE, 3, "12", None, 30, 5, 2, 3, 3, 3, 2)),
    (1, 4, (SQUAT, 3, "10", 6, None, None, None, None, None, None, None)),
    (2, 0, (BRIDGE, 3, "12", None, 30, 5, 2, 3, 2, 1, 1)),
    (2, 0, (SQUAT, 3, "10", 8, None, None, None, None, None, None, None)),
    (2, 3, (SQUAT, 3, "10", 8, 20, 5, 2, 3, 2, 1.5, 1)),
    (2, 5, (BRIDGE, 3, "15", None, 30, 5, 2, 2, 2, 0, 0)),
    (2, 5, (SQUAT, 3, "10", 8, None, None, None, None, None, None, None)),
)

DAILY: tuple[tuple[int, int, tuple[Cell, ...]], ...] = (
    (1, 0, (("Marché 20 min", "Walked 20 min"), 4, 4, 4, "no", "yes", 6, 3, 4, 4, "light", None)),
    (1, 1, (("Courses à pied", "Went shopping on foot"), 4, 3, 3, "no", "no", 7, 3, 3, 4, "light", None)),
    (1, 2, (None, 3, 3, 3, "no", "yes", 7, 4, 3, 5, "light", None)),
    (1, 3, (("Jardiné 30 min", "Gardened 30 min"), 3, 4, 3, "no", "no", 5, 6, 5, 6, "medium", ("Grosse journée", "Long day"))),
    (1, 4, (("Marché 30 min", "Walked 30 min"), 4, 3, 3, "no", "yes", 6, 4, 4, 4, "light", None)),
    (1, 5, (("Repas de famille", "Family meal"), 4, 4, 4, "no", "no", 5, 2, 4, None, "none", None)),
    (1, 6, (None, 3, 3, 2, "no", "no", 8, 1, 3, None, "none", None)),
    (2, 0, (("Marché 30 min", "Walked 30 min"), 3, 3, 2, "no", "yes", 7, 3, 3, 4, "light", None)),
    (2, 1, (None, 3, 3, 3, "no", "no", 6, 4, 4, 5, "medium", None)),
    (2, 3, (("Pris le vélo", "Rode my bike"), 3, 2, 2, "no", "yes", 7, 3, 3, 4, "light", ("Oublié hier", "Forgot yesterday"))),
    (2, 4, (None, 2, 2, 2, "no", "no", 7, 3, 3, 4, "light", None)),
    (2, 5, (("Marché 45 min", "Walked 45 min"), 2, 2, 1, "no", "yes", 8, 1, 2, None, "none", None)),
    (2, 6, (("Cinéma", "Cinema"), 2, 2, 1, "no", "no", 8, 1, 2, None, "none", None)),
)  # fmt: skip
