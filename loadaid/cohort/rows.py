"""rows(triage, words): what the list shows of each patient, sentences included; numbers are those of the review's result."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
import pandas as pd

from loadaid.analysis.headline import LABELS
from loadaid.analysis.hold import FLARE_UNCLEAR, HEADLINES, INSUFFICIENT
from loadaid.analysis.index import to_number
from loadaid.analysis.response import CLASSES, FINAL
from loadaid.analysis.result import WINDOW, number, result
from loadaid.analysis.review import Review, read
from loadaid.analysis.rules.base import At
from loadaid.analysis.workings import Workings, workings
from loadaid.cohort.groups import BY_ID, NUMBERS, SILENT_DAYS
from loadaid.cohort.triage import Triage, chips
from loadaid.domain.words import N_, Speaker

FEW = 30  # patients whose workings are sooner made one by one than with all who were reviewed beside them


@dataclass(frozen=True)
class Row:
    """One patient of the list. None is not known, or never; it is never 0.

    group, chips: ids of GROUPS. sizes: the measures the group is ordered by, as Group.measures names them. headline: the
    result's code; label: in words; reason: one sentence, why the patient stands in this group. logged_days of days: days
    with an entry of the window, which begins with the first entry. classes: sessions of the window by response: green,
    amber, red, cannot_tell, pending; None without any entry. dose_change_percent: 14 days against the 14 before; None
    while a safety answer stands. settle_hours: median of 14 days. silence_days, unreviewed_days: since the last entry,
    the last review.
    """

    patient_id: str
    clinician: str | None
    group: str
    chips: list[str]
    sizes: tuple[float | None, ...]
    headline: str
    label: str
    reason: str
    logged_days: int | None
    days: int | None
    classes: dict[str, int] | None
    dose_change_percent: float | None
    settle_hours: float | None
    silence_days: int | None
    unreviewed_days: int | None

    @property
    def logged_share(self) -> float | None:
        """0 to 1."""
        return None if self.logged_days is None or not self.days else self.logged_days / self.days


def rows(triage: Triage, words: Speaker, patients: Sequence[str] | None = None, window: int = WINDOW) -> list[Row]:
    """The rows of some patients of the list (default all), in the order in which they are asked.

    window: days behind the logged share and the response classes.
    """
    asked = triage.patients if patients is None else list(patients)
    clinicians = _clinicians(triage.review)
    standing = dict(triage.listed.loc[asked].iterrows())
    made: dict[str, Row] = {}
    classed: tuple[Workings | None, Any] = (None, None)
    # In text order: neighbours share their workings, which cost a review to make again.
    for patient in sorted(set(asked)):
        row = standing[patient]
        at = _at(triage, patient, alone=len(asked) <= FEW)
        if at is not None and classed[0] is not at.w:
            classed = at.w, np.stack([at.w.response.class_after(k, at.w.panel.is_session) for k in range(FINAL + 1)])
        made[patient] = _row(triage, patient, row, at, classed[1], clinicians.get(patient), words, window)
    return [made[patient] for patient in asked]


def _at(triage: Triage, patient: str, *, alone: bool) -> At | None:
    """None for a patient without a row in the log by that day. alone: without those reviewed together with them."""
    review, day = triage.review, to_number(triage.day)
    if review is None or patient not in review.patients:
        return None
    k = review.patients.index(patient)
    first = int(review.indexed.first[k])
    if day < first:
        return None
    block = next(b for b, place in enumerate(review.places) if k < place.stop)
    if block in review.kept or not alone:
        return review.at(patient, triage.day)
    w = workings(review.indexed, slice(k, k + 1), review.limits)
    return At(w, read(w), 0, day - first)


def _row(
    triage: Triage, patient: str, row: pd.Series, at: At | None, classed: Any, clinician: str | None, words: Speaker,
    window: int,
) -> Row:  # fmt: skip
    found = None if at is None else result(at, words)
    noted = at is not None and not math.isnan(row["silence"])
    logged = at.where(at.w.panel.daily["logged"] == 1, window) if at is not None and noted else None
    return Row(
        patient_id=patient,
        clinician=clinician,
        group=row["group"],
        chips=chips(row),
        sizes=tuple(number(row[f"size_{k + 1}"]) for k in range(len(BY_ID[row["group"]].measures))),
        headline=HEADLINES[row["headline"]],
        label=words(LABELS[INSUFFICIENT]) if found is None else found["headline_label"],
        reason=_reason(triage, row, at, found, words),
        logged_days=None if logged is None else len(logged),
        days=None if logged is None else min(window, int(row["age"]) + 1),
        classes=_classes(at, classed, window) if at is not None and logged else None,
        dose_change_percent=None if found is None else _measured(found, "dose-growth"),
        settle_hours=None if at is None else number(at.value(at.w.trajectory.now["recovery"])),
        silence_days=_whole(row["silence"]),
        unreviewed_days=_whole(row["unreviewed"]),
    )


def _reason(triage: Triage, row: pd.Series, at: At | None, found: dict[str, Any] | None, words: Speaker) -> str:
    """Why this group and no other: the headline's own sentence, unless the group was not chosen by the headline."""
    group = row["group"]
    if math.isnan(row["silence"]) and group in ("new", "silent"):
        if math.isnan(row["age"]):
            return words(N_("Aucune donnée reçue."))
        return words(N_("Suivi depuis le {day}, aucune donnée reçue."), day=_day(triage, row["age"], words))
    if group == "new":
        return words(N_("Première donnée : {day}."), day=_day(triage, row["age"], words))
    if group == "silent" and row["silence"] >= SILENT_DAYS:
        return words(N_("Aucune donnée depuis le {day}."), day=_day(triage, row["silence"], words))
    if group == "flare" and FLARE_UNCLEAR not in (row["headline"], row["kept"]):
        return words(N_("Poussée présente {n} des {counted} derniers jours notés."), n=row["flare_days"], **NUMBERS)
    if row["kept"] >= 0 and group != "worse":
        return words(
            N_("Dernier état connu le {day} : « {label} » ; le journal ne se lit plus depuis."),
            day=_day(triage, row["kept_days"], words), label=words(LABELS[row["kept"]]),
        )  # fmt: skip
    if group == "worse" and at is not None and found is not None:
        return _worse(at, found, words)
    return "" if found is None else str(found["headline_sentence"])


def _worse(at: At, found: dict[str, Any], words: Speaker) -> str:
    """Function first: the patient's own activities say more than a day's impact."""
    axis = "function" if found["axes"]["trajectory"]["function"] == "worse" else "impact"
    before, now = (at.value(grid[axis]) for grid in (at.w.trajectory.before, at.w.trajectory.now))
    if axis == "function":
        return words(N_("Fonction en baisse : score {before} avant, {now} maintenant."), before=before, now=now)
    return words(
        N_("Retentissement en hausse : {now}/10 en moyenne sur 14 jours, {before}/10 les 14 d'avant."),
        before=before, now=now,
    )  # fmt: skip


def _classes(at: At, classed: Any, window: int) -> dict[str, int]:
    """Sessions of the window by response, as known on the day."""
    counts = dict.fromkeys(("green", "amber", "red", "cannot_tell", "pending"), 0)
    for day in at.where(at.w.panel.is_session, window):
        counts[CLASSES[classed[min(at.day - day, FINAL), at.row, day]]] += 1
    return counts


def _day(triage: Triage, ago: float, words: Speaker) -> str:
    """A day so many days ago, with its year: some are long silent."""
    return words.day(triage.day - timedelta(days=int(ago)), long=True)


def _measured(found: dict[str, Any], rule: str) -> float | None:
    measured: float | None = next(f["measured"] for f in found["findings"] if f["rule"] == rule)
    return measured


def _clinicians(review: Review | None) -> dict[str, str]:
    """Who follows whom, by patients.csv; blank is not known."""
    if review is None:
        return {}
    people = review.indexed.tables["patients"].frame.dropna(subset=["clinician"])
    return dict(zip(people["patient_id"].astype(str), people["clinician"].astype(str), strict=True))


def _whole(days: float) -> int | None:
    return int(days) if math.isfinite(days) else None
