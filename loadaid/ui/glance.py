"""What is read at a glance, laid out as HTML: how sessions were answered, six numbers, what moved since the last visit, the
four parameters, as the printed page says them (report/). Pure.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from loadaid.locale import Words
from loadaid.report import parts, six, small, svg, terms
from loadaid.report.facts import ANSWERED, LEAST_ANSWERED
from loadaid.ui.text import esc

Json = Mapping[str, Any]
LARGE, SMALL = (225.0, 34.0), (88.0, 24.0)  # units of a picture; the screen stretches them to its columns
# The colours of paper, by their names on the screen.
ON_SCREEN = {
    svg.PAPER: "paper", svg.INK: "ink", svg.INK2: "ink2", svg.INK3: "ink3", svg.RULE: "rule", svg.RULE2: "rule2",
}  # fmt: skip


def strip(w: Words, result: Json, page: Json) -> str:
    """How much of the log is known, and safety; the first thing to be read."""
    q, counts = result["data_quality"], page["responses"]
    known, sessions = sum(counts[c] for c in ANSWERED), sum(counts.values())
    facts = (
        w("{n}/{total} jours renseignés", n=q["days_logged"], total=q["days"]),
        w("{n}/{total} lendemains connus", n=known, total=sessions),
        w(terms.SAFETY[result["axes"]["safety"]]),
    )
    return "".join(f"<span>{esc(fact)}</span>" for fact in facts)


def responses(w: Words, page: Json) -> str:
    """One bar of the sessions of the window by what followed them, with counts, and shares that sum to 100."""
    found = parts.responses(page, w)
    head = f'<h2>{esc(found["title"])} <span class="quiet">{esc(found["caption"])}</span></h2>'
    if sum(page["responses"][name] for name in ANSWERED) < LEAST_ANSWERED:
        return head + '<div class="bar"><span class="part none"></span></div>'
    shown = [one for one in found["classes"] if one["n"] != "0"]
    bar = "".join(f'<span class="part {one["name"]}" style="flex:{one["n"]} 0 15px">{one["n"]}</span>' for one in shown)
    key = "".join(
        f'<li class="{one["name"]}">{esc(one["label"])} <b>{one["n"]}</b> {esc(one["share"])}</li>' for one in shown
    )
    return f'{head}<div class="bar" aria-hidden="true">{bar}</div><ul class="key">{key}</ul>'


def numbers(w: Words, page: Json, dose_kind: str) -> str:
    """The six numbers; of one that is not known, what is missing."""
    cells = []
    for one in six.numbers(page, dose_kind, w):
        lines = "".join(f'<small title="{esc(line)}">{esc(line)}</small>' for line in one["lines"])
        cells.append(
            f"<div><h3>{esc(one['title'])}</h3><p><b>{esc(one['value'])}</b>{esc(one['unit'])}</p>{lines}</div>"
        )
    return f'<div class="six">{"".join(cells)}</div>'


def since(w: Words, page: Json) -> str:
    """What moved since the last visit, a line each; a first visit, and one of a few days ago, say so."""
    found = six.since(page, w)
    body = "".join(
        f'<li><b class="sign">{esc(one["sign"])}</b><b>{esc(one["text"])}</b> <span class="quiet">{esc(one["was"])}</span></li>'
        for one in found["items"]
    )
    return f'<h2>{esc(found["title"])}</h2><ul class="moved">{body}</ul><p class="quiet">{esc(found["note"])}</p>'


def four(w: Words, result: Json, page: Json, colours: Mapping[str, str]) -> str:
    """Time to settle first and large, then onset, intensity and impact: each a picture, which way it went, from what to what."""
    found = {one["axis"]: one for one in parts.four(result, page, w)}
    pictures = {"recovery": small.recovery(page, w, LARGE)} | {
        axis: small.halves(page, axis, found[axis]["title"], w, SMALL) for axis in ("onset", "intensity", "impact")
    }
    cells = []
    for axis, drawn in pictures.items():
        one = found[axis]
        cells.append(
            f'<div class="{axis}"><h3><b>{esc(one["title"])}</b> <span>{one["sign"]} {esc(one["change"])}</span></h3>'
            f"{_image(drawn, colours)}<small>{esc(one['values'])}</small></div>"
        )
    one = found["function"]
    function = f'<p class="quiet">{esc(one["title"])} {one["sign"]} {esc(one["change"])}, {esc(one["values"])}</p>'
    return f'<div class="four">{"".join(cells)}</div>{function}'


def _image(drawn: str, colours: Mapping[str, str]) -> str:
    """A picture of the printed page as an image of the screen, in the colours of its theme, with what it says as its alt text."""
    alt = svg.alt_of(drawn)
    for on_paper, name in ON_SCREEN.items():
        drawn = drawn.replace(f'"{on_paper}"', f'"{colours[name]}"')
    return f'<img alt="{esc(alt)}" src="data:image/svg+xml;base64,{b64encode(drawn.encode()).decode()}">'
