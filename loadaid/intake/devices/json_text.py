"""The JSON of an account export, read whole."""

from __future__ import annotations

import json
from typing import Any, BinaryIO

from loadaid.intake.model import FileRefused


def load(file: BinaryIO) -> Any:
    """Read a JSON file. NaN and infinity are no JSON. Raises FileRefused: cut or damaged."""
    content = file.read()
    try:
        return json.loads(content, parse_constant=_no_number)
    except json.JSONDecodeError as fault:
        was_cut = fault.pos >= len(fault.doc.rstrip()) or fault.msg.startswith("Unterminated")
        raise FileRefused("truncated-file" if was_cut else "damaged-file") from fault
    except (ValueError, RecursionError) as fault:
        raise FileRefused("damaged-file") from fault


def records(content: Any) -> list[dict[str, Any]]:
    """Give the objects of a list; what is no object, and what is no list, is damaged. Raises FileRefused."""
    if not isinstance(content, list) or not all(isinstance(entry, dict) for entry in content):
        raise FileRefused("damaged-file")
    return content


def number(value: Any) -> float | None:
    """Give a number, also one written as text; None when there is none."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return float(value)
    except (ValueError, OverflowError):
        return None


def _no_number(text: str) -> float:
    raise ValueError(text)
