"""What the styles of an XLSX say of its cells, through openpyxl: what each makes of a number, and whether it is coloured."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from loadaid.intake.containers.number_formats import format_kind
from loadaid.intake.containers.sheet import STRUCK
from loadaid.intake.containers.unpacked import only

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

# ECMA-376 part 1, 18.8.30: formats of East Asian versions, known by number alone, which openpyxl leaves out.
EAST_ASIAN = dict.fromkeys([*range(27, 32), 36, *range(50, 59)], "yyyy/m/d") | dict.fromkeys(range(32, 36), "h:mm")
WHITE = (("rgb", "FFFFFFFF"), ("rgb", "00FFFFFF"), ("theme", 0), ("indexed", 9), ("indexed", 64))


class Look(NamedTuple):
    """kind: number, percent, date, time, datetime or duration. mark: its colour or strike-through, "" for neither."""

    kind: str = "number"
    mark: str = ""


def looks(root: Element) -> list[Look]:
    """The look of each cell style, in the order in which cells name them."""
    from openpyxl.styles.numbers import BUILTIN_FORMATS
    from openpyxl.styles.stylesheet import Stylesheet

    for style in root.iterfind("{*}cellXfs/{*}xf"):
        style[:] = []  # how a cell is aligned says nothing here, and openpyxl refuses odd values
    try:
        styles = Stylesheet.from_tree(only(root, "numFmts", "fonts", "fills", "cellXfs"))
    except (TypeError, ValueError):  # an odd font or colour: the dates matter more
        styles = Stylesheet.from_tree(only(root, "numFmts", "cellXfs"))
    codes = BUILTIN_FORMATS | EAST_ASIAN | styles.custom_formats
    kinds = {number: format_kind(code) for number, code in codes.items()}
    struck = [STRUCK if font.strike else "" for font in styles.fonts]
    fills = [_colour(fill) for fill in styles.fills]
    return [
        Look(
            kinds.get(style.numFmtId, "number"),
            "".join(marks[i] for marks, i in ((struck, style.fontId), (fills, style.fillId)) if i < len(marks)),
        )
        for style in styles.cellXfs.xf
    ]


def _colour(fill: Any) -> str:
    pattern = getattr(fill, "patternType", None)  # a gradient has none
    if pattern in (None, "none", "gray125"):
        return ""
    ground = fill.fgColor
    return (
        ""
        if (ground.type, ground.value) in WHITE and not ground.tint
        else f"{ground.type} {ground.value} {ground.tint}"
    )
