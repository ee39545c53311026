"""A file for the one who looks: fetched once, within a minute, by them alone."""

from __future__ import annotations

from loadaid.locale import Words
from loadaid.store.repository import Repository
from loadaid.ui import session
from loadaid.ui.text import esc

ZIP, CSV, XLSX = (
    "application/zip",
    "text/csv; charset=utf-8",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
)


def link(w: Words, repo: Repository, content: bytes, name: str, media_type: str) -> str:
    """The link to a file that is ready, as HTML."""
    address = session.desk.exports.offer(repo.actor.account_id, content, name, media_type)
    text = w("Télécharger {name} (une fois, dans la minute)", name=name)
    return f'<p><a href="{esc(address)}" target="_self">{esc(text)}</a></p>'
