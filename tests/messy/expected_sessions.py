"""The same for the logs of sessions; see expected.py."""

from __future__ import annotations

from tests.messy.tables import Log

# "didn't train" on 24 October stays a note. The lone pain numbers of days without training stay in the note.
MIKE = Log(
    "08_mike_back_workouts.csv", "08_mike_back_workouts.csv",
    answers={"unit:Weight (lb)": "one", "unit:check:Weight (lb)": "leave"},  # 20 lb a hand, the secretary was told
    exercises="""
        row day   session sets reps load_kg hold_s exercise
        5   09-08 1 3 10 11.34 .  Goblet squat
        6   09-08 1 3 8  .     .  Bird dog
        7   09-08 1 3 10 .     .  Dead bug
        8   09-10 1 3 10 11.34 .  Goblet squat
        9   09-10 1 3 8  .     .  Bird dog
        10  09-10 1 3 .  13.61 .  Suitcase carry
        11  09-12 1 3 12 11.34 .  Goblet squat
        12  09-12 1 3 15 .     .  Glute bridge
        13  09-12 1 . .  .     .  Walk
        14  09-14 1 3 12 13.61 .  Goblet squat
        15  09-14 1 3 10 .     .  Bird dog
        16  09-17 1 3 12 13.61 .  Goblet squat
        17  09-17 1 3 6  43.09 .  Deadlift (trap bar)
        19  09-21 1 3 10 .     .  Bird dog
        20  09-21 1 3 15 .     .  Glute bridge
        21! 09-24 1 3 12 11.34 .  Goblet squat
        22  09-24 1 3 15 10    .  Glute bridge
        23? 09-27 1 3 6  .     .  Deadlift (trap bar)
        24  09-27 1 3 10 .     .  Bird dog
        25  10-01 1 3 12 13.61 .  Goblet squat
        26  10-01 1 3 8  47.63 .  Deadlift (trap bar)
        27  10-03 1 3 12 15.88 .  Goblet squat
        28? 10-03 1 3 10 9.07  .  DB row
        29  10-05 1 3 8  52.16 .  Deadlift (trap bar)
        30  10-05 1 3 .|1 .    20 Side plank
        31! 10-13 1 3 12 15.88 .  Goblet squat
        32  10-15 1 3 8  56.70 .  Deadlift (trap bar)
        33  10-15 1 2 12 15.88 .  Goblet squat
        34! 10-17 1 3 8  .     .  Deadlift (trap bar)
        35  10-20 1 3 12 18.14 .  Goblet squat
        36  10-22 1 3 8  61.23 .  Deadlift (trap bar)
        38  10-26 1 3 10 .     .  Bird dog
        39  10-29 1 3 6  52.16 .  Deadlift (trap bar)
    """,
    sessions="""
        row day   session session_minutes session_rpe pain_before pain_after
        5   09-08 1 35 4 3 3
        8   09-10 1 35 4 3 4
        11  09-12 1 40 5 2 3
        14  09-14 1 40 5 2 3
        16  09-17 1 40 6 2 5
        19  09-21 1 20 3 3 2
        21! 09-24 1 35 . 2 2
        23  09-27 1 40 6 2 3
        25  10-01 1 45 5 1 2
        27  10-03 1 45 6 1 2
        29  10-05 1 45 6 1 1
        31! 10-13 1 45 6 1 1
        32  10-15 1 50 7 0 1
        34! 10-17 1 50 7 1 2
        35  10-20 1 50 7 . .
        36  10-22 1 50 7 1 4
        38  10-26 1 25 3 2 2
        39  10-29 1 45 5 1 1
    """,
    daily={None: """
        row day   exercised
        18  09-18 no
        37  10-24 no|.
    """},
    notes={"09-08": "per side", "09-10": "40 yards each", "09-12": "1.5 mi after", "09-17": "6'2\" guy + low car",
           "09-18": "sore", "10-15": "skipped 3rd set", "10-24": "didn't train", "10-22": '"pinch", gone next day'},
    refused={None: "21 31 34"},
    never=(("sessions", "load_kg", 25), ("sessions", "load_kg", 0.48), ("sessions", "load_kg", 4.54),
           ("sessions", "load_kg", 0), ("sessions", "session_rpe", 10), ("sessions", "session_rpe", 15),
           ("sessions", "exercise", "REST"), ("sessions", "reps", 40), ("sessions", "completed", "no"),
           ("sessions", "place", "clinic")),
)  # fmt: skip

# "30 s" in the remarks stays a note. "pas de séance" too: no rest day is made of it, and no cancelled session of "0" and
# "annulée trop mal" on 22 October. The exercise whose 40 min contradict the 35 of row 17 is refused.
BRUNO = Log(
    "09_tout_en_un_bruno.csv", "09_tout_en_un_bruno.csv",
    tolerated={"column:encoding": "mac_roman", "merge:ditto:Date": "yes"},
    waits=True,
    exercises="""
        row day   session sets reps load_kg hold_s exercise
        2   10-12 1 3 10 10   .    Squat
        3   10-12 1 3 .  .    .|30 Gainage
        4   10-12 1 3 12 .    .    Pont fessier
        6   10-14 1 3 10 10   .    Squat
        7   10-14 1 3 .  .    .|30 Gainage
        9   10-16 1 3 12 10   .    Squat
        10  10-16 1 3 12 .    .    Pont fessier
        11  10-16 2 2 5  .    .    Étirements
        13  10-18 1 . .  .    .    Marche
        14  10-19 1 3 12 12.5 .    Squat
        15  10-19 1 3 .  .    .|35 Gainage
        17  10-21 1 3 12 12.5 .    Squat
        18! 10-21 1 3 8  20   .    Soulevé de terre
        21  10-26 1 2 12 .    .    Pont fessier
        23  10-28 1 3 10 10   .    Squat
        24  10-28 1 3 .  .    .|30 Gainage
        26  10-30 1 3 12 10   .    Squat
        27  10-30 1 3 15 .    .    Pont fessier
        29  11-02 1 3 12 12.5 .    Squat
        30  11-02 1 3 .  .    .|40 Gainage
        31  11-04 1 3 12 12.5 .    Squat
        32  11-04 1 3 8  15   .    Soulevé de terre
    """,
    sessions="""
        row day   session session_minutes session_rpe pain_before pain_during pain_after soreness completed
        2   10-12 1 30   4 3 3 3 1 .
        6   10-14 1 30   5 4 5 4 2 .
        9   10-16 1 30   4 3 3 3 1 .
        11  10-16 2 10   1 3 2 2 . .
        13  10-18 1 50   2 2 2 1 0 .
        14  10-19 1 35   5 2 3 3 2 .
        17  10-21 1 .|35 6 4 6 6 4 .
        21  10-26 1 15   2 4 4 3 0 .
        23  10-28 1 30   4 3 3 3 1 .
        26  10-30 1 30   4 2 3 2 1 .
        29  11-02 1 35   5 2 2 2 1 .
        31  11-04 1 35   5 2 3 2 1 .
    """,
    daily={None: """
        row day   pain_morning pain_average work_hours work_effort lifting posture_hours stress exercised
        2   10-12 3 3 8 4 medium 3 5 yes|.
        5   10-13 3 4 8 5 heavy  2 6 no|.
        6   10-14 4 4 8 6 heavy  2 6 yes|.
        8   10-15 3 3 8 4 medium 3 5 .
        9   10-16 3 3 7 4 light  4 4 yes|.
        12  10-17 2 2 0 . none   1 2 .
        13  10-18 2 2 0 . none   2 2 yes|.
        14  10-19 2 3 8 4 medium 3 5 yes|.
        16  10-20 3 3 8 5 medium 3 . .
        17  10-21 3 4 9 7 heavy  1 7 yes|.
        19  10-22 6 6 4 5 none   4 7 .
        20  10-23 5 5 8 4 light  5 6 .
        21  10-26 4 4 8 4 light  5 5 yes|.
        22  10-27 3 3 8 4 medium 4 5 .
        23  10-28 3 3 8 4 medium 3 4 yes|.
        25! 10-29 3 3 . 4 medium 3 4 .
        26  10-30 2 3 7 4 medium 3 4 yes|.
        28  10-31 2 2 0 . none   2 1 .
        29  11-02 2 2 8 4 medium 3 4 yes|.
        31  11-04 2 2 8 4 medium 3 4 yes|.
        33  11-05 2 2 8 4 medium . 4 .
    """},
    free=("worked",),
    notes={"10-13": "pas de séance", "10-16": "le soir", "10-17": "week-end", "10-26": "reprise doucement",
           "10-12": "30 s", "10-21": "très lourd (déménagement bureau)", "10-22": "annulée trop mal"},
    refused={None: "18 25"},
    never=(("sessions", "load_kg", 125), ("daily", "work_effort", 0), ("sessions", "session", 0),
           ("daily", "work_hours", 25), ("daily", "work_hours", 24), ("sessions", "reps", 30)),
)  # fmt: skip

# A duration, "max", a range of sets and "3x8 (8/8/7)" among the sets are refused; "trois fois dix" stays a note. "10-15" is
# refused too: a range of repetitions, or two sets, but no count of sets.
THOMAS = Log(
    "10_seances_thomas.csv", "10_seances_thomas.csv",
    answers={"unit:Charge": "one"},
    tolerated={"unit:check:Séries": "leave"},
    exercises="""
        row day   session sets reps load_kg hold_s exercise
        2   09-21 1 3    10  8    .  Squat gobelet
        3   09-21 1 3    .|1 .    30 Gainage ventral
        4   09-21 1 3    10  .    .  Bird-dog
        5   09-23 1 3    10  8    .  Squat gobelet
        6   09-23 1 3    .|1 .    30 Gainage ventral
        7   09-23 1 3    =28 12   .  Rowing haltère
        8   09-26 1 3    12  8    .  Squat gobelet
        9   09-26 1 3    10  12   .  Rowing haltère
        10  09-26 1 2    .|1 .    20 Gainage latéral
        11  09-28 1 3    12  10   .  Squat gobelet
        12! 09-28 1 .    .   .    .  Pont fessier
        13  09-30 1 3    =34 10   .  Squat gobelet
        14? 09-30 1 3    10  6    .  Rowing haltère
        15! 10-03 1 .    .   .    .  Marche
        16  10-05 1 4    8   12   .  Squat gobelet
        17  10-05 1 3    10  .    5  Pallof
        18  10-05 1 3    .|1 .    45 Gainage ventral
        19! 10-07 1 .    8   12   .  Squat gobelet
        20  10-07 1 3    12  12.5 .  Rowing haltère
        21  10-10 1 3    5   20   .  Soulevé de terre
        22  10-10 1 10|1 .|1 .    10 Bird-dog
        23  10-12 1 3    5   22.5 .  Soulevé de terre
        24! 10-12 1 3    .   .    .  Pompes
        25! 10-14 1 .    .   12   .  Squat gobelet
        26  10-14 1 3    15  .    .  Pont fessier
        27? 10-17 1 3    .   12   .  Squat gobelet
        28  10-19 1 3    8   25   .  Soulevé de terre
        29  10-19 1 3    .|1 .    60 Gainage ventral
        30  10-21 1 3    10  12   .  Squat gobelet
        31  10-21 1 3    =22 6    .  Fentes
        32  10-24 1 3    10  14   .  Squat gobelet
        33! 10-24 1 3|.  10|. 12  .  Rowing haltère
        34! 10-26 1 3    =23 25   .  Soulevé de terre
    """,
    sessions="""
        row day   session session_minutes session_rpe pain_before pain_after
        2   09-21 1 40 5 3 3
        5   09-23 1 40 5 3 4
        8   09-26 1 45 6 3 4
        11  09-28 1 45 6 2 3
        13  09-30 1 45 7 3 5
        15! 10-03 1 45 2 2 2
        16  10-05 1 50 6 2 3
        19! 10-07 1 50 6 2 3
        21  10-10 1 40 7 2 4
        23  10-12 1 40 7 2 3
        25! 10-14 1 40 5 2 2
        27  10-17 1 40 5 1 2
        28  10-19 1 45 7 1 3
        30  10-21 1 45 6 1 2
        32  10-24 1 45 6 . .
        34! 10-26 1 45 8 1 3
    """,
    notes={"09-23": "ça tire un peu, mais ok ; Léa dit de continuer 💪", "09-28": "bonne séance\nnuit correcte\nmatin un peu raide",
           "10-05": "élastique vert", "10-24": "trois fois dix"},
    refused={None: "12 25"}, skipped={None: "35 36"},
    never=(("sessions", "reps", 310), ("sessions", "reps", 30), ("sessions", "sets", 30), ("sessions", "load_kg", 0),
           ("sessions", "load_kg", 30), ("sessions", "session_minutes", 700), ("sessions", "session_minutes", 44),
           ("sessions", "sets", 15), ("sessions", "reps", 100)),
)  # fmt: skip

# "une demi-heure", "rien" and "½ journée" stay notes; "3/4 h" and "> 24h" are refused with their rows.
KARIM = Log(
    "11_durees_karim.csv", "11_durees_karim.csv",
    answers={"unit:check:Durée": "leave"},
    tolerated={"unit:Durée": "h:min", "unit:Ça commence au bout de": "h:min"},  # 0:45 is plain to a secretary
    exercises="""
        row day   session sets reps load_kg hold_s exercise
        2   09-28 1 . . . . renfo
        4   09-30 1 . . . . renfo
        6?  10-02 1 . . . . renfo
        7   10-03 1 . . . . vélo
        9   10-05 1 . . . . renfo
        11? 10-07 1 . . . . renfo
        13  10-09 1 . . . . renfo
        14  10-10 1 . . . . vélo
        15  10-12 1 . . . . renfo
        17  10-14 1 . . . . renfo
        19! 10-16 1 . . . . renfo
        20  10-17 1 . . . . marche
        21  10-19 1 . . . . renfo
        23  10-21 1 . . . . renfo|renfo annulée
        25! 10-23 1 . . . . renfo
        26  10-24 1 . . . . vélo
        27? 10-26 1 . . . . renfo
        28  10-28 1 . . . . renfo
        29  10-30 1 . . . . renfo
        30  11-02 1 . . . . renfo
    """,
    sessions="""
        row day   session session_minutes session_rpe pain_before pain_during pain_after onset_min settle_h completed
        2   09-28 1 45   4 3 4 3 20 2    .
        4   09-30 1 45   4 3 4 4 25 4    .
        6   10-02 1 45   5 3 5 4 20 6    .
        7   10-03 1 60   3 2 2 2 .  0    .
        9   10-05 1 50   5 3 4 4 15 .    .
        11  10-07 1 65   6 3 5 5 15 24   .
        13  10-09 1 30|. 3 4 4 3 .  1    .
        14  10-10 1 90   4 2 3 3 60 3    .
        15  10-12 1 40   4 3 3 3 20 .    .
        17  10-14 1 45.5 5 3 4 3 30 2.5  .
        19! 10-16 1 45   5 2 3 2 35 1.5  .
        20  10-17 1 75   2 2 2 1 .  0    .
        21  10-19 1 90   7 2 6 6 25 48   .
        23  10-21 1 .|0  . . . . .  .    no
        25! 10-23 1 45   4 3 4 3 25 .    .
        26  10-24 1 60   3 2 2 2 .  .    .
        27  10-26 1 .    4 2 3 2 30 1    .
        28  10-28 1 45   4 2 3 2 35 0.75 .
        29  10-30 1 45   5 2 2 2 .  .    .
        30  11-02 1 50   5 1 2 1 40 0.5  .
    """,
    daily={None: """
        row day   posture_hours posture_longest_min sleep_hours
        2   09-28 6   90  7
        3   09-29 7.5 120 6.75
        4   09-30 6   90  7
        5   10-01 6.5 60  7
        6?  10-02 6   90  6.5
        7   10-03 2   45  8
        8   10-04 .   .   8.25
        9   10-05 7   105 7
        10  10-06 8   150 6
        11? 10-07 6   75  6.5
        12  10-08 6   60  7
        13  10-09 6   60  7
        14  10-10 1.5 40  8
        15  10-12 7   90  7
        16! 10-13 .   90  7
        17  10-14 6   60  6.8333
        18  10-15 6.5 60  7.5
        19! 10-16 6   50  7
        20  10-17 1   30  8
        21  10-19 7   120 5
        22  10-20 7   90  5.5
        23  10-21 6   60  6
        24  10-22 6   60  7
        25! 10-23 6   60  7
        26  10-24 2   45  8
        27? 10-26 6   60  7
        28  10-28 6   55  7.25
        29  10-30 6   60  7
        30  11-02 6   60  7.5
    """},
    notes={"10-05": "une nuit", "10-09": "pas venu", "10-12": "½ journée", "10-30": "rien"},
    refused={None: "16"},
    never=(("sessions", "settle_h", 45), ("sessions", "settle_h", 30), ("sessions", "onset_min", 0),
           ("daily", "posture_longest_min", 0), ("daily", "posture_hours", 24), ("daily", "posture_hours", 26),
           ("sessions", "session_minutes", 0.75), ("sessions", "session_minutes", 1.05)),
)  # fmt: skip

# The rows of 30 October are refused for "4→2", that of 12 October because it refers to another day.
YVES = Log(
    "12_carnet_yves.xlsx", "12_carnet_yves.xlsx",
    answers={"merge:range:Effort": "missing"},
    tolerated={"merge:ditto:Date": "yes", "merge:ditto:cells": "yes", "same-session:Durée séance": "separate"},
    exercises="""
        row day   session sets reps load_kg hold_s exercise
        2   10-05 1 3 10  .   .  Pont
        3?  10-05 1 3 .   .   30 Gainage
        4?  10-05 1 3 10  5   .  Squat
        5?  10-07 1 3 10  .   .  Pont
        6?  10-07 1 3 10  .|5 .  Squat
        7   10-09 1 3 12  .   .  Pont
        8?  10-09 1 3 12  6   .  Squat
        9?  10-09 1 3 8   .   .  Bird dog
        10! 10-12 1 3 .   .   .  .
        11  10-14 1 3 12  .   .  Pont
        12? 10-14 1 3 12  6   .  Squat
        14! 10-16 1 3 12  .   .  Pont
        15! 10-16 1 3 12  6   .  Squat
        17? 10-19 1 3 12  .   .  Pont
        18? 10-19 1 3 12  8   .  Squat
        19? 10-19 2 . .   .   .  Marche
        20  10-21 1 3 15  .   .  Pont
        21? 10-21 1 3 15  8   .  Squat
        22  10-23 1 3 15  .   .  Pont
        23? 10-23 1 3 12  .|8 .  Squat
        24! 10-26 1 3 15  .   .  Pont
        25! 10-26 1 3 12  10  .  Squat
        26  10-28 1 3 8   10  .  Soulevé de terre
        27? 10-28 1 3 8   10  .  Squat
        28! 10-30 1 3 8   10  .  Soulevé de terre
        29! 10-30 1 3 15  .   .  Pont
        30! 11-02 1 3 .   10  .  Soulevé de terre
        31? 11-04 1 3 10  10  .  Soulevé de terre
        32? 11-06 1 3 10  12  .  Soulevé de terre
    """,
    sessions="""
        row day   session session_minutes session_rpe pain_before pain_after place
        2   10-05 1 30 4 4 4 home
        5   10-07 1 30 4 4 5 home
        7   10-09 1 35 5 3 4 clinic
        10! 10-12 1 .  5 3 3 home
        11  10-14 1 35 . . . home
        14! 10-16 1 35 5 3 3 home
        17  10-19 1 35 5 2 3 home
        19  10-19 2 40 2 2 2 home|.
        20  10-21 1 35 5 2 2 home
        22  10-23 1 35 5 2 2 home
        24! 10-26 1 40 5 2 3 home|.
        26  10-28 1 40 6 2 4 clinic
        28! 10-30 1 40 . 2 4|. home
        30! 11-02 1 40 6 2 3 home
        31  11-04 1 40 6 1 2 home
        32  11-06 1 40 6 1 2 home
    """,
    notes={"10-09": "avec M. Petit", "10-14": "pas noté, pressé", "10-19": "le soir, après le dîner", "10-28": "1re fois"},
    skipped={"Feuil1": "13 16"},
    never=(("sessions", "exercise", "idem le 9/10"), ("sessions", "exercise", '"'), ("sessions", "reps", 46303),
           ("sessions", "pain_after", 42), ("sessions", "date", "2026-11-26"), ("sessions", "load_kg", 0)),
)  # fmt: skip

ADRIEN = Log(
    "13_strong.csv", "13_strong.csv",
    answers={"unit:check:Durée": "leave", "unit:check:Poids": "leave"},
    exercises="""
        row    day   session sets reps load_kg hold_s exercise
        2-4    09-07 1 3 =34 10   .   Soulevé de terre (haltères)
        6-8    09-07 1 3 .|1 .    =85 Planche
        9-11   09-09 1 3 10  8    .   Squat gobelet
        12-13  09-09 1 2 8   .    .   Bird Dog
        14     09-12 1 .|1 . .    .   Marche
        15     09-14 1 1 12  5    .   Soulevé de terre (haltères)
        16-18  09-14 1 3 =28 12   .   Soulevé de terre (haltères)
        19-20  09-14 1 2 .|1 .    35  Planche
        21-23  09-17 1 3 10  10   .   Squat gobelet
        24!    09-17 1 1 10  10   .   Squat gobelet
        25-26  09-21 1 2 10  12   .   Soulevé de terre (haltères)
        27-28  09-21 2 2 10  .    .   Chat-vache
        29-30? 09-24 1 2 12  10   .   Squat gobelet
        31?    09-24 1 1 10  .    .   Bird Dog
        32?    09-28 1 1 10  .    .   Soulevé de terre (haltères)
        33-34  09-28 1 2 10  12.5 .   Soulevé de terre (haltères)
        35-37  10-01 1 3 =29 12   .   Squat gobelet
        38-40  10-05 1 3 8   14   .   Soulevé de terre (haltères)
        41-43  10-05 1 3 .|1 .    40  Planche
    """,
    sessions="""
        row day   session session_minutes
        2   09-07 1 42
        9   09-09 1 38
        14  09-12 1 55
        15  09-14 1 45
        21  09-17 1 62
        25  09-21 1 35
        27  09-21 2 12
        29  09-24 1 .
        32  09-28 1 44
        35  10-01 1 40
        38  10-05 1 46
    """,
    notes={"09-07": "dos raide au début, OK ensuite", "09-12": "avec le chien", "09-14": "douleur avant 3, après 4",
           "09-24": "oublié d'arrêter le chrono 😅"},
    skipped={None: "5"},
    said=("Distance", "RPE"),
    never=(("sessions", "hold_s", 90), ("sessions", "hold_s", 3300), ("sessions", "load_kg", 0), ("sessions", "load_kg", 100),
           ("sessions", "load_kg", 125), ("sessions", "session_rpe", 7), ("sessions", "session_minutes", 891)),
)  # fmt: skip

INES = Log(
    "14_workout_data.csv", "14_workout_data.csv",
    answers={"unit:check:end_time": "leave"},
    exercises="""
        row    day   session sets reps load_kg hold_s exercise
        2-4    11-19 1 3   10  14   .  Goblet Squat
        5-6    11-19 1 2   .|1 .    45 Plank
        7      11-16 1 1   10  6    .  Goblet Squat
        8-10   11-16 1 3   =27 14   .  Goblet Squat
        11     11-14 1 .|1 .   .    .  Walking
        12     11-12 1 1   8   .    .  Bird Dog
        13     11-12 1 1   10  .    .  Dead Bug
        14     11-12 1 1   8   .    .  Bird Dog
        15     11-12 1 1   10  .    .  Dead Bug
        16-17  11-09 1 2   10  12.5 .  Goblet Squat
        18-19  11-09 1 2   8   20   .  Romanian Deadlift (Dumbbell)
        20     11-09 1 1   8   14   .  Romanian Deadlift (Dumbbell)
        21     11-09 2 1   10  .    .  Cat Cow
        22-23  11-05 1 2   10  12.5 .  Goblet Squat
        24-25  11-02 1 2   10  12   .  Goblet Squat
        26!    11-02 1 1   10  .    .  Goblet Squat
        27     11-02 1 1   .|1 .    40 Plank
        28-29? 10-29 1 2   10  12   .  Goblet Squat
        30-31  10-26 1 2   10  10   .  Goblet Squat
        33-34  10-22 1 2   .|1 .    30 Plank
        35     10-22 1 1   8   .    .  Bird Dog
    """,
    sessions="""
        row day   session session_minutes
        2   11-19 1 42
        7   11-16 1 51
        11  11-14 1 70
        12  11-12 1 38
        16  11-09 1 40
        21  11-09 2 12
        22  11-05 1 .
        24  11-02 1 44
        28  10-29 1 .
        30  10-26 1 42
        33  10-22 1 37
    """,
    notes={"11-16": "mal au dos 4/10 avant, 3/10 après 🙂\nnuit moyenne", "11-12": "tard, insomnie",
           "11-09": 'à la salle, le kiné corrige ; "dos plat"', "11-05": "saisi après coup", "10-29": "chrono pas arrêté"},
    refused={None: "26"}, skipped={None: "32"},  # reps 0: a set that was not done
    said=("distance_km", "rpe"),
    never=(("sessions", "session_rpe", 7), ("sessions", "session_rpe", 10), ("sessions", "hold_s", 4200),
           ("sessions", "session_minutes", 0), ("sessions", "session_minutes", 792), ("sessions", "load_kg", 120),
           ("sessions", "load_kg", 500), ("sessions", "load_kg", 0), ("sessions", "place", "clinic"),
           ("sessions", "date", "2026-11-13")),
)  # fmt: skip
