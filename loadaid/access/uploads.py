"""How much may be uploaded: per account and in all. Streamlit itself would take any number of files into the memory."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from threading import Lock

MOST_BYTES = 20_000_000  # of one file, as in .streamlit/config.toml
PER_ACCOUNT = 10  # files an hour
IN_ALL = 400_000_000  # bytes an hour, of everyone together: what the memory can hold
HOUR_S = 3600


class Uploads:
    """What was uploaded in the last hour. May be shared by threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._taken: deque[tuple[float, str, int]] = deque()
        self._lock = Lock()

    def may(self, account_id: str, size: int) -> bool:
        """Whether this account may send a file of so many bytes now; it is counted when it may."""
        with self._lock:
            now = self._clock()
            while self._taken and now - self._taken[0][0] > HOUR_S:
                self._taken.popleft()
            of_account = sum(who == account_id for _, who, _ in self._taken)
            if of_account >= PER_ACCOUNT or sum(n for _, _, n in self._taken) + size > IN_ALL:
                return False
            self._taken.append((now, account_id, size))
            return True
