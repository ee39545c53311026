"""What can go wrong with a database that keeps a clinic's data, each with what to do. None of them quotes a value."""

from __future__ import annotations

from loadaid.domain.errors import LoadaidError


class StoreError(LoadaidError):
    """Base of what the store can answer. `code` is what screens look up their words by."""

    code = "store"


class NotFound(StoreError):
    """There is no such thing, or this person may not know that there is: both look the same."""

    code = "not-found"

    def __init__(self) -> None:
        super().__init__("Not found.")


class ChangedMeanwhile(StoreError):
    """Someone else changed the record since it was read. Nothing was written. by: account id; at: moment."""

    code = "changed-meanwhile"

    def __init__(self, by: str = "", at: str = "") -> None:
        self.by, self.at = by, at
        super().__init__("Someone else changed this record meanwhile. Nothing was saved: look at it again, then save.")


class TooLate(StoreError):
    """It can no longer be done: an undo after 30 days, a draft that has expired, a code already used."""

    code = "too-late"


class Refused(StoreError):
    """The values break a rule of the record. Nothing was written."""

    code = "refused"


class Busy(StoreError):
    """Another writer holds the database. Nothing was written."""

    code = "busy"

    def __init__(self) -> None:
        super().__init__("The database is busy. Nothing was saved: try again.")


class ReadOnly(StoreError):
    """The database can be read but not written."""

    code = "read-only"

    def __init__(self) -> None:
        super().__init__("The database cannot be written. Nothing was saved; what is there can be read.")


class DiskFull(StoreError):
    """No room left on the disk."""

    code = "disk-full"

    def __init__(self) -> None:
        super().__init__(
            "The disk is full. Nothing was saved; what is there can be read. Free some space, then try again."
        )


class Unreachable(StoreError):
    """The database server does not answer. Whether the last write was kept is known once it answers again."""

    code = "unreachable"

    def __init__(self) -> None:
        super().__init__("The database does not answer. Try again in a moment; nothing is written twice.")


class Damaged(StoreError):
    """The database file is damaged, or a stored row is not what was stored."""

    code = "damaged"


class WrongSchema(StoreError):
    """The database was made by another version of loadaid."""

    code = "wrong-schema"


class WrongKey(StoreError):
    """The key file is missing, or is not the one this database was made with."""

    code = "wrong-key"


class ClockWentBack(StoreError):
    """The machine's clock stands before the last entry of the audit log. Nothing was written."""

    code = "clock"

    def __init__(self) -> None:
        super().__init__(
            "The clock of this machine stands before the last entry. Nothing was saved: set the clock, then try again. "
            "If it is right now and was wrong then: python -m loadaid audit clock"
        )
