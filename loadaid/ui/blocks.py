"""The parts of a patient's page as HTML text, from a review result. Pure: result and words in, HTML out.

Every text that is not ours goes through `esc`. Sentences of the result are escaped too: they may quote the log.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from loadaid.analysis.rules import RULES
from loadaid.domain.sources import BY_ID
from loadaid.locale import MISSING, Words
from loadaid.report import parts, terms
from loadaid.ui import labels
from loadaid.ui.icons import icon, swatch
from loadaid.ui.literal import literal
from loadaid.ui.markup import items, link, table
from loadaid.ui.text import esc

Result = Mapping[str, Any]
RULE_PLACE = "regle"  # of the rule that a reason opened, in the page
QUESTIONS = {rule.id: rule.question for rule in RULES}


def verdict(w: Words, result: Result, colours: Mapping[str, str]) -> str:
    """Shape, state, how sure, since when, what it depends on, one sentence, the last known state."""
    code, told = result["headline"], parts.verdict(result, w)
    shown = [
        f'<section class="verdict {code.replace("_", "-")}">{icon(code, colours)}<div>',
        f"<h1>{esc(result['headline_label'])}</h1>{sure(w, result)}"
        f'<span class="since">{esc(told["since"])}</span>{chip(w, result)}',
        f"<p>{esc(result['headline_sentence'])}</p>",
    ]
    if told["last_known"]:
        shown.append(f'<p class="known">{esc(told["last_known"])}</p>')
    return "".join([*shown, "</div></section>"])


def sure(w: Words, result: Result) -> str:
    """How sure the reading is, as a chip that says what its word is tied to; nothing where no reading is weighed."""
    found = result["certainty"]
    if found is None:
        return ""
    tied = esc(w("{what} : {said}", what=found["said"], said=labels.tied_to(found, w)))
    said = esc(found["said"])
    return f'<span class="chip sure" title="{tied}"><span aria-hidden="true">{said}</span><span class="heard">{tied}</span></span>'


def weighing(w: Words, result: Result) -> str:
    """What speaks for the reading and against it, and the second look; nothing where no reading is weighed."""
    found = result["certainty"]
    if found is None:
        return ""
    lines = [f'<p class="weighed">{esc(text)}</p>' for text in labels.weighing(result, w, 2)]
    look = f'<p class="look">{esc(labels.second_look(found, w))}</p>' if found["exercise_over_strain"] else ""
    return "".join([*lines, look])


def reasons(w: Words, result: Result) -> list[tuple[str, str]]:
    """At most three reasons, in reading order: rule and its short name, numbered."""
    found = terms.reasons(result)
    # A rule of other times, in a frozen reading, is called by its sentence.
    names = [w(labels.SHORT[f["rule"]]) if f["rule"] in labels.SHORT else literal(f["sentence"]) for f in found]
    return [(f["rule"], f"{k}  {name}") for k, (f, name) in enumerate(zip(found, names, strict=True), start=1)]


def how_to_read(w: Words, opens: bool, is_chosen: bool) -> str:
    """Over the reasons: what a press does, then the way down to the rule that it opened. opens: a reason opens its rule."""
    if not opens:
        return f'<p class="hint">{esc(w("Appuyer : ses jours"))}</p>'
    if is_chosen:
        return f'<p class="hint"><a href="#{RULE_PLACE}">{esc(w("Sa règle, ouverte plus bas"))}</a></p>'
    return f'<p class="hint">{esc(w("Appuyer : ses jours, sa règle"))}</p>'


def measured(w: Words, result: Result) -> str:
    """Beside each reason: days, what was measured, the limit, what would clear it."""
    heads = (w("Jours"), w("Mesuré"), w("Seuil"), w("Ne jouerait plus si"))
    rows = (
        (terms.days(w, f["days"]), terms.amount(w, f["measured"], f["unit"]), terms.amount(w, f["limit"], f["unit"]),
         f["would_clear_if"] or MISSING)
        for f in terms.reasons(result)
    )  # fmt: skip
    cells = ([f'<span title="{esc(text)}">{esc(text)}</span>' for text in row] for row in rows)
    return table("measured", heads, cells)


def chip(w: Words, result: Result) -> str:
    """Whether the reading depends on the days that were not logged; nothing when every day is known."""
    text = parts.chip(result, w)
    depends = " depends" if result["depends_on_unlogged_days"] else ""
    return f'<span class="chip{depends}">{esc(text)}</span>' if text else ""


def options(w: Words, result: Result) -> str:
    """The suggestions, as options to discuss."""
    listed = items(s["sentence"] for s in result["suggestions"])
    return f"<h2>{esc(w('À discuter'))}</h2>" + (listed or f"<p>{esc(w('Rien de particulier.'))}</p>")


def safety(w: Words, result: Result) -> str:
    """One line on safety."""
    state = result["axes"]["safety"]
    return f'<p class="safety {esc(state)}">{esc(w(terms.SAFETY[state]))}</p>'


def quality(w: Words, result: Result) -> str:
    """What to keep in mind about the log; nothing when there is nothing."""
    reasons = result["data_quality"]["reasons"]
    return f"<h2>{esc(w('Données'))}</h2>{items(reasons)}" if reasons else ""


def legend(w: Words, colours: Mapping[str, str]) -> str:
    """The signs of the chart, each beside its word."""
    words = {
        "session": w("séance"), "hollow": w("dose inconnue"), "rest": w("repos noté"),
        "not_logged": w("non renseigné"), "after": w("lendemain de séance"), "other": w("autre jour"),
        "red": w("réaction ou poussée"), "usual": w("habituel"), "planned": w("prévu"), "tolerated": w("déjà toléré"),
    }  # fmt: skip
    signs = "".join(f"<span>{swatch(name, colours)} {esc(text)}</span>" for name, text in words.items())
    return f'<p class="legend">{signs}</p>'


def findings(w: Words, result: Result) -> str:
    """Every rule, raised or not, with what it measured and where its limit comes from."""
    heads = (w("Règle"), w("État"), w("Constat"), w("Mesuré"), w("Seuil"), w("Jours"), w("Source"))
    return table("findings", heads, (_finding(w, f) for f in result["findings"]))


def _finding(w: Words, f: Result) -> tuple[str, ...]:
    question = esc(w(QUESTIONS[f["rule"]])) if f["rule"] in QUESTIONS else ""
    return (
        f"{question}<br><code>{esc(f['rule'])}</code>",
        f'<span class="{esc(f["state"])}">{esc(w(labels.STATES[f["state"]]))}</span>',
        esc(f["sentence"]),
        esc(terms.amount(w, f["measured"], f["unit"])),
        esc(terms.amount(w, f["limit"], f["unit"])),
        esc(terms.days(w, f["days"])),
        _source(w, f["source"]),
    )


def _source(w: Words, source_id: str) -> str:
    source = BY_ID.get(source_id)
    if source is None:  # of rules of other times
        return esc(source_id)
    unread = "" if source.read else " " + w("(référence non relue)")
    told = esc(f"{w(source.shows)} {w(source.caveat)} ({w(source.population)})")
    cited = f'<cite lang="en">{esc(source.citation)}</cite>{esc(unread)}'
    return f"<details><summary>{esc(source.id)}</summary><p>{cited}</p><p>{told}</p></details>"


def footer(w: Words, ruleset: str, how_good: str) -> str:
    """Whose decision it is, by which rules the page was made, and the way to the page on how good it is."""
    text = w("Aide à la décision, non validée cliniquement ; le choix vous revient. Règles {v}.", v=ruleset)
    return f'<p class="footer">{esc(text)} {link(how_good, w(labels.HOW_GOOD))}</p>'
