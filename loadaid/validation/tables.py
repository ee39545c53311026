"""The tables of the validation page."""

from __future__ import annotations

from loadaid.analysis.hold import HEADLINES
from loadaid.locale import MISSING, Words
from loadaid.validation.blocks import Table
from loadaid.validation.figures import confusion_counts
from loadaid.validation.readers import LOADAID, NAMES
from loadaid.validation.run import APART, TUNED, Validation
from loadaid.validation.targets import RATE, SHARE, TARGETS, value
from loadaid.validation.wording import BY, CLASS, GROUP, HEADLINE, ORDER, STANDING, TRUTH, aim, of_what, with_interval

ANSWERED = ("in_zone", "too_fast", "too_cautious", "strain_driven")


def results(v: Validation, w: Words) -> Table:
    """Every score of loadaid beside its target, and on the mechanism kept apart."""
    rows = []
    for target in TARGETS:
        found, standing = value(v, target), target.standing(value(v, target))
        said = w(STANDING[standing]) if standing in STANDING else MISSING
        apart = with_interval(w, target.unit, value(v, target, APART))
        rows.append([w(target.name), with_interval(w, target.unit, found), aim(w, target), said, apart])
    title = w("loadaid, {n} patients de trois mécanismes, {third} du quatrième, {days} jours",
              n=v.size[TUNED], third=v.size[APART], days=v.days)  # fmt: skip
    return Table(title, [w("Mesure"), w("Trois mécanismes"), w("Objectif"), w("Atteint ?"), w("Quatrième")], rows)


def readers(v: Validation, w: Words, group: str, most: int = 6) -> Table:
    """One row per reader, the first `most` columns."""
    columns = (
        (w("Quatre états"), "balanced_accuracy", "", SHARE), (w("Trop rapide"), "fast_accuracy", "too_fast", SHARE),
        (w("Fausses alertes"), "false_alarms", "", RATE), (w("Alertes/sem."), "flags_a_week", "", RATE),
        (w("Sans lecture"), "cannot_tell", "", SHARE), (w("Moins de 3 jours"), "short_changes", "", SHARE),
    )[:most]  # fmt: skip
    rows = [
        [w(name), *(with_interval(w, unit, v.value(score, of, reader, group)) for _, score, of, unit in columns)]
        for reader, name in NAMES.items()
    ]
    title = w("Les mêmes jours, lus par tous : {group}", group=w(GROUP[group]))
    return Table(title, [w("Qui lit"), *(name for name, *_ in columns)], rows)


def classes(v: Validation, w: Words) -> Table:
    """loadaid, by class of patients."""
    s = v.scores[(v.scores["patients"] == TUNED) & (v.scores["reader"] == LOADAID) & (v.scores["by"] != "")]
    kinds = (("balanced_accuracy", SHARE), ("fast_accuracy", SHARE), ("false_alarms", RATE), ("cannot_tell", SHARE))
    rows = []
    for by in BY:
        for name in sorted(s.loc[s["by"] == by, "class"].unique(), key=ORDER.index):
            found = s[(s["by"] == by) & (s["class"] == name)].set_index("score")
            cells = [with_interval(w, unit, tuple(found.loc[score, ["value", "low", "high"]])) for score, unit in kinds]
            rows.append([of_what(w, w(BY[by]), w(CLASS[name])), *cells])
    head = [w("Patients"), w("Quatre états"), w("Trop rapide"), w("Fausses alertes"), w("Sans lecture")]
    return Table(w("loadaid selon les patients, trois mécanismes"), head, rows)


def probable(v: Validation, w: Words) -> Table:
    """Of the readings called probable, the share that was right, state by state."""
    rows = [
        [
            w(HEADLINE[state]),
            *(with_interval(w, SHARE, v.value("right_when_probable", state, LOADAID, g)) for g in GROUP),
        ]
        for state in ANSWERED
    ]
    return Table(w("Lectures dites probables, part juste"), [w("Lecture"), *(w(name) for name in GROUP.values())], rows)


def confusion(v: Validation, w: Words, reader: str, group: str) -> Table:
    """Days, what was true by what was said."""
    table = confusion_counts(v, reader, group)
    rows = [[w(name), *(w.number(n, 0) for n in row)] for name, row in zip(TRUTH.values(), table, strict=True)]
    title = w(
        "Jours, {reader}, {group} : ce qui était vrai, ce qui a été dit", reader=w(NAMES[reader]), group=w(GROUP[group])
    )
    return Table(title, [w("Vrai"), *(w(HEADLINE[h]) for h in HEADLINES[1:])], rows)
