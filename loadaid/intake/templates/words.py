"""The sentences of the templates beside the titles: what each column means, as one would say it to a patient."""

from __future__ import annotations

Pair = tuple[str, str]

DOCUMENT_TITLE: Pair = ("Journal de suivi", "Follow-up diary")
PAPER_TITLE: Pair = ("Mon journal de la semaine", "My diary of the week")
INITIALS: Pair = ("Initiales", "Initials")
WEEK_OF: Pair = ("Semaine du", "Week of")
EVERY_EVENING: Pair = ("Chaque soir, 30 secondes", "Every evening, 30 seconds")
EVERY_SESSION: Pair = ("Mes séances : une ligne par exercice", "My sessions: one line per exercise")
# On paper, in the bracket's place.
CIRCLE: Pair = ("entourez", "circle one")
UNITS: dict[str, Pair] = {"h": ("heures", "hours"), "min": ("minutes", "minutes")}
LEGEND: Pair = ("{title} : {words}.", "{title}: {words}.")
DAYS: tuple[Pair, ...] = (
    ("lundi", "Monday"), ("mardi", "Tuesday"), ("mercredi", "Wednesday"), ("jeudi", "Thursday"), ("vendredi", "Friday"),
    ("samedi", "Saturday"), ("dimanche", "Sunday"),
)  # fmt: skip
PAPER_NOTES: tuple[Pair, ...] = (
    (
        "0 = pas du tout, 10 = le plus que vous puissiez imaginer. "
        "Vous ne savez pas ? Laissez vide : vide ne veut pas dire 0.",
        "0 = not at all, 10 = the most you can imagine. Not sure? Leave it blank: blank does not mean 0.",
    ),
    (
        "La durée, l'effort, les douleurs et la suite valent pour toute la séance : écrivez-les une fois, sur sa première "
        "ligne. Les deux dernières colonnes se remplissent plus tard, ou le lendemain.",
        "Length, effort, pain and what follows are for the whole session: write them once, on its first line. "
        "The last two columns are filled in later, or the next day.",
    ),
)

DAY: Pair = ("Jour", "Day")
WEEK: Pair = ("semaine", "week")
EXAMPLE_NOTE: Pair = (
    "Exemple : deux semaines d'une personne inventée. Cette feuille n'est pas lue ; remplissez les deux premières.",
    "Example: a fortnight of an invented person. This sheet is not read; fill in the first two.",
)
HELP_NOTES: tuple[Pair, ...] = (
    (
        "Une ligne par jour dans « Journal », une ligne par exercice dans « Séances ». Les premières colonnes suffisent, "
        "celles de droite servent de temps en temps.",
        'One line per day in "Diary", one line per exercise in "Sessions". The first columns are enough; those to the '
        "right are for now and then.",
    ),
    (
        "Laissez vide ce que vous ne savez pas. Vide veut dire « je ne sais pas », 0 veut dire « pas du tout ».",
        'Leave blank what you do not know. Blank means "I do not know", 0 means "not at all".',
    ),
    (
        "Gardez les titres tels quels. Date du jour : Ctrl et ; ensemble.",
        "Keep the titles as they are. Today's date: Ctrl and ; together.",
    ),
)
HELP_TITLES: tuple[Pair, Pair, Pair] = (
    ("Feuille", "Sheet"),
    ("Colonne", "Column"),
    ("Ce que cela veut dire", "What it means"),
)

ERRORS: dict[str, Pair] = {
    "date": ("Une date jusqu'à aujourd'hui, par exemple 09/03/2026.", "A date up to today, for example 9 March 2026."),
    "list": ("Choisissez dans la liste, ou laissez vide.", "Choose from the list, or leave it blank."),
    "whole": (
        "Un nombre entier de {low} à {high}, ou rien si vous ne savez pas.",
        "A whole number from {low} to {high}, or nothing if you do not know.",
    ),
    "decimal": (
        "Un nombre de {low} à {high}, ou rien si vous ne savez pas.",
        "A number from {low} to {high}, or nothing if you do not know.",
    ),
}

HELP: dict[str, dict[str, Pair]] = {
    "sessions": {
        "date": ("Le jour de la séance.", "The day of the session."),
        "exercise": (
            "Le nom de l'exercice, toujours le même. Avec un élastique, ajoutez sa couleur.",
            "The name of the exercise, always the same. With a band, add its colour.",
        ),
        "sets": (
            "Combien de fois vous avez fait le groupe de répétitions.",
            "How many times you did the group of repetitions.",
        ),
        "reps": (
            "Combien de mouvements à chaque série. Si le nombre change : 10/10/8.",
            "How many movements in each set. If the number changes: 10/10/8.",
        ),
        "load_kg": (
            "Le poids ajouté, en kilos. Sans poids : laissez vide.",
            "The weight you added, in kilos. No weight: leave it blank.",
        ),
        "session_minutes": (
            "Durée de toute la séance, en minutes. Une fois par séance suffit, sur sa première ligne ; de même pour les "
            "colonnes qui suivent.",
            "Length of the whole session, in minutes. Once per session is enough, on its first line; the same for the "
            "columns that follow.",
        ),
        "session_rpe": (
            "À quel point la séance a été dure : 0 = rien du tout, 10 = le maximum.",
            "How hard the session was: 0 = nothing at all, 10 = the most you can do.",
        ),
        "pain_before": ("Votre douleur juste avant de commencer.", "Your pain just before you started."),
        "pain_during": ("Votre douleur la plus forte pendant la séance.", "Your worst pain during the session."),
        "pain_after": ("Votre douleur juste après avoir fini.", "Your pain just after you finished."),
        "settle_h": (
            "Au bout de combien d'heures la douleur est revenue à son niveau d'avant la séance. Tout de suite : 0.",
            "How many hours until the pain was back to where it was before the session. Straight away: 0.",
        ),
        "soreness": ("Le lendemain : muscles endoloris, de 0 à 10.", "The next day: sore muscles, from 0 to 10."),
        "completed": (
            "Oui, en partie, ou non si la séance était prévue et n'a pas eu lieu.",
            "Yes, partly, or no if the session was planned and did not happen.",
        ),
        "cancel_reason": (
            "Pourquoi elle n'a pas eu lieu, si vous voulez le dire.",
            "Why it did not happen, if you wish to say.",
        ),
        "session": (
            "Deux séances le même jour ? 1 pour la première, 2 pour la deuxième.",
            "Two sessions in a day? 1 for the first, 2 for the second.",
        ),
        "hold_s": (
            "Position à tenir : combien de secondes à chaque fois.",
            "A position to hold: how many seconds each time.",
        ),
        "level": (
            "La difficulté de l'exercice, comme convenu avec votre kinésithérapeute.",
            "How difficult the exercise is, as agreed with your physiotherapist.",
        ),
        "onset_min": (
            "Au bout de combien de minutes de séance la douleur habituelle est venue. Elle n'est pas venue : laissez vide.",
            "How many minutes into the session your usual pain came on. It did not: leave it blank.",
        ),
        "soreness_kind": (
            "Ce que vous avez senti le lendemain : des courbatures, ou votre douleur habituelle.",
            "What you felt the next day: sore muscles, or your usual pain.",
        ),
        "sleep_disturbed": (
            "La nuit d'après, la douleur due aux exercices a troublé votre sommeil.",
            "The night after, pain from the exercises disturbed your sleep.",
        ),
        "place": ("Chez vous, ou au cabinet.", "At home, or at the clinic."),
    },
    "daily": {
        "date": ("Le jour dont vous parlez.", "The day you are describing."),
        "managed": (
            "Ce que vous avez pu faire aujourd'hui, avec vos mots.",
            "What you managed to do today, in your own words.",
        ),
        "pain_morning": ("Votre douleur au réveil.", "Your pain when you woke up."),
        "pain_average": ("Votre douleur sur l'ensemble de la journée.", "Your pain over the whole day."),
        "impact": (
            "À quel point la douleur a gêné ce que vous vouliez faire : 0 = pas du tout.",
            "How much the pain held you back in what you wanted to do: 0 = not at all.",
        ),
        "flare": (
            "Oui si, pour vous, c'est un jour où la douleur est nettement plus forte que d'habitude.",
            "Yes if, to you, this is a day when the pain is clearly stronger than usual.",
        ),
        "exercised": ("Oui, ou non pour un jour de repos.", "Yes, or no for a rest day."),
        "sleep_quality": (
            "La nuit passée : 0 = très mauvaise, 10 = la meilleure.",
            "Last night: 0 = very bad, 10 = the best.",
        ),
        "stress": ("0 = aucun, 10 = le plus fort.", "0 = none, 10 = the most."),
        "fatigue": ("0 = aucune, 10 = la plus forte.", "0 = none, 10 = the most."),
        "work_effort": (
            "À quel point votre travail a été dur : 0 = rien, 10 = le maximum. Pas de travail : laissez vide.",
            "How hard your work was: 0 = nothing, 10 = the most. No work: leave it blank.",
        ),
        "lifting": ("Le plus lourd que vous avez soulevé ou porté.", "The heaviest you lifted or carried."),
        "note": ("Tout ce qui vous semble utile.", "Anything that seems useful to you."),
        "pain_worst": ("Votre douleur au pire moment de la journée.", "Your pain at the worst moment of the day."),
        "leg_pain": ("Douleur ou fourmillements qui descendent dans une jambe.", "Pain or tingling going down a leg."),
        "symptoms_changed": (
            "Oui si la douleur n'est pas comme d'habitude : un autre endroit, une autre sensation.",
            "Yes if the pain is not as usual: another place, another feeling.",
        ),
        "rescue_medication": (
            "Vous avez pris un antidouleur en plus de vos médicaments réguliers.",
            "You took a painkiller on top of your regular medicines.",
        ),
        "sleep_hours": (
            "Combien d'heures vous avez dormi : 7,5 pour sept heures et demie.",
            "How many hours you slept: 7.5 for seven and a half.",
        ),
        "mood": ("0 = très bas, 10 = le meilleur moral.", "0 = very low, 10 = the best."),
        "worked": ("Oui si vous avez travaillé ce jour-là.", "Yes if you worked that day."),
        "work_hours": ("Combien d'heures vous avez travaillé.", "How many hours you worked."),
        "posture_hours": (
            "En tout, le temps passé longtemps assis, debout ou penché.",
            "In all, time spent sitting, standing or bending for long.",
        ),
        "posture_longest_min": (
            "Le plus long moment sans bouger, en minutes.",
            "The longest time without moving, in minutes.",
        ),
        "steps": (
            "Le nombre de pas de votre montre ou de votre téléphone.",
            "The number of steps on your watch or phone.",
        ),
        "active_minutes": (
            "Les minutes d'activité de votre montre ou de votre téléphone.",
            "The minutes of activity on your watch or phone.",
        ),
    },
}
