"""What is asked about a file, in words: the question, what each choice means, and an example read aloud."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from loadaid.domain.words import N_, Speaker
from loadaid.intake import headings, wording
from loadaid.intake.model import Question

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_COLUMN = N_("Dans la colonne « {column} », on lit par exemple « {cell} » (ligne {row}). De quoi s'agit-il ?")
_UNIT = N_("Dans la colonne « {column} », en quelle unité est « {cell} » (ligne {row}) ?")
# Question id up to the name of its column or sheet -> its words. The longest beginning counts.
TEXTS: dict[str, str] = {
    "date-order:": N_("Dans la colonne « {column} », quel jour est « {cell} » ?"),
    "year:": N_("Dans la colonne « {column} », de quelle année date « {cell} » (ligne {row}) ?"),
    "decimal:": N_("Dans la colonne « {column} », « {cell} » (ligne {row}) veut-il dire {as} ou {or} ?"),
    "scale:": N_("Dans la colonne « {column} », sur quelle échelle « {cell} » est-il noté (ligne {row}) ?"),
    "unit:": _UNIT,
    "unit:twice:": N_("Dans la colonne « {column} », que faut-il retenir de « {cell} » (ligne {row}) ?"),
    "unit:check:": N_("Dans la colonne « {column} », la valeur « {cell} » (ligne {row}) est-elle juste ?"),
    "column:": _COLUMN,
    "column:text": N_("Certaines lettres sont brouillées, comme dans « {read} ». Faut-il lire « {mended} » ?"),
    "column:encoding": N_("Ce texte est-il bien écrit : « {mac_roman} » ?"),
    "column:quotes": N_("Les guillemets de cette ligne peuvent se lire de deux façons : « {line} ». Laquelle est la bonne ?"),
    "sheet:days-in-columns": N_("Il semble y avoir un jour par colonne ({days} jours à partir de « {first} »). Est-ce bien cela ?"),
    "sheet:hidden-rows": N_("Une partie du tableau est masquée (lignes : {n}, colonnes : {columns}). Faut-il la lire aussi ?"),
    "sheet:which": N_("Plusieurs feuilles contiennent un journal (entre parenthèses, leur nombre de lignes) : {sheets}. Que faut-il lire ?"),
    "sheet:day": N_("Le tableau n'a pas de colonne de dates, mais il s'appelle « {name} ». Toutes ses lignes sont-elles de ce jour ?"),
    "patient": N_("Le fichier porte ces noms : {patients}. De qui est-ce le journal ?"),
    "patient:other": N_("Presque tout ce fichier est déjà connu pour quelqu'un d'autre. Est-ce bien le journal de {patient} ?"),
    "merge:": N_("Le {date}, pour « {column} », il était déjà noté « {known} » ; le fichier dit « {cell} » (ligne {row}). Que faut-il garder ?"),
    "merge:ditto:": N_("Il manque des dates, ou un signe de répétition les remplace (nombre de lignes : {n}, par exemple la ligne {row}). Faut-il prendre le jour de la ligne au-dessus (« {above} ») ?"),
    "merge:ditto:cells": N_("Des cellules portent un signe de répétition, par exemple « {cell} » (ligne {row}, colonne « {column} »). Faut-il reprendre la cellule du dessus (« {above} ») ?"),
    "merge:range:": N_("Dans la colonne « {column} », « {cell} » (ligne {row}) n'est pas un seul nombre. Que faut-il retenir ?"),
    "merge:crosses:": N_("Dans la colonne « {column} », que veut dire la croix « {cell} » (ligne {row}) ?"),
    "merge:sides:": N_("Dans la colonne « {column} », « {cell} » (ligne {row}) nomme deux côtés. Que faut-il retenir ?"),
    "merge:exercise:": N_("Est-ce le même exercice, écrit de plusieurs façons : {names} ?"),
    "merge:day:": N_("Le {date}, il y a plusieurs valeurs pour « {column} » : {cells}. Laquelle faut-il retenir, ici et les autres jours ?"),
    "merge:damaged": N_("Le fichier de la montre est incomplet après {minutes} min. Faut-il garder la séance jusque-là ?"),
    "same-session:": N_("Le {date}, il y a plusieurs valeurs pour « {column} » : {cells}. Est-ce une seule séance ?"),
    "same-session:file": N_("Le {date}, « {cell} » (ligne {row}) ressemble à une séance déjà notée : « {known} ». Est-ce la même ?"),
}  # fmt: skip
CHOICES: dict[str, str] = {
    "comma": N_("la virgule marque les décimales"), "point": N_("le point marque les décimales"),
    "0-10": N_("de 0 à 10"), "0-100": N_("de 0 à 100"), "0-1": N_("de 0 à 1"), "6-20": N_("de 6 à 20 (Borg), la valeur reste inconnue"),
    "1-5": N_("de 1 à 5, 5 étant le plus fort"), "5-1": N_("de 1 à 5, 1 étant le plus fort"), "0-5": N_("de 0 à 5"),
    "kg": N_("en kilos"), "lb": N_("en livres"), "min": N_("en minutes"), "h": N_("en heures"),
    "h:min": N_("en heures et minutes"), "min:s": N_("en minutes et secondes"),
    "changed": N_("l'unité change en cours de route"), "sum": N_("le total des deux"), "one": N_("un seul des deux"),
    "one_side": N_("le plus grand des deux"), "right": N_("oui, c'est juste"), "leave": N_("non, laisser de côté"),
    "turn": N_("oui, un jour par colonne"), "ignore": N_("ne pas l'utiliser"),
    "yes": N_("oui"), "no": N_("non"), "missing": N_("rien, la valeur reste inconnue, le texte est gardé en note"),
    "as_written": N_("la valeur écrite"),
    "lower": N_("la plus petite"), "middle": N_("le milieu"), "upper": N_("la plus grande"),
    "same": N_("oui, c'est le même"), "different": N_("non, ils sont différents"), "separate": N_("non, des séances séparées"),
    "highest": N_("la plus haute"), "last": N_("la dernière"), "first": N_("la première"),
    "known": N_("ce qui était déjà noté"), "file": N_("ce que dit le fichier"), "keep": N_("oui, la garder"),
    "mended": N_("oui, lire ainsi"), "as_is": N_("non, laisser ainsi"), "mac_roman": N_("oui"),
    "cp1252": N_("non, il faut lire « {cp1252} »"), "doubled": N_("guillemets doublés"), "backslash": N_("guillemets précédés d'une barre oblique inversée"),
    "start": N_("l'heure du début"), "note": N_("une remarque"),
}  # fmt: skip
_YES_ONCE = N_("oui, même dit une seule fois")
_OWN_CHOICES = {
    ("same-session:", "one"): N_("oui, une seule séance"), ("same-session:", "same"): N_("oui, une seule séance"),
    ("same-session:", "different"): N_("non, deux séances"), ("sheet:", "leave"): N_("non, la laisser de côté"), ("sheet:", "take"): N_("oui, la lire"),
    ("sheet:days", "ignore"): N_("non, laisser ce tableau de côté"), ("sheet:day", "ignore"): N_("non, pas de ce jour"),
    ("sheet:which", "all"): N_("toutes ces feuilles"), ("merge:crosses", "missing"): N_("rien, la valeur reste inconnue"),
    ("merge:damaged", "leave"): N_("non, la laisser de côté"),
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
    facts = {name: _shown(name, value, w) for name, value in question.facts.items()}
    if isinstance(day := question.facts.get("date"), str):  # of a row: an ISO date that exists
        facts["date"] = w.day(date.fromisoformat(day), long=True)
    key = _key(question)
    name = question.id.split(":", 1)[1] if ":" in question.id else ""
    facts.setdefault("column", name.removeprefix("check:"))
    facts.setdefault("cell", facts.get("example", ""))
    choices = {c: _choice(question, c, w, language) for c in question.choices}
    return Asked(question.id, w(TEXTS[key], **_filled(TEXTS[key], facts)), choices, _example(question, w))


def _key(question: Question) -> str:
    if question.id == "patient" and "patient" in question.facts:
        return "patient:other"
    if question.id.startswith("unit:") and question.choices == ("sum", "one"):
        return "unit:twice:"
    if question.id.startswith("same-session:") and "file" in question.facts:
        return "same-session:file"
    exact = [k for k in TEXTS if k == question.id or (k.endswith(":") and question.id.startswith(k))]
    return max(exact, key=len)


def _filled(text: str, facts: dict[str, Any]) -> dict[str, Any]:
    """Every name the sentence needs; one a question does not know is shown as nothing."""
    return {name: facts.get(name, "") for _, name, _, _ in string.Formatter().parse(text) if name}


def _shown(name: str, value: Any, w: Speaker) -> str:
    if isinstance(value, date):
        return w.day(value, long=True)
    if isinstance(value, (list, tuple)):
        return ", ".join(w("« {value} »", value=_session(v, w) if isinstance(v, Mapping) else v) for v in value)
    if isinstance(value, Mapping):
        return _session(value, w)
    if isinstance(value, (int, float)) and name != "row":  # a place in the file: without the space of thousands
        return w.number(value, 3)
    if name == "known" and value in wording.CHOICES:  # of the log folder, not of the file
        return w(wording.CHOICES[value])
    if name in ("above", "first", "name") and _ISO.fullmatch(value):  # a day of a workbook
        try:
            return w.day(date.fromisoformat(value), long=True)
        except ValueError:  # or a text that only looks like one
            return str(value)
    return str(value)


def _session(facts: Mapping[str, Any], w: Speaker) -> str:
    """What was done, when it began and how long it took, as far as it is known."""
    minutes = facts.get("minutes")
    length = None if minutes is None else f"{w.number(minutes, 1)}\u00a0min"
    return ", ".join(filter(None, (facts.get("exercise"), facts.get("start"), length)))


def _choice(question: Question, choice: str, w: Speaker, language: int) -> str:
    if choice == "highest" and question.facts.get("yes_no"):
        return w(_YES_ONCE)
    for (start, name), text in _OWN_CHOICES.items():
        if name == choice and question.id.startswith(start):
            return w(text)
    if question.id.startswith("decimal:") and "as" in question.facts:
        written = "comma" if "," in str(question.facts.get("cell")) else "point"
        return _shown("value", question.facts["as" if choice == written else "or"], w)
    if choice in ("dmy", "mdy"):
        day = question.facts.get(choice)
        return w.day(day, long=True) if isinstance(day, date) else w(wording.ORDERS[choice])
    table, _, name = choice.partition(".")
    if (
        table in ("sessions", "daily") and name
    ):  # a column of the log; a sheet or a person may have a point in its name too
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
    return _shown("cell", cell, w) if isinstance(cell, Mapping) else str(cell) if cell else ""
