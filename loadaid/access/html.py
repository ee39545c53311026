"""The pages of sign-in as HTML: one column, no script, readable aloud. Everything shown goes through `esc`."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse, Response

from loadaid.locale import LANGUAGES, Words
from loadaid.store.errors import StoreError

if TYPE_CHECKING:
    from loadaid.access.visit import Visit

STYLE = (Path(__file__).parent / "style.css").read_text("utf-8")
# Nothing is loaded but what stands in the page, and forms go to us alone.
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    # With "no-referrer" browsers would send forms without saying which site they come from.
    "Referrer-Policy": "same-origin",
}


def esc(text: object) -> str:
    """Any text as the content or a quoted attribute of HTML."""
    return escape(str(text), quote=True)


def page(visit: Visit, title: str, body: str, status: int = 200) -> Response:
    """A whole page. body: HTML that was escaped where it was made."""
    w = visit.w
    others = " ".join(
        f"<b>{code.upper()}</b>"
        if code == w.language
        else f'<a href="{esc(_in_language(visit, code))}" lang="{code}" hreflang="{code}">{code.upper()}</a>'
        for code in LANGUAGES
    )
    demo = (
        f'<p class="demo">{esc(w("Clinique de démonstration : patients inventés"))}</p>'
        if visit.desk.kind == "demo"
        else ""
    )
    foot = esc(w("Aide à la décision, non validée cliniquement. Non marquée CE."))
    return _whole(
        w, title, f'<header><span class="name">loadaid</span><nav aria-label="{esc(w("Langue"))}">{others}</nav></header>'
        f"{demo}<main><h1>{esc(title)}</h1>{body}</main><footer>{foot}</footer>", status,
    )  # fmt: skip


def form(visit: Visit, action: str, fields: str, button: str, css: str = "") -> str:
    """A form that is sent to one of our own addresses. fields: HTML. The way back after signing in goes with it."""
    hidden = f'<input type="hidden" name="xsrf" value="{visit.xsrf()}">'
    if visit.then != "/":
        hidden += f'<input type="hidden" name="next" value="{esc(visit.then)}">'
    kind = f' class="{css}"' if css else ""
    return f'<form method="post" action="{esc(action)}"{kind}>{hidden}{fields}<button>{esc(button)}</button></form>'


def field(
    name: str, label: str, complete: str, *, type: str = "text", value: str = "", hint: str = "", more: str = ""
) -> str:
    """A labelled field that has to be filled in. complete: what a browser may fill in by itself. more: further attributes."""
    described = f' aria-describedby="{name}-hint"' if hint else ""
    told = f'<p class="hint" id="{name}-hint">{esc(hint)}</p>' if hint else ""
    return (
        f'<label for="{name}">{esc(label)}</label>{told}<input id="{name}" name="{name}" type="{type}" value="{esc(value)}" '
        f'autocomplete="{complete}" required{described} {more}>'
    )


def wrong(text: str) -> str:
    """What went wrong, said first and read aloud."""
    return f'<p class="wrong" role="alert">{esc(text)}</p>' if text else ""


def paragraph(text: str, css: str = "") -> str:
    kind = f' class="{css}"' if css else ""
    return f"<p{kind}>{esc(text)}</p>"


def link(address: str, text: str, css: str = "") -> str:
    kind = f' class="{css}"' if css else ""
    return f'<a href="{esc(address)}"{kind}>{esc(text)}</a>'


def items(texts: Iterable[str]) -> str:
    """A list. texts: HTML that was escaped where it was made."""
    return "<ul>" + "".join(f"<li>{text}</li>" for text in texts) + "</ul>"


def expired(visit: Visit) -> Response:
    """For a form that is not, or no longer, of this browser."""
    w = visit.w
    body = paragraph(
        w("Cette page a été ouverte il y a trop longtemps, ou par une autre connexion. Rien n'a été fait.")
    )
    return visit.page(w("Page à recharger"), body + paragraph("") + link("/", w("Recommencer")), 403)


def unavailable(w: Words, error: StoreError) -> Response:
    """When the database does not answer. Nothing of the error but its kind is shown."""
    body = f"<main><h1>{esc(w('Indisponible pour le moment'))}</h1>"
    body += (
        paragraph(w("La base de données ne répond pas. Réessayez dans un instant."))
        + f"<p><code>{error.code}</code></p></main>"
    )
    return _whole(w, w("Indisponible pour le moment"), body, 503)


def not_found(visit: Visit) -> Response:
    """A page that is not there, or that is not for this person: one answer for both."""
    w = visit.w
    return visit.page(
        w("Introuvable"), paragraph(w("Il n'y a rien à cette adresse.")) + link("/", w("Retour à l'accueil")), 404
    )


def _in_language(visit: Visit, code: str) -> str:
    """This page in another language; a page that was sent a form is asked for anew."""
    url = visit.request.url.include_query_params(lang=code)
    return f"{url.path}?{url.query}"


def _whole(w: Words, title: str, body: str, status: int) -> Response:
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>{esc(title)} – loadaid</title><style>{STYLE}</style>'
    return HTMLResponse(
        f'<!DOCTYPE html><html lang="{w.language}"><head>{head}</head><body>{body}</body></html>', status, HEADERS
    )
