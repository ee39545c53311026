"""XML elements one by one, in flat memory; a document type or an entity is refused. For the small formats, TCX and GPX."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO
from xml.etree.ElementTree import Element, ParseError

from loadaid.intake.model import FileRefused

# Error numbers of expat that mean: the text ends too early
CUT = frozenset({3, 5, 6, 20})  # no element found, unclosed token, partial character, unclosed CDATA section


def elements(file: BinaryIO) -> Iterator[tuple[str, str, Element]]:
    """Give ("start" or "end", tag without namespace, element). Raises FileRefused."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import iterparse

    try:
        for event, element in iterparse(file, events=("start", "end"), forbid_dtd=True):
            yield event, element.tag.rpartition("}")[2], element
    except DefusedXmlException as refused:
        raise FileRefused("forbidden-content") from refused
    except ParseError as fault:
        raise FileRefused("truncated-file" if fault.code in CUT else "damaged-file") from fault
    except (LookupError, ValueError) as fault:  # an encoding that does not exist
        raise FileRefused("damaged-file") from fault


def moment(text: str | None) -> datetime | None:
    """Read an ISO time; None when there is none to read. It knows its zone when the text does ("Z", "+02:00")."""
    try:
        return datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None


def seconds_between(first: datetime, last: datetime) -> float | None:
    """Give the seconds from one time to another; None when only one of them knows its zone."""
    if (first.tzinfo is None) != (last.tzinfo is None):
        return None
    return (last - first).total_seconds()


def is_universal(text: str) -> bool:
    """Tell whether a time is written in universal time: its zone says nothing about where the patient was."""
    return text.strip().endswith(("Z", "z", "+00:00"))
