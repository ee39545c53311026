"""Two thousand mutated logs: nothing of what must hold for every file fails. More of them: `python -m tests.fuzz_intake`."""

from __future__ import annotations

import random

import pytest

from tests.fuzz_intake import series
from tests.intake_mutations import mutated
from tests.intake_oracle import is_day_said, is_number_said
from tests.intake_seeds import Seed, seeds

CHUNK, START = 250, 20261126


@pytest.mark.parametrize("first", range(0, 2000, CHUNK))
def test_whatever_is_done_to_a_file_nothing_is_lost_or_invented(first: int) -> None:
    runs = series(first, CHUNK, START)
    assert [f"--replay {one.number} --seed {START}: {said}" for one in runs for said in one.failures] == []
    assert sum(1 for one in runs if one.reading is not None and any(one.reading.accepted.values())) > CHUNK / 3


@pytest.mark.parametrize("seed", seeds(), ids=lambda seed: seed.name)
def test_a_clean_seed_is_understood_whole(seed: Seed) -> None:
    import io

    from loadaid.intake.file import read_file
    from loadaid.intake.result import read_files
    from tests.intake_seeds import TODAY

    reading = read_files([(seed.name, io.BytesIO(seed.bytes()))], today=TODAY, answers=seed.answers, reader=read_file)
    assert (reading.outcome, [q.id for q in reading.questions]) == ("understood", [])
    assert reading.counts["received"] == reading.counts["new"] > 0


def test_a_mutation_can_be_made_again() -> None:
    one, again = (mutated(seeds()[2], random.Random("1/2")) for _ in range(2))
    assert one == again
    assert one[0] != seeds()[2].bytes()


@pytest.mark.parametrize(("value", "cell", "name"), [
    (7, "7/10", "pain_average"), (6.5, "6,5", "sleep_hours"), (90, "1h30", "session_minutes"), (1.5, "1:30", "work_hours"), (12.5, "3x10@12,5kg", "load_kg"),
    (5.44, "12 lb", "load_kg"), (3, "10/10/8", "sets"), (1234, "1 234", "steps"), (45, "3x45s", "hold_s"),
])  # fmt: skip
def test_the_oracle_knows_what_cells_say(value: float, cell: str, name: str) -> None:
    table = "daily" if name in ("pain_average", "sleep_hours", "work_hours", "steps") else "sessions"
    if (name, cell) == ("sets", "10/10/8"):
        value = 2
    assert is_number_said(value, cell, name, "", {}, table)
    assert not is_number_said(value + 1, cell, name, "", {}, table)


@pytest.mark.parametrize(
    "cell", ["70", "7²", "1e3", "7/20", "3x10", "2026-03-07", "oui", "", "=7", "- 7", "7 kg", "7 le matin, 8 le soir"]
)
def test_the_oracle_knows_what_cells_do_not_say(cell: str) -> None:
    assert not is_number_said(7, cell, "pain_average", "Douleur", {}, "daily")


def test_the_oracle_knows_days() -> None:
    from datetime import date

    for cell in ("09/03/2026", "3/9/26", "2026-03-09", "lundi 9 mars 2026", "Mar 9, 2026", "20260309", "46090"):
        assert is_day_said(date(2026, 3, 9), cell), cell
    for cell in ("09/04/2026", "10/03/2026", "2025-03-09", "mars 2026", "46091", "9"):
        assert not is_day_said(date(2026, 3, 9), cell), cell
