"""docs/access.md: who may do what, drawn from the table that decides (`python -m loadaid.report.access`)."""

from __future__ import annotations

import sys

from loadaid.domain.rights import MATRIX, ROLES, Scope

WORDS: dict[Scope, str] = {
    "none": "no", "own": "own", "assigned": "followed", "opened": "followed, or opened with a reason", "codes": "all, by code",
    "clinic": "all of the clinic",
}  # fmt: skip
HEAD = """# Who may do what

Every read and every write of the database goes through an actor, and what the actor may reach stands in the SQL itself. This table
is the one it is made from; what is not in it is refused. `tests/test_access_matrix.py` tries every cell on both kinds of database,
the "no"s first. Written by `python -m loadaid.report.access`.

- **own**: a patient's own record, or a person's own account or draft.
- **followed**: the patients a physiotherapist or lead is assigned to.
- **opened with a reason**: any other patient of the clinic, for reading, for one hour; the reason is kept, and the lead and the
  patient see who opened the record and why.
- **by code**: without name or date of birth.

Nobody reaches another clinic. What one may not reach is answered like what does not exist, with the same words, and the attempt is
entered in the audit log. Without signing in, nothing is answered but the pages of signing in and the health check. Whoever runs the machine (backups,
restores, the command line) is outside this table: the disk and the key file are theirs, and the audit log says "operator".

"""


def render() -> str:
    """The page, as Markdown."""
    rows = ["| | | patient | physiotherapist | lead | administrator |", "|---|---|---|---|---|---|"]
    assert ROLES == ("patient", "physio", "lead", "admin")
    rows += [
        f"| {r.object}, {r.action} | {r.meaning} | " + " | ".join(WORDS[s] for s in r.scopes) + " |" for r in MATRIX
    ]
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    sys.stdout.write(render())
