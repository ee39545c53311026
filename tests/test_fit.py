"""The weights: the table is what the fit gives, and the fit does what it says."""

from __future__ import annotations

import numpy as np

from loadaid.domain.weights import HYPOTHESES, OBSERVATIONS, PRIOR
from loadaid.validation import fit
from loadaid.virtual.study import UNTOUCHED, study


def test_the_table_is_what_the_fit_gives() -> None:
    """To a tenth: another processor may round the last digit the other way."""
    made = study(fit.PATIENTS, seed=fit.SEED)
    assert UNTOUCHED not in set(made.people["mechanism"])
    prior, observations = fit.fitted(made)
    np.testing.assert_allclose(prior, PRIOR, atol=0.1001)
    for found, one in zip(observations, OBSERVATIONS, strict=True):
        np.testing.assert_allclose(found.weights, one.weights, atol=0.1001, err_msg=one.id)
        np.testing.assert_allclose(found.usual, one.usual, atol=0.0101, err_msg=one.id)


def test_no_weight_goes_against_the_model_and_none_is_idle() -> None:
    for one in OBSERVATIONS:
        assert len(one.may) == len(one.weights) == len(HYPOTHESES)
        for sign, weight in zip(one.may, one.weights, strict=True):
            assert {"+": weight >= 0, "-": weight <= 0, "0": weight == 0}[sign], one.id
        assert any(one.weights), f"{one.id} says nothing"
        assert one.low < one.high


def test_the_fit_finds_weights_that_are_known() -> None:
    """Days drawn from a softmax with these weights give them back, but for the pull towards 0."""
    rng = np.random.default_rng(3)
    count = len(OBSERVATIONS)
    true = np.zeros((count + 1, len(HYPOTHESES)))
    true[0] = -0.5
    true[1, 0] = true[2, 1] = 1.5  # both may not speak so for every hypothesis: taken where the model lets them
    allowed = fit._bounds()
    true = np.clip(true, *allowed)
    x = rng.normal(size=(4_000, count))
    odds = np.c_[np.zeros(len(x)), true[0] + x @ true[1:]]
    truth = (odds + rng.gumbel(size=odds.shape)).argmax(axis=1)
    found = fit.softmax_weights(x, truth)
    assert (np.abs(found[1:] - true[1:]) < 0.3).all()
    assert (found >= allowed[0]).all()
    assert (found <= allowed[1]).all()
