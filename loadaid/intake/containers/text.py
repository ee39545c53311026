"""Bytes to text: which encoding a file is written in, and which lines of it cannot be read.

UTF-8 is tried strictly and proves itself. An 8-bit file cannot prove anything: cp1252 and Mac Roman are told apart by
which of them gives French letters. (Guessers of encodings were tried: on a short log in Mac Roman they say cp1252.)
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from loadaid.intake.model import FileRefused, Problem, Question, chosen

_LETTERS = re.compile("[éèêëàâçùûôîïœÉÈÊÀÇ€«»°’–…×]")
_WORD = re.compile(r"\w*[^\W\d_a-zA-Z]\w*")
_MOJIBAKE = re.compile("Ã[\u0080-\u00bf©¨ªà\u00a0§´®¯¹»]|â€")
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\0\0", "utf-32-le"),
    (b"\0\0\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)


@dataclass
class Decoded:
    """A file's text. unreadable: numbers of physical lines (from 1) written in another encoding than the rest."""

    text: str
    encoding: str
    unreadable: set[int] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)


def decoded(data: bytes, answers: Mapping[str, str]) -> Decoded:
    """The text of a file in any of the encodings of the field, without its byte order mark.

    Errors: FileRefused for a file that ends in NULs, as after a disk fault.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            bare = data[len(mark) :]
            try:
                return _unicode(bare, encoding, answers)
            except UnicodeDecodeError:
                return _mixed(bare) or _eight_bit(bare, answers)
    if (wide := _wide(data)) is not None:
        return _noticed(_unicode(data, wide, answers))
    if data.endswith(b"\0" * 16):
        raise FileRefused("nul-tail" if b"\n" in (rest := data.rstrip(b"\0")) and b"\0" not in rest else "not-a-table")
    try:
        return _unicode(data, "utf-8", answers)
    except UnicodeDecodeError:
        return _mixed(data) or _eight_bit(data, answers)


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of what is mostly Latin text is NUL."""
    head = data[:4096]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) * 4 < len(head):
        return None
    return "utf-16-le" if odd > 4 * even else "utf-16-be" if even > 4 * odd else None


def _unicode(data: bytes, encoding: str, answers: Mapping[str, str]) -> Decoded:
    if encoding != "utf-8":
        unit = 4 if "32" in encoding else 2
        data = data[: len(data) // unit * unit]
    text = data.decode(encoding, "strict" if encoding == "utf-8" else "replace")
    result = Decoded(text, encoding)
    if not _MOJIBAKE.search(text):
        return result
    from ftfy import fix_encoding

    mended = "\n".join(fix_encoding(line) for line in text.split("\n"))
    if mended != text:
        answer = chosen(answers, "column:text", ("mended", "as_is"))
        if answer == "mended":
            result.text = mended
        elif answer is None:
            example = next(a for a in re.findall(r"[^\s;,\"]+", text) if _MOJIBAKE.search(a) or "Ã" in a)
            facts = {"read": example, "mended": fix_encoding(example)}
            result.questions.append(Question("column:text", ("mended", "as_is"), facts))
    return result


def _mixed(data: bytes) -> Decoded | None:
    """UTF-8 with a few lines of another hand; None when most accented lines are no UTF-8."""
    lines = data.splitlines(keepends=True)
    texts, bad, good = [], set(), 0
    for number, line in enumerate(lines, 1):
        try:
            texts.append(line.decode("utf-8"))
            good += not line.isascii()
        except UnicodeDecodeError:
            texts.append(line.decode("cp1252", "replace"))
            bad.add(number)
    return Decoded("".join(texts), "utf-8", bad) if good > len(bad) else None


def _eight_bit(data: bytes, answers: Mapping[str, str]) -> Decoded:
    texts = {name: data.decode(name, "replace") for name in ("cp1252", "mac_roman")}
    score = {name: len(_LETTERS.findall(text)) - text.count("\ufffd") for name, text in texts.items()}
    if score["mac_roman"] <= score["cp1252"]:
        return _noticed(Decoded(texts["cp1252"], "cp1252"))
    answer = answers.get("column:encoding")
    if answer in texts:
        return _noticed(Decoded(texts[answer], answer))
    facts = {"mac_roman": _sample(texts["mac_roman"]), "cp1252": _sample(texts["cp1252"])}
    asked = Question("column:encoding", ("mac_roman", "cp1252"), facts)
    return Decoded(texts["mac_roman"], "mac_roman", questions=[asked])


def _noticed(result: Decoded) -> Decoded:
    facts = {"encoding": result.encoding, "sample": _sample(result.text)}
    result.problems.append(Problem("old-encoding", "noticed", facts=facts))
    return result


def _sample(text: str) -> str:
    """An accented word to look at."""
    found = _WORD.search(text)
    return found[0][:30] if found else text[:30].split("\n")[0]
