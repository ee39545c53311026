"""Each of the 128 bad inputs comes out as the catalogue says, in both languages, and loses nothing beside it."""

from __future__ import annotations

import pytest

from loadaid.intake.result import Reading
from tests.bad_inputs import container, dates, encoding, history, shape, values
from tests.bad_inputs.case import TODAY, Case
from tests.bad_inputs.judge import differences, differences_after
from tests.reading import read, shown, stored

CASES: list[Case] = [
    *container.CASES, *encoding.CASES, *shape.CASES, *dates.CASES, *values.CASES, *history.CASES
]  # fmt: skip


def reading_of(case: Case, answers: dict[str, str], *, sandboxed: bool = False) -> Reading:
    files = [(name, build()) for name, build in case.files]
    return read(files, answers, patient=case.patient, known=case.known, today=TODAY,
                sandboxed=sandboxed or case.size_only is not None, length=case.size_only)  # fmt: skip


def adds_up(reading: Reading) -> bool:
    counts = reading.counts
    return counts["received"] == sum(n for state, n in counts.items() if state != "received")


@pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c.number}-{c.title}".replace(" ", "-")[:60])
def test_a_bad_input_comes_out_as_the_catalogue_says(case: Case) -> None:
    reading = reading_of(case, {})
    after = reading_of(case, dict(case.answers)) if case.answers else None
    for language in ("fr", "en"):
        assert differences(case, shown(reading, language), stored(reading)) == []
        if after:
            assert differences_after(case, shown(after, language), stored(after)) == []
    assert adds_up(reading)
    assert after is None or adds_up(after)


@pytest.mark.parametrize("case", container.CASES, ids=lambda c: f"{c.number}-{c.title}".replace(" ", "-")[:60])
def test_a_bad_container_comes_out_the_same_of_the_sandbox(case: Case) -> None:
    reading = reading_of(case, {}, sandboxed=True)
    assert differences(case, shown(reading), stored(reading)) == []
