"""A file for the one who looks: fetched once, within a minute, by them alone."""

from __future__ import annotations

from loadaid.locale import Words
from loadaid.store.repository import Repository
from loadaid.ui import markup, session

PDF, HTML = "application/pdf", "text/html; charset=utf-8"
ZIP, CSV, XLSX = (
    "application/zip",
    "text/csv; charset=utf-8",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
)


def address(repo: Repository, content: bytes, name: str, media_type: str) -> str:
    """Where a file that is ready is fetched."""
    return session.desk.exports.offer(repo.actor.account_id, content, name, media_type)


def link(w: Words, repo: Repository, content: bytes, name: str, media_type: str) -> str:
    """The link to a file that is ready, as HTML."""
    text = w("Télécharger {name} (une fois, dans la minute)", name=name)
    return f"<p>{markup.link(address(repo, content, name, media_type), text)}</p>"
