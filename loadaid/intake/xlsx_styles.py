"""What the styles of an XLSX say of its cells: what each makes of a number, and whether it is coloured."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from loadaid.intake.number_formats import format_kind
from loadaid.intake.sheet import STRUCK
from loadaid.intake.unpacked import local

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

# ECMA-376 part 1, 18.8.30: formats known by number alone; 27 to 36 and 50 to 58 are dates of East Asian versions.
BUILTIN = (
    dict.fromkeys([9, 10], "percent") | dict.fromkeys([14, 15, 16, 17, *range(27, 32), 36, *range(50, 59)], "date")
    | dict.fromkeys([18, 19, 20, 21, *range(32, 36), 45, 47], "time") | {22: "datetime", 46: "duration"}
)  # fmt: skip
WHITE = ({"rgb": "FFFFFFFF"}, {"rgb": "00FFFFFF"}, {"theme": "0"}, {"indexed": "9"}, {"indexed": "64"})


class Look(NamedTuple):
    """kind: number, percent, date, time, datetime or duration. mark: its colour or strike-through, "" for neither."""

    kind: str = "number"
    mark: str = ""


def looks(styles: Element) -> list[Look]:
    """The look of each cell style, in the order in which cells name them."""
    groups = {local(group): list(group) for group in styles}
    codes = {e.get("numFmtId"): format_kind(e.get("formatCode", "")) for e in groups.get("numFmts", [])}
    struck = [
        any(local(e) == "strike" and e.get("val") not in ("0", "false") for e in font)
        for font in groups.get("fonts", [])
    ]
    fills = [_colour(fill) for fill in groups.get("fills", [])]

    def look(style: Element) -> Look:
        number = style.get("numFmtId", "0")
        font, fill = int(style.get("fontId", 0)), int(style.get("fillId", 0))
        kind = codes.get(number) or BUILTIN.get(int(number), "number")
        strike = STRUCK if font < len(struck) and struck[font] else ""
        return Look(kind, strike + (fills[fill] if fill < len(fills) else ""))

    return [look(style) for style in groups.get("cellXfs", [])]


def _colour(fill: Element) -> str:
    for pattern in fill:
        if pattern.get("patternType") not in (None, "none", "gray125"):
            ground = next((e.attrib for e in pattern if local(e) == "fgColor"), {})
            return "" if ground in WHITE else str(sorted(ground.items()))
    return ""
