"""What all pages of a patient share: their size on a phone, and the standing line for whoever needs help at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from loadaid.locale import Words
from loadaid.ui import markup
from loadaid.ui.text import esc

# Sizes for a thumb at 390 px. Colours are the variables of the palette; no colour of a state is used here.
STYLE = """
.st-key-room { max-width: 640px; }
.st-key-room [data-testid="stHtml"], .st-key-room [data-testid="stHtml"] p, .st-key-room [data-testid="stHtml"] li
  { font-size: 17px; line-height: 24px; }
.st-key-room [data-testid="stHtml"] h1 { display: block; font-size: 24px; line-height: 30px; margin: 4px 0; }
.st-key-room [data-testid="stHtml"] h2 { font-size: 20px; line-height: 26px; margin: 14px 0 4px; }
.st-key-room [data-testid="stHtml"] .quiet { font-size: 15px; line-height: 21px; color: var(--ink2); }
.st-key-room [data-testid="stHtml"] table { font-size: 16px; line-height: 23px; }
.st-key-room [data-testid="stHtml"] th { font-size: 14px; white-space: normal; }
.st-key-room [data-testid="stHtml"] td { padding: 6px 10px 6px 0; }
.st-key-room [data-testid="stHtml"] td:first-child { overflow-wrap: normal; }
.st-key-room [data-testid="stHtml"] td ul { list-style: none; padding: 0; }
.st-key-room [data-testid="stHtml"] a { color: var(--action); }
.st-key-room :is(.own, .kept, .accesses) thead { position: absolute; clip-path: inset(50%); }
.st-key-room [data-testid="stHtml"] :is(.own, .kept, .accesses) td { display: block; border: 0; padding: 0 0 2px; }
.st-key-room [data-testid="stHtml"] :is(.own, .kept, .accesses) td:first-child
  { border-top: 1px solid var(--rule); padding-top: 8px; font-weight: 600; }
.st-key-room [data-testid="stHtml"] :is(.own, .kept) li { display: inline; }
.st-key-room :is(.own, .kept) li:not(:last-child)::after { content: " · "; color: var(--ink2); }
.st-key-room .sums .sign { width: 20px; color: var(--ink2); }
.st-key-room .sums .n { text-align: right; font-weight: 600; padding-right: 0; }
.st-key-room .sums .total td { border-top: 2px solid var(--ink); font-weight: 600; }
.st-key-room .help { border-top: 1px solid var(--rule); padding-top: 10px; margin-top: 14px; }
.st-key-room .help a { color: var(--action); font-weight: 600; padding: 10px 4px; }
.st-key-room [data-testid="stRadio"] label { min-height: 44px; align-items: center; }
.st-key-room button { min-height: 48px; }
.st-key-room label p { font-size: 17px; line-height: 24px; white-space: normal; }
.st-key-room [data-testid="stWidgetLabel"] { margin-top: 10px; min-height: 0; }
.st-key-room [data-testid="stButtonGroup"] button { min-width: 48px; min-height: 48px; font-size: 17px; }
.st-key-room [data-testid="stButtonGroup"] [role="radiogroup"]:has(> :nth-child(11))
  { display: grid; grid-template-columns: repeat(6, minmax(0, 1fr)); gap: 7px; }
.st-key-room [role="radiogroup"]:has(> :nth-child(11)) > * { padding: 0 2px; width: 100%; }
.st-key-room [role="radiogroup"]:has(> :nth-child(11)) > :last-child p { font-size: 12px; line-height: 13px; }
.st-key-room [data-testid="stButtonGroup"] p { white-space: normal; }
"""


@contextmanager
def room(w: Words) -> Iterator[None]:
    """A patient's page."""
    with st.container(key="room"):
        st.html(f"<style>{STYLE}</style>")
        yield
        st.html(standing(w))


def standing(w: Words) -> str:
    """Numbers to call, as plain links that work without us."""
    text = esc(w("Besoin d'aide tout de suite ? Cette page n'est pas lue en direct."))
    calls = " ".join(f'<a href="tel:{n}">{esc(w("Appeler le {n}", n=n))}</a>' for n in ("15", "112"))
    return f'<p class="help">{text} {calls}</p>'


def restricted(w: Words) -> str:
    """Where something could be added, while the patient has asked that nothing be."""
    title, text = (
        w("Journal en pause"),
        w("À votre demande, l'usage de votre dossier est limité : rien ne peut y être ajouté."),
    )
    return markup.message(title, text)
