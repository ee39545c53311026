"""A reading as text that a patient understands."""

from __future__ import annotations

from pathlib import Path
from textwrap import fill

from loadaid.domain.errors import SHOWN
from loadaid.domain.words import N_
from loadaid.intake import headings
from loadaid.intake.cells.spelling import shown
from loadaid.intake.result import ReadFile, Reading, shown_questions
from loadaid.intake.wording import kind_of_file, sentence
from loadaid.locale import Words

WIDTH = 100
OUTCOMES = {
    "understood": N_("Tout est compris. Rien n'est encore enregistré."),
    "question": N_("Il reste à répondre aux questions. Rien n'est encore enregistré."),
    "partly_refused": N_("Certaines lignes ne peuvent pas être reprises telles quelles. Rien n'est encore enregistré."),
    "refused": N_("Ce fichier ne peut pas être repris tel quel. Rien n'est enregistré."),
}
# What a column is that belongs to no single column of the log.
ROLES = {
    "date": N_("Date"), "year": N_("Année"), "month": N_("Mois"), "day_of_month": N_("Jour"), "weekday": N_("Jour de la semaine"),
    "start": N_("Heure de début"), "end": N_("Heure de fin"), "patient": N_("Patient"), "note": N_("Remarques"),
    "sets_reps": N_("Séries et répétitions"), "set_order": N_("Numéro de la série"), "workout": N_("Nom de la séance"),
    "entered": N_("Moment de la saisie"),
}  # fmt: skip
DATE_ORDERS = {"dmy": N_("dates jour/mois"), "mdy": N_("dates mois/jour")}
FOR_THE_CLINICIAN = frozenset(("worth-reading-first", "constant-column", "counting-column", "looks-like-other-patient"))


def told(result: Reading, w: Words, language: int, *, asked_to_write: bool = False, written: Path | None = None) -> str:
    """What each file is and how it is read, what to answer, what to correct, and the receipt that adds up.

    written: the folder that has just been written; None, though asked for, when there was nothing to write.
    """
    parts = [_file(f, w, language) for f in result.files]
    questions = [_question(q.id, q.text, dict(q.choices), q.example, w) for q in shown_questions(result, w, language)]
    if questions:
        parts.append("\n".join([w("À répondre"), *questions]))
    problems = [(p, f.name) for f in result.files for p in f.reading.problems]
    wrong = [one for one in problems if one[0].outcome == "refused"]
    noticed = [one for one in problems if one[0].outcome != "refused" and one[0].code not in FOR_THE_CLINICIAN]
    for title, some in ((w("À corriger"), wrong), (w("À savoir"), noticed)):
        if some:
            more = [w("… et {n} autres", n=str(len(some) - SHOWN))] if len(some) > SHOWN else []
            parts.append("\n".join([title, *(_item(sentence(p, w, name)) for p, name in some[:SHOWN]), *more]))
    if any(p.code == "worth-reading-first" for p, _ in problems):
        parts.append(fill(w("En cas d'urgence, appelez le 15 ou le 112."), WIDTH))
    outcome = w(OUTCOMES[result.outcome])
    if written is not None:
        outcome = w("Enregistré dans {folder}.", folder=shown(str(written), WIDTH))
    elif asked_to_write:
        outcome += " " + w("Aucun dossier n'est écrit.")
    parts.append("\n".join([_receipt(result, w), outcome]))
    return "\n\n".join(parts)


def _file(file: ReadFile, w: Words, language: int) -> str:
    r = file.reading
    facts = [kind_of_file(r.kind, w), r.encoding and w("codage {encoding}", encoding=r.encoding),
             r.separator and w("séparateur « {separator} »", separator={"\t": "TAB"}.get(r.separator, r.separator)),
             r.decimal and w("décimales après « {sign} »", sign=r.decimal),
             r.date_order in DATE_ORDERS and w(DATE_ORDERS[r.date_order])]  # fmt: skip
    lines = [w("{name} : {meaning}", name=shown(file.name, WIDTH), meaning=", ".join(f for f in facts if f))]
    lines += [f"  {shown(c.source, 60)}  →  {_title(c.target, w, language)}" for c in r.columns]
    if r.ignored:
        lines.append(
            fill(
                w("Non utilisé : {names}", names=", ".join(map(shown, r.ignored))),
                WIDTH,
                initial_indent="  ",
                subsequent_indent="    ",
            )
        )
    return "\n".join(lines)


def _title(target: str, w: Words, language: int) -> str:
    if "." not in target:
        return w(ROLES[target]) if target in ROLES else target
    table, name = target.split(".")
    titles = (headings.SESSIONS if table == "sessions" else headings.DAILY).get(name)
    return titles[language] if titles else name


def _question(name: str, text: str, choices: dict[str, str], example: str, w: Words) -> str:
    lines = [_item(f"{text} [{name}]")]
    lines += [
        "      " + (w("{name} : {meaning}", name=choice, meaning=meaning) if meaning != choice else choice)
        for choice, meaning in choices.items()
    ]
    return "\n".join([*lines, *(["      " + w("Par exemple : {example}", example=example)] if "=" in example else [])])


def _item(text: str) -> str:
    return fill(text, WIDTH, initial_indent="  - ", subsequent_indent="    ", break_on_hyphens=False)


def _receipt(result: Reading, w: Words) -> str:
    c = result.counts
    line = " + ".join([
        w.plural("{n} ligne reçue", "{n} lignes reçues", c["received"]) + " = "
        + w.plural("{n} nouvelle", "{n} nouvelles", c["new"]),
        w.plural("{n} déjà présente", "{n} déjà présentes", c["same"]),
        w.plural("{n} en désaccord", "{n} en désaccord", c["conflicting"]),
        w.plural("{n} refusée", "{n} refusées", c["refused"]),
        w.plural("{n} laissée de côté", "{n} laissées de côté", c["skipped"]),
    ])  # fmt: skip
    span = result.span
    if span is None:
        return line
    from datetime import date

    first, last = (w.day(date.fromisoformat(d), long=True) for d in span)
    if first == last:
        return line + "\n" + w("Le {day}.", day=first)
    return line + "\n" + w("Du {first} au {last}.", first=first, last=last)
