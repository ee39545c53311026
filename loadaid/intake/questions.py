"""What is asked about a file, in words: the question, what each choice means, and an example read aloud."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from loadaid.domain.words import N_, Speaker
from loadaid.intake import headings
from loadaid.intake.model import Question

_COLUMN = N_("La colonne « {column} » contient par exemple « {cell} » (ligne {row}). Que veut-elle dire ?")
_UNIT = N_("Dans la colonne « {column} », en quelle unité est « {cell} » (ligne {row}) ?")
# Question id up to the name of its column or sheet -> its words. The longest beginning counts.
TEXTS: dict[str, str] = {
    "date-order:": N_("Dans la colonne « {column} », quel jour est « {cell} » ?"),
    "year:": N_("Dans la colonne « {column} », de quelle année est « {cell} » (ligne {row}) ?"),
    "decimal:": N_("Dans la colonne « {column} », « {cell} » (ligne {row}) veut-il dire {as} ou {or} ?"),
    "scale:": N_("Dans la colonne « {column} », sur quelle échelle est noté « {cell} » (ligne {row}) ?"),
    "unit:": _UNIT,
    "unit:check:": N_("Dans la colonne « {column} », « {cell} » (ligne {row}) est-il juste ?"),
    "column:": _COLUMN,
    "column:text": N_("Certaines lettres semblent codées deux fois : « {read} ». Faut-il lire « {mended} » ?"),
    "column:encoding": N_("Lisez-vous bien « {mac_roman} » ?"),
    "column:quotes": N_("Des guillemets peuvent se lire de deux façons dans « {line} ». Laquelle ?"),
    "sheet:days-in-columns": N_("Les jours semblent être en colonnes ({days} jours à partir de « {first} »). Faut-il lire chaque colonne comme un jour ?"),
    "sheet:hidden-rows": N_("Le tableau contient des lignes ou des colonnes masquées ({n} lignes, {columns} colonnes). Faut-il les prendre ?"),
    "sheet:which": N_("Plusieurs feuilles contiennent un journal : {sheets}. Lesquelles faut-il lire ?"),
    "sheet:day": N_("Le tableau n'a pas de colonne de dates, mais s'appelle « {name} ». Toutes ses lignes sont-elles de ce jour ?"),
    "patient": N_("Ce fichier nomme : {patients}. De qui est-ce le journal ?"),
    "patient:other": N_("Presque tout ce fichier est déjà connu pour quelqu'un d'autre. Est-ce bien le journal de {patient} ?"),
    "merge:": N_("Le {date}, « {column} » vaut {known} dans ce qui est connu et « {cell} » dans le fichier (ligne {row}). Que faut-il garder ?"),
    "merge:ditto:": N_("{n} lignes n'ont pas de date ou portent un signe de répétition (par exemple ligne {row}). Sont-elles du même jour que la ligne au-dessus (« {above} ») ?"),
    "merge:ditto:cells": N_("Des cellules portent un signe de répétition, par exemple « {cell} » (ligne {row}, colonne « {column} »). Valent-elles la cellule du dessus (« {above} ») ?"),
    "merge:range:": N_("Dans la colonne « {column} », « {cell} » (ligne {row}) n'est pas un seul nombre. Que faut-il retenir ?"),
    "merge:crosses:": N_("Dans la colonne « {column} », que veut dire la croix (ligne {row}) ?"),
    "merge:sides:": N_("Dans la colonne « {column} », « {cell} » (ligne {row}) nomme deux côtés. Que faut-il retenir ?"),
    "merge:exercise:": N_("Est-ce le même exercice : {names} ?"),
    "merge:day:": N_("Le {date}, la colonne « {column} » a plusieurs valeurs : {cells}. Laquelle faut-il retenir, ici et les autres jours ?"),
    "merge:damaged": N_("Le fichier de la montre est incomplet après {minutes} min. Faut-il garder la séance jusque-là ?"),
    "same-session:": N_("Le {date}, la colonne « {column} » a plusieurs valeurs : {cells}. Est-ce une seule séance ?"),
    "same-session:file": N_("Le {date}, « {cell} » (ligne {row}) ressemble à une séance déjà notée : « {known} ». Est-ce la même ?"),
}  # fmt: skip
CHOICES: dict[str, str] = {
    "comma": N_("la virgule marque les décimales"), "point": N_("le point marque les décimales"),
    "0-10": N_("de 0 à 10"), "0-100": N_("de 0 à 100"), "0-1": N_("de 0 à 1"), "6-20": N_("de 6 à 20 (Borg) : valeur laissée inconnue"),
    "1-5": N_("de 1 à 5, 5 étant le plus"), "5-1": N_("de 1 à 5, 1 étant le plus"), "0-5": N_("de 0 à 5"),
    "kg": N_("en kilos"), "lb": N_("en livres"), "min": N_("en minutes"), "h": N_("en heures"),
    "h:min": N_("en heures et minutes"), "min:s": N_("en minutes et secondes"),
    "changed": N_("l'unité change en cours de route"), "sum": N_("les deux ensemble"), "one": N_("une seule"),
    "one_side": N_("le plus grand des deux"), "right": N_("oui, c'est juste"), "leave": N_("non, laisser de côté"),
    "take": N_("oui, les prendre"), "turn": N_("oui, un jour par colonne"), "ignore": N_("ne pas l'utiliser"),
    "all": N_("toutes"), "yes": N_("oui"), "no": N_("non"), "missing": N_("rien : valeur inconnue, texte gardé en note"),
    "lower": N_("la plus petite"), "middle": N_("le milieu"), "upper": N_("la plus grande"),
    "same": N_("oui, c'est le même"), "different": N_("non, ce sont deux choses"), "separate": N_("non, des séances séparées"),
    "highest": N_("la plus haute"), "last": N_("la dernière"), "first": N_("la première"),
    "known": N_("ce qui est connu"), "file": N_("ce que dit le fichier"), "keep": N_("oui, la garder"),
    "mended": N_("oui, lire ainsi"), "as_is": N_("non, laisser tel quel"), "mac_roman": N_("oui"),
    "cp1252": N_("non, lire « {cp1252} »"), "doubled": N_("guillemets doublés"), "backslash": N_("guillemets précédés de \\"),
    "start": N_("l'heure du début"), "note": N_("une remarque"),
}  # fmt: skip
_OWN_CHOICES = {
    ("same-session:", "one"): N_("oui, une seule séance"), ("same-session:", "same"): N_("oui, une seule séance"),
    ("same-session:", "different"): N_("non, deux séances"), ("sheet:", "leave"): N_("non, les laisser"),
    ("patient", "leave"): N_("non, ne rien lire"), ("patient", "all"): N_("plusieurs personnes : tout lire"),
}  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """A question as it is shown. choices: choice -> what it means. example: a cell read aloud, or ""."""

    id: str
    text: str
    choices: Mapping[str, str]
    example: str


def asked(question: Question, w: Speaker, language: int) -> Asked:
    """The words of a question. language: 0 for French, 1 for English (the place of a title in headings.py)."""
    facts = {name: _shown(value, w) for name, value in question.facts.items()}
    if isinstance(day := question.facts.get("date"), str):  # of a row: an ISO date that exists
        facts["date"] = w.day(date.fromisoformat(day), long=True)
    key = _key(question)
    name = question.id.split(":", 1)[1] if ":" in question.id else ""
    facts.setdefault("column", name.removeprefix("check:"))
    choices = {c: _choice(question, c, w, language) for c in question.choices}
    return Asked(question.id, w(TEXTS[key], **_filled(TEXTS[key], facts)), choices, _example(question, w))


def _key(question: Question) -> str:
    if question.id == "patient" and "patient" in question.facts:
        return "patient:other"
    if question.id.startswith("same-session:") and "file" in question.facts:
        return "same-session:file"
    exact = [k for k in TEXTS if k == question.id or (k.endswith(":") and question.id.startswith(k))]
    return max(exact, key=len)


def _filled(text: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Every name the sentence needs; one a question does not know is shown as nothing."""
    import string

    return {name: facts.get(name, "") for _, name, _, _ in string.Formatter().parse(text) if name}


def _shown(value: Any, w: Speaker) -> Any:
    if isinstance(value, date):
        return w.day(value, long=True)
    if isinstance(value, (list, tuple)):
        return ", ".join(f"« {v} »" for v in value)
    return value if isinstance(value, str) else str(value)


def _choice(question: Question, choice: str, w: Speaker, language: int) -> str:
    for (start, name), text in _OWN_CHOICES.items():
        if name == choice and question.id.startswith(start):
            return w(text)
    if choice in ("dmy", "mdy"):
        day = question.facts.get(choice)
        return w.day(day, long=True) if isinstance(day, date) else choice
    if "." in choice:
        table, name = choice.split(".")
        titles = (headings.SESSIONS if table == "sessions" else headings.DAILY).get(name)
        return titles[language] if titles else name
    if choice in CHOICES:
        return w(CHOICES[choice], cp1252=question.facts.get("cp1252", ""))
    return choice


def _example(question: Question, w: Speaker) -> str:
    facts = question.facts
    cell = facts.get("cell")
    day = facts.get(question.choices[0]) if question.id.startswith("date-order:") else facts.get("example")
    if cell and isinstance(day, date):
        return f"{cell} = {w.day(day, long=True)}"
    return str(cell) if cell else ""
