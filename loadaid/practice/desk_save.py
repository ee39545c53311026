"""What is typed at the desk: kept until it is saved, so that a refresh loses nothing, then saved in one import."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from loadaid.practice.desk import Cells, Checked
from loadaid.store.errors import NotFound
from loadaid.store.imports import Receipt
from loadaid.store.repository import Repository


@dataclass(frozen=True)
class Typed:
    """Cells that wait to be saved, of any day; the draft that holds them, None when there is none."""

    cells: Cells = field(default_factory=dict)
    draft_id: str | None = None


def waiting(repo: Repository, patient_id: str) -> Typed:
    """What the actor typed for a patient and has not saved, for 7 days. Errors: NotFound."""
    for draft in repo.imports.drafts(patient_id, "form"):
        content = json.loads(draft.content)
        if isinstance(content, dict):  # the patient's own form keeps a list
            return Typed(content["desk"], draft.id)
    return Typed()


def keep(repo: Repository, patient_id: str, cells: Cells, before: Typed) -> Typed:
    """Keeps the cells in place of those before; drops the draft when none is left. Errors: NotFound."""
    cells = {day: dict(typed) for day, typed in cells.items() if typed}
    if cells == before.cells:
        return before
    if not cells:
        if before.draft_id:
            repo.imports.drop(before.draft_id)
        return Typed()
    content = json.dumps({"desk": cells}, ensure_ascii=False).encode()
    try:
        return Typed(cells, repo.imports.keep(patient_id, "form", content, before.draft_id))
    except NotFound:  # saved or dropped in another window
        return Typed(cells, repo.imports.keep(patient_id, "form", content))


def save(repo: Repository, patient_id: str, made: Checked, typed: Typed, key: str, revision: int) -> Receipt:
    """Stores what a fortnight says, once however often it is sent; cells of other days keep waiting.

    revision: of the record whose values stood beside the cells. Errors: those of `Imports.confirm`.
    """
    counts = made.counts
    rows = {"received": len(made.days), "new": counts["new"], "same": counts["same"], "conflicting": counts["changed"],
            "refused": 0, "skipped": counts["blank"]}  # fmt: skip
    told: Mapping[str, object] = {"rows": rows, "span": [made.days[0].isoformat(), made.days[-1].isoformat()]}
    receipt = repo.imports.confirm(
        patient_id, "desk", made.lines, key=key, revision=revision, told=told, draft_id=typed.draft_id
    )
    shown = {day.isoformat() for day in made.days}
    if not receipt.again and (rest := {day: cells for day, cells in typed.cells.items() if day not in shown}):
        keep(repo, patient_id, rest, Typed())
    return receipt
