"""How far two raters and loadaid agree: four comparisons, each with its table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from loadaid.agreement.kappa import by_label, intervals, kappa, raw
from loadaid.agreement.labels import CODES
from loadaid.agreement.ratings import Key, Ratings
from loadaid.analysis.index import Floats, Ints

NO_SHEET, ONE_LABEL = "no_sheet", "one_label"
PAIRS = (("a", "b"), ("a", "loadaid"), ("b", "loadaid"), ("consensus", "loadaid"))


@dataclass(frozen=True)
class Comparison:
    """Two readers over the sheets both labelled. table: (labels, labels), a row what `one` said, in the order of CODES.

    Shares 0 to 1, kappa -1 to 1, NaN: cannot tell; reason: why there is no kappa, "" when there is.
    """

    one: str
    other: str
    n: int
    patients: int
    raw: float
    raw_interval: tuple[float, float]
    kappa: float
    kappa_interval: tuple[float, float]
    reason: str
    by_label: Floats
    table: Ints


@dataclass(frozen=True)
class Score:
    """The four comparisons, in the order of PAIRS. labelled, hesitant: sheets by rater."""

    sheets: int
    patients: int
    rulesets: tuple[str, ...]
    labelled: dict[str, int]
    hesitant: dict[str, int]
    comparisons: tuple[Comparison, ...]


def score(key: Key, a: Ratings, b: Ratings) -> Score:
    """Compare the raters with each other, each with loadaid, and loadaid with what both raters said alike."""
    alike = {sheet: label for sheet, label in a.labels.items() if b.labels.get(sheet) == label}
    readers = {"a": a.labels, "b": b.labels, "consensus": alike, "loadaid": key.headlines}
    return Score(
        sheets=len(key.patients),
        patients=len(set(key.patients.values())),
        rulesets=key.rulesets,
        labelled={"a": len(a.labels), "b": len(b.labels), "both": len(a.labels.keys() & b.labels.keys())},
        hesitant={"a": a.hesitant, "b": b.hesitant},
        comparisons=tuple(_compare(one, other, readers[one], readers[other], key.patients) for one, other in PAIRS),
    )


def _compare(
    one: str, other: str, said: Mapping[int, str], beside: Mapping[int, str], patients: Mapping[int, str]
) -> Comparison:
    sheets = sorted(said.keys() & beside.keys())
    places = {patient: k for k, patient in enumerate(sorted({patients[sheet] for sheet in sheets}))}
    tables = np.zeros((len(places), len(CODES), len(CODES)), dtype=np.int64)
    for sheet in sheets:
        tables[places[patients[sheet]], CODES.index(said[sheet]), CODES.index(beside[sheet])] += 1
    table = tables.sum(axis=0)
    value, (of_raw, of_kappa) = float(kappa(table)), intervals(tables)
    reason = "" if not np.isnan(value) else ONE_LABEL if sheets else NO_SHEET
    return Comparison(
        one, other, len(sheets), len(places), float(raw(table)), of_raw, value, of_kappa, reason, by_label(table), table
    )


def as_json(scored: Score, said: list[str]) -> dict[str, Any]:
    """The score for programs: shares to 4 decimals, null where it cannot be told."""
    return {
        "schema": "loadaid/agreement/1", "rulesets": list(scored.rulesets), "sheets": scored.sheets, "patients": scored.patients,
        "labelled": scored.labelled, "hesitant": scored.hesitant, "labels": list(CODES),
        "comparisons": [{
            "one": c.one, "other": c.other, "n": c.n, "patients": c.patients,
            "raw": _number(c.raw), "raw_interval": _pair(c.raw_interval),
            "kappa": _number(c.kappa), "kappa_interval": _pair(c.kappa_interval), "reason": c.reason or None,
            "by_label": {code: _number(share) for code, share in zip(CODES, c.by_label, strict=True)},
            "table": c.table.tolist(),
        } for c in scored.comparisons],
        "notes": said,
    }  # fmt: skip


def _number(x: float) -> float | None:
    return None if np.isnan(x) else round(float(x), 4)


def _pair(interval: tuple[float, float]) -> list[float] | None:
    return None if np.isnan(interval[0]) else [round(x, 4) for x in interval]
