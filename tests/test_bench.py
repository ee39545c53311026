"""The benchmark runs, and what it compares does the same work."""

from __future__ import annotations

import numpy as np
import pytest

from loadaid import bench
from loadaid.analysis.context import MEASURES, context_measures
from loadaid.analysis.panel import REST, SESSION
from loadaid.virtual import clinic


def test_pandas_beside_us_computes_the_same_measures() -> None:
    daily = bench.daily_load(clinic(5, 90, 3).sessions)
    load = daily["load"].to_numpy().reshape(5, -1)
    ours = context_measures(load, np.where(load > 0, SESSION, REST))
    with np.errstate(all="ignore"):
        theirs = bench.by_pandas(daily)
    for name in MEASURES:
        both = ~np.isnan(ours[name].ravel())
        assert both.mean() > 0.3
        np.testing.assert_allclose(ours[name].ravel()[both], theirs[name].to_numpy()[both], rtol=1e-7, atol=1e-9)


def test_the_daily_load_counts_a_session_once_whatever_its_rows() -> None:
    sessions = clinic(2, 40, 3).sessions
    once = sessions.drop_duplicates(["patient_id", "date", "session"])
    assert len(once) < len(sessions)
    expected = (once["session_rpe"] * once["session_minutes"]).sum()
    assert bench.daily_load(sessions)["load"].sum() == pytest.approx(expected)


def test_the_report_says_every_target_and_whether_it_is_met(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "REPEATS", 1)
    lines = list(bench.run(20, scale=True))
    aims = [line for line in lines if "target" in line]
    assert len(aims) == 7
    assert all(line.endswith(("met", "MISSED")) for line in aims)
    assert any("pandas" in line for line in lines)
    assert any("acwr" in line for line in lines)
    assert max(len(line) for line in lines) < 125


def test_a_target_is_met_up_to_its_value() -> None:
    assert bench._row("work", 2.0, 2.0).endswith("met")
    assert bench._row("work", 2.01, 2.0).endswith("MISSED")
    assert "target" not in bench._row("work", 2.0)
