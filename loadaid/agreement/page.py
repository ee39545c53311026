"""sheets.html: a first page that explains, then one A4 page a fortnight. Self-contained, for print, no script."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from loadaid.agreement.chart import DAY, LEFT, WIDTH, chart
from loadaid.agreement.fortnight import Fortnight
from loadaid.agreement.labels import CONFIDENCE, LABELS
from loadaid.agreement.svg import HATCH
from loadaid.agreement.table import table
from loadaid.domain.words import N_
from loadaid.locale import Words

STYLE = f"""
@page {{ size: A4 landscape; margin: 5mm 10mm }}
* {{ box-sizing: border-box }}
body {{ margin: 0 auto; width: {WIDTH}mm; color: #111; background: #fff; font: 9.5pt/1.4 "Source Sans 3", Arial, sans-serif;
  font-variant-numeric: tabular-nums }}
section {{ break-after: page; break-inside: avoid; position: relative }}
section:last-child {{ break-after: auto }}
h1 {{ font-size: 16pt; margin: 6mm 0 3mm }} h2 {{ font-size: 11pt; margin: 0; line-height: 4mm; position: absolute }} h3 {{ font-size: 10.5pt; margin: 4mm 0 1mm }}
svg.defs {{ position: absolute; width: 0; height: 0 }}
figure svg {{ display: block; width: 100% }} figure {{ margin: 0 }} svg text {{ font-size: 2.3px; fill: #333 }}
svg text.title {{ font-weight: 700; fill: #111 }}
.key {{ font-size: 7pt; margin: .5mm 0 .8mm }} .key span {{ white-space: nowrap; margin-right: 3mm }} .key svg {{ width: 4mm; height: 2.6mm; vertical-align: -.3mm }}
table {{ border-collapse: collapse; table-layout: fixed; width: 100%; font-size: 6.3pt; line-height: 2.2mm }}
table.roomy {{ line-height: 3mm }}
th, td {{ padding: .08mm 0; text-align: center; font-weight: 400; border-bottom: .1mm solid #ccc; width: {DAY}mm; overflow: hidden }}
th[scope=row] {{ text-align: left; width: {LEFT}mm; white-space: nowrap }} thead th {{ font-weight: 700 }}
.first {{ border-left: .5mm solid #111 }}
.below {{ font-size: 6.8pt; line-height: 2.6mm; margin: .8mm 0 1.2mm }}
.answers {{ list-style: none; margin: 0; padding: .7mm 0 0; border-top: .3mm solid #111; font-size: 7.6pt; line-height: 3.6mm }}
.box {{ display: inline-block; width: 2.8mm; height: 2.8mm; border: .3mm solid #111; vertical-align: -.4mm; margin: 0 1.2mm 0 0 }}
.sure {{ font-size: 7.6pt; margin: .6mm 0 0; display: flex; gap: 6mm }}
.sure .line {{ flex: 1; border-bottom: .2mm solid #666; height: 4mm }}
.first-page {{ max-width: 210mm }} .first-page .answers {{ font-size: 9.5pt; line-height: 1.5 }} .first-page li {{ margin-bottom: 1mm }}
.first-page .box {{ display: none }} .first-page .key {{ font-size: 9pt }}
"""
HOW = (
    N_("Chaque fiche montre 28 jours du relevé d'un patient, sans nom ni date. Jugez les 14 derniers (jours −13 à 0) ; "
       "les 14 premiers servent de repère pour ce qui lui est habituel."),
    N_("Travaillez seul : n'en parlez pas à l'autre lecteur avant que vous ayez tous deux fini, et ne cherchez pas à "
       "reconnaître le patient."),
    N_("Comptez environ 2 minutes par fiche. Cochez une seule réponse, celle que vous donneriez le jour 0, puis dites si "
       "vous êtes sûr ou hésitant. Le commentaire est libre ; n'y mettez aucun nom."),
    N_("Reportez dans labels.csv, une ligne par fiche : le numéro ou le nom de la réponse (label), « sûr » ou "
       "« hésitant » (confidence). Une fiche non lue reste vide : c'est autre chose que « On ne peut pas juger »."),
    N_("Une case vide veut dire « non renseigné », jamais 0."),
    N_("Il n'y a pas de réponse juste connue d'avance. Que deux lecteurs soient d'accord montre qu'ils lisent de la même "
       "façon, non qu'ils ont raison."),
)  # fmt: skip
# Each mark of the chart, drawn in 4 x 2.6, and its word.
KEY = (
    ('<rect x="1" y="0" width="2" height="2.6" fill="#555"/>', N_("séance")),
    ('<rect x="1" y=".2" width="2" height="2.2" fill="none" stroke="#555" stroke-width=".3"/>', N_("séance, dose inconnue")),
    ('<line x1=".8" y1="2" x2="3.2" y2="2" stroke="#111" stroke-width=".7"/>', N_("repos noté")),
    ('<rect width="4" height="2.6" fill="url(#hatch)"/>', N_("non renseigné")),
    ('<circle cx="2" cy="1.3" r="1" fill="#111"/>', N_("douleur au réveil")),
    ('<rect x="1" y=".3" width="2" height="2" fill="#fff" stroke="#111" stroke-width=".3"/>', N_("douleur moyenne du jour")),
    ('<path d="M2 2.6V.6M.8 .6H3.2" stroke="#111" stroke-width=".5"/>', N_("retentissement")),
)  # fmt: skip


def page(fortnights: Sequence[Fortnight], w: Words) -> str:
    """The whole page for raters. It holds what was logged and nothing of loadaid's reading."""
    sheets = "".join(_sheet(number, shown, w) for number, shown in enumerate(fortnights, 1))
    title = escape(w("Étude d'accord : {n} quinzaines à lire", n=len(fortnights)))
    return (
        f'<!DOCTYPE html>\n<html lang="{w.language}"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{STYLE}</style></head><body>{HATCH}{_first(title, w)}{sheets}</body></html>\n"
    )


def _first(title: str, w: Words) -> str:
    how = "".join(f"<li>{escape(w(said))}</li>" for said in HOW)
    return (
        f'<section class="first-page"><h1>{title}</h1><h3>{escape(w("Comment faire"))}</h3><ol>{how}</ol>'
        f"<h3>{escape(w('Les réponses'))}</h3>{_answers(w)}<h3>{escape(w('Le graphique'))}</h3>{_key(w)}</section>\n"
    )


def _sheet(number: int, shown: Fortnight, w: Words) -> str:
    sure = "".join(f'<span><span class="box"></span>{escape(w(answer.name))}</span>' for answer in CONFIDENCE)
    return (
        f"<section><h2>{escape(w('Fiche {n}', n=number))}</h2><figure>{chart(shown, w)}</figure>{_key(w)}{table(shown, w)}"
        f'{_answers(w)}<div class="sure">{sure}<span>{escape(w("Commentaire :"))}</span><span class="line"></span></div>'
        "</section>\n"
    )


def _key(w: Words) -> str:
    marks = (
        f'<span><svg viewBox="0 0 4 2.6" aria-hidden="true">{mark}</svg> {escape(w(word))}</span> '
        for mark, word in KEY
    )
    return f'<p class="key">{"".join(marks)}</p>'


def _answers(w: Words) -> str:
    said = (
        w("{name} : {text}", name=f"<b>{escape(w(label.name))}</b>", text=escape(w(label.definition)))
        for label in LABELS
    )
    lines = (f'<li><span class="box"></span>{number} {text}</li>' for number, text in enumerate(said, 1))
    return f'<ul class="answers">{"".join(lines)}</ul>'
