"""Typst, as this package uses it: its own faces, no system fonts, no clock, PDF/UA-1."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal
from unicodedata import normalize

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
MADE = datetime(2026, 1, 1, tzinfo=UTC)  # of the file, not of the reading: the same page twice is the same bytes
PPI = 110.0
PAPERS = ("a4", "us-letter")


def pdf(layout: str, name: str, content: dict[str, Any]) -> bytes:
    """The page of a layout beside this file, given its content as sys.inputs[name]: one tagged PDF/UA-1."""
    return _compiled(layout, name, content, "pdf", pdf_standards=["ua-1"], timestamp=MADE)


def png(layout: str, name: str, content: dict[str, Any]) -> bytes:
    """The same page as a picture, to look at."""
    return _compiled(layout, name, content, "png", ppi=PPI)


def _compiled(layout: str, name: str, content: dict[str, Any], form: Literal["pdf", "png"], **how: Any) -> bytes:
    import typst  # 80 MB on the disk: paid only by those who print

    text = json.dumps(_printable(content), ensure_ascii=False)
    compiler = typst.Compiler(
        HERE / layout, root=HERE, font_paths=[FONTS], ignore_system_fonts=True, sys_inputs={name: text}
    )
    made = compiler.compile(format=form, **how)
    assert isinstance(made, bytes)
    return made


def _printable(content: Any) -> Any:
    """The content with � for each character that no face of the page has a sign for: PDF/UA refuses a page with holes."""
    if isinstance(content, dict):
        return {key: _printable(value) for key, value in content.items()}
    if isinstance(content, (list, tuple)):
        return [_printable(value) for value in content]
    if isinstance(content, str):
        return "".join(c if _has_sign(c) else "\N{REPLACEMENT CHARACTER}" for c in normalize("NFC", content))
    return content


def _has_sign(c: str) -> bool:
    return c < "\u0500" or c in "‐‑‒–—‘’‚‛“”„•…′€←↑→↓−≈≠≤≥■▲\u202f\u2009\N{REPLACEMENT CHARACTER}"
