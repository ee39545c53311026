"""The parts of the page as HTML text, from a review result. Pure: result and words in, HTML out.

Every text that is not ours goes through `esc`. Sentences of the result are escaped too: they may quote the log.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from loadaid.domain.errors import Problem
from loadaid.domain.sources import BY_ID
from loadaid.locale import MISSING, Words
from loadaid.ui import labels
from loadaid.ui.icons import icon, swatch
from loadaid.ui.text import esc

Result = Mapping[str, Any]


def _days(w: Words, isos: Iterable[str]) -> str:
    days = [dt.date.fromisoformat(iso) for iso in isos]
    return w.days(days) if days else MISSING


def _table(css: str, heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = "".join(f'<th scope="col">{esc(h)}</th>' for h in heads)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<table class="{css}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _measure(w: Words, finding: Result, key: str) -> str:
    value = finding[key]
    return MISSING if value is None else esc(f"{w.number(value, 2)} {w(finding['unit'])}")


def banner(text: str) -> str:
    """One quiet line over the page."""
    return f'<p class="banner">{esc(text)}</p>'


def message(title: str, text: str) -> str:
    """A title and a sentence where a patient's page would be."""
    return f"<h1>{esc(title)}</h1><p>{esc(text)}</p>"


def languages(w: Words, addresses: Mapping[str, str]) -> str:
    """Links to this page in the other languages: a link and not a button, so that `<html lang>` follows."""
    links = (
        f"<b>{code.upper()}</b>"
        if code == w.language
        else f'<a href="{esc(address)}" target="_self" lang="{code}">{code.upper()}</a>'
        for code, address in addresses.items()
    )
    return f'<p class="languages">{" ".join(links)}</p>'


def verdict(w: Words, result: Result, colours: Mapping[str, str]) -> str:
    """Shape, state, sentence, envelope, last known state, and at most three reasons."""
    code = result["headline"]
    known = result["last_known"]
    parts = [
        f'<section class="verdict {code.replace("_", "-")}">{icon(code, colours)}<div>',
        f"<h1>{esc(labels.headline(w, result))}</h1>{chip(w, result)}",
        f"<p>{esc(labels.sentence(w, result))}</p>",
    ]
    if known:
        state, day = w(labels.HEADLINES[known["headline"]]), dt.date.fromisoformat(known["date"])
        parts.append(f'<p class="known">{esc(w("Dernier état connu ({day}) : {state}", day=day, state=state))}</p>')
    return "".join([*parts, _reasons(w, labels.reasons(result)[:3]), "</div></section>"])


def _reasons(w: Words, found: list[Result]) -> str:
    if not found:
        return ""
    heads = (w("Relevé"), w("Jours"), w("Mesuré"), w("Seuil"), w("Ne jouerait plus si"))
    rows = (
        (esc(f["sentence"]), esc(_days(w, f["days"])), _measure(w, f, "measured"), _measure(w, f, "limit"),
         esc(f["would_clear_if"] or MISSING))
        for f in found
    )  # fmt: skip
    return _table("reasons", heads, rows)


def chip(w: Words, result: Result) -> str:
    """Whether the reading depends on the days that were not logged; nothing when every day is known."""
    n = len(result["unlogged_days"])
    if result["depends_on_unlogged_days"]:
        days = _days(w, result["unlogged_days"])
        text = w.plural(
            "Dépend de {n} jour non renseigné : {days}", "Dépend de {n} jours non renseignés : {days}", n, days=days
        )
        return f'<span class="chip depends">{esc(text)}</span>'
    text = w.plural("Ne dépend pas du jour non renseigné", "Ne dépend pas des {n} jours non renseignés", n)
    return f'<span class="chip">{esc(text)}</span>' if n else ""


def options(w: Words, result: Result) -> str:
    """The suggestions, as options to discuss."""
    title = f"<h2>{esc(w('À discuter'))}</h2>"
    items = "".join(f"<li>{esc(s['sentence'])}</li>" for s in result["suggestions"])
    return title + (f"<ul>{items}</ul>" if items else f"<p>{esc(w('Rien de particulier.'))}</p>")


def safety(w: Words, result: Result) -> str:
    """One line on safety: it stands first whenever it is not clear."""
    state = result["axes"]["safety"]
    return f'<p class="safety {esc(state)}">{esc(w(labels.SAFETY[state]))}</p>'


def quality(w: Words, result: Result) -> str:
    """How much of the window is known, and what limits it."""
    q = result["data_quality"]
    text = w("{n}/{total} jours renseignés, {known} avec séance ou repos connus, {sessions} séances.",
             n=q["days_logged"], total=q["days"], known=q["days_state_known"], sessions=q["sessions"])  # fmt: skip
    items = "".join(f"<li>{esc(reason)}</li>" for reason in q["reasons"])
    return f"<h2>{esc(w('Données'))}</h2><p>{esc(text)}</p>" + (f"<ul>{items}</ul>" if items else "")


def responses(w: Words, classes: pd.Series) -> str:
    """How the sessions of the window were answered: a bar with the count in each part, and the same in words."""
    counts = {c: int((classes == c).sum()) for c in labels.CLASSES}
    known = {c: n for c, n in counts.items() if c in ("green", "amber", "red") and n}
    title = w("Réaction aux séances, {n} jours", n=len(classes))
    bar = "".join(f'<span class="part {c}" style="flex:{n} 0 24px">{n}</span>' for c, n in known.items())
    if not known:
        bar = f'<span class="part none">{esc(w("aucun lendemain connu"))}</span>'
    words = "".join(f'<li class="{c}">{esc(w(labels.CLASSES[c]))} <b>{n}</b></li>' for c, n in counts.items() if n)
    return f'<h2>{esc(title)}</h2><div class="bar" aria-hidden="true">{bar}</div><ul class="key">{words}</ul>'


def trajectory(w: Words, result: Result) -> str:
    """The four parameters and function: what moved, in words."""
    rows = "".join(
        f'<li><span>{esc(w(labels.AXES[axis]))}</span><b class="sign">{labels.SIGNS[value]}</b>'
        f" {esc(labels.change(w, axis, value))}</li>"
        for axis, value in result["axes"]["trajectory"].items()
    )
    return f'<h2>{esc(w("Évolution, 14 jours contre 14"))}</h2><ul class="axes">{rows}</ul>'


def legend(w: Words, colours: Mapping[str, str]) -> str:
    """The signs of the chart, each beside its word."""
    words = {
        "session": w("séance"), "hollow": w("dose inconnue"), "rest": w("repos noté"),
        "not_logged": w("non renseigné"), "after": w("lendemain de séance"), "other": w("autre jour"),
        "red": w("réaction nette"), "usual": w("habituel"),
    }  # fmt: skip
    signs = "".join(f"<span>{swatch(name, colours)} {esc(text)}</span>" for name, text in words.items())
    return f'<p class="legend">{signs}</p>'


def findings(w: Words, result: Result) -> str:
    """Every rule, raised or not, with what it measured and where its limit comes from."""
    heads = (w("Règle"), w("État"), w("Constat"), w("Mesuré"), w("Seuil"), w("Jours"), w("Source"))
    rows = (
        (
            f"<code>{esc(f['rule'])}</code>",
            f'<span class="{esc(f["state"])}">{esc(w(labels.STATES[f["state"]]))}</span>',
            esc(f["sentence"]),
            _measure(w, f, "measured"),
            _measure(w, f, "limit"),
            esc(_days(w, f["days"])),
            _source(w, f["source"]),
        )
        for f in result["findings"]
    )
    return _table("findings", heads, rows)


def _source(w: Words, source_id: str) -> str:
    source = BY_ID.get(source_id)
    if source is None:
        return esc(source_id)
    unread = "" if source.read else " " + w("(référence non relue)")
    told = esc(f"{source.shows} {source.caveat} ({source.population})")
    cited = esc(source.citation + unread)
    return f'<details><summary>{esc(source.id)}</summary><p>{cited}</p><p lang="en">{told}</p></details>'


def problems(w: Words, found: Iterable[Problem]) -> str:
    """Everything that keeps a folder from being read, one row each, in plain words."""
    heads = (w("Fichier"), w("Ligne"), w("Colonne"), w("Valeur"), w("Attendu"), w("Comment corriger"))
    cells = (
        (p.file, p.row or MISSING, p.column or MISSING, p.value[:40], w(p.expected), w(p.mend))
        for p in found
    )  # fmt: skip
    return _table("findings", heads, (map(esc, row) for row in cells))


def footer(w: Words, ruleset: str) -> str:
    text = w("Aide à la décision, non validée cliniquement ; le choix vous revient. Règles {v}.", v=ruleset)
    return f'<p class="footer">{esc(text)}</p>'
