"""The load measures against numbers this program did not make (tests/golden/README.md)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from loadaid.analysis.context import MEASURES, context_measures, ewma
from loadaid.analysis.panel import NOT_LOGGED, REST, SESSION

GOLDEN = Path(__file__).parent / "golden"


def reference() -> pd.DataFrame:
    # inf is how the reference writes "SD 0": undefined, so blank here.
    return pd.read_csv(GOLDEN / "reference.csv").replace([np.inf, -np.inf], np.nan)


def measured(load: np.ndarray, state: np.ndarray | None = None) -> dict[str, np.ndarray]:
    load = np.atleast_2d(np.asarray(load, dtype=float))
    return context_measures(load, np.where(load == 0, REST, SESSION) if state is None else state)


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("series", ["constant", "step", "gaps_dups"])
def test_every_measure_matches_the_exact_reference(series: str, measure: str) -> None:
    days = reference().query("series == @series")
    np.testing.assert_allclose(
        measured(days["load"].to_numpy())[measure][0], days[measure], rtol=1e-12, atol=0, equal_nan=True
    )


def test_sessions_of_one_day_are_summed_to_the_daily_reference() -> None:
    sessions = pd.read_csv(GOLDEN / "inputs_sessions.csv").groupby(["series", "date"])["load"].sum()
    daily = pd.read_csv(GOLDEN / "inputs_daily.csv").query("observed == 1").set_index(["series", "date"])
    pd.testing.assert_series_equal(
        sessions.sort_index(), daily["load_zero_filled"].sort_index(), check_names=False, rtol=1e-12
    )


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("acute7_mean", "ra7_zero"),
        ("chronic28_mean", "ra28_zero"),
        ("acwr_coupled", "acwr_coupled_zero"),
        ("acwr_uncoupled21", "acwr_uncoupled_zero"),
        ("ewma7_williams", "ewma7_williams"),
        ("ewma28_williams", "ewma28_williams"),
        ("acwr_ewma_williams", "acwr_williams"),
        ("monotony_ddof1", "foster_monotony7"),
        ("strain_ddof1", "foster_strain7"),
    ],
)
def test_measures_match_independent_r_code_at_its_printed_digits(ours: str, theirs: str) -> None:
    printed = pd.read_csv(GOLDEN / "own70_reference.csv", dtype=str, keep_default_na=False)
    load = pd.to_numeric(printed["load"], errors="coerce").fillna(0).to_numpy()
    values = measured(load)[ours][0]
    assert len(printed) == 70
    for text, value in zip(printed[theirs], values, strict=True):
        if text in ("NA", "NaN"):  # R: not defined
            assert np.isnan(value)
        else:
            assert value == pytest.approx(float(text), abs=0.501 * 10 ** -len(text.partition(".")[2]))


def test_spans_of_the_readme_example() -> None:
    load = [30.0] * 21 + [50.0] * 7
    found = measured(load)
    assert found["ewma7_williams"][0, -1] == pytest.approx(47.33032, abs=5e-6)
    assert found["ewma28_williams"][0, -1] == pytest.approx(37.87197, abs=5e-6)
    assert found["acwr_ewma_williams"][0, -1] == pytest.approx(1.249746, abs=5e-7)


def test_monotony_is_blank_exactly_where_seven_days_are_equal() -> None:
    load = np.loadtxt(GOLDEN / "constant_window_series.csv")
    equal = np.array([day >= 6 and len(set(load[day - 6 : day + 1])) == 1 for day in range(len(load))])
    assert equal.any()
    for scale in (1.0, 0.1, 1 / 3):
        monotony = measured(load * scale)["monotony_ddof1"][0]
        np.testing.assert_array_equal(np.isnan(monotony[6:]), equal[6:])
        assert np.nanmax(monotony) < 100


def test_nothing_is_ever_infinite() -> None:
    dice = np.random.default_rng(5)
    load = dice.choice([0.0, 0.1, 0.3, 250.0], size=(40, 200), p=[0.7, 0.1, 0.1, 0.1])
    load[:, 60:130] = 0
    load[0] = 0
    found = measured(load)
    assert not any(np.isinf(values).any() for values in found.values())
    for name in ("acwr_coupled", "acwr_uncoupled21", "monotony_ddof1", "strain_ddof1", "week_change"):
        assert np.isnan(found[name][0]).all()
    assert (found["acute7_mean"][:, 70:130] == 0).all()  # no residue of what left the window


@pytest.mark.parametrize(("measure", "days"), [("acute7_mean", 7), ("chronic28_mean", 28), ("monotony_ddof1", 7),
                                               ("ewma7_williams", 7), ("ewma28_williams", 28)])  # fmt: skip
def test_a_session_of_unknown_load_blanks_every_window_that_contains_it(measure: str, days: int) -> None:
    load = np.tile([100.0, 0.0, 150.0], 40)[None, :]
    load[0, 60] = np.nan
    values = measured(load, np.where(load == 0, REST, SESSION))[measure][0]
    assert np.isnan(values[60 : 60 + days]).all()
    assert not np.isnan(values[28:60]).any()
    assert not np.isnan(values[60 + days :]).any()


def test_an_average_goes_on_after_an_unknown_load_as_if_that_day_were_not_there() -> None:
    load = np.tile([100.0, 0.0, 150.0], 20)[None, :]
    with_unknown = np.insert(load, 30, np.nan, axis=1)
    np.testing.assert_array_equal(ewma(with_unknown, 7)[0, 37:], ewma(load, 7)[0, 36:])


def test_days_not_logged_count_as_zero_and_are_counted_beside() -> None:
    load = np.full((1, 40), 100.0)
    state = np.full(load.shape, SESSION)
    state[0, 30:35] = NOT_LOGGED
    load[0, 30:35] = np.nan
    found = measured(load, state)
    assert found["acute7_mean"][0, 34] == pytest.approx(200 / 7)
    assert found["unlogged7"][0, 34] == 5
    assert found["unlogged28"][0, [29, 39]].tolist() == [0, 5]


def test_one_patient_alone_and_among_others_has_the_same_numbers_to_the_last_bit() -> None:
    load = np.round(np.random.default_rng(1).uniform(0, 400, (9, 120)), 1)
    together = measured(load)
    for name, values in measured(load[4]).items():
        np.testing.assert_array_equal(values[0], together[name][4])
