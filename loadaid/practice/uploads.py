"""An upload from its bytes to its receipt: kept as a draft, shown as it would be stored, confirmed in one transaction.

Nothing is stored before its owner confirms, and what was stored is said in a receipt that adds up.
"""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, BinaryIO

from loadaid.domain.errors import UsageError
from loadaid.intake.model import FileReading, Request
from loadaid.intake.result import Reading, memory, read_files
from loadaid.intake.sandbox import read_bytes
from loadaid.practice.lines import known, of_reading
from loadaid.store.errors import Refused
from loadaid.store.imports import Draft, Receipt
from loadaid.store.records import Record
from loadaid.store.repository import Repository

FILES = 10  # at most in one upload
TOTAL = 20 * 1024 * 1024  # bytes of all of them


@dataclass(frozen=True)
class Upload:
    """Files that wait to be confirmed, and the answers given about them so far."""

    draft_id: str
    patient_id: str
    files: tuple[tuple[str, bytes], ...]
    answers: Mapping[str, str]
    version: int
    at: str


@dataclass(frozen=True)
class Preview:
    """What an upload would store in a record as it is now. earlier: by file, the receipt of the same bytes received before.

    of_another: names of files whose bytes were received for someone else of the clinic; whose is never said.
    """

    upload: Upload
    record: Record
    reading: Reading
    earlier: Mapping[str, Receipt]
    of_another: Sequence[str]

    @property
    def is_ready(self) -> bool:
        """Whether it may be confirmed: no question is open, and there is something to store."""
        return not self.reading.questions and not self.of_another and any(self.reading.accepted.values())


def in_child(file: BinaryIO, request: Request) -> FileReading:
    """The reading of bytes in memory, by the process that has no rights: a draft is no file that it could be handed."""
    file.seek(0)
    return read_bytes(file.read(), request)


def start(repo: Repository, patient_id: str, files: Sequence[tuple[str, bytes]]) -> str:
    """Keeps files as a draft; its id. Errors: UsageError for none, too many or too much; NotFound."""
    if not files or len(files) > FILES or sum(len(content) for _, content in files) > TOTAL:
        raise UsageError(f"An upload holds 1 to {FILES} files, of {TOTAL // 1024 // 1024} MB together.")
    names: dict[str, int] = {}
    named = []
    for name, content in files:  # two files of one name stay apart: questions and origins are asked by name
        names[name] = names.get(name, 0) + 1
        named.append((name if names[name] == 1 else f"{name} ({names[name]})", content))
    return repo.imports.keep(patient_id, "upload", _packed(named, {}))


def waiting(repo: Repository, patient_id: str) -> list[Upload]:
    """The actor's uploads that wait to be confirmed, the newest first. Errors: NotFound."""
    return [_unpacked(draft) for draft in repo.imports.drafts(patient_id, "upload")]


def answer(repo: Repository, upload: Upload, answers: Mapping[str, str]) -> None:
    """Keeps more answers with an upload. Errors: NotFound when it is no longer there."""
    repo.imports.keep(
        upload.patient_id, "upload", _packed(upload.files, {**upload.answers, **answers}), upload.draft_id
    )


def preview(repo: Repository, upload: Upload, today: date, reader: Callable[..., Any] = in_child) -> Preview:
    """Reads an upload against the record as it is now. Nothing is stored. Errors: NotFound."""
    record = repo.records.get(upload.patient_id)
    reading = read_files(
        [(name, io.BytesIO(content)) for name, content in upload.files], today=today, patient=upload.patient_id,
        answers=upload.answers, known=known(record), remembered=repo.imports.remembered(upload.patient_id), reader=reader,
    )  # fmt: skip
    return received_now(repo, Preview(upload, record, reading, {}, ()))


def received_now(repo: Repository, shown: Preview) -> Preview:
    """The same preview, with what the clinic has received by now of the same bytes, for this record or another. Errors: NotFound."""
    files, patient = shown.reading.files, shown.upload.patient_id
    before = {f.name: repo.imports.same_bytes(patient, f.digest) for f in files}
    another = [f.name for f in files if repo.imports.is_of_another(patient, f.digest)]
    return replace(shown, earlier={name: r for name, r in before.items() if r is not None}, of_another=another)


def confirm(repo: Repository, shown: Preview, *, leave_refused: bool = False) -> Receipt:
    """Stores what a preview showed, or nothing; the receipt. Confirming twice stores once.

    leave_refused: its owner has said that refused rows may stay out. Errors: Refused while a question is open or that was not
    said; ChangedMeanwhile when the record is no longer as it was shown; those of `Imports.confirm`.
    """
    if not shown.is_ready:
        raise Refused("There is a question to answer first, or nothing to store. Nothing was saved.")
    if shown.reading.counts["refused"] and not leave_refused:
        raise Refused("Some rows are refused: say that they may stay out, or correct the file. Nothing was saved.")
    told = {
        "rows": shown.reading.counts,
        "span": shown.reading.span,
        "files": [{"name": f.name, "kind": f.reading.kind, "digest": f.digest} for f in shown.reading.files],
    }
    return repo.imports.confirm(
        shown.upload.patient_id, "file", of_reading(shown.reading, shown.record), key=shown.upload.draft_id,
        revision=shown.record.revision, told=told, digests=[f.digest for f in shown.reading.files],
        draft_id=shown.upload.draft_id, answers=memory(shown.reading),
    )  # fmt: skip


def _packed(files: Sequence[tuple[str, bytes]], answers: Mapping[str, str]) -> bytes:
    packed = [[name, base64.b64encode(content).decode()] for name, content in files]
    return json.dumps({"files": packed, "answers": dict(answers)}).encode()


def _unpacked(draft: Draft) -> Upload:
    kept = json.loads(draft.content)
    files = tuple((name, base64.b64decode(content)) for name, content in kept["files"])
    return Upload(draft.id, draft.patient_id, files, kept["answers"], draft.version, draft.at)
