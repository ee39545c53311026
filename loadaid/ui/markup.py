"""The few shapes of HTML that the blocks of the page share."""

from __future__ import annotations

from collections.abc import Iterable

from loadaid.locale import Words
from loadaid.ui.text import esc


def table(css: str, heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table. Heads are texts; cells are HTML that was escaped where it was made."""
    head = "".join(f'<th scope="col">{esc(h)}</th>' for h in heads)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f'<table class="{css}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def items(texts: Iterable[str]) -> str:
    """A list of texts; nothing when there is none."""
    listed = "".join(f"<li>{esc(text)}</li>" for text in texts)
    return f"<ul>{listed}</ul>" if listed else ""


def link(address: str, text: str) -> str:
    """A link that stays in this tab (links.js)."""
    return f'<a href="{esc(address)}" target="_self">{esc(text)}</a>'


def banner(text: str) -> str:
    """One quiet line over the page."""
    return f'<p class="banner">{esc(text)}</p>'


def quiet(text: str) -> str:
    """A line in small."""
    return f'<p class="quiet">{esc(text)}</p>'


def message(title: str, text: str) -> str:
    """A title and a sentence where a patient's page would be."""
    return f"<h1>{esc(title)}</h1><p>{esc(text)}</p>"


def languages(w: Words, addresses: dict[str, str]) -> str:
    """Links to this page in the other languages: a link and not a button, so that `<html lang>` follows."""
    links = (
        f"<b>{code.upper()}</b>"
        if code == w.language
        else f'<a href="{esc(address)}" target="_self" lang="{code}">{code.upper()}</a>'
        for code, address in addresses.items()
    )
    return f'<p class="languages">{" ".join(links)}</p>'
