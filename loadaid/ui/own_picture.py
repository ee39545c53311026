"""A patient's own values as a small picture: points, a line between days in a row, gaps hatched. It judges nothing."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping

from loadaid.locale import Words
from loadaid.practice.own_log import Series
from loadaid.ui import entries
from loadaid.ui.text import esc

WIDE, HIGH, LEFT, RIGHT, TOP, FOOT = 358, 132, 24, 8, 10, 22
MOST = 10  # of the scale


def picture(w: Words, series: Series, colours: Mapping[str, str]) -> str:
    """An image with its words: Streamlit takes bare drawings out of our HTML."""
    step = (WIDE - LEFT - RIGHT) / len(series.values)

    def x(place: float) -> float:
        return LEFT + (place + 0.5) * step

    def y(value: float) -> float:
        return TOP + (1 - value / MOST) * (HIGH - TOP - FOOT)

    parts = [
        f'<rect x="{x(a) - step / 2:.1f}" y="{y(MOST)}" width="{(b - a + 1) * step:.1f}" height="{y(0) - y(MOST)}" fill="url(#gap)"/>'
        for a, b in series.gaps
    ]
    parts += [f'<path d="M{LEFT} {y(v)} H{WIDE - RIGHT}" stroke="{colours["rule2"]}"/>' for v in (0, MOST)]
    for run in series.runs:
        points = " ".join(f"{x(k):.1f},{y(v):.1f}" for k, v in run)
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colours["ink"]}" stroke-width="1.5"/>')
        parts += [f'<circle cx="{x(k):.1f}" cy="{y(v):.1f}" r="3.2" fill="{colours["ink"]}"/>' for k, v in run]
    parts += [_text(LEFT - 6, y(v) + 5, "end", str(v), colours) for v in (0, MOST)]
    parts.append(_text(LEFT, HIGH - 5, "start", w.day(series.first), colours))
    parts.append(_text(WIDE - RIGHT, HIGH - 5, "end", w.day(series.last), colours))
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}"><defs><pattern id="gap" width="6" height="6" '
        f'patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="{colours["hatchbg"]}"/>'
        f'<path d="M0 0 V6" stroke="{colours["hatch"]}" stroke-width="2"/></pattern></defs>{"".join(parts)}</svg>'
    )
    data = b64encode(svg.encode()).decode()
    return f'<img class="own" alt="{esc(words(w, series))}" style="width:100%" src="data:image/svg+xml;base64,{data}">'


def words(w: Words, series: Series) -> str:
    """The picture for who hears it."""
    known = series.known
    return w(
        "{what}, du {first} au {last} : {n} jours notés sur {total}, de {low} à {high}.", what=entries.title(w, "daily", series.name),
        first=series.first, last=series.last, n=str(len(known)), total=str(len(series.values)), low=min(known), high=max(known),
    )  # fmt: skip


def _text(x: float, y: float, anchor: str, text: str, colours: Mapping[str, str]) -> str:
    style = f'font-family="sans-serif" font-size="13" fill="{colours["ink2"]}" text-anchor="{anchor}"'
    return f'<text x="{x:.1f}" y="{y:.1f}" {style}>{esc(text)}</text>'
