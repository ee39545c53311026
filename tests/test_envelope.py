"""What the unlogged days could hide, against logs in which those days are really written, and against the truth.

`pytest -s` prints the shares.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest

from loadaid.analysis.index import Bools, to_day
from loadaid.analysis.load import EXTERNAL, HALF, HEAVY, LOAD_AU, MINUTES, READINGS
from loadaid.analysis.panel import NOT_LOGGED, SESSION
from loadaid.analysis.review import Review, review
from loadaid.analysis.rules.base import Change
from loadaid.analysis.windows import window_any
from loadaid.analysis.workings import Workings
from loadaid.domain.records import Log
from loadaid.locale import words
from loadaid.virtual.study import study
from loadaid.virtual.study.study import END
from tests.counterfactual import changed, of

PATIENTS, SEED = 500, 1
REST, USUAL, HEAVIER = (READINGS.index(name) for name in ("rest", "usual", "heavy"))
ANSWERS = [
    "pain_before",
    "pain_during",
    "pain_after",
    "onset_min",
    "settle_h",
    "soreness",
    "soreness_kind",
    "sleep_disturbed",
]


@cache
def logged() -> Log:
    return study(PATIENTS, 84, SEED).log


def all_of(reviewed: Review) -> Workings:
    """The workings of everyone; a study fits one block."""
    assert len(reviewed.places) == 1
    return reviewed.workings(0)[0]


def with_exercised(log: Log, w: Workings, days: Bools, answer: str) -> Log:
    """These days written as exercised or not."""
    change = {"exercised": answer}
    made = [
        (w.panel.ids[p], to_day(w.panel.start[p] + d), Change("daily", int(d), change)) for p, d in np.argwhere(days)
    ]
    return changed(log, made)


@cache
def rested() -> Log:
    """Every unlogged day written as rest: a log without any gap."""
    w = all_of(review(logged()))
    return with_exercised(logged(), w, w.panel.state == NOT_LOGGED, "no")


def of_days(frame: pd.DataFrame, w: Workings, days: Bools) -> Bools:
    """Which rows fall on these days."""
    patient = pd.Index(w.panel.ids).get_indexer(pd.Index(frame["patient_id"].astype(str)))
    number = frame["date"].to_numpy().astype("datetime64[D]").astype(int)
    return np.asarray(days[patient, number - w.panel.start[patient]])


# Against a log in which the unlogged days are written.


def test_rest_is_the_reading_of_a_log_that_says_rest() -> None:
    """Of every patient on every day."""
    gaps, none = review(logged()), review(rested())
    lived = all_of(gaps).panel.state >= 0
    depends = (gaps.numbers[0].headline[1:] != gaps.numbers[0].headline[0]).any(axis=0)
    print(f"\n{lived.sum()} patient-days, the headline depends on unlogged days on {depends[lived].mean():.1%}")
    assert depends[lived].sum() > 500
    np.testing.assert_array_equal(none.numbers[0].headline[0][lived], gaps.numbers[0].headline[REST][lived])


def with_sessions(log: Log, times: float) -> Log:
    """Unlogged usual weekdays written as the session before them, at the usual dose times `times`, without a symptom;
    the other unlogged days as rest."""
    w = all_of(review(log))
    load, usual = w.load, w.load.fills[USUAL]
    made = with_exercised(log, w, (w.panel.state == NOT_LOGGED) & ~usual, "no")
    made = with_exercised(made, w, usual, "yes")  # a session of unknown dose, where no usual one is known
    rows = dict(iter(log.sessions.groupby(["patient_id", "date"], observed=True)))
    written, e = [made.sessions], load.exercises
    assert e is not None
    for p, d in np.argwhere(usual):
        known = np.flatnonzero(~np.isnan(load.external[p, :d]))
        before = (
            known
            if len(known)
            else np.flatnonzero(w.panel.is_session[p, :d] & ~np.isnan(w.panel.session["minutes"][p, :d]))
        )
        if not len(before):
            continue
        like = int(before[-1])
        dose = {one: values[USUAL, p, d] * times for one, values in load.filled.items()}
        minutes = dose.get(MINUTES, np.nan)
        minutes = w.panel.session["minutes"][p, like] * times if np.isnan(minutes) else minutes
        weighed = (e.raw[p, :, like] * e.weight[p, :, d - 1]).sum() * e.scale[p, 0]
        new = rows[w.panel.ids[p], pd.Timestamp(to_day(w.panel.start[p] + like))].copy()
        new["date"] = pd.Timestamp(to_day(w.panel.start[p] + d))
        new["sets"] *= dose.get(EXTERNAL, np.nan) / weighed if weighed else np.nan
        new["session_minutes"], new["session_rpe"] = minutes, dose.get(LOAD_AU, np.nan) / minutes
        written.append(new.assign(**dict.fromkeys(ANSWERS)).astype(log.sessions.dtypes.drop("patient_id").to_dict()))
    return replace(made, sessions=pd.concat(written, ignore_index=True))


@pytest.mark.parametrize(("reading", "times"), [(USUAL, 1), (HEAVIER, HEAVY)], ids=["usual", "heavy"])
def test_a_usual_session_is_read_as_one_that_is_written(reading: int, times: float) -> None:
    """Sessions, pauses, spikes and the contrast of mornings are the same wherever the series in use is; growth too, once
    an exercise's reference is settled. A written session is more than a filled one: the next day may class it, its
    effort counts, and so the headline is the same on most days and not on all."""
    log = of(logged(), sorted(logged().daily["patient_id"].unique())[::4])
    gaps, none = review(log), review(with_sessions(log, times))
    filled, written = all_of(gaps), all_of(none)
    lived = filled.panel.state >= 0
    same_series = filled.load.kind == written.load.kind
    for name, a, b, where in (
        ("session", filled.load.session, written.load.session, lived),
        ("gap", filled.load.gap, written.load.gap, lived),
        ("contrast", filled.response.contrast, written.response.contrast, lived),
        ("spike", filled.load.spike, written.load.spike, lived & same_series),
        (
            "largest spike",
            filled.load.largest_spike,
            written.load.largest_spike,
            lived & ~window_any(~same_series, HALF),
        ),
    ):
        np.testing.assert_allclose(a[reading][where], b[0][where], rtol=1e-6, atol=1e-6, err_msg=name)
    growth = np.isclose(filled.load.rise[reading], written.load.rise[0], rtol=1e-6, atol=1e-6, equal_nan=True)
    recent = lived & window_any(filled.load.fills[reading], 28)
    same = gaps.numbers[0].headline[reading] == none.numbers[0].headline[0]
    print(f"\n{READINGS[reading]}: same series on {same_series[lived].mean():.1%} of {lived.sum()} days, "
          f"growth on {growth[lived & same_series].mean():.2%}, headline on {same[recent].mean():.1%} of {recent.sum()}")  # fmt: skip
    assert growth[lived & same_series].mean() > 0.99
    assert same[recent].mean() > 0.92


# Against the truth: a week of a log without gaps is hidden.


def test_the_truth_seldom_lies_outside_the_envelope() -> None:
    """The hidden sessions keep their symptoms on the days after. Where the headline is said not to depend on the hidden
    days, it is mostly that of the full log; where they differ, mostly "not enough data" is said."""
    full = rested()
    truth_of = review(full, as_of=END)
    w = all_of(truth_of)
    truth = _last(truth_of)
    ended = w.panel.state[np.arange(PATIENTS), w.panel.length - 1] != NOT_LOGGED  # the others have gaps of their own
    kept = {"not": [0, 0, 0], "depends": [0, 0, 0]}
    for seed in range(4):
        first = w.panel.length - 7 - np.random.default_rng(seed).integers(0, 22, PATIENTS)
        day = np.arange(w.panel.shape[1])
        hidden = (day >= first[:, None]) & (day < first[:, None] + 7)
        sessions, daily = full.sessions[~of_days(full.sessions, w, hidden)], full.daily.copy()
        daily.loc[of_days(daily, w, hidden), "exercised"] = np.nan
        reviewed = review(replace(full, sessions=sessions, daily=daily), as_of=END)
        some = ended & (hidden & (w.panel.state == SESSION)).any(axis=1)
        envelope = np.stack([_last(reviewed, k) for k in range(len(READINGS))])
        depends = (envelope[1:] != envelope[0]).any(axis=0)
        for k in np.flatnonzero(some & (depends | (np.arange(PATIENTS) % 10 == 0))):
            result = reviewed.result(w.panel.ids[k], words("en"))
            assert result["depends_on_unlogged_days"] == bool(depends[k])
            assert (set(result["envelope"].values()) != {result["headline"]}) == bool(depends[k])
        for name, where in (("not", some & ~depends), ("depends", some & depends)):
            found = envelope[:, where] == truth[where]
            kept[name] = [
                a + b for a, b in zip(kept[name], (where.sum(), found[0].sum(), found.any(axis=0).sum()), strict=True)
            ]
    (n, same, _), (m, as_logged, inside) = kept["not"], kept["depends"]
    print(f"\nnot said to depend: {n}, same headline {same / n:.1%}; said to depend: {m}, same {as_logged / m:.1%}, "
          f"inside the envelope {inside / m:.1%}")  # fmt: skip
    assert m > 50
    assert same / n > 0.88
    assert inside / m > 0.9


def _last(reviewed: Review, reading: int = 0) -> np.ndarray:
    """Everyone's headline on the last day."""
    w = all_of(reviewed)
    return np.asarray(reviewed.numbers[0].headline[reading][np.arange(len(w.panel.ids)), w.panel.length - 1])
