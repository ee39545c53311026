"""A page as blocks, and the same blocks as Markdown, as HTML and as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from textwrap import fill
from typing import Any

WIDTH = 110
STYLE = """
body { max-width: 62rem; margin: 2rem auto; padding: 0 1rem; color: #16202A; background: #fff; font: 16px/1.55 system-ui, sans-serif }
h1 { font-size: 1.7rem } h2 { font-size: 1.25rem; margin-top: 2.2rem } .scroll { overflow-x: auto }
table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; margin: 1rem 0 }
caption { text-align: left; font-weight: 600; padding-bottom: .4rem }
th, td { padding: .3rem .7rem .3rem 0; border-bottom: 1px solid #DEE3E7; text-align: left; vertical-align: top; font-weight: 400 }
td { white-space: nowrap } thead th { font-weight: 600 } figure { margin: 1.5rem 0 } figcaption { color: #47535F; font-size: .9rem }
pre { background: #F5F6F7; padding: .7rem; overflow-x: auto }
"""
# Nothing may be fetched from elsewhere, whatever a script on the page would like.
POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:"


@dataclass(frozen=True)
class Heading:
    text: str
    level: int = 2


@dataclass(frozen=True)
class Text:
    text: str


@dataclass(frozen=True)
class Code:
    text: str


@dataclass(frozen=True)
class Items:
    texts: Sequence[str]


@dataclass(frozen=True)
class Table:
    """Rows of cells under a head; all cells are text."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Picture:
    """A plotly figure as a dict, and what it shows in words."""

    name: str
    title: str
    words: str
    figure: dict[str, Any] = field(repr=False)


Block = Heading | Text | Code | Items | Table | Picture


def markdown(blocks: Sequence[Block]) -> str:
    """Figures are given by their words."""
    return "\n\n".join(_markdown(block) for block in blocks) + "\n"


def html(blocks: Sequence[Block], language: str) -> str:
    """One file that needs nothing else: the drawing library stands in it once."""
    from plotly.offline import get_plotlyjs

    title = next(block.text for block in blocks if isinstance(block, Heading))
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{escape(title)}</title>'
        f"<style>{STYLE}</style><script>{get_plotlyjs()}</script></head><body>\n"
        + "\n".join(fragment(block) for block in blocks)
        + "\n</body></html>\n"
    )


def terminal(blocks: Sequence[Block]) -> Iterator[str]:
    """Lines for a terminal; figures are left out."""
    for block in blocks:
        match block:
            case Heading(text):
                yield from ("", text, "─" * min(len(text), WIDTH))
            case Text(text) | Code(text):
                yield fill(text, WIDTH)
            case Items(texts):
                yield from (fill(text, WIDTH, initial_indent="- ", subsequent_indent="  ") for text in texts)
            case Table():
                yield from ("", block.title)
                yield from _columns([block.head, *block.rows])


def _columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(len(row[k]) for row in rows) for k in range(len(rows[0]))]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _markdown(block: Block) -> str:
    match block:
        case Heading(text, level):
            return f"{'#' * level} {text}"
        case Text(text):
            return text
        case Code(text):
            return f"```\n{text}\n```"
        case Items(texts):
            return "\n".join(f"- {text}" for text in texts)
        case Table(title, head, rows):
            lines = [_row(head), "|" + "---|" * len(head), *(_row(row) for row in rows)]
            return f"**{title}**\n\n" + "\n".join(lines)
        case Picture():
            return f"*{block.title}.* {block.words}"


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def fragment(block: Block) -> str:
    """One block as HTML."""
    match block:
        case Heading(text, level):
            return f"<h{level}>{escape(text)}</h{level}>"
        case Text(text):
            return f"<p>{escape(text)}</p>"
        case Code(text):
            return f"<pre>{escape(text)}</pre>"
        case Items(texts):
            return "<ul>" + "".join(f"<li>{escape(text)}</li>" for text in texts) + "</ul>"
        case Table(title, head, rows):
            top = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
            body = "".join(_html_row(row) for row in rows)
            caption = f"<caption>{escape(title)}</caption>"
            return f'<div class="scroll" tabindex="0"><table>{caption}<thead><tr>{top}</tr></thead><tbody>{body}</tbody></table></div>'
        case Picture():
            return _drawn(block)


def _html_row(row: Sequence[str]) -> str:
    first, *rest = (escape(cell) for cell in row)
    return f'<tr><th scope="row">{first}</th>' + "".join(f"<td>{cell}</td>" for cell in rest) + "</tr>"


def _drawn(picture: Picture) -> str:
    from plotly.io import to_html

    drawing = to_html(
        picture.figure, config={"displaylogo": False, "responsive": True}, include_plotlyjs=False, full_html=False,
        div_id=picture.name, validate=False,
    )  # fmt: skip
    return (
        f'<figure role="group" aria-label="{escape(picture.title)}"><div role="img" aria-label="{escape(picture.words)}">{drawing}'
        f"</div><figcaption><strong>{escape(picture.title)}.</strong> {escape(picture.words)}</figcaption></figure>"
    )
