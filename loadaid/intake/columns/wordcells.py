"""Cells of words: choices, notes, "repos", and words where a number was expected."""

from __future__ import annotations

import re
from datetime import date, datetime

from loadaid.intake import headings
from loadaid.intake.cells.numbers import Number, is_blank, number
from loadaid.intake.cells.spelling import CONTROL, DASHES, plain, readable, tidy
from loadaid.intake.columns.column import Reading
from loadaid.intake.limits import TEXT_CHARACTERS
from loadaid.intake.model import Fault, Value
from loadaid.intake.tables.blocks import is_empty

REST = frozenset(("repos", "rest", "off", "repos complet", "repos total", "rest complete", "complete rest", "rest day", "jour de repos", "jour off", "day off", "relache", "pause", "pas de seance",
                  "pas d exercice", "pas d exercices", "aucun exercice", "no exercise", "no exercises", "no session"))  # fmt: skip
NOTHING = frozenset(
    ("rien", "rien fait", "aucun", "aucune", "pas de sport", "nothing", "non", "no")
)  # as the name of an exercise: none was done
# Why nothing was done: no exercise, and a word to keep.
WHY_NOT = frozenset(
    ("malade", "vacances", "ill", "sick", "holiday", "grippe", "fatigue", "trop mal", "pas le temps", "no time")
)
CANCELLED = frozenset(("annule", "annulee", "cancelled", "canceled", "pas fait", "pas faite", "pas pu", "not done", "skipped", "saute",
                       "seance annulee", "non fait", "non faite"))  # fmt: skip
_YES = frozenset(
    ("oui", "o", "yes", "y", "ok oui", "✓", "✔", "☑", "✅", "vrai", "true", "1", "oui un peu", "yep", "ouais")
)
_NO = frozenset(
    (
        "non",
        "n",
        "no",
        "✗",
        "✘",
        "☐",
        "❌",
        "faux",
        "false",
        "0",
        "nope",
        "pas",
        "aucun",
        "aucune",
        "jamais",
        "never",
        "none",
        "rien",
    )
)
_WORDS: dict[str, dict[str, str]] = {
    "completed": {"en partie": "partly", "partiel": "partly", "partielle": "partly", "partiellement": "partly", "partly": "partly",
                  "partial": "partly", "a moitie": "partly", "moitie": "partly", "half": "partly", "fait": "yes", "faite": "yes",
                  "done": "yes", "complet": "yes", "complete": "yes", "finie": "yes"},
    "soreness_kind": {"courbature": "muscle", "courbatures": "muscle", "muscle": "muscle", "musculaire": "muscle",
                      "douleur habituelle": "usual_pain", "usual pain": "usual_pain", "habituelle": "usual_pain"},
    "place": {"maison": "home", "domicile": "home", "chez moi": "home", "home": "home", "cabinet": "clinic", "clinic": "clinic",
              "kine": "clinic", "chez le kine": "clinic", "clinique": "clinic", "centre": "clinic"},
    "lifting": {"aucun": "none", "aucune": "none", "rien": "none", "non": "none", "no": "none", "none": "none", "leger": "light",
                "legere": "light", "legeres": "light", "light": "light", "un peu": "light", "moyen": "medium", "moyenne": "medium",
                "moyennes": "medium", "medium": "medium", "moderate": "medium", "modere": "medium", "lourd": "heavy", "lourde": "heavy",
                "lourdes": "heavy", "heavy": "heavy", "beaucoup": "heavy"},
    "family": {"renforcement": "strength", "musculation": "strength", "force": "strength", "gainage": "motor_control",
               "controle moteur": "motor_control", "mobilite": "mobility", "etirements": "mobility", "stretching": "mobility",
               "cardio": "endurance", "marche": "endurance", "fonctionnel": "functional", "autre": "other"},
}  # fmt: skip
_NOT_WORDS = frozenset(("nan", "inf", "infinity", "infini", "true", "false", "vrai", "faux"))
_PERSONAL = re.compile(r"(?<!\d)0[1-9](?:[ .-]?\d\d){4}(?!\d)|(?<!\d)[12][ .]?\d\d[ .]?[01]\d[ .]?\d{2}[ .]?\d{3}[ .]?\d{3}(?:[ .]?\d\d)?(?!\d)"
                       r"|[\w.+-]+@[\w-]+\.\w+|(?<!\d)\d{1,4},? ?(?:bis |ter )?(?:rue|avenue|boulevard|chemin|impasse|all[ée]e|place) \w"
                       r"|\+33[ .]?[1-9](?:[ .-]?\d\d){4}", re.IGNORECASE)  # fmt: skip
_FIRST = re.compile(
    r"engourdi|insensib|anesthesie en selle|\bselle\b|incontinen|fuite urinaire|retenir (?:mes |les )?urine|uriner|"
    r"\bfievre|\bfever|frissons|perte de poids|perdu du poids|maigri|weight loss|lost weight|douleur (?:la )?nuit|nuit blanche|"
    r"reveille? (?:la|chaque|toutes les) nuit|night pain|pain at night|numb|saddle|bladder|bowel|urine|incontinence|pee myself|wet myself|hold my (?:pee|stool)|selles|suicid|en finir|plus envie de vivre|"
    r"me tuer|kill myself|end it all|want to die|mourir|jambe qui lache|leg gives? way|paralys|cancer|tombee?\b|chute\b|accident|"
    r"douleur (?:a la |de )?poitrine|thorax|chest pain|sueurs? nocturne|night sweat"
)


def choice(reading: Reading) -> None:
    """A column of choices: the words people use for each, French and English."""
    column = reading.record
    own = {plain(c): c for c in column.choices}
    table = _WORDS.get(column.name, {})
    labels = headings.CHOICES.get(column.name, {})
    own |= {plain(label): canonical for canonical, languages in labels.items() for label in languages}
    is_yes_no = "yes" in column.choices
    crosses = []
    for i, cell in enumerate(reading.cells):
        if is_empty(cell):
            continue
        if isinstance(cell, Fault):
            reading.wrong[i] = (cell.code, {})
            continue
        if isinstance(cell, bool):
            cell = "yes" if cell else "no"
        text = tidy(reading.text(i)) if not isinstance(cell, str) else tidy(cell)
        if "\0" in text:
            reading.wrong[i] = ("nul-character", {})
            continue
        word = plain(text) or text
        if word in own or word in table:
            reading.values[i] = own.get(word) or table[word]
        elif (
            bare := plain(re.sub(r"\(.*?\)", "", text)).removeprefix("tres ").removeprefix("very ")
        ) in own or bare in table:
            reading.values[i] = own.get(bare) or table[bare]
            reading.texts.add(i)
        elif column.name == "rescue_medication" and (taken := _medicine(text)) is not None:
            reading.values[i] = "yes" if taken else "no"
            reading.texts.add(i)
        elif is_yes_no and word in _YES:
            reading.values[i] = "yes"
        elif is_yes_no and (word in _NO or word in CANCELLED):
            reading.values[i] = "no"
        elif is_yes_no and word in ("x", "×", "+"):
            crosses.append(i)
        elif word in REST or is_blank(text):
            _rest_or_blank(reading, i, word)
        elif column.name == "lifting" and (kilos := _kilos(text)) is not None:
            reading.values[i] = "none" if kilos == 0 else "light" if kilos < 5 else "medium" if kilos <= 25 else "heavy"
        elif column.name == "lifting" and text.replace("-", "").isdigit():
            reading.wrong[i] = ("unknown-choice", {"choices": column.choices})
        elif (lead := word.split()[0]) in ("oui", "non", "yes", "no") and is_yes_no:
            reading.values[i] = "yes" if lead in ("oui", "yes") else "no"
            reading.texts.add(i)
        elif is_word(text):
            reading.tell("word-not-a-choice", i, choices=column.choices)
            reading.texts.add(i)
        else:
            reading.wrong[i] = ("unknown-choice", {"choices": column.choices})
    answer = reading.ask("merge:crosses", ("yes", "no", "missing"), crosses) if crosses else None
    if answer in ("yes", "no"):
        reading.values |= dict.fromkeys(crosses, answer)


def _rest_or_blank(reading: Reading, i: int, word: str) -> None:
    if word in REST and reading.record.name in ("completed", "exercised"):
        reading.rest.add(i)
    elif word in REST:
        reading.tell("word-not-a-choice", i, choices=reading.record.choices)
        reading.texts.add(i)


def _medicine(text: str) -> bool | None:
    """Whether a cell says that medicine was taken: a count of tablets, or a name; None when it says neither."""
    found = number(text)
    if isinstance(found, Number) and (not found.unit or re.search(r"[^\W\d_]", found.unit)):
        return found.value > 0
    return True if re.search(r"mg\b|doliprane|dafalgan|efferalgan|parac|ibuprof|advil|nurofen|tramadol|cod[eé]in|aspirin|lamaline|izalgi|"
                             r"napro|k[eé]topro|volt[aā]r|tylenol|aleve|panadol", text, re.IGNORECASE) else None  # fmt: skip


def _kilos(text: str) -> float | None:
    found = number(re.sub(r"^(?:oui|yes)\W+", "", text, flags=re.IGNORECASE))  # "oui 15 kg"
    return found.value if isinstance(found, Number) and found.unit in ("kg", "kgs", "kilos", "kilo") else None


def free_text(reading: Reading) -> None:
    """A column of texts: cleaned of what nobody sees, refused when too long, with what a physiotherapist reads first."""
    for i, cell in enumerate(reading.cells):
        if is_empty(cell):
            continue
        if isinstance(cell, Fault):
            reading.wrong[i] = (cell.code, {})
            continue
        raw = cell if isinstance(cell, str) else _as_typed(cell, reading.text(i))
        if len(raw) > TEXT_CHARACTERS:
            reading.wrong[i] = ("text-too-long", {"limit": TEXT_CHARACTERS})
            continue
        if "\0" in raw:
            reading.wrong[i] = ("nul-character", {})
            continue
        if hidden := CONTROL.findall(raw):
            reading.tell("control-characters", i, shown=" ".join(f"U+{ord(c):04X}" for c in hidden[:5]))
        reading.values[i] = readable(raw)
        if _PERSONAL.search(raw):
            reading.tell("personal-data", i)
        if worth_reading_first(raw):
            reading.tell("worth-reading-first", i)


def _as_typed(cell: Value, text: str) -> str:
    """A number or a date in a column of texts, as a person would have typed it."""
    if isinstance(cell, datetime):
        return cell.strftime("%d/%m/%Y")
    return cell.strftime("%d/%m/%Y") if isinstance(cell, date) else text


def worth_reading_first(text: str) -> bool:
    """Words that a physiotherapist reads before anything else: verbatim, without a diagnosis."""
    return bool(_FIRST.search(plain(text)))


def is_word(text: str) -> bool:
    """Letters without a digit: something a person said, where a number or a choice was expected."""
    return plain(text) not in _NOT_WORDS and not re.search(r"\d", text) and bool(re.search(r"[^\W\d_]{2,}", text))


def word_for_number(reading: Reading, i: int) -> bool:
    """Takes in a cell of words in a column of numbers: a rest day, nothing, or a text that becomes a note.

    False when it is no word either (digits with something else, an emoji, inf), so that the cell is wrong.
    """
    text = tidy(reading.text(i))
    word = plain(text)
    if word in REST and reading.taken.target.startswith("sessions."):
        reading.rest.add(i)
    elif is_blank(text) or word in ("none", "null", "na", "n a"):
        if text and DASHES.sub("-", text) != "-":
            reading.tell("words-not-a-number", i)
            reading.texts.add(i)
        elif text:
            reading.tell("nothing-noted", i)
    elif is_word(text):
        reading.tell("words-not-a-number", i)
        reading.texts.add(i)
    else:
        return False
    return True
