"""Archives: the one table in a zip or gzip, or the members of an export that are used. Nothing is ever extracted to a path."""

from __future__ import annotations

import gzip
import io
import re
import stat
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import BinaryIO

from loadaid.intake.containers.content import ENDINGS, health_record, kind_of
from loadaid.intake.containers.unpacked import CHUNK, Budget, Unpacked, counted
from loadaid.intake.limits import APPLE_XML_MB, UNPACKED_MB
from loadaid.intake.model import FileRefused

UNSAFE = re.compile(r"^[/\\]|^[A-Za-z]:|(^|[/\\])\.\.([/\\]|$)|[\0-\x1f]")
ARCHIVES = {"zip", "gzip", "apple_health", "garmin_export", "strava_export"}


def only_file(file: BinaryIO) -> tuple[str, BinaryIO]:
    """The one table in a plain zip: its name without folders, its bytes in memory.

    Files of the system (__MACOSX, names beginning with a dot) do not count, nor do pictures and the like beside a table.
    Raises FileRefused: unsafe-archive, archive-of-several, archive-without-table, password-protected, too-big-unpacked,
    truncated-file, damaged-file.
    """
    archive = Unpacked(file)
    for name, info in archive.members.items():
        if UNSAFE.search(info.orig_filename) or UNSAFE.search(name) or stat.S_ISLNK(info.external_attr >> 16):
            raise FileRefused("unsafe-archive")
    names = [name for name in archive.members if not name.endswith("/") and not _is_of_the_system(name)]
    tables = [name for name in names if PurePosixPath(name).suffix.lower() in ENDINGS]
    if len(tables) > 1:
        raise FileRefused("archive-of-several", files=len(tables))
    chosen = tables or names
    if len(chosen) != 1:
        raise FileRefused("archive-without-table")
    with archive.open(chosen[0]) as member:
        return _base(chosen[0]), _unpacked(member)


def gunzipped(file: BinaryIO, name: str) -> tuple[str, BinaryIO]:
    """The file in a gzip, such as run.fit in run.fit.gz. Raises FileRefused as `only_file` does."""
    file.seek(0)
    with gzip.GzipFile(fileobj=file) as packed, counted(packed, Budget(UNPACKED_MB)) as member:  # type: ignore[arg-type]
        return _base(name.removesuffix(".gz")), _unpacked(member)


def members(
    file: BinaryIO, wanted: Callable[[str], bool], limit_mb: int = UNPACKED_MB
) -> Iterator[tuple[str, BinaryIO]]:
    """The members of an export whose names are wanted, as (name, stream), in the archive's order.

    limit_mb: for all of them together; FileRefused too-big-unpacked is raised while reading past it.
    """
    archive = Unpacked(file, limit_mb)
    for name in filter(wanted, archive.members):
        with archive.open(name) as member:
            yield name, member


def apple_record(file: BinaryIO) -> BinaryIO:
    """Apple Health's XML, as a stream, whatever its name. Raises FileRefused archive-without-table, too-big-unpacked."""
    archive = Unpacked(file, APPLE_XML_MB)
    name = health_record(archive)
    if name is None:
        raise FileRefused("archive-without-table")
    return archive.open(name)


def _is_of_the_system(name: str) -> bool:
    parts = re.split(r"[/\\]", name)
    return "__MACOSX" in parts or parts[-1].startswith(".") or parts[-1].lower() in ("thumbs.db", "desktop.ini")


def _base(name: str) -> str:
    return re.split(r"[/\\]", name)[-1]


def _unpacked(member: BinaryIO) -> BinaryIO:
    """The bytes of a member in memory. An archive in an archive is refused."""
    content = io.BytesIO()
    while chunk := member.read(CHUNK):
        content.write(chunk)
    if kind_of(content) in ARCHIVES:
        raise FileRefused("unsafe-archive")
    return content
