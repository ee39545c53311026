"""How the consultation's screen is read, in the words of the screen: opened where the question arises."""

from __future__ import annotations

import streamlit as st

from loadaid.analysis.trajectory import HALF, LEAST_TIMES
from loadaid.domain.words import N_
from loadaid.locale import Words
from loadaid.report.course import COMPARABLE
from loadaid.report.doses import LEAST, WITHIN
from loadaid.report.numbers import LEAST_DAYS, LEAST_VALUES
from loadaid.ui.text import esc

TEXTS = (
    (N_("Lecture"), N_("Ce que la réponse aux séances laisse penser, et depuis quand. Le mot à côté dit à quel point c’est sûr ; la pastille, si les jours "
     "sans saisie peuvent tout changer.")),
    (N_("Constats"), N_("Appuyer sur l’un d’eux entoure ses jours sur la figure et ouvre sa règle plus bas, avec les nombres pour la recalculer.")),
    (N_("Six chiffres"), N_("Les {half} derniers jours, comparés aux {half} d’avant. Dose par semaine : au moins {days} jours connus, un repos noté compte 0. "
     "Délais et lendemains : au moins {times} séances. Posture et sommeil : au moins {values} jours. Sinon un tiret, et ce qui manque.")),
    (N_("Déjà toléré"), N_("Douleur : jusqu’à un point au-dessus de l’habituel. Dose : des séances de {within} jours suivies d’un lendemain sous l’habituel + 2, "
     "sans réaction nette ni poussée, à partir de {least}.")),
    (N_("Retour à l’habituel"), N_("Heures après chaque séance. La ligne relie les doses comparables (à {share} près) : un retour plus rapide à dose égale se voit là, même "
     "si la douleur ne change pas.")),
    (N_("Jours"), N_("■ séance, – repos noté, hachuré : rien n’a été noté, ce qui n’est ni un repos ni un zéro. Appuyer ouvre la saisie, avec son origine.")),
    (N_("Prochaine séance"), N_("Le curseur part de la dernière séance. Il change répétitions ou tenues, jamais la charge ni le niveau : ils restent à votre main.")),
)  # fmt: skip


def show(w: Words) -> None:
    """A key that opens the guide."""
    with st.popover(w("Aide"), key="guide"):
        values = {
            "half": HALF, "days": LEAST_DAYS, "times": LEAST_TIMES, "values": LEAST_VALUES, "within": WITHIN, "least": LEAST,
            "share": w.percent(COMPARABLE),
        }  # fmt: skip
        told = "".join(f"<dt>{esc(w(name))}</dt><dd>{esc(_said(w, text, values))}</dd>" for name, text in TEXTS)
        st.html(f'<h2>{esc(w("Comment lire cet écran"))}</h2><dl class="guide">{told}</dl>')


def _said(w: Words, text: str, values: dict[str, object]) -> str:
    return w(text, **{name: value for name, value in values.items() if f"{{{name}}}" in text})
