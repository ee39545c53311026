"""A file for the one who looks: fetched once, within a minute, by them alone."""

from __future__ import annotations

from loadaid.locale import Words
from loadaid.store.repository import Repository
from loadaid.ui import session
from loadaid.ui.text import esc

PDF, HTML = "application/pdf", "text/html; charset=utf-8"
ZIP, CSV, XLSX = (
    "application/zip",
    "text/csv; charset=utf-8",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
)


def address(repo: Repository, content: bytes, name: str, media_type: str) -> str:
    """Where a file that is ready is fetched."""
    return session.desk.exports.offer(repo.actor.account_id, content, name, media_type)


def short(repo: Repository, content: bytes, name: str, media_type: str, text: str) -> str:
    """The link to a file that is ready, as HTML. A link that is used up is a download that fails: the page stays."""
    return f'<a href="{esc(address(repo, content, name, media_type))}" download>{esc(text)}</a>'


def link(w: Words, repo: Repository, content: bytes, name: str, media_type: str) -> str:
    """That link, on a line of its own, with what it gives."""
    text = w("Télécharger {name} (une fois, dans la minute)", name=name)
    return f"<p>{short(repo, content, name, media_type, text)}</p>"
