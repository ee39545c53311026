"""A few SVG marks as text, in the units of the drawing. Attributes as keywords: `stroke_width` is stroke-width."""

from __future__ import annotations

from html import escape

HATCH = (
    '<svg class="defs" aria-hidden="true"><defs><pattern id="hatch" width="1.6" height="1.6" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><line x1="0" y1="0" x2="0" y2="1.6" stroke="#999" stroke-width=".4"/></pattern></defs></svg>'
)  # once in a page; marks are filled with url(#hatch)


def element(name: str, inside: str = "", /, **attributes: float | str) -> str:
    """One element; numbers with two decimals at most, texts escaped. `inside` is markup.

    >>> element("rect", x=1 / 3, width=2.0, stroke_width=".3")
    '<rect x="0.33" width="2" stroke-width=".3"/>'
    """
    said = "".join(f' {key.rstrip("_").replace("_", "-")}="{_value(value)}"' for key, value in attributes.items())
    return f"<{name}{said}>{inside}</{name}>" if inside else f"<{name}{said}/>"


def text(x: float, y: float, said: str, **attributes: float | str) -> str:
    return element("text", escape(said), x=x, y=y, **attributes)


def line(x1: float, y1: float, x2: float, y2: float, **attributes: float | str) -> str:
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, **attributes)


def rect(x: float, y: float, width: float, height: float, **attributes: float | str) -> str:
    return element("rect", x=x, y=y, width=width, height=height, **attributes)


def drawing(width: float, height: float, marks: list[str], alt: str) -> str:
    """The whole, as wide as its place; `alt` is read out in its stead."""
    inside = "".join(marks)
    return element("svg", inside, viewBox=f"0 0 {width:g} {height:g}", role="img", aria_label=alt)


def _value(value: float | str) -> str:
    return escape(value) if isinstance(value, str) else f"{round(value, 2):g}"
