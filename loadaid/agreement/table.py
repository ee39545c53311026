"""The table of a sheet: every value of the 28 days, one column a day; a blank cell is not known."""

from __future__ import annotations

from html import escape
from typing import NamedTuple

import numpy as np

from loadaid.agreement.choosing import DAYS, JUDGED
from loadaid.agreement.fortnight import Fortnight
from loadaid.analysis.panel import REST, SESSION
from loadaid.domain.words import N_
from loadaid.locale import MINUS, Words


class Row(NamedTuple):
    """One line: its name in Fortnight.values, its title, and the words of a choice in the contract's order."""

    name: str
    title: str
    choices: tuple[str, ...] = ()


YES_NO = (N_("non"), N_("oui"))
# Short, because a day is 8 mm wide.
FAMILIES = (N_("moteur"), N_("force"), N_("mobil."), N_("endur."), N_("fonct."), N_("autre"))
EVENTS = (N_("visite"), N_("plan"), N_("allégé"), N_("congés"), N_("malade"), "", N_("médic."), N_("fin"))
ROWS = (
    Row("minutes", N_("Durée de la séance, min")), Row("rpe", N_("Effort perçu, 0 à 10")),
    Row("before", N_("Douleur avant la séance")), Row("during", N_("Douleur pendant, la plus forte")),
    Row("after", N_("Douleur juste après")), Row("onset", N_("Apparition dans la séance, min")),
    Row("settle", N_("Retour au niveau d'avant, h")), Row("soreness", N_("Courbatures ce jour, 0 à 10")),
    Row("muscle", N_("Nature des courbatures"), (N_("habit."), N_("muscle"))),
    Row("pain_morning", N_("Douleur au réveil")), Row("pain_average", N_("Douleur moyenne du jour")),
    Row("pain_worst", N_("Douleur la plus forte du jour")), Row("impact", N_("Retentissement, 0 à 10")),
    Row("flare", N_("Poussée, mot du patient"), YES_NO), Row("leg_pain", N_("Douleur de la jambe, 0 à 10")),
    Row("symptoms_changed", N_("Douleur différente"), YES_NO), Row("rescue_medication", N_("Médicament de secours"), YES_NO),
    Row("sleep_quality", N_("Qualité du sommeil, 10 au mieux")), Row("sleep_hours", N_("Sommeil, h")),
    Row("sleep_disturbed", N_("Nuit gênée par les exercices"), YES_NO), Row("fatigue", N_("Fatigue, 0 à 10")),
    Row("stress", N_("Stress, 0 à 10")), Row("mood", N_("Humeur, 10 au mieux")), Row("worked", N_("A travaillé"), YES_NO),
    Row("work_hours", N_("Travail, h")), Row("work_effort", N_("Rythme du travail, 0 à 10")),
    Row("lifting", N_("Port de charges"), (N_("aucun"), N_("léger"), N_("moyen"), N_("lourd"))),
    Row("posture_hours", N_("Postures prolongées, h")), Row("posture_longest_min", N_("Plus longue posture, min")),
)  # fmt: skip
ROOMY = 20  # with fewer lines than that the page has room for wider ones
SCORES = {
    "psfs": N_("Fonction (PSFS, 10 = comme avant)"), "rmdq": N_("EIFEL (0 à 24)"), "quebec": N_("Québec (0 à 100)"),
    "fear": N_("Peur du mouvement (0 à 10)"),
}  # fmt: skip


def table(shown: Fortnight, w: Words) -> str:
    """The table as HTML, and under it what was never noted and the questionnaires. Lines without a value are left out."""
    cells = {row: _cells(shown, row, w) for row in ROWS}
    lines = [(w("Séance ou repos"), _states(shown, w)), (w("Exercices"), _named(shown.families, FAMILIES, w))]
    if any(events := _named(shown.events, EVENTS, w)):
        lines.insert(0, (w("Visites et événements"), events))
    lines += [(w(row.title), texts) for row, texts in cells.items() if any(texts)]
    letters = w("L M M J V S D").split()
    head = _line(w("Jour"), [day_name(day) for day in range(1 - DAYS, 1)], "th")
    head += _line(w("Jour de la semaine"), [letters[k] for k in shown.weekday])
    body = "".join(_line(title, texts) for title, texts in lines)
    size = ' class="roomy"' if len(lines) < ROOMY else ""
    return f"<table{size}><thead>{head}</thead><tbody>{body}</tbody></table>" + _below(shown, cells, w)


def day_name(day: int) -> str:
    """-13 as −13, with the minus of print."""
    return str(day).replace("-", MINUS)


def _line(title: str, texts: list[str], cell: str = "td") -> str:
    def mark(day: int) -> str:
        return ' class="first"' if day == DAYS - JUDGED else ""

    scope = ' scope="col"' if cell == "th" else ""
    filled = "".join(f"<{cell}{scope}{mark(day)}>{said}</{cell}>" for day, said in enumerate(texts))
    return f'<tr><th scope="row">{escape(title)}</th>{filled}</tr>'


def _cells(shown: Fortnight, row: Row, w: Words) -> list[str]:
    texts = []
    for day, value in enumerate(shown.values[row.name]):
        text = "" if np.isnan(value) else w(row.choices[int(value)]) if row.choices else w.number(float(value))
        # A settle time that was not over on day 0 was only known to be longer.
        texts.append(f"&gt;{text}" if text and row.name == "settle" and shown.open[day] else escape(text))
    return texts


def _states(shown: Fortnight, w: Words) -> list[str]:
    words = {SESSION: w("séance"), REST: w("repos")}
    off = (shown.values["cancelled"] == 1) & (shown.state == REST)
    return [escape(w("annulée") if off[day] else words.get(int(s), "")) for day, s in enumerate(shown.state)]


def _named(days: list[list[int]], names: tuple[str, ...], w: Words) -> list[str]:
    return ["<br>".join(escape(w(names[k])) for k in day if names[k]) for day in days]


def _below(shown: Fortnight, cells: dict[Row, list[str]], w: Words) -> str:
    said = []
    for name, scores in shown.scores.items():
        dated = [w("{score} (jour {day})", score=score, day=day_name(day)) for day, score in scores]
        said.append(w("{name} : {text}", name=w(SCORES[name]), text=", ".join(dated)) + ".")
    if empty := [w(row.title) for row, texts in cells.items() if not any(texts)]:
        said.append(w("Jamais noté sur ces 28 jours : {what}.", what=" · ".join(empty)))
    return f"<p class='below'>{escape(' '.join(said))}</p>"
