"""Who may do what: the access matrix, as data. The repository reads it, the documentation draws it, a test tries every cell.

A right is a role, an object and an action; its scope says on whose. What is not in the table is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["patient", "physio", "lead", "admin"]
ROLES: tuple[Role, ...] = ("patient", "physio", "lead", "admin")

# none: no.  own: their own record, or their own account.  assigned: the patients they follow.  opened: those, and for
# reading also patients opened with a stated reason.  codes: everyone of the clinic, by code and without a name.
# clinic: everyone of the clinic.
Scope = Literal["none", "own", "assigned", "opened", "codes", "clinic"]


@dataclass(frozen=True)
class Right:
    """One line of the matrix: an object, an action, what it means, and the scope of each role in the order of ROLES."""

    object: str
    action: str
    meaning: str
    scopes: tuple[Scope, Scope, Scope, Scope]

    def scope(self, role: Role) -> Scope:
        return self.scopes[ROLES.index(role)]


MATRIX: tuple[Right, ...] = (
    #                                                              patient     physio      lead        admin
    Right("identity", "read", "name and date of birth",            ("own",     "opened",   "opened",   "none")),
    Right("identity", "write", "add or correct a patient",         ("none",    "assigned", "assigned", "none")),
    Right("patient", "create", "open a record",                    ("none",    "clinic",   "clinic",   "none")),
    Right("record", "read", "the log, its origins, receipts",      ("own",     "opened",   "opened",   "none")),
    Right("record", "write", "confirm, undo, correct, fill in",    ("own",     "assigned", "assigned", "none")),
    Right("draft", "read", "an upload that waits for its owner",   ("own",     "own",      "own",      "none")),
    Right("draft", "write", "keep or drop one's own draft",        ("own",     "own",      "own",      "none")),
    Right("reading", "read", "what the engine says, assessments",  ("none",    "opened",   "opened",   "none")),
    Right("reading", "write", "freeze an assessment",              ("none",    "assigned", "assigned", "none")),
    Right("decision", "read", "decisions and their reasons",       ("none",    "opened",   "opened",   "none")),
    Right("decision", "write", "decide, supersede a decision",     ("none",    "assigned", "assigned", "none")),
    Right("limits", "read", "the limits in force for a patient",   ("none",    "opened",   "opened",   "none")),
    Right("limits", "write", "own limits for a patient",           ("none",    "assigned", "assigned", "none")),
    Right("clinic-limits", "read", "the clinic's limits",          ("none",    "clinic",   "clinic",   "none")),
    Right("clinic-limits", "write", "the clinic's limits",         ("none",    "none",     "clinic",   "none")),
    Right("reviewed", "write", "mark a patient as looked at",      ("none",    "assigned", "clinic",   "none")),
    Right("triage", "read", "the ordered list",                    ("none",    "assigned", "codes",    "none")),
    Right("break-glass", "write", "open a record, with a reason",  ("none",    "clinic",   "clinic",   "none")),
    Right("export", "read", "the whole record as files",           ("own",     "assigned", "assigned", "none")),
    Right("request", "read", "requests and their answers",         ("own",     "assigned", "clinic",   "none")),
    Right("request", "write", "ask for one's data, erasure, limit", ("own",    "assigned", "assigned", "none")),
    Right("request", "answer", "answer such a request",            ("none",    "assigned", "clinic",   "none")),
    Right("accesses", "read", "who opened a record",               ("own",     "assigned", "clinic",   "none")),
    Right("audit", "verify", "whether the log is whole",           ("none",    "none",     "none",     "clinic")),
    Right("account", "read", "names, roles, state of accounts",    ("own",     "own",      "clinic",   "clinic")),
    Right("account", "write", "close, reopen, change a role",      ("none",    "none",     "clinic",   "clinic")),
    Right("invitation", "write", "invite a patient",               ("none",    "assigned", "assigned", "none")),
    Right("staff-invitation", "write", "invite a colleague",       ("none",    "none",     "clinic",   "clinic")),
    Right("assignment", "write", "who follows whom",               ("none",    "none",     "clinic",   "none")),
)  # fmt: skip

BY_KEY = {(right.object, right.action): right for right in MATRIX}
LEAD_MAY_INVITE: tuple[Role, ...] = ("physio", "patient")  # an administrator invites every role but patients


def scope(role: Role, thing: str, action: str) -> Scope:
    """On whose things of this kind a role may do this; "none" for a right that is not in the matrix."""
    right = BY_KEY.get((thing, action))
    return right.scope(role) if right else "none"
