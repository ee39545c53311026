"""The titles of the templates: one per column of the log folder, French and English, with the unit in brackets.

The reading knows every one of them, so that a filled template reads back without a question. Drop-down lists show the
words of `CHOICES`.
"""

from __future__ import annotations

SESSIONS: dict[str, tuple[str, str]] = {
    "date": ("Date", "Date"),
    "session": ("Séance n° du jour", "Session no. that day"),
    "exercise": ("Exercice", "Exercise"),
    "level": ("Niveau (1 à 4)", "Level (1 to 4)"),
    "sets": ("Séries", "Sets"),
    "reps": ("Répétitions par série", "Repetitions per set"),
    "load_kg": ("Charge (kg)", "Weight used (kg)"),
    "hold_s": ("Temps de maintien (s)", "Hold time (s)"),
    "session_minutes": ("Durée de la séance (min)", "Session length (min)"),
    "session_rpe": ("Effort de la séance (0 à 10)", "Session effort (0 to 10)"),
    "pain_before": ("Douleur avant (0 à 10)", "Pain before (0 to 10)"),
    "pain_during": ("Douleur pendant (0 à 10)", "Pain during (0 to 10)"),
    "pain_after": ("Douleur juste après (0 à 10)", "Pain right after (0 to 10)"),
    "onset_min": ("Douleur apparue après (min)", "Pain came on after (min)"),
    "settle_h": ("Retour à l'habituel après (h)", "Back to usual after (h)"),
    "soreness": ("Courbatures le lendemain (0 à 10)", "Muscle soreness next day (0 to 10)"),
    "soreness_kind": ("Courbatures ou douleur habituelle", "Muscle soreness or usual pain"),
    "sleep_disturbed": ("Nuit suivante gênée par la douleur", "Next night disturbed by pain"),
    "completed": ("Séance faite", "Session done"),
    "place": ("Lieu", "Place"),
    "cancel_reason": ("Si annulée, pourquoi", "If cancelled, why"),
}

DAILY: dict[str, tuple[str, str]] = {
    "date": ("Date", "Date"),
    "pain_morning": ("Douleur au réveil (0 à 10)", "Pain on waking (0 to 10)"),
    "pain_average": ("Douleur moyenne du jour (0 à 10)", "Average pain today (0 to 10)"),
    "pain_worst": ("Douleur la plus forte (0 à 10)", "Worst pain today (0 to 10)"),
    "impact": ("Gêne dans la vie de tous les jours (0 à 10)", "Limited in daily life (0 to 10)"),
    "flare": ("Poussée de douleur aujourd'hui", "Flare-up today"),
    "exercised": ("Exercices faits aujourd'hui", "Exercises done today"),
    "sleep_quality": ("Qualité du sommeil (0 à 10, 10 = la meilleure)", "Sleep quality (0 to 10, 10 = best)"),
    "sleep_hours": ("Heures de sommeil (h)", "Hours slept (h)"),
    "stress": ("Stress (0 à 10)", "Stress (0 to 10)"),
    "fatigue": ("Fatigue (0 à 10)", "Tiredness (0 to 10)"),
    "mood": ("Humeur (0 à 10, 10 = la meilleure)", "Mood (0 to 10, 10 = best)"),
    "leg_pain": ("Douleur ou fourmillements dans la jambe (0 à 10)", "Pain or tingling in a leg (0 to 10)"),
    "symptoms_changed": ("Douleur différente de d'habitude", "Different pain from usual"),
    "worked": ("Travaillé aujourd'hui", "Worked today"),
    "work_effort": ("Effort au travail (0 à 10)", "Work effort (0 to 10)"),
    "work_hours": ("Heures de travail (h)", "Hours worked (h)"),
    "lifting": ("Port de charges", "Lifting and carrying"),
    "posture_hours": ("Temps passé dans une même position (h)", "Time held in one position (h)"),
    "posture_longest_min": (
        "Plus long moment sans changer de position (min)",
        "Longest time without changing position (min)",
    ),
    "rescue_medication": ("Antidouleur pris en plus", "Extra painkiller taken"),
    "managed": ("Ce que j'ai pu faire", "What I managed to do"),
    "steps": ("Nombre de pas", "Steps"),
    "active_minutes": ("Minutes actives (min)", "Active minutes (min)"),
    "note": ("Remarques", "Notes"),
}

# The sheets of the workbook. The last two hold no data: the reading leaves them aside, by name and because they have
# no column of dates.
SHEETS: dict[str, tuple[str, str]] = {
    "sessions": ("Séances", "Sessions"),
    "daily": ("Journal", "Diary"),
    "example": ("Exemple", "Example"),
    "help": ("Aide", "Help"),
}

# canonical choice -> word of the template, French and English
CHOICES: dict[str, dict[str, tuple[str, str]]] = {
    "yes_no": {"yes": ("oui", "yes"), "no": ("non", "no")},
    "completed": {"yes": ("oui", "yes"), "partly": ("en partie", "partly"), "no": ("non", "no")},
    "soreness_kind": {"muscle": ("courbatures", "muscle soreness"), "usual_pain": ("douleur habituelle", "usual pain")},
    "place": {"home": ("maison", "home"), "clinic": ("cabinet", "clinic")},
    "lifting": {
        "none": ("aucun", "none"),
        "light": ("léger (moins de 5 kg)", "light (under 5 kg)"),
        "medium": ("moyen (5 à 25 kg)", "medium (5 to 25 kg)"),
        "heavy": ("lourd (plus de 25 kg ou plus de 25 fois)", "heavy (over 25 kg or over 25 times)"),
    },
}
