"""What must come of each messy log, transcribed from what its reader wrote down before the parser was seen.

How to read the tables: tables.py. A row with a refused value is refused whole: the patient corrects the cell and sends the
file again. Comments say where the reading is less than a careful secretary's and still honest (it asks, or it says so).
"""

from __future__ import annotations

from tests.messy.tables import Log

MARTINE = Log(
    "01_journal_martine.csv", "01_journal_martine.csv",
    answers={"merge:range:Sommeil (h)": "missing"},
    daily={None: """
        row day   pain_morning pain_average pain_worst sleep_hours exercised
        2   10-05 4 3   5  7   yes
        3   10-06 4 3.5 5  6.5 yes
        4   10-07 5 4   6  6   no
        5   10-08 5 4.5 7  5.5 no
        6   10-09 4 4   5  7   yes
        7   10-10 3 3   4  8   yes
        9   10-12 3 3   4  7   yes
        10  10-13 3 2.5 4  7.5 yes
        11  10-14 3 3   4  7   yes
        12! 10-15 4 3   5  6   no
        13  10-16 3 3   4  7   yes
        14  10-17 2 2   3  8   .
        15  10-18 2 2   3  8   no
        16  10-19 0 1   2  8   yes
        17  10-20 2 2   3  7   yes
        19! 10-21 2 3   .  7   yes
        20  10-22 6 6   8  4   no
        21  10-23 6 5   7  5   no
        22? 10-24 5 5   6  .   no
        23  10-25 5 4   6  7   .
        24  10-27 4 4   5  6.5 yes
        25  10-28 4 3   5  7   yes
        26  10-29 3 3   4  7   yes
        27  10-30 3 3   .  7   yes
        28! 10-31 3 2   4  8   no
        29  11-01 2 2   3  8   no
        30  11-02 3 3   4  7   yes
        31  11-03 2 2   3  7   yes
        32! 11-04 2 2.5 3  .   yes
        33  11-05 2 2   3  7   .
        35  11-06 2 2   3  7.5 yes
    """},
    notes={
        "10-06": "RAS", "10-07": "gardé les petits toute la journée",
        "10-08": 'mal après le ménage ; "coup de poignard" côté droit', "10-14": "kiné à 10h",
        "10-18": "promenade 1h au lac, très bien", "10-19": "première fois sans douleur le matin !!",
        "10-22": "lumbago, bloquée. Prévenu le kiné", "10-24": "5 ou 6", "10-25": "changement d'heure",
        "10-27": "oublié lundi", "11-01": "Toussaint, cimetière, debout longtemps", "11-05": "bof",
    },
    refused={None: "12 19 28 32"}, skipped={None: "8 18 34"},
    never=(("daily", "sleep_hours", 24), ("daily", "sleep_hours", 77), ("daily", "sleep_hours", 55),
           ("daily", "pain_worst", 10), ("daily", "flare", "yes"), ("daily", "flare", "no")),
    said=("Météo",),
)  # fmt: skip

# "un peu" for exercises, which the secretary takes for yes, stays unknown and is said.
# The colour of the red rows is not read, which is said: flare is unknown on every day.
GERARD = Log(
    "02_suivi_dos_gerard.xlsx", "02_suivi_dos_Gérard.xlsx",
    answers={"merge:range:DOULEUR moyenne": "missing"},
    tolerated={"merge:ditto:cells": "yes", "merge:range:DOULEUR maxi": "lower", "column:Marche (min)": "ignore"},
    daily={"Dos": """
        row day   pain_morning pain_average pain_worst sleep_hours sleep_quality exercised rescue_medication
        6   10-12 4   3 6 7   6 yes   no
        7   10-13 4   . 5 6.5 5 yes   no
        8   10-14 .   2 4 7   7 no    no
        9   10-15 3   3 5 7   6 yes   .
        10  10-16 3.5 3 5 7.5 6 yes   no
        11? 10-17 5   5 8 5   3 no    yes
        12  10-18 7   7 9 4   2 .     yes
        14  10-19 6   6 8 5   3 no    yes
        15  10-20 6   5 7 5   4 no    yes
        16  10-21 5   5 6 6   5 yes|. yes
        17  10-22 5   4 6 6   5 yes   no
        18  10-23 4   4 5 6.5 6 yes   no
        19? 10-24 4   . 5 7   6 yes   no
        20  10-25 .   3 5 8   7 no    .
        22  10-26 3   3 5 7   6 yes   no
        23  10-27 3   3 4 7   7 yes   no
        24  10-28 3   2 4 .   . yes   no
        25? 10-29 3   2 4 7   7 yes   no
        26  10-30 2   2 3 7   7 yes   no
        27! 10-31 2   2 3 7.5 . no    no
        28  11-01 2   2 4 8   8 no    no
        30  11-02 2   2 3 7   7 yes   no
        31  11-03 2   2 3 7   7 yes   no
        32! 11-04 0   1 2 7   8 yes   no
        33  11-05 1   1 2 7   8 yes   no
        34  11-06 2   2 3 7   7 yes   no
    """},
    notes={"10-17": 'jardin : 2 h de bêche, "plié en deux" le soir', "10-14": "enfants à la maison", "10-20": "médecin",
           "10-13": "un peu", "10-21": "un peu", "10-28": "nuit à l'hôtel"},
    refused={"Dos": "27 32"}, skipped={"Dos": "13 21 29 35 36"},
    never=(("daily", "rescue_medication", 1), ("daily", "sleep_quality", 10), ("daily", "pain_morning", 4.5),
           ("daily", "flare", "no"), ("daily", "active_minutes", 30)),
    said=("Marche (min)",),
)  # fmt: skip

# A cross among minutes stays a note. "Arrêt de travail", which the secretary takes for worked = no, is left, and said.
# A day with nothing is listed where the days stand: in row 2, with the day for its column.
SOPHIE = Log(
    "03_calendrier_sophie.xlsx", "03_calendrier_sophie.xlsx",
    answers={"column:Douleur le soir": "ignore"},
    tolerated={"sheet:days-in-columns": "turn", "sheet:which": "all", "merge:crosses:Crise": "yes"},
    waits=True,
    daily={"Octobre": """
        row day   pain_morning sleep_hours posture_hours flare
        2   10-01 5 6   8 .
        3   10-02 5 6   8 .
        4   10-03 4 7   2 .
        5   10-04 4 8   1 .
        6   10-05 5 6   8 .
        7   10-06 5 6.5 8 .
        8   10-07 4 7   4 .
        9   10-08 4 7   8 .
        10  10-09 3 7   8 .
        11  10-10 3 8   2 .
        12  10-11 3 8   1 .
        13  10-12 4 7   8 .
        14  10-13 4 7   8 .
        15  10-14 4 6   4 .
        16  10-15 3 7   8 .
        17  10-16 3 7   8 .
        18  10-17 . .   . .
        20  10-19 3 7   8 .
        21  10-20 3 7   8 .
        22  10-21 2 7   4 .
        23  10-22 2 7   8 .
        24  10-23 3 6   9 .
        25  10-24 6 4   1 yes
        26  10-25 6 5   1 yes
        27  10-26 5 6   . .
        28  10-27 4 7   6 .
        29  10-28 4 7   6 .
        30  10-29 3 7   7 .
        31  10-30 3 8   7 .
        32  10-31 3 9   2 .
    """, "Novembre": """
        row day   pain_morning sleep_hours posture_hours flare exercised
        2   11-01 3 8 1 . .
        3   11-02 2 7 7 . yes|.
        4   11-03 2 7 7 . yes|.
        5   11-04 2 7 4 . yes|.
        6   11-05 2 7 7 . .
        7   11-06 2 7 7 . yes|.
        8   11-07 2 8 2 . .
        9   11-08 1 8 1 . yes|.
        10  11-09 1 7 7 . yes|.
        11  11-10 2 7 7 . .
        12  11-11 2 8 . . yes|.
        13  11-12 2 7 7 . .
        14  11-13 2 7 7 . yes|.
        15  11-14 1 7 2 . no
        16  11-15 1 8 1 . yes|.
        17  11-16 1 7 7 . .
        18  11-17 1 7 7 . yes|.
        19  11-18 1 7 4 . yes|.
        20  11-19 0 7 7 . .
        21  11-20 0 8 7 . yes|.
        22  11-21 0 8 2 . .
        25  11-24 1 7 7 . yes|.
        26  11-25 1 7 7 . .
    """},
    sessions="""
        row day   session session_minutes
        3   10-02 1 15
        5   10-04 1 20
        6   10-05 1 15
        8   10-07 1 15
        10  10-09 1 20
        12  10-11 1 20
        13  10-12 1 15
        15  10-14 1 15
        17  10-16 1 20
        20  10-19 1 20
        21  10-20 1 15
        22  10-21 1 20
        26  10-25 1 5
        27  10-26 1 10
        28  10-27 1 15
        29  10-28 1 15
        31  10-30 1 20
        3   11-02 1 20
        4   11-03 1 15
        5   11-04 1 20
        7   11-06 1 20
        9   11-08 1 20
        10  11-09 1 25
        12  11-11 1 25
        14  11-13 1 25
        16  11-15 1 25
        18  11-17 1 25
        19  11-18 1 25
        21  11-20 1 30
        25  11-24 1 25
    """,
    notes={"10-03": "anniv. Tom", "10-13": "x", "10-17": "WE Bretagne pas noté", "10-23": "4h de train",
           "10-24": "bloquée au réveil", "11-11": "férié", "11-20": "zéro toute la journée !!"},
    skipped={"Octobre": "2", "Novembre": "2"},
    never=(("daily", "flare", "no"), ("daily", "worked", "yes"), ("sessions", "session_minutes", 0),
           ("sessions", "session_minutes", 275), ("daily", "pain_worst", 15)),
    said=("Arrêt de travail", "Règles", "moyenne matin : 3,8", "2026-10-18", "2026-11-22", "2026-11-23", "2026-11-26",
          "2026-11-27", "2026-11-28", "2026-11-29", "2026-11-30"),
)  # fmt: skip

_NADIA_FULL = "row day pain_morning pain_worst exercised fatigue mood\n"
# Of the two Wednesdays of S45 the answer keeps the first; nothing lets the patient say that the second was a Thursday.
NADIA = Log(
    "04_semaines_nadia.xlsx", "04_semaines_nadia.xlsx",
    tolerated={"sheet:which": "all", "merge:day:Douleur max": "first", "merge:day:Fait mes exos": "first"},
    waits=True,
    daily={"S40": _NADIA_FULL + """
        4   09-28 5   7   yes 6 .
        5   09-29 5   6   yes 6 .
        6   09-30 4   6   no  7 .
        7   10-01 4   6   yes 6 .
        8   10-02 4.5 6   yes 5 .
        9   10-03 4   5   no  4 .
        10  10-04 4   5   .   4 .
    """, "S41": _NADIA_FULL + """
        4   10-05 4   5   yes 5 .
        5   10-06 4   5   yes 5 .
        6   10-07 3   5   no  6 .
        7   10-08 3   4   yes 5 .
        8   10-09 3   4   yes 5 .
        10  10-11 3   4   no  3 .
    """, "S42": _NADIA_FULL + """
        4!  10-12 3   4   yes 5 .
        5!  10-13 3   4   yes 4 .
        6!  10-14 3   5   yes 5 .
        7!  10-15 3   4   no  5 .
        8!  10-16 2   4   yes 4 .
        9!  10-17 2   3   no  3 .
        10! 10-18 2   3   no  3 .
    """, "S43 vacances": _NADIA_FULL + """
        4   10-19 2   3   no  2 8
        5   10-20 2   3   no  2 8
        6   10-21 2   3   no  2 9
        7   10-22 1   2   yes 1 9
        8   10-23 2   4   no  3 7
        9   10-24 4   5   no  4 6
        10  10-25 3   4   no  4 7
    """, "S44": _NADIA_FULL + """
        4   10-26 3   5   yes 5 .
        5   10-27 3   5   yes 6 .
        6   10-28 3   4   no  6 .
        7   10-29 3   4   yes 5 .
        8!  10-30 3   .   yes 5 .
        9   10-31 2   3   no  3 .
        10  11-01 2   3   no  2 .
    """, "S45": _NADIA_FULL + """
        4   11-02 2   3   yes 4 .
        5   11-03 2   3   yes 4 .
        6?  11-04 2   3.5 yes 4 .
        8   11-06 2   3   yes 4 .
        9   11-07 1   2   no  3 .
        10  11-08 1   2   no  2 .
    """},
    notes={"09-30": "nuit hachée", "10-08": "kiné", "10-11": "marche 6 km", "10-19": "plage", "10-23": "6h de voiture",
           "10-26": "reprise boulot"},
    refused={"S42": "4-10", "S44": "8"},
    skipped={"S41": "9", "S44": "11", "S46": "4-10", "modèle": "4-10"},
    never=(("daily", "date", "2026-11-05"), ("daily", "date", "2026-10-10"), ("daily", "pain_worst", 11)),
)  # fmt: skip

# "env. 3000" steps are asked about: that is no count.
ODETTE = Log(
    "05_EVA_odette.ods", "05_EVA_odette.ods",
    answers={"merge:day:EVA réveil": "first", "merge:range:Pas (podomètre)": "missing"},
    # The scale stands in the title line above the table; asking to be sure is allowed.
    tolerated={"scale:EVA réveil": "0-100", "scale:EVA pire moment": "0-100"},
    waits=True,
    daily={"Journal": """
        row day   pain_morning pain_worst impact steps rescue_medication
        4   09-28 6.2    7.8 7.0 2140   yes
        5   09-29 5.8    7.5 6.5 2380   yes
        6   09-30 6.0    7.2 6.6 1990   yes
        7?  10-01 5.5    7.0 6.0 2510   yes
        9   10-02 5.2    6.8 5.8 2640   yes
        10  10-03 5.0    6.6 5.5 2702   no
        11  10-04 4.8    6.0 .   .      .
        12  10-05 5.1    6.4 5.2 2850   yes
        13! 10-06 .|0.7  6.0 5.0 3010   yes
        14  10-07 4.7    6.2 4.8 3105   no
        15! 10-08 4.5    .   4.6 3090   no
        16  10-09 4.4    5.8 4.4 3220   no
        17? 10-10 4.6    6.0 4.5 .      no
        18  10-11 0      3.0 2.0 1500   no
        19  10-12 4.0    5.5 4.0 3300   no
        20! 10-13 4.2    5.6 4.1 3350   no
        21  10-14 3.8    5.2 3.8 3410   no
        22  10-16 3.9    5.0 3.6 3388   no
        23  10-17 3.6    4.8 3.5 .      no
        24! 10-18 .|0.35 5.0 3.4 3470   no
        25  10-19 3.5    4.7 3.3 3502   no
        26  10-20 3.4    4.5 3.2 3555   no
        27  10-21 3.3    4.4 .   3610   no
        28  10-22 3.2    3.0 3.0 3644   no
        29  10-23 3.0    4.2 2.8 36440  no
    """},
    notes={"10-10": "env. 3000", "10-21": "un peu"},
    free=("managed",),
    refused={"Journal": "15 20"}, skipped={"Journal": "30 31"},
    never=(("daily", "pain_morning", 7), ("daily", "pain_morning", 3.55), ("daily", "pain_worst", 10),
           ("daily", "pain_worst", 11), ("daily", "steps", 2.51), ("daily", "steps", 2), ("daily", "pain_morning", 5.6)),
    said=("Siestes",),
)  # fmt: skip

# Minutes beside "oui" stay in the note. "dimanche 8" is refused where the secretary knows the day.
SABRINA = Log(
    "06_note_tel_sabrina.tsv", "06_note_tel_sabrina.tsv",
    answers={"merge:range:Mal au réveil": "missing"},
    tolerated={"scale:Mal max": "0-10"},  # of "8/20": 8 may be stored because it was asked
    open=("pain_worst",),
    daily={None: """
        row day   pain_morning pain_worst exercised sleep_hours
        3   11-02 7   8   no  5
        4   11-03 7   8   no  5.5
        5   11-04 6.5 7   yes 6
        6   11-05 6   7   yes 6
        7   11-06 6   8   yes 6
        8   11-07 .   7   no  7
        9!  11-08 5   6   no  8
        11  11-09 5   6   yes 7
        12  11-10 5   6   yes 7
        13  11-11 5   5   yes 7.5
        14  11-12 4   6   .   7
        15  11-13 4   .   yes .
        16  11-15 4   5   no  6
        17! 11-16 3   4   yes 7
        18! 11-17 4   .   yes 7
        19  11-18 3   4   yes 7
        20? 11-19 .   5   yes 6
        21! 11-20 3   .|8 yes 7
        22  11-21 0   2   no  9
        23  11-22 2   3   no  8
        24! 11-23 3   4   yes 7
        25  11-24 3   4   yes 7
        26  11-25 2   3   yes 7
    """},
    notes={"11-03": "pris 1 doliprane", "11-04": "oui 10 min", "11-05": "oui 10 min", "11-06": "ça tire dans la jambe",
           "11-09": "oui 15 min", "11-11": "férié 😎", "11-15": "hier rien noté", "11-21": "journée parfaite 🎉",
           "11-25": "rdv kiné demain"},
    free=("rescue_medication",),
    refused={None: "17 18 24"}, skipped={None: "10"},
    never=(("daily", "pain_morning", 0.7), ("daily", "pain_worst", 14), ("daily", "pain_worst", 1.4),
           ("daily", "pain_worst", 10), ("daily", "leg_pain", 0)),
)  # fmt: skip

HELEN = Log(
    "07_back_diary_form_responses.csv", "07_Back diary - Form responses 1.csv",
    answers={"merge:day:Worst pain today": "last"},
    tolerated={"merge:ditto:Date": "no"},
    daily={None: """
        row day   pain_morning pain_average pain_worst impact flare exercised sleep_quality sleep_hours stress fatigue leg_pain worked lifting posture_longest_min rescue_medication steps
        2   09-14 4 4 6 5 no  yes 6 6.5 5 4 0 yes light  90  no  6412
        3   09-15 4 3 5 4 no  yes 6 7   5 4 0 yes light  60  no  7018
        4   09-16 3 3 5 4 no  no  7 7   4 4 0 yes medium 75  no  5220
        5   09-17 4 4 6 5 no  yes 5 6   6 5 1 yes light  120 no  4870
        6   09-18 5 5 7 6 no  no  4 5   7 7 2 yes light  150 yes 3904
        7   09-19 6 6 8 8 yes no  3 4.5 6 7 3 no  none   40  yes 2115
        8   09-20 6 6 8 8 yes no  4 5   6 7 3 no  .      30  yes .
        10! 09-21 5 5 7 7 yes .   5 6   5 6 2 yes|. none 60  yes 1980
        11  09-22 5 4 6 6 no  yes 5 6   5 5 1 yes none   45  no  4400
        12  09-23 4 4 5 5 no  yes 6 7   4 5 1 yes light  60  no  5876
        13  09-24 4 3 5 4 no  yes 6 7   4 4 0 yes light  60  no  6650
        14  09-28 3 3 4 3 no  yes 7 7.5 3 3 0 yes light  45  no  7201
        16? 09-29 3 3 5 3 no  yes 7 7   3 3 0 yes light  .   no  6990
        17  09-30 3 2 4 3 no  yes 7 7   3 3 0 yes light  60  no  7340
        18  10-01 2 2 4 3 no  no  8 8   3 3 0 yes light  60  no  8102
        19  10-02 2 2 3 2 no  yes 8 8   2 3 0 yes medium 60  no  7777
        20  10-03 2 2 3 2 no  yes 8 8.5 2 2 0 no  heavy  30  no  11240
        21  10-04 3 3 4 3 no  no  7 8   2 3 0 no  none   45  no  5003
        22  10-05 3 3 4 3 no  yes 7 7   3 4 0 yes light  60  .   6870
        23! 10-06 2 3 4 3 no  yes 7 7   4 4 0 yes light  60  no  7150
        24! 10-07 2 2 3 2 no  yes . 7   3 3 0 yes light  50  no  7480
        25! 10-08 2 2 3 2 .   yes 8 7.5 3 3 0 yes light  50  no  7512
        26  10-09 2 2 3 2 no  yes 8 7.5 3 3 0 yes light  50  no  8034
        27! 10-10 1 . . . .   .   8 8   . . . .   .      .   .   .
        28  10-11 1 1 2 1 no  no  9 9   1 2 0 no  none   40  no  9900
    """},
    notes={"09-16": "Moved boxes (3 of them, about 10 kg each)", "09-17": "it's for Thursday",
           "09-18": "Long drive to Leeds.\nLeg a bit tingly after.\nTook 2 ibuprofen", "09-19": '"Went" getting out',
           "09-21": "WFH", "09-29": "worst was 5 not 4", "10-08": "twinge, gone in 10 min 🤞"},
    refused={None: "23 24"},
    never=(("daily", "sleep_quality", 7.5), ("daily", "sleep_hours", 75), ("daily", "steps", 6.412),
           ("daily", "entered_at", "2026-09-14"), ("daily", "date", "2025-10-06")),
    said=("Weather",),
)  # fmt: skip
