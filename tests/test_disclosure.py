"""Small counts stay hidden, and none can be worked out from what is shown."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loadaid.cohort.disclosure import IN_EXPORT, ON_SCREEN, hidden, shown
from loadaid.domain.errors import UsageError


@pytest.mark.parametrize("k", [ON_SCREEN, IN_EXPORT, 20])
def test_just_below_on_and_just_above_the_limit(k: int) -> None:
    assert [hidden(count, k) for count in (0, 1, k - 1, k, k + 1)] == [False, True, True, False, False]


def test_the_limits_are_5_on_screen_and_11_in_an_export() -> None:
    assert (ON_SCREEN, IN_EXPORT) == (5, 11)


def test_a_clinic_may_raise_the_limit_and_not_lower_it() -> None:
    with pytest.raises(UsageError, match="k = 4"):
        hidden(3, 4)
    with pytest.raises(UsageError):
        shown([3], 4)


@pytest.mark.parametrize(
    ("counts", "parts", "total"),
    [
        ([12, 5, 0, 7], [12, 5, 0, 7], 24),  # nothing small
        ([12, 4, 0, 7], [12, None, 0, None], 23),  # 7 would give the 4 away
        ([12, 4, 7, 7], [12, None, None, None], 30),  # two as large: which of them was taken would say something
        ([2, 4, 30], [None, None, None], 36),  # two small ones: their sum may give both away
        ([3, 0, 0], [None, 0, 0], None),
        ([0, 0], [0, 0], 0),
        ([], [], 0),
    ],
)
def test_what_is_shown_of_a_table(counts: list[int], parts: list[int | None], total: int | None) -> None:
    assert shown(counts, 5) == (parts, total)


@pytest.mark.parametrize(("parts", "most"), [(1, 20), (2, 20), (3, 16), (4, 9)])
def test_no_hidden_count_follows_from_what_is_shown(parts: int, most: int) -> None:
    behind = defaultdict(list)
    for counts in product(range(most), repeat=parts):
        seen, total = shown(counts, 5)
        behind[tuple(seen), total].append(counts)
    for (seen, _), tables in behind.items():
        for place, count in enumerate(seen):
            assert count is not None or len({table[place] for table in tables}) > 1, (seen, tables)


@given(st.lists(st.integers(0, 40), max_size=9), st.sampled_from([5, 11]))
def test_what_is_shown_is_true_and_never_small(counts: list[int], k: int) -> None:
    parts, total = shown(counts, k)
    assert all(part in (None, count) for part, count in zip(parts, counts, strict=True))
    assert not any(part is not None and hidden(part, k) for part in parts)
    assert total in (None, sum(counts))
    assert total is None or not hidden(total, k)
    assert parts.count(None) != 1 or total is None


@given(st.lists(st.integers(0, 40), max_size=9))
def test_the_order_of_the_parts_changes_nothing(counts: list[int]) -> None:
    parts, total = shown(counts)
    assert shown(counts[::-1]) == (parts[::-1], total)
