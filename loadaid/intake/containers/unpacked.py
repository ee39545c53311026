"""A zip file read member by member: every byte that comes out is counted, and no member is ever written anywhere."""

from __future__ import annotations

import io
import re
import zlib
from collections import deque
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING, BinaryIO
from xml.etree import ElementTree
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from loadaid.intake.limits import MEGABYTE, UNPACKED_MB
from loadaid.intake.model import FileRefused

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

CHUNK = 65_536
EVENTS = 3_000_000  # starts and ends of elements: some 750,000 filled cells, five seconds, 200 MB when all in one row
ENCRYPTED = 0x1  # the bit of a member's flags that says so


class Budget:
    """How many unpacked bytes may still be read, over all members of a file."""

    def __init__(self, limit_mb: int) -> None:
        self.limit_mb = limit_mb
        self.left = limit_mb * MEGABYTE

    def take(self, count: int) -> None:
        self.left -= count
        if self.left < 0:
            raise self.refusal()

    def refusal(self) -> FileRefused:
        return FileRefused("too-big-unpacked", limit=self.limit_mb)


class _Counted(io.RawIOBase):
    """The bytes of one member, counted as they come out; what the archive declares is not believed."""

    def __init__(self, packed: IO[bytes], budget: Budget) -> None:
        self.packed = packed
        self.budget = budget

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            data = self.packed.read(len(buffer))
        except EOFError:
            raise FileRefused("truncated-file") from None
        except (BadZipFile, zlib.error, OSError):
            raise FileRefused("damaged-file") from None
        self.budget.take(len(data))
        buffer[: len(data)] = data
        return len(data)


def counted(packed: IO[bytes], budget: Budget) -> BinaryIO:
    """packed, readable up to the budget. Raises FileRefused too-big-unpacked, truncated-file or damaged-file on the way."""
    return io.BufferedReader(_Counted(packed, budget), CHUNK)


class Unpacked:
    """A zip file, its members by name. Names are keys to look up, never paths.

    Raises FileRefused: truncated-file, unsafe-archive (a name twice), password-protected, too-big-unpacked, damaged-file, reading-failed.
    """

    def __init__(self, file: BinaryIO, limit_mb: int = UNPACKED_MB) -> None:
        file.seek(0)
        try:
            self._zip = ZipFile(file)
        except (BadZipFile, OSError, ValueError):  # its list of members stands at the end: cut off, most of the time
            raise FileRefused("truncated-file") from None
        except NotImplementedError:
            raise FileRefused("damaged-file") from None
        self.members: dict[str, ZipInfo] = {}
        for info in self._zip.infolist():
            if info.filename in self.members:
                raise FileRefused("unsafe-archive")
            self.members[info.filename] = info
        # Some programs write "XL\\Workbook.xml" for "xl/workbook.xml".
        self._spelt = {name.replace("\\", "/").lower(): name for name in self.members}
        self.budget = Budget(limit_mb)

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._spelt

    def size(self, name: str) -> int:
        """Bytes the archive declares for a member."""
        return self.members[self._spelt[name.lower()]].file_size

    def open(self, name: str, budget: Budget | None = None) -> BinaryIO:
        """The bytes of a member, as a stream. budget: that of the whole file when left out."""
        if name not in self:
            raise FileRefused("damaged-file")
        info = self.members[self._spelt[name.lower()]]
        if info.flag_bits & ENCRYPTED:
            raise FileRefused("password-protected")
        budget = budget or self.budget
        if info.file_size > budget.left:
            raise budget.refusal()
        if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
            raise FileRefused(
                "reading-failed"
            )  # no spreadsheet packs otherwise, and zipfile unpacks others without bound
        try:
            return counted(self._zip.open(info), budget)
        except (BadZipFile, NotImplementedError, OSError, ValueError, EOFError):
            raise FileRefused("damaged-file") from None

    def elements(self, name: str) -> Iterator[tuple[str, Element]]:
        """("start" or "end", element) of an XML member, as a stream. Definitions (DOCTYPE) are refused: no table has any.

        Raises FileRefused also when there are more elements than any table within the limits has: reading-too-large.
        """
        with self.open(name) as member:
            _refuse_definitions(member)
        with self.open(name) as member:
            try:
                for seen, (event, element) in enumerate(ElementTree.iterparse(member, ("start", "end"))):
                    if seen > EVENTS:
                        raise FileRefused("reading-too-large")
                    yield event, element
            except (ElementTree.ParseError, LookupError, ValueError):  # not XML, or in an encoding that nobody knows
                raise FileRefused("damaged-file") from None

    def root(self, name: str) -> Element:
        """A small XML member as a whole."""
        [(_, last)] = deque(self.elements(name), maxlen=1)  # the root ends last; a member without one was refused
        return last

    def count(self, name: str, piece: bytes, content: re.Pattern[bytes], limit_mb: int) -> int:
        """How many pieces of a member, each beginning with the bytes `piece`, hold any content. Looks at bytes only."""
        found, rest = 0, b""
        with self.open(name, Budget(limit_mb)) as member:
            while chunk := member.read(16 * CHUNK):
                *pieces, rest = (rest + chunk).split(piece)
                found += sum(content.search(text) is not None for text in pieces)
                rest = rest[-16 * CHUNK :]
        return found + (content.search(rest) is not None)


def local(element: Element) -> str:
    """The name of an element without its namespace: strict and usual workbooks differ by it alone."""
    return element.tag.rpartition("}")[2]


def only(root: Element, *names: str) -> Element:
    """root with those of its children that have one of these names, and no attributes."""
    root.attrib.clear()
    root[:] = [child for child in root if local(child) in names]
    return root


def _refuse_definitions(member: BinaryIO) -> None:
    """Raises forbidden-content when a DOCTYPE stands before the first element, the only place where one can stand."""
    begun: list[str] = []

    def refuse(*_: object) -> None:
        raise FileRefused("forbidden-content")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, _: begun.append(name)
    try:
        while not begun and (chunk := member.read(1024)):
            parser.Parse(chunk)
    except (expat.ExpatError, LookupError, ValueError):
        return  # the reading itself will say so
