"""Which counts of a cohort may be shown. The policy, in one place:

A count of 1 to k - 1 patients is hidden: k is 5 on a screen inside the clinic and 11 in any export; a clinic may raise
k, never lower it. 0 is shown. Hiding one part of a total hides nothing, as it is the total less the others: the smallest
of the other parts is hidden with it, and every part that is as large; where there is none, the total is hidden. All
hidden counts look alike: nothing says which of them is small. A test tries every table of a few parts: no hidden count
follows from what is shown, even for one who knows these lines.

Of fewer than k patients no mean, median or extreme is shown either. What two tables give away together cannot be seen
here: offer no filters that differ by fewer than k patients.
"""

from __future__ import annotations

from collections.abc import Sequence

from loadaid.domain.errors import UsageError

ON_SCREEN = 5
IN_EXPORT = 11


def hidden(count: int, k: int = ON_SCREEN) -> bool:
    """Whether a count of patients is too small to be shown. Errors: UsageError for a k below that of a screen.

    >>> [hidden(count, 5) for count in (0, 1, 4, 5, 6)]
    [False, True, True, False, False]
    """
    if k < ON_SCREEN:
        raise UsageError(f"k = {k}: a count below {ON_SCREEN} is never shown; give {ON_SCREEN} or more")
    return 0 < count < k


def shown(counts: Sequence[int], k: int = ON_SCREEN) -> tuple[list[int | None], int | None]:
    """The parts of a total as they may be shown, and the total; None is hidden.

    >>> shown([12, 3, 0, 7], 5)
    ([12, None, 0, None], 22)
    >>> shown([2, 0, 1], 5)
    ([None, 0, None], None)
    """
    if not any(hidden(count, k) for count in counts):
        return list(counts), sum(counts)
    smallest = min((count for count in counts if count >= k), default=None)
    parts = [None if hidden(count, k) or count == smallest else count for count in counts]
    return parts, None if smallest is None else sum(counts)
