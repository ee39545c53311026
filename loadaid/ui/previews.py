"""What a preview says, as HTML: every word of a file escaped, every number one of the reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from loadaid.cli.readtext import DATE_ORDERS, FOR_THE_CLINICIAN, ROLES
from loadaid.domain.words import N_
from loadaid.intake.cells.spelling import shown as legible
from loadaid.intake.model import Problem
from loadaid.intake.result import ReadFile, Reading, shown_questions
from loadaid.intake.wording import kind_of_file, sentence
from loadaid.locale import Words
from loadaid.practice import previewed
from loadaid.practice.previewed import Conflict
from loadaid.practice.uploads import Preview
from loadaid.ui import entries, moments
from loadaid.ui.literal import literal
from loadaid.ui.markup import items, table
from loadaid.ui.text import esc

FIRST = 50  # problems told one by one
DISAGREEING = 50  # values shown side by side
KEPT = {"known": N_("ce qui était noté"), "file": N_("le fichier"), None: N_("à dire")}


@dataclass(frozen=True)
class Shown:
    """One question on the screen. mark: for the keys of its widgets. left: how many there are, this one included."""

    id: str
    text: str
    body: str
    meanings: Mapping[str, str]
    mark: str

    @property
    def choices(self) -> list[str]:
        return list(self.meanings)

    def meaning(self, choice: str) -> str:
        """What a choice means, as the label of a widget."""
        return literal(self.meanings[choice])


def title(w: Words, shown: Preview, whose: str = "") -> str:
    """Which files, for whom where someone else sends them, how many rows, and that nothing is kept yet."""
    names = ", ".join(w("« {name} »", name=legible(name, 100)) for name, _ in shown.upload.files)
    read = w.plural("{n} ligne lue.", "{n} lignes lues.", shown.reading.counts["received"])
    nothing = w("Rien n'est encore gardé.")
    record = f"<p>{esc(w('Dossier : {name}', name=whose))}</p>" if whose else ""
    return f"<h1>{esc(w('Vérifier'))}</h1>{record}<p><b>{esc(names)}</b></p><p>{esc(read)} {esc(nothing)}</p>"


def of_another(w: Words, shown: Preview) -> str:
    """A file that was received for someone else: whose it is, is not said."""
    names = ", ".join(w("« {name} »", name=legible(name, 100)) for name in shown.of_another)
    text = w("{names} : le cabinet a déjà reçu ce fichier dans un autre dossier. Il n'est pas repris ici.", names=names)
    return f"<p>{esc(text)}</p><p>{esc(w('Si c’est bien votre journal, parlez-en à votre kinésithérapeute.'))}</p>"


def earlier(w: Words, shown: Preview) -> str:
    """Files whose bytes were received before; and whether there is anything to keep at all."""
    lines = [
        w("{name} : déjà reçu {moment}, rien à faire.", name=legible(name, 100), moment=moments.moment(w, receipt.at))
        for name, receipt in shown.earlier.items()
    ]
    if not any(shown.reading.accepted.values()) and not lines:
        lines = [w("Il n'y a rien de nouveau à garder dans ce fichier. Le journal reste comme il est.")]
    return "".join(f"<p><b>{esc(line)}</b></p>" for line in lines)


def question(w: Words, shown: Preview) -> Shown:
    """The first open question of a reading. The record itself has no name in a file: it is "this record"."""
    asked = shown_questions(shown.reading, w, entries.place(w))
    one = asked[0]
    n = len(asked)
    left = w.plural("Une question sur votre fichier", "{n} questions sur votre fichier, l'une après l'autre", n)
    example = w("Par exemple : {example}", example=one.example) if "=" in one.example else ""
    body = f"<h2>{esc(left)}</h2><p><b>{esc(one.text)}</b></p><p>{esc(example)}</p>"
    own = shown.upload.patient_id
    meanings = {c: w("c'est le journal de ce dossier") if c == own else meaning for c, meaning in one.choices.items()}
    return Shown(one.id, literal(one.text), body, meanings, sha256(one.id.encode()).hexdigest()[:16])


def answered(shown: Preview) -> list[str]:
    """Ids of the questions that were answered, now or for an earlier file of this kind."""
    remembered = {question for file in shown.reading.files for question in file.answers}
    return sorted({q for q, choice in shown.upload.answers.items() if choice} | remembered)


def understood(w: Words, reading: Reading) -> str:
    """What each file was taken for, and each of its columns."""
    parts = [f"<h2>{esc(w('Ce qui a été compris'))}</h2>"]
    for file in reading.files:
        parts.append(f"<p><b>{esc(legible(file.name, 100))}</b> : {esc(_facts(w, file))}</p>")
        taken = [
            w("« {name} » : {meaning}", name=legible(c.source, 60), meaning=_target(w, c.target))
            for c in file.reading.columns
        ]
        left = [w("« {name} » : pas gardé", name=legible(name, 60)) for name in file.reading.ignored]
        parts.append(items(taken + left))
    return "".join(parts)


def _facts(w: Words, file: ReadFile) -> str:
    r = file.reading
    facts = [kind_of_file(r.kind, w), r.date_order in DATE_ORDERS and w(DATE_ORDERS[str(r.date_order)])]
    first = min(r.found, key=lambda found: found.row, default=None)
    if first is not None:
        day = entries.day(w, str(first.values["date"]))
        facts.append(w("la ligne {row} est du {day}", row=str(first.row), day=day))
    return ", ".join(fact for fact in facts if fact)


def _target(w: Words, target: str) -> str:
    if "." in target:
        return entries.title(w, *target.split("."))
    return w(ROLES[target]) if target in ROLES else target


def pages(w: Words, shown: Preview) -> list[str]:
    """The rows as they would be kept, a page at a time."""
    heads = (w("Jour"), w("Ce qui est noté"))
    return [
        table("kept", heads, ((esc(entries.day(w, str(one.values["date"]))), f"<ul>{entries.items(w, one.table, one.values)}</ul>")
                              for one in lines))
        for lines in previewed.pages(shown)
    ]  # fmt: skip


def conflicts(w: Words, shown: Preview) -> str:
    """Values of the file beside the other ones that are noted already."""
    found = previewed.conflicts(shown)
    if not found:
        return ""
    heads = (w("Jour et valeur"), w("Les deux réponses"))
    rows = ((esc(_of(w, c)), f"<ul>{_both(w, c)}</ul>") for c in found[:DISAGREEING])
    more = _more(w, len(found) - DISAGREEING)
    return f"<h2>{esc(w('Différent de ce qui était noté'))}</h2>" + table("kept conflicts", heads, rows) + more


def _of(w: Words, c: Conflict) -> str:
    return w("{day}, {what}", day=entries.day(w, c.day, long=False), what=entries.title(w, c.table, c.column))


def _both(w: Words, c: Conflict) -> str:
    """The two answers, and which of them is kept."""
    said = w("dans le fichier : {said} (ligne {row})", said=legible(c.said), row=str(c.row))
    lines = (w("déjà noté : {known}", known=entries.value(w, c.known)), said)
    kept = w("gardé : {which}", which=w(KEPT[c.kept]))
    return "".join(f"<li>{esc(line)}</li>" for line in lines) + f"<li><b>{esc(kept)}</b></li>"


def problems(w: Words, reading: Reading, *, for_patient: bool) -> str:
    """What to correct and what to know, in plain words. for_patient: without what is for a clinician to judge."""
    all_of_them = [(p, file.name) for file in reading.files for p in file.reading.problems]
    wrong = [one for one in all_of_them if one[0].outcome == "refused"]
    hidden = FOR_THE_CLINICIAN if for_patient else frozenset[str]()
    noticed = [one for one in all_of_them if one[0].outcome != "refused" and one[0].code not in hidden]
    parts = _listed(w, w("À corriger"), wrong) + _listed(w, w("À savoir"), noticed)
    if any(p.code == "worth-reading-first" for p, _ in all_of_them):
        urgent = w("En cas d'urgence, appelez le 15 ou le 112.")
        parts += f"<p><b>{esc(urgent)}</b></p>"
    return parts


def _listed(w: Words, head: str, some: Sequence[tuple[Problem, str]]) -> str:
    if not some:
        return ""
    told = items(sentence(problem, w, name) for problem, name in some[:FIRST])
    return f"<h2>{esc(head)}</h2>{told}" + _more(w, len(some) - FIRST)


def _more(w: Words, n: int) -> str:
    return f"<p>{esc(w('… et {n} autres', n=str(n)))}</p>" if n > 0 else ""
