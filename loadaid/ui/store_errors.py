"""What the store answers when something could not be done, in the reader's words: what happened, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from loadaid.domain.words import N_
from loadaid.locale import Words
from loadaid.store.errors import ChangedMeanwhile, StoreError
from loadaid.ui import markup, moments

WORDS = {
    "not-found": (N_("Introuvable"), N_("Ceci n'existe pas, ou n'existe plus, ou n'est pas à vous.")),
    "too-late": (N_("Ce n'est plus possible"), N_("Le délai est passé. Rien n'a été changé.")),
    "refused": (N_("Pas enregistré"), N_("Cela ne peut pas être gardé tel quel. Rien n'a été changé.")),
    "busy": (N_("Pas enregistré"), N_("Un autre envoi est en cours. Rien n'est perdu : réessayez.")),
    "read-only": (N_("Pas enregistré"), N_("Pour l'instant, on peut lire mais pas enregistrer. Réessayez plus tard.")),
    "disk-full": (N_("Pas enregistré"), N_("Il n'y a plus de place pour enregistrer. Prévenez le cabinet, puis réessayez.")),
    "unreachable": (N_("Pas de réponse"), N_("Les données ne répondent pas. Rien n'est gardé deux fois : réessayez.")),
    "clock": (N_("Pas enregistré"), N_("L'horloge de cette machine n'est pas à l'heure. Prévenez le cabinet, puis réessayez.")),
}  # fmt: skip
OTHER = (N_("Pas disponible"), N_("Les données ne peuvent pas être lues pour l'instant. Prévenez le cabinet."))
CHANGED = N_("Modifié entre-temps")


def told(w: Words, error: StoreError, who: str = "") -> tuple[str, str]:
    """A title and a sentence. who: the name of the one who changed the record, where it may be known."""
    if isinstance(error, ChangedMeanwhile):
        return w(CHANGED), _changed(w, error, who or w("L'équipe"))
    title, sentence = WORDS.get(error.code, OTHER)
    return w(title), w(sentence)


@contextmanager
def in_words(w: Words, *, account_id: str = "") -> Iterator[None]:
    """Shows what the store answers inside it. account_id: of who looks, who is told of their own change as such."""
    try:
        yield
    except StoreError as error:
        own = isinstance(error, ChangedMeanwhile) and error.by == account_id
        title, sentence = told(w, error, w("Vous, dans une autre fenêtre,") if own else "")
        with st.container(key=f"store_{error.code}"):
            st.html(markup.message(title, sentence))


def _changed(w: Words, error: ChangedMeanwhile, who: str) -> str:
    if not error.at:
        return w("Ce journal a été modifié entre-temps. Rien n'a été enregistré : regardez à nouveau, puis confirmez.")
    return w(
        "{who} a modifié ce journal à {hour}. Rien n'a été enregistré : regardez à nouveau, puis confirmez.",
        who=who, hour=moments.hour(error.at),
    )  # fmt: skip
