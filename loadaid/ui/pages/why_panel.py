"""The "why" panel: for each rule its numbers, how its own comes from them, its limit, its source, and what is missing.

`html` is pure: what loadaid.analysis.why gives goes in, HTML comes out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from loadaid.domain.words import N_
from loadaid.locale import Words
from loadaid.report import terms
from loadaid.ui import blocks, labels
from loadaid.ui.text import esc

Entry = dict[str, Any]
STYLE = (Path(__file__).parent.parent / "why.css").read_text("utf-8")
ACROSS = 14  # days in one table: two weeks fit the screen
OTHERS = ("cannot_tell", "clear")
STRENGTHS = {
    "A": N_("force A : essai, méta-analyse ou grande cohorte dans la bonne population"),
    "B": N_("force B : une bonne étude sur la lombalgie ou la douleur persistante"),
    "C": N_("force C : autre population ou preuve indirecte"),
    "D": N_("force D : avis d'experts ou jugement"),
}
WHOSE = {"clinic": N_("seuil du cabinet"), "patient": N_("seuil de ce patient"), "default": N_("valeur par défaut")}


def show(made: str) -> None:
    """Puts the panel on the page."""
    st.html(f"<style>{STYLE}</style>")
    st.html(made)


def html(w: Words, entries: Sequence[Entry], chosen: str | None = None) -> str:
    """One <details> per rule: the raised ones in reading order, then those that cannot tell, then the clear ones."""
    raised = terms.reasons({"findings": entries, "headline": ""}, None)
    others = [x for state in OTHERS for x in entries if x["state"] == state]
    return f'<div class="why">{"".join(_rule(w, x, x["rule"] == chosen) for x in (*raised, *others))}</div>'


def _rule(w: Words, x: Entry, is_open: bool) -> str:
    told = (
        (w("Constat"), esc(x["sentence"])),
        (w("Seuil") if x["measured"] is None else w("Mesuré"), _measured(w, x)),
        (w("Jours"), esc(_days(w, x["days"])) if x["days"] else ""),
        (w("Ne jouerait plus si"), esc(x["would_clear_if"] or "")),
        (w("Manque"), esc(_missing(w, x))),
        (w("Source"), _source(w, x)),
        (w("Calcul"), "".join(f"<p>{esc(text)}</p>" for text in (x["recipe"], *x["terms"]))),
    )
    rows = "".join(f"<dt>{esc(name)}</dt><dd>{text}</dd>" for name, text in told if text)
    place = f' id="{blocks.RULE_PLACE}"' if is_open else ""
    return (
        f'<details{place} class="{esc(x["state"])}"{" open" if is_open else ""}><summary>'
        f'<span class="state">{esc(w(labels.STATES[x["state"]]))}</span> <b>{esc(x["question"])}</b> '
        f"<code>{esc(x['rule'])}</code></summary><dl>{rows}</dl>{_inputs(w, x)}</details>"
    )


def _measured(w: Words, x: Entry) -> str:
    """The number against the limit it is held against, and whose that limit is; then the other limits that are not defaults."""
    limit, default = (terms.amount(w, x[key], x["unit"]) for key in ("limit", "default"))
    if x["whose"] != "default":
        whose = w("{whose} (valeur par défaut {default})", whose=w(WHOSE[x["whose"]]), default=default)
    elif x["limit"] == x["default"]:
        whose = w(WHOSE["default"])
    else:
        whose = w("d'après le calcul ; valeur par défaut {default}", default=default)
    held = w("seuil de {limit} : {whose}.", limit=limit, whose=whose)
    measured = terms.amount(w, x["measured"], x["unit"])
    text = held if x["measured"] is None else w("{measured} ; {held}", measured=measured, held=held)
    others = [
        w("{name} {value}, {whose} (valeur par défaut {default})", name=y["id"], value=w.number(y["value"], 2),
          whose=w(WHOSE[y["whose"]]), default=w.number(y["default"], 2))
        for y in x["limits"][1:] if y["whose"] != "default"
    ]  # fmt: skip
    more = " " + w("Aussi : {others}.", others=w(" ; ").join(others)) if others else ""
    why = f" ({x['limits'][0]['why']})" if x["limits"] else ""
    return f"<b>{esc(text)}</b>{esc(why + more)}"


def _source(w: Words, x: Entry) -> str:
    """The paper, how strong it is, and what to keep in mind; its citation is in English."""
    unread = "" if x["read"] else ", " + w("référence non relue")
    return (
        f'<cite lang="en">{esc(x["citation"])}</cite>, {esc(w(STRENGTHS[x["strength"]]) + unread)}. '
        f"{esc(x['shows'])} <i>{esc(x['caveat'])}</i> ({esc(x['population'])})"
    )


def _missing(w: Words, x: Entry) -> str:
    """What is not known, and how much more would let it tell."""
    parts = [
        w("{name} ({days})", name=y["name"], days=_days(w, y["dates"])) if y["dates"] else y["name"]
        for y in x["missing"]
    ]
    text = w("Inconnu : {parts}.", parts=w(" ; ").join(parts)) if parts else ""
    n = x["entries_needed"]
    if n:
        text += " " + w.plural(
            "Pour pouvoir dire : {n} saisie de plus au moins.", "Pour pouvoir dire : {n} saisies de plus au moins.", n
        )
    elif n is None and not x["suspended"]:
        text += " " + w("Aucune saisie n'y suffirait : l'échelle est saturée.")
    return text.strip()


def _days(w: Words, isos: Iterable[str]) -> str:
    return w.days([dt.date.fromisoformat(iso) for iso in isos])


def _inputs(w: Words, x: Entry) -> str:
    """The inputs: what is of an exercise by exercise, all else by day, two weeks to a table."""
    dated = [y for y in x["inputs"] if y["date"]]
    days = sorted({y["date"] for y in dated})
    tables = [_by_exercise(w, [y for y in x["inputs"] if y["of"]])]
    tables += [_by_day(w, dated, days[k : k + ACROSS]) for k in range(0, len(days), ACROSS)]
    return f'<div class="inputs">{"".join(tables)}</div>'


def _by_day(w: Words, inputs: list[Entry], days: Sequence[str]) -> str:
    """Names as rows, days as columns; a name without a value in these days has no row."""
    value = {(y["name"], y["date"]): _value(w, y) for y in inputs}
    unit = {y["name"]: y["unit"] for y in inputs if y["date"] in days}
    heads = "".join(f'<th scope="col">{_short(w, day)}</th>' for day in days)
    rows = "".join(
        f'<tr><th scope="row">{esc(_named(w, name, of_unit))}</th>'
        + "".join(f"<td>{value.get((name, day), '')}</td>" for day in days)
        + "</tr>"
        for name, of_unit in unit.items()
    )
    return _table(w, w("Valeurs"), heads, rows)


def _by_exercise(w: Words, inputs: list[Entry]) -> str:
    """Exercises as rows, names as columns."""
    if not inputs:
        return ""
    names = list(dict.fromkeys(y["name"] for y in inputs))
    value = {(y["of"], y["name"]): _value(w, y) for y in inputs}
    heads = "".join(f'<th scope="col">{esc(name)}</th>' for name in names)
    rows = "".join(
        f'<tr><th scope="row">{esc(of)}</th>' + "".join(f"<td>{value.get((of, name), '')}</td>" for name in names) + "</tr>"
        for of in dict.fromkeys(y["of"] for y in inputs)
    )  # fmt: skip
    return _table(w, w("Exercice"), heads, rows)


def _table(w: Words, corner: str, heads: str, rows: str) -> str:
    return f'<table><thead><tr><th scope="col">{esc(corner)}</th>{heads}</tr></thead><tbody>{rows}</tbody></table>'


def _named(w: Words, name: str, unit: str) -> str:
    return w("{name} (h)", name=name) if unit == "h" else name


def _short(w: Words, iso: str) -> str:
    """Day and month in figures, and in words for who hears or points."""
    day = dt.date.fromisoformat(iso)
    return f'<abbr title="{esc(w.day(day, long=True))}">{day.day}/{day.month}</abbr>'


def _value(w: Words, y: Entry) -> str:
    """A value; a mark of its own where it is not known, which is neither 0 nor an empty cell."""
    if y["value"] is None:
        return f'<span class="unknown" title="{esc(w("inconnu"))}">?</span>'
    if y["unit"] == "yes/no":
        return esc(w("oui") if y["value"] else w("non"))
    return esc(w.number(y["value"], 2))
