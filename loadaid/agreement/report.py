"""The score as text for a terminal of 80 columns."""

from __future__ import annotations

from textwrap import fill

from loadaid.agreement.labels import CODES, LABELS
from loadaid.agreement.scoring import NO_SHEET, ONE_LABEL, Comparison, Score
from loadaid.domain.words import N_
from loadaid.locale import Words

WIDTH = 80
FEW_SHEETS, FEW_PATIENTS = 20, 10  # below them an interval says little (judgement)
PREVAILS = 0.6  # share of all labels of a comparison from which one label is said to prevail (judgement)
REASONS = {
    NO_SHEET: N_("illisible : aucune fiche n'a les deux réponses"),
    ONE_LABEL: N_("illisible : une seule réponse a été utilisée, le hasard suffit à l'expliquer"),
}
NAMES = {"a": N_("lecteur A"), "b": N_("lecteur B"), "consensus": N_("A et B d'accord"), "loadaid": "loadaid"}


def label_names(w: Words) -> dict[str, str]:
    """Each label's name by its code."""
    return {label.code: w(label.name) for label in LABELS}


def text(scored: Score, w: Words) -> str:
    """Counts, agreement of the four comparisons, agreement on each label, the tables, and what to keep in mind."""
    blocks = [_counts(scored, w), *([_figures(c, w)] for c in scored.comparisons), _by_label(scored, w)]
    blocks += [_table(c, w) for c in scored.comparisons if c.n]
    blocks += [[w("À garder en tête"), *(_item(said) for said in notes(scored, w))]]
    return "\n\n".join("\n".join(block) for block in blocks)


def notes(scored: Score, w: Words) -> list[str]:
    """What a reader of these numbers should know, most pressing first."""
    first, said = scored.comparisons[0], []
    if first.n < FEW_SHEETS:
        said.append(w.plural("{n} fiche lue par les deux, moins de {few} : trop peu pour conclure.",
                             "{n} fiches lues par les deux, moins de {few} : trop peu pour conclure.",
                             first.n, few=FEW_SHEETS))  # fmt: skip
    if first.patients < FEW_PATIENTS:
        said.append(w.plural("{n} patient, moins de {few} : les intervalles sont sans doute trop étroits.",
                             "{n} patients, moins de {few} : les intervalles sont sans doute trop étroits.",
                             first.patients, few=FEW_PATIENTS))  # fmt: skip
    if len(scored.rulesets) > 1:
        said.append(w("Plusieurs versions des règles dans la clé : {rulesets}.", rulesets=", ".join(scored.rulesets)))
    shares = (first.table.sum(axis=0) + first.table.sum(axis=1)) / max(2 * first.n, 1)
    if shares.max() >= PREVAILS:
        said.append(w("« {label} » fait plus de la moitié des réponses des lecteurs : kappa baisse alors même qu'ils "
                      "s'accordent. Lisez aussi l'accord brut et l'accord par réponse.",
                      label=w(LABELS[int(shares.argmax())].name)))  # fmt: skip
    return [
        *said,
        w("Les fiches où A et B s'accordent sont sans doute les plus claires : l'accord de loadaid y est flatté."),
        w("Les fiches sont tirées pour que chaque lecture soit présente : ces chiffres valent pour ce mélange, non pour "
          "une patientèle."),
        w("Un accord montre que l'on lit de la même façon, non que l'on a raison."),
    ]  # fmt: skip


def _item(said: str) -> str:
    return fill(said, WIDTH, initial_indent="  • ", subsequent_indent="    ", break_on_hyphens=False)


def _counts(scored: Score, w: Words) -> list[str]:
    n, hesitant = scored.labelled, scored.hesitant
    return [
        w("Accord des lectures : {n} fiches de {patients} patients, règles {rulesets}",
          n=scored.sheets, patients=scored.patients, rulesets=", ".join(scored.rulesets)),
        w("Fiches lues : A {a}, B {b}, les deux {both}. Hésitant : A {ha}, B {hb}.",
          a=n["a"], b=n["b"], both=n["both"], ha=hesitant["a"], hb=hesitant["b"]),
    ]  # fmt: skip


def _pair(c: Comparison, w: Words) -> str:
    return f"{w(NAMES[c.one])} / {w(NAMES[c.other])}"


def _figures(c: Comparison, w: Words) -> str:
    low, high = c.raw_interval
    share = w(
        "accord brut {share} (95 % : {low} à {high})", share=w.percent(c.raw), low=w.percent(low), high=w.percent(high)
    )
    low, high = c.kappa_interval
    beyond = w(
        "kappa {k} (95 % : {low} à {high})", k=w.number(c.kappa, 2), low=w.number(low, 2), high=w.number(high, 2)
    )
    title = w.plural("{pair}, {n} fiche", "{pair}, {n} fiches", c.n, pair=_pair(c, w))
    return "\n".join([title, f"  {share}", f"  kappa {w(REASONS[c.reason])}" if c.reason else f"  {beyond}"])


def _by_label(scored: Score, w: Words) -> list[str]:
    """One line a label, one column a comparison."""
    title = w("Accord par réponse : quand l'un l'a donnée, l'autre aussi")
    heads = ["A/B", "A/load", "B/load", "AB/load"]
    wide = max(len(name) for name in label_names(w).values()) + 2
    lines = [title, " " * (wide + 2) + "".join(f"{head:>8}" for head in heads)]
    for k, name in enumerate(label_names(w).values()):
        shares = "".join(f"{w.percent(float(c.by_label[k])):>8}" for c in scored.comparisons)
        lines.append(f"{k + 1} {name:<{wide}}{shares}")
    return lines


def _table(c: Comparison, w: Words) -> list[str]:
    """Rows: the first reader's labels; columns: the other's, by number. 0 is a point."""
    wide = max(len(name) for name in label_names(w).values()) + 2
    title = w("Lignes : {one}. Colonnes : {other}.", one=w(NAMES[c.one]), other=w(NAMES[c.other]))
    lines = [title, " " * (wide + 2) + "".join(f"{k:>5}" for k in range(1, len(CODES) + 1))]
    for k, name in enumerate(label_names(w).values()):
        lines.append(f"{k + 1} {name:<{wide}}" + "".join(f"{n or '·':>5}" for n in c.table[k]))
    return lines
