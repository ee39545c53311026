"""Lines of the ordered list as HTML text. Pure: rows and words in, HTML out; every text that is not ours goes through `esc`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from loadaid.cohort.groups import BY_ID, Group
from loadaid.cohort.rows import Row
from loadaid.locale import MISSING, Words
from loadaid.report import terms
from loadaid.store.people import Patient
from loadaid.ui import labels, markup
from loadaid.ui.icons import icon
from loadaid.ui.text import esc

Colours = Mapping[str, str]
SHOWN = ("green", "amber", "red")  # the classes of a bar


def known_as(w: Words, patient: Patient, *, twins: bool = False) -> str:
    """Name and code as HTML; the code alone where no more may be known. twins: of several of one name, the birth date too."""
    if patient.name is None:
        return f"<b>{esc(patient.code)}</b>"
    born = f' <span class="quiet">{esc(birth(w, patient))}</span>' if twins else ""
    return f'<b>{esc(patient.name)}</b> <span class="quiet">{esc(patient.code)}</span>{born}'


def birth(w: Words, patient: Patient) -> str:
    """The birth date in words; the year where no more is known; that it is not known."""
    year = (patient.chart or {}).get("birth_year")
    if not patient.birth_date:
        return w("année de naissance : {year}", year=str(year)) if year else w("date de naissance inconnue")
    return w("date de naissance : {day}", day=f"{date.fromisoformat(patient.birth_date):%d/%m/%Y}")


def twins(patients: Iterable[Patient]) -> set[str]:
    """Ids of the patients who share their name with another."""
    by_name: dict[str, list[str]] = {}
    for patient in patients:
        if patient.name is not None:
            by_name.setdefault(" ".join(patient.name.casefold().split()), []).append(patient.id)
    return {patient_id for ids in by_name.values() if len(ids) > 1 for patient_id in ids}


def reading(row: Row, colours: Colours) -> str:
    """The headline: shape and words."""
    return f'<span class="state">{icon(row.headline, colours)}<span>{esc(row.label)}</span></span>'


def why(w: Words, row: Row, *, odd: bool = False) -> str:
    """The sentence, then the other groups that apply, without the reading again. odd: a limit of the patient could not be used."""
    others = "".join(
        f'<span class="chip">{esc(w(BY_ID[group].name))}</span>'
        for group in row.chips
        if w(BY_ID[group].name) != row.label
    )
    if odd:
        others += f'<span class="chip">{esc(w("un seuil illisible, remplacé par celui par défaut"))}</span>'
    return f"{esc(row.reason)} {others}"


def silence(w: Words, row: Row) -> str:
    """Days since the last entry, in words."""
    if row.silence_days is None:
        return w("jamais")
    if row.silence_days == 0:
        return w("aujourd'hui")
    return w.plural("il y a {n} jour", "il y a {n} jours", row.silence_days)


def unreviewed(w: Words, row: Row) -> str:
    """Days since the last review, in words."""
    if row.unreviewed_days is None:
        return w("jamais revu")
    if row.unreviewed_days == 0:
        return w("revu aujourd'hui")
    return w.plural("revu il y a {n} jour", "revu il y a {n} jours", row.unreviewed_days)


def changed(w: Words, row: Row) -> str:
    """What the dose did in two weeks; why it is not said."""
    if row.headline == "red_flag":
        return w("suspendue")
    if row.dose_change_percent is None:
        return w("non calculable")
    sign = "+" if row.dose_change_percent > 0 else ""
    return sign + w.percent(row.dose_change_percent / 100)


def logged(w: Words, row: Row) -> str:
    """Days with an entry, of how many."""
    return MISSING if row.logged_days is None else w("{n}/{total} j", n=row.logged_days, total=row.days)


def responses(w: Words, row: Row) -> str:
    """How the sessions were answered: a bar with counts, and the same in words for who hears the page."""
    known = {c: n for c, n in (row.classes or {}).items() if c in SHOWN and n}
    if not known:
        return f'<span class="quiet">{esc(w("aucun lendemain connu"))}</span>'
    parts = "".join(f'<span class="part {c}" style="flex:{n} 0 15px">{n}</span>' for c, n in known.items())
    said = ", ".join(f"{n} {w(labels.CLASSES[c])}" for c, n in known.items())
    return f'<div class="bar small" aria-hidden="true">{parts}</div><span class="heard">{esc(said)}</span>'


def response_key(w: Words) -> str:
    """What the colours of the bars mean."""
    items = "".join(f'<li class="{c}">{esc(w(labels.CLASSES[c]))}</li>' for c in SHOWN)
    return f'<p class="quiet">{esc(w("Réaction aux séances, 28 derniers jours :"))}</p><ul class="key">{items}</ul>'


def settle(w: Words, row: Row) -> str:
    """Median time back to the usual level."""
    return terms.amount(w, row.settle_hours, "h")


def head(w: Words, group: Group, count: str) -> str:
    """A group's header: number, name, rule, count."""
    rule = esc(group.rule_in_words(w))
    return (
        f'<h2 class="group"><span class="number">{group.number}</span>{esc(w(group.name))} <span class="count">{esc(count)}</span></h2>'
        f'<p class="quiet rule">{rule}</p>'
    )


def block(name: str, rule: str, count: str) -> str:
    """The header of lines that are in no group: name, rule, count."""
    told = f'<p class="quiet">{esc(rule)}</p>' if rule else ""
    return f'<h2 class="group">{esc(name)} <span class="count">{esc(count)}</span></h2>{told}'


def table(heads: Sequence[str], widths: Sequence[int], rows: Iterable[Sequence[str]], *, css: str = "lines") -> str:
    """Lines of fixed widths, in percent, so that the tables of all groups stand under one another."""
    cols = "".join(f'<col style="width:{width}%">' for width in widths)
    return markup.table(css, heads, rows).replace("<thead>", f"<colgroup>{cols}</colgroup><thead>", 1)


def age(w: Words, patient: Patient, today: date) -> str:
    """Age in whole years, as far as the birth date is known."""
    year = (patient.chart or {}).get("birth_year")
    if not patient.birth_date:
        return w("environ {n} ans", n=today.year - year) if year else w("âge inconnu")
    born = date.fromisoformat(patient.birth_date)
    years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return w.plural("{n} an", "{n} ans", years)
