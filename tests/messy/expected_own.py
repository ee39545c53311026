"""Three further patients and a mother; see expected.py."""

from __future__ import annotations

from tests.messy.tables import Log

# "Slept" is not known as a title: the column is left, and said. "12.500 kg" among decimal commas is asked. 0:45 is a notice.
JAMES = Log(
    "15_james_ruecken_training.csv", "15_James_Rücken Training.csv",
    answers={"merge:range:Effort (0-10)": "missing", "same-session:Duration": "separate", "decimal:Weight": "point"},
    tolerated={"column:Weight": "sessions.load_kg", "unit:Weight": "kg", "column:Slept": "daily.sleep_hours",
               "unit:check:Weight": "leave"},
    exercises="""
        row day   session sets reps load_kg hold_s exercise
        2   10-01 1 3 10 12     .    Goblet squat
        3   10-01 1 3 .  .      .|30 Plank
        4   10-04 1 3 12 12     .    Goblet squat
        5   10-06 1 3 8  22.5   .    Deadlift
        6   10-08 1 3 10 80     .    Leg press
        7   10-10 1 . .  .      .    Walk
        8   10-12 1 3 12 14     .    Goblet squat
        9   10-14 1 3 8  25     .    Deadlift
        10! 10-16 1 3 12 14     .    Goblet squat
        11! 10-20 1 3 8  25     .    Deadlift
        12? 10-22 1 3 12 14     .    Goblet squat
        13  10-24 1 3 8  25     .    Deadlift
        14! 10-26 1 3 .  .|15   .    Carry
        15! 10-28 1 3 12 16     .    Goblet squat
        16! 10-30 1 3 8  .|12   .    Deadlift
        17? 11-02 1 3 12 16     .    Goblet squat
        18? 11-02 2 . .  .      .    Evening walk
        19? 11-04 1 3 8  12.5   .    Deadlift
        20  11-06 1 3 8  27.5   .    Deadlift
    """,
    sessions="""
        row day   session session_minutes session_rpe pain_before pain_after
        2   10-01 1 40 4 3   3
        4   10-04 1 40 5 3   4
        5   10-06 1 45 6 3   4
        6   10-08 1 45 5 2   3
        7   10-10 1 90 2 2   2
        8   10-12 1 40 5 2   3
        9   10-14 1 45 6 2   3
        10! 10-16 1 40 5 2   3
        11! 10-20 1 45 6 2   3
        12  10-22 1 40 . 2   3
        13  10-24 1 45 6 3.5 4.5
        14! 10-26 1 20 4 3   3
        15  10-28 1 45 5 2   2
        16! 10-30 1 45 5 2   2
        17  11-02 1 40 5 1   2
        18  11-02 2 30 1 1   1
        19  11-04 1 45 6 1   2
        20  11-06 1 50 6 0   2
    """,
    daily={None: """
        row day   sleep_hours exercised
        2   10-01 7|.    yes|.
        4~  10-04 6.5|.  yes|.
        5   10-06 7|.    yes|.
        6~  10-08 7.5|.  yes|.
        7   10-10 8|.    yes|.
        8~  10-12 7|.    yes|.
        9~  10-14 6.5|.  yes|.
        10~ 10-16 7|.    yes|.
        11~ 10-20 7|.    yes|.
        12? 10-22 7|.    yes|.
        13  10-24 5|.    yes|.
        14~ 10-26 7|.    yes|.
        16~ 10-30 7|.    yes|.
        17? 11-02 8.25|. yes|.
        20  11-06 7|.    yes|.
        21  11-08 7|.    no|.
    """},
    notes={"10-01": "30 sec each", "10-06": "grüße from the physio :)", "10-24": "bad night, the baby upstairs",
           "11-02": "after dinner", "11-08": "no training, travelling"},
    never=(("sessions", "load_kg", 12500), ("sessions", "load_kg", 500), ("sessions", "load_kg", 1), ("sessions", "load_kg", 2),
           ("sessions", "session_minutes", 70), ("sessions", "date", "2026-04-10"), ("sessions", "date", "2026-06-10")),
    said=("Slept",),
)  # fmt: skip

# "Heures" is not known as a title: the column is left, and said.
NADEGE = Log(
    "16_planning_nadege.xlsx", "16_planning_nadège.xlsx",
    answers={"column:Dlr fin de poste": "ignore"},
    tolerated={"column:Sommeil": "daily.sleep_hours", "merge:crosses:Exos": "yes", "column:Heures": "daily.work_hours",
               "column:Patients levés": "ignore", "column:Poste": "ignore"},
    waits=True,
    daily={"Planning nov": """
        row day   pain_morning exercised sleep_hours work_hours
        4   11-01 3 .   8   0|.
        5   11-02 4 yes 6   7.5|.
        6   11-03 4 .   6   7.5|.
        7   11-04 3 yes 7   7.5|.
        8   11-05 3 .   7   12|.
        9!  11-06 4 .   5|. 12.25|.
        10  11-07 6 .   5   0|.
        11  11-08 5 .   9   0|.
        12  11-09 4 yes 8   0|.
        13  11-10 3 yes 8   0|.
        14  11-11 3 .   8   0|.
        15  11-12 3 yes 6   .
        16  11-13 3 yes 7   7.5|.
        17  11-14 0 .   9   0|.
        18  11-15 2 .   6   7.5|.
        19  11-16 3 .   6   7.5|.
        20  11-17 7 .   4   .
    """},
    notes={"11-03": "collègue absente", "11-07": "repos de nuit, dormi l'après-midi", "11-11": "férié",
           "11-13": "formation, assise", "11-14": "rien du tout !", "11-17": "arrêt, bloquée"},
    free=("worked",),
    skipped={"Planning nov": "21"},
    said=("Poste", "Heures", "Patients levés", "M = matin"),
    never=(("daily", "exercised", "no"), ("daily", "work_hours", 112.25), ("daily", "work_hours", 75),
           ("daily", "sleep_hours", 7.5), ("sessions", "pain_after", 5), ("daily", "leg_pain", 5)),
)  # fmt: skip

# Free text only: each text is a note of its day, whole, and nothing else is made of it.
LEO = Log(
    "17_notes_leo.csv", "17_notes_léo.csv",
    daily={None: """
        row day
        2   11-10
        3   11-11
        4   11-12
        5   11-13
        6   11-14
        7   11-14
        8   11-16
        9   11-17
        10  11-18
    """},
    notes={"11-10": "dos 4/10 ce soir après le hand, fait 3x10 squats et gainage 3x30s", "11-11": "ferié rien foutu 😴 dos 2",
           "11-12": "mal au reveil 5/10 dormi 6h, pas fait les exos", "11-13": "kiné a dit 10kg max\nj'ai mis 15 😬",
           "11-14": "match dimanche / dos 6/10 après le match (samedi en fait)",
           "11-16": "depuis hier je sens plus trop l'entrejambe, un peu engourdi", "11-17": "ok", "11-18": "2"},
    never=(("daily", "pain_average", 4), ("daily", "pain_morning", 5), ("sessions", "load_kg", 15)),
)  # fmt: skip

LEOS_MOTHER = Log(
    "18_note_mere_de_leo.csv", "18_note_mere_de_léo.csv",
    tolerated={"column:1": "daily.note"}, whole_refused="missing-column",
)  # fmt: skip
