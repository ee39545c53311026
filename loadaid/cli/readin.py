"""What `read` is given beside the files: answers, a log folder to compare with, whose rows they are."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from loadaid.domain.errors import UsageError

if TYPE_CHECKING:
    from loadaid.intake.known import Known

ANSWERS = "answers.json"
LONGEST = 1_000_000  # bytes of a file of answers


def opened(path: Path, stack: ExitStack) -> tuple[str, BinaryIO]:
    """The name and the content of a file to read. Errors: UsageError for anything else than a file."""
    if not path.is_file():
        is_what = "a folder" if path.is_dir() else "no file, but a device or a pipe" if path.exists() else "not there"
        raise UsageError(f"{str(path)!r} is {is_what}. Name a file; its folder may hold several.")
    name = os.fsencode(path.name).decode("utf-8", "replace")  # a name may be in any encoding
    return name, stack.enter_context(path.open("rb"))


def one_patient(patient: str | None) -> str | None:
    """The id given with --patient. Errors: UsageError for an empty one, or one that no file could hold."""
    if patient is not None and (not patient.strip() or not patient.isprintable()):
        raise UsageError(f"--patient {patient!r} is no id. Write letters and digits, such as P-002.")
    return patient


def answers_of(path: Path | None) -> dict[str, str]:
    """Question id -> choice. Errors: UsageError for a file that holds anything else."""
    return {} if path is None else _texts(_json(path, f"--answers {path}"), f"--answers {path}")


def remembered_of(folder: Path | None) -> dict[str, dict[str, str]]:
    """Layout -> answers, as they were written beside the rows of a folder."""
    path = folder / ANSWERS if folder else None
    if path is None or not path.exists():
        return {}
    found = _json(path, str(path))
    if not isinstance(found, dict):
        raise UsageError(f"{path} is not what `read` wrote. Take it away.")
    return {layout: _texts(given, str(path)) for layout, given in found.items()}


def _json(path: Path, what: str) -> Any:
    if not path.is_file() or path.stat().st_size > LONGEST:
        raise UsageError(f"{what} is no file of answers. Name a JSON file under 1 MB.")
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise UsageError(f"{what} cannot be read: {type(error).__name__}. Write JSON, in UTF-8.") from None


def _texts(given: Any, what: str) -> dict[str, str]:
    if not isinstance(given, Mapping) or not all(isinstance(v, str) for v in given.values()):
        raise UsageError(f'{what} is not a JSON object of texts, such as {{"date-order:Date": "dmy"}}.')
    return {str(k): str(v) for k, v in given.items()}


def known_of(folder: Path | None) -> Known | None:
    """The rows of a log folder, to compare with. Errors: LogRefused, as for any folder."""
    if folder is None:
        return None
    from loadaid.intake.known import Known
    from loadaid.logs import read as read_log
    from loadaid.logs.plain import plain_rows

    log = read_log(folder)
    return Known.of(plain_rows(log.sessions), plain_rows(log.daily))
