"""The desk at the entrance: what the guard, the pages of sign-in and the screens share. One per process."""

from __future__ import annotations

from dataclasses import dataclass, field

from loadaid.access import passwords
from loadaid.access.exports import Exports
from loadaid.access.provider import Provider
from loadaid.access.screens import Screens
from loadaid.access.uploads import Uploads
from loadaid.store import signins
from loadaid.store.actor import Actor
from loadaid.store.database import Database, Kind


@dataclass
class Desk:
    """database: None until the server has started, and for a viewer of a log folder, which has no accounts.

    public_url: how browsers reach this server, when that is not as it sees itself. provider: who else can say who someone is.
    """

    database: Database | None = None
    kind: Kind = "demo"
    is_viewer: bool = False
    public_url: str = ""
    provider: Provider | None = None
    exports: Exports = field(default_factory=Exports)
    uploads: Uploads = field(default_factory=Uploads)
    screens: Screens = field(default_factory=Screens)

    def open(self, database: Database, kind: Kind) -> None:
        """From now on people can sign in."""
        passwords.dummy()  # else the first unknown login would take twice as long
        self.kind, self.database = kind, database

    def close(self) -> None:
        """Nobody can any more."""
        if self.database is not None:
            self.database.close()
        self.database = None

    @property
    def is_secure(self) -> bool:
        """Whether browsers reach this server over TLS only."""
        return self.public_url.startswith("https://")

    @property
    def cookie(self) -> str:
        """The name of the sign-in's cookie. With __Host- no other host of the domain can set it."""
        return "__Host-loadaid" if self.is_secure else "loadaid"

    def signed_in(self, token: str | None, *, seen: bool = True) -> Actor | None:
        """Who holds this token, when every step of signing in is done."""
        if self.database is None or not token:
            return None
        signin = signins.found(self.database, token, seen=seen)
        return signin.actor if signin is not None and signin.stage == "full" else None
