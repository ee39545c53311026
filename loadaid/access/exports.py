"""Files that wait to be fetched: by one account, once, within a minute. They stand in memory and nowhere else."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from urllib.parse import quote

LASTS_S = 60
MOST_BYTES = 100_000_000  # of all that wait together


@dataclass(frozen=True)
class Export:
    """A file for one account. type: its media type, such as "text/csv; charset=utf-8"."""

    account_id: str
    content: bytes
    name: str
    type: str
    until: float

    @property
    def disposition(self) -> str:
        """The header Content-Disposition (RFC 6266): the name in ASCII for old browsers, and as it is."""
        name = (
            re.sub(r'[\x00-\x1f\x7f-\x9f/\\:*?"<>|\u202a-\u202e\u2066-\u2069]', "_", self.name).strip(". ")[:100]
            or "export"
        )
        plain = name.encode("ascii", "replace").decode().replace("?", "_")
        return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


class Exports:
    """The files of this process that wait. May be shared by threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._waiting: dict[str, Export] = {}
        self._lock = Lock()

    def offer(self, account_id: str, content: bytes, name: str, type: str) -> str:
        """The address under which this account can fetch the file once, within a minute.

        The oldest files go when all together become too many.
        """
        token = secrets.token_urlsafe(32)
        with self._lock:
            now = self._clock()
            self._waiting = {t: e for t, e in self._waiting.items() if e.until > now}
            while self._waiting and sum(len(e.content) for e in self._waiting.values()) + len(content) > MOST_BYTES:
                del self._waiting[next(iter(self._waiting))]
            self._waiting[token] = Export(account_id, content, name, type, now + LASTS_S)
        return f"/export/{token}"

    def take(self, token: str, account_id: str) -> Export | None:
        """The file, which is gone afterwards; None for another account, a second time, or too late: all look the same."""
        with self._lock:
            found = self._waiting.get(token)
            if found is None or found.account_id != account_id:
                return None
            del self._waiting[token]
        return found if found.until > self._clock() else None
