"""Which sign-in a screen belongs to.

Streamlit hands a running screen to whoever names its id, and the id stands in the address of every upload. So the guard
lets an id through only with the sign-in that the screen was drawn for.
"""

from __future__ import annotations

from threading import Lock

MOST = 10_000


class Screens:
    """Ids of running screens and their sign-ins. May be shared by threads."""

    def __init__(self) -> None:
        self._signins: dict[str, str] = {}
        self._lock = Lock()

    def bind(self, screen_id: str, signin_id: str) -> bool:
        """Notes whom a screen is drawn for; False when it was drawn for another sign-in before."""
        with self._lock:
            known = self._signins.setdefault(screen_id, signin_id)
            if len(self._signins) > MOST:  # a screen that is forgotten begins anew when its connection breaks
                del self._signins[next(iter(self._signins))]
        return known == signin_id

    def is_of(self, screen_id: str, signin_id: str) -> bool:
        """Whether this sign-in may take up this screen."""
        return self._signins.get(screen_id) == signin_id
