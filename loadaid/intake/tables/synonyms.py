"""The titles people give to their columns, French and English, and what each is taken for.

Compared without case, accents, spaces and punctuation. A title with two meanings is in AMBIGUOUS: it is asked, not guessed.
Beside the columns of the log folder a title may have a role of its own, without a point in its name: "date", "start", ...
"""

from __future__ import annotations

from functools import cache

from loadaid.domain.records import DAILY, SESSIONS
from loadaid.intake import headings
from loadaid.intake.cells.spelling import plain

IGNORE = "ignore"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ROLES: dict[str, str] = {
    "date": "date|jour|day|quand|when|le|date du jour|jour du mois|calendar date|date de la seance|date seance|session date|"
            "workout date|effective time frame|end date time|date time|date et heure|activity date|datetime|jours|dates|day date",
    "year": "annee|year|an|startyear",
    "month": "mois|month|startmonth",
    "day_of_month": "startday|day of month|jour numero",
    "weekday": "jour de la semaine|day of week|weekday|jour semaine",
    "entered": "horodateur|timestamp|date de saisie|saisi le|entered at|submitted at|created at",
    "start": "debut|start|start time|heure de debut|heure debut|heure|time of day|a quelle heure|begin|begin time|hour",
    "end": "fin|end|end time|heure de fin|heure fin|stop",
    "patient": "patient|patient id|nom|nom du patient|name|patient name|nom prenom|prenom|id|id patient|identifiant|numero patient",
    "sets_reps": "series x reps|series x repetitions|sets x reps|sets x repetitions|series reps|sets reps|volume|series et reps|"
                 "series repetitions|format|sets and reps|prescription|dosage|series x rep|sxr",
    "set_order": "set order|ordre de la serie|set index|ordre des series|set number|n serie|no serie|numero de serie",
    "workout": "workout name|nom de l entrainement|workout|workout no|workout number|entrainement|title|titre|nom entrainement",
    "note": "texte|text|rq|rqs|notes libres|anything else|other comments|comment ca s est passe|divers et notes|note|notes|remarque|remarques|commentaire|commentaires|comment|comments|observation|observations|divers|memo|"
            "precisions|details|workout notes|notes d entrainement|description|ressenti libre|exercise notes|autres|a noter|"
            "mot du jour|remarks",
    IGNORE: "a corriger|to correct|distance|distance km|distance m|km|calories|kcal|calories brulees|poids corporel|bodyweight|weather|meteo|temps qu il fait|"
            "set type|superset id|rest|repos entre series|frequence cardiaque|heart rate|bpm|fc|semaine|week|wk|sem|duree de repos|"
            "soreness area|readiness",
}  # fmt: skip
_COLUMNS: dict[str, str] = {
    "sessions.session": "seance|session|n seance|no seance|numero de seance|session no|session number|seance n|seance no",
    "sessions.exercise": "exercice|exercices|exercise|exercises|activite|activity|mouvement|exo|exos|sport|nom de l exercice|exercise name|"
                         "exercise title|activite physique|activity names|type d exercice|quoi|discipline|workout type|exercice fait|"
                         "exercises done|nom exercice",
    "sessions.family": "famille|family|type|categorie|category",
    "sessions.level": "niveau|level|difficulte|progression|palier|variante niveau",
    "sessions.sets": "series|sets|nb series|nombre de series|number of sets|serie|nb de series|no of sets",
    "sessions.reps": "reps|rep|repetitions|repet|nb reps|nombre de repetitions|repetition|repets|nb rep|number of reps|nb repetitions",
    "sessions.load_kg": "poids kg|charge kg|load kg|weight kg|kg|kilos|poids utilise|charge soulevee|poids charge kg|haltere|haltere kg|"
                        "poids souleve|poids de l haltere|dumbbell",
    "sessions.hold_s": "maintien|hold|tenue|hold time|temps de maintien|duree maintien|secondes|seconds|hold s|duration seconds|isometrie",
    "sessions.session_minutes": "workout length|workout duration|workout time|length of workout|session time|temps d exercice|duree exercices|duree exos|duree|duration|temps|minutes|min|mn|duree seance|duree de la seance|session minutes|duration min|duree min|"
                                "session length|length|temps de seance|session duration|temps total|duree totale|time min|temps min|"
                                "duration sec|minutes d exercice|exercise minutes",
    "sessions.session_rpe": "rpe|borg|effort|ressenti|srpe|session rpe|effort percu|perceived exertion|ressenti effort|cr10|"
                            "effort ressenti|intensite|intensite de l effort|effort seance|difficulte ressentie|rpe seance|exertion|"
                            "effort intensity|how hard|intensite effort",
    "sessions.pain_before": "",
    "sessions.pain_during": "",
    "sessions.pain_after": "",
    "sessions.onset_min": "ca commence au bout de|commence au bout de|douleur au bout de|au bout de|starts after|apparition|apparition de la douleur|onset|pain onset|debut de la douleur|douleur apparue apres|onset min|"
                          "delai d apparition|moment d apparition|la douleur arrive apres|pain starts after",
    "sessions.settle_h": "retour au calme|temps de retour|calme au bout de|passe au bout de|settles after|time to calm down|recuperation|retour a l habituel|retour au niveau habituel|settle|settle h|temps de recuperation|duree de la douleur|"
                         "back to usual|recovery time|retour a la normale|recovery h|time to settle|temps de retour au calme|"
                         "douleur partie apres|calme apres|back to normal",
    "sessions.soreness": "courbatures|soreness|muscle soreness|courbature|doms|courbatures lendemain|soreness next day|"
                         "courbatures le lendemain",
    "sessions.soreness_kind": "soreness kind|type de courbature|type de courbatures|soreness type",
    "sessions.sleep_disturbed": "sommeil perturbe|sleep disturbed|nuit genee|nuit perturbee|reveil nocturne|reveille par la douleur|"
                                "woken by pain|nuit genee par la douleur",
    "sessions.completed": "fait|faite|completed|done|realise|realisee|seance faite|seance realisee|fini|complete|session done|effectue|"
                          "fait oui non|finished",
    "sessions.place": "lieu|place|endroit|location|ou|where|maison ou cabinet",
    "sessions.cancel_reason": "raison|cancel reason|motif|raison de l annulation|raison annulation|pourquoi pas|motif d annulation|reason|"
                              "si non pourquoi",
    "daily.pain_morning": "reveil|matin|douleurs matinales|morning|dos matin|mal matin|am pain",
    "daily.pain_average": "dos|mal de dos|lombalgie|lombaires|back|back pain|low back pain|lbp|douleur lombaire|"
                          "douleurs lombaires|algie|niveau de douleur|pain level|pain score|intensite douleur|douleur globale|"
                          "douleur generale|overall pain|evn|nprs",
    "daily.pain_worst": "",
    "daily.impact": "how much did your back get in the way today|how much did your back bother you|gene au quotidien|impact|gene|handicap|gene quotidienne|gene dans la journee|retentissement|incapacite|limitation|interference|hindrance|"
                    "daily impact|impact vie quotidienne|gene vie quotidienne|gene fonctionnelle|limitations|hindered|"
                    "impact on daily life|activities limited",
    "daily.flare": "crise|poussee|flare|flare up|flareup|rechute|aggravation|episode aigu|crise oui non|blocage",
    "daily.exercised": "fait mes exos|fait mes exercices|exos|mes exos|mes exercices|did your exercises|did you do your exercises|exercises today|did my exercises|exercices faits|exercised|exercise done|exos faits|ai fait mes exercices|exercices faits oui non|jour d exercice|"
                       "did exercises|kine fait|exercises done yes no|gym faite|exercises y n",
    "daily.sleep_quality": "qualite sommeil|qualite du sommeil|sleep quality|qualite de sommeil|qualite nuit|qualite de la nuit|sommeil qualite|nuit qualite|"
                           "sleep score",
    "daily.sleep_hours": "heures de sommeil|sleep hours|hours slept|duree sommeil|duree du sommeil|sommeil h|heures dormies|sleep duration|nuit heures|nuit duree|"
                         "sleep h|sleep duration h|h sommeil|nb heures sommeil|sommeil heures|hours of sleep|duree de sommeil|time asleep|"
                         "sleep hrs|sleep time",
    "daily.stress": "stress|niveau de stress|stress level|tension nerveuse|anxiete|anxiety",
    "daily.fatigue": "fatigue|niveau de fatigue|tiredness|fatigue level|epuisement|tired",
    "daily.mood": "humeur|mood|moral|etat d esprit",
    "daily.leg_pain": "leg pain or tingling|pain or tingling in leg|jambes|jambe|leg|sciatique|sciatica|douleur jambe|leg pain|fourmillements|irradiation|tingling|mal jambe|cruralgie|"
                      "douleur a la jambe",
    "daily.symptoms_changed": "symptomes changes|symptoms changed|douleur differente|different pain|autre douleur|douleur inhabituelle",
    "daily.worked": "at work today|did you work|did you work today|travail aujourd hui|j ai travaille|travaille|worked|jour travaille|ai travaille|travail oui non|working day|jour de travail|work day|work y n",
    "daily.work_effort": "effort au travail|work effort|penibilite|charge de travail|work intensity|intensite travail|rythme de travail|"
                         "effort travail|penibilite travail|job effort",
    "daily.work_hours": "heures de travail|work hours|hours worked|travail h|duree du travail|h travail|heures travaillees|temps de travail|"
                        "nb heures travail|work h|travail heures|hours at work|duree travail",
    "daily.lifting": "lifting at work|port de charge au travail|port de charges|lifting|charges portees|port de charge|manutention|heavy lifting|charges lourdes|soulever|"
                     "charges soulevees|lifted",
    "daily.posture_hours": "temps assis dans la journee|assise|temps en voiture|heures de voiture|posture|assis|heures assis|heures assises|sitting hrs|position assise|sitting|sitting hours|posture h|postures prolongees|posture prolongee|"
                           "temps assis|station assise|hours sitting|voiture|conduite|debout|standing|heures debout|posture hours|"
                           "prolonged posture|assis h|temps assis h|sitting h|sitting time|sat",
    "daily.posture_longest_min": "longest sitting without a break|le plus long sans bouger|plus long sans bouger|longest sit|assis sans pause|plus longue posture|longest posture|longest sitting|plus long assis|posture longest min|"
                                 "plus longue position assise",
    "daily.rescue_medication": "comprimes|comprimes pris|cachets|pilules|medocs pris|tablets|painkillers taken|antalgiques pris|medicament|medicaments|antalgique|antalgiques|medication|painkiller|painkillers|doliprane|antidouleur|"
                               "antidouleurs|anti douleur|anti douleurs|ibuprofene|paracetamol|meds|rescue medication|medoc|medocs|"
                               "traitement|ibuprofen|tramadol|pills|medicament oui non",
    "daily.managed": "ce que j ai reussi a faire|ce que j ai reussi|j ai pu faire|fiertes|ce que j ai pu faire|managed|reussites|activites realisees|what i managed|j ai reussi",
    "daily.steps": "pas|steps|step count|nombre de pas|nb pas|nb de pas|podometre|step|steps count|daily steps",
    "daily.active_minutes": "minutes actives|active minutes|activite min|activity minutes|move minutes|minutes d activite",
}  # fmt: skip

# Titles that two careful readers would take for different things. The first choice is no preference.
AMBIGUOUS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("charge", "load", "charges", "training load", "charge d entrainement"),
                    ("sessions.load_kg", "daily.lifting", "daily.work_effort", IGNORE)),
    "score": ("daily.pain_average", "daily.impact", "daily.mood", IGNORE),
    **dict.fromkeys(("note 10", "note 0 10", "niveau 10"), ("daily.pain_average", "daily.impact", "sessions.session_rpe", IGNORE)),
    **dict.fromkeys(("sommeil", "sleep", "nuit", "dodo", "night"), ("daily.sleep_hours", "daily.sleep_quality", IGNORE)),
    **dict.fromkeys(("travail", "work", "boulot", "job"), ("daily.work_hours", "daily.work_effort", "daily.worked", IGNORE)),
    **dict.fromkeys(("soir", "evening", "douleur soir", "douleur le soir", "douleur du soir", "evening pain", "pain evening",
                     "mal soir", "dos soir", "douleur apres midi", "pm pain", "douleur midi", "pain pm"),
                    ("daily.pain_average", "daily.pain_worst", IGNORE)),
    **dict.fromkeys(("temps", "time"), ("sessions.session_minutes", "start", IGNORE)),
    **dict.fromkeys(("avant", "before"), ("sessions.pain_before", IGNORE)),
    **dict.fromkeys(("pendant", "during"), ("sessions.pain_during", IGNORE)),
    **dict.fromkeys(("apres", "after"), ("sessions.pain_after", IGNORE)),
    **dict.fromkeys(("douleur nuit", "night pain"), ("daily.pain_morning", "sessions.sleep_disturbed", IGNORE)),
    **dict.fromkeys(("poids", "weight"), ("sessions.load_kg", IGNORE)),
    "forme": ("daily.mood", "daily.fatigue", IGNORE),
    "energie": ("daily.mood", "daily.fatigue", IGNORE),
    "energy": ("daily.mood", "daily.fatigue", IGNORE),
}  # fmt: skip

ADDED = frozenset(("a corriger", "to correct"))  # by loadaid, in a copy of a file
WEEKS = frozenset(
    ("semaine", "semaines", "week", "weeks", "sem", "wk", "n semaine", "numero de semaine", "week number")
)
PAIN = _words("douleur douleurs mal eva en pain vas nrs evn nprs dlr doul dl ache hurt algique douloureux")
_WHEN: dict[str, tuple[str, ...]] = {
    "sessions.pain_before": ("avant", "before", "pre", "debut"),
    "sessions.pain_during": ("pendant", "during", "seance", "exercice", "exo", "effort", "session", "exercise", "workout"),
    "sessions.pain_after": ("apres", "after", "post", "fin", "juste apres"),
    "daily.pain_morning": ("matin", "reveil", "morning", "lever", "waking", "wake", "am", "matinale", "reveil matin", "lendemain"),
    "daily.pain_worst": ("max", "maxi", "maximum", "maximale", "pire", "worst", "forte", "pic", "peak", "plus forte", "highest"),
    "daily.pain_average": ("moyenne", "moyen", "moy", "average", "avg", "mean", "jour", "journee", "today", "day", "generale", "dos",
                           "lombaire", "lombaires", "back", "actuelle", "globale", "quotidienne", "daily", "aujourd", "overall"),
    "daily.leg_pain": ("jambe", "leg", "sciatique", "fesse", "mollet", "cuisse"),
}  # fmt: skip
_SMALL = _words(
    "la le les l de du des d a au aux en sur un une of the on in at to my mes mon ma ce que hui dans pour avec est niveau level score "
    "intensite intensity 0 10 100 echelle scale nrs eva vas evn cotation cote num numerique pire plus no moment ressentie ressenti"
)


@cache
def titles() -> dict[str, str]:
    """Plain title -> role or column of the log folder."""
    found: dict[str, str] = {}
    for target, text in (_COLUMNS | _ROLES).items():
        for title in filter(None, text.split("|")):
            if title not in AMBIGUOUS:
                found[title] = target
    for table, columns in (("sessions", headings.SESSIONS), ("daily", headings.DAILY)):
        for name, languages in columns.items():
            target = {"date": "date", "note": "note"}.get(name, f"{table}.{name}")
            for title in (name, *languages, *(language.split(" (")[0] for language in languages)):
                if plain(title) not in AMBIGUOUS:
                    found.setdefault(plain(title), target)
            found[plain(languages[0])] = found[plain(languages[1])] = target
    for contents in (SESSIONS, DAILY):
        for column in contents.columns[2:]:
            found.setdefault(plain(column.name), f"{contents.name}.{column.name}")
    return found


def pain(title: str) -> str | None:
    """What a title about pain means by its moment: "douleur avant seance"; "" when it names none; None: not about pain."""
    words = title.split()
    if not PAIN & set(words) or (PAIN & set(words) == {"en"} and words != ["en"]):  # "en" is a scale, and a preposition
        return None
    rest = [w for w in words if w not in PAIN and (w not in _SMALL or w == "pire")]
    if not rest:
        return ""
    moments = {target for target, names in _WHEN.items() if any(w in names for w in rest)}
    strange = [w for w in rest if not any(w in names for names in _WHEN.values())]
    # "pendant la seance" names its moment twice, and a session beside before or after is only where it belongs
    if len(moments) > 1:
        moments.discard("sessions.pain_during" if moments & {"sessions.pain_before", "sessions.pain_after"} else "")
        moments.discard("daily.pain_average")
    if len(moments) == 1 and not strange:
        return moments.pop()
    return "?" if moments or strange else ""
