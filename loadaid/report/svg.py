"""A few words of SVG: enough for the pictures of the page, with real text, that paper and browsers draw alike."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape, unescape

PAPER, INK, INK2, INK3, RULE, RULE2 = "#FFFFFF", "#16202A", "#3C4751", "#525E69", "#CFD5DA", "#B4BDC5"
DOSE, BAND, BANDEDGE, HATCH, HATCHBG = "#5A6E80", "#DDF0EC", "#3E8579", "#A9B2BA", "#F7F8F9"
HEAT = ("#F1EEF6", "#D3C7E6", "#9E86C8", "#5B3596")
RESPONSES = {"green": "#E9F3F0", "amber": "#EBC77A", "red": "#B45A10", "flare": "#5E2708"}
STATES = {
    "red_flag": "#B5122F", "insufficient_data": "#5F6B77", "too_fast": "#B34700", "strain_driven": "#6A3BA5",
    "flare_unclear": "#7D5800", "too_cautious": "#1F5DB8", "in_zone": "#0A6F65",
}  # fmt: skip
SMALL = 7.2


def _attributes(values: Mapping[str, object]) -> str:
    return "".join(f' {name.replace("_", "-")}="{_short(value)}"' for name, value in values.items())


def _short(value: object) -> str:
    return f"{round(value, 2):g}" if isinstance(value, float) else escape(str(value))


def text(x: float, y: float, said: str, *, anchor: str = "start", size: float = SMALL, fill: str = INK2,
         bold: bool = False, halo: bool = False) -> str:  # fmt: skip
    """A line of text; y is its baseline. halo: kept legible over a line."""
    weight: dict[str, object] = {"font_weight": 600} if bold else {}
    if halo:
        weight |= {"stroke": PAPER, "stroke_width": 2, "stroke_linejoin": "round", "paint_order": "stroke"}
    return f"<text{_attributes({'x': x, 'y': y, 'font_size': size, 'fill': fill, 'text_anchor': anchor, **weight})}>{escape(said)}</text>"


def line(x1: float, y1: float, x2: float, y2: float, stroke: str = RULE, width: float = 0.6, dash: str = "") -> str:
    """A straight line."""
    more = {"stroke_dasharray": dash} if dash else {}
    return f"<line{_attributes({'x1': x1, 'y1': y1, 'x2': x2, 'y2': y2, 'stroke': stroke, 'stroke_width': width, **more})}/>"


def rect(x: float, y: float, width: float, height: float, fill: str, **more: object) -> str:
    """A box."""
    return f"<rect{_attributes({'x': x, 'y': y, 'width': width, 'height': max(height, 0.0), 'fill': fill, **more})}/>"


def dot(x: float, y: float, fill: str = INK, r: float = 2.3) -> str:
    """A filled dot, or with the colour of paper a ring."""
    ring = {"stroke": INK, "stroke_width": 0.9} if fill == PAPER else {}
    return f"<circle{_attributes({'cx': x, 'cy': y, 'r': r, 'fill': fill, **ring})}/>"


def shape(points: str, fill: str, **more: object) -> str:
    """A polygon of "x,y x,y"."""
    return f"<polygon{_attributes({'points': points, 'fill': fill, **more})}/>"


def triangle(x: float, y: float, fill: str, r: float = 3.4) -> str:
    """A triangle that points up."""
    return shape(f"{x:.2f},{y - r:.2f} {x + r:.2f},{y + 0.8 * r:.2f} {x - r:.2f},{y + 0.8 * r:.2f}", fill)


def path(points: list[tuple[float, float]], stroke: str = INK2, width: float = 0.8) -> str:
    """A line through points; nothing for fewer than two."""
    if len(points) < 2:
        return ""
    return f'<polyline fill="none" stroke="{stroke}" stroke-width="{width:g}" points="{" ".join(f"{x:.2f},{y:.2f}" for x, y in points)}"/>'


def picture(width: float, height: float, body: list[str], alt: str) -> str:
    """The whole picture. Its hatch is `url(#hatch)`: every picture of one page defines the same one."""
    hatch = (
        f'<defs><pattern id="hatch" width="4.5" height="4.5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<rect width="4.5" height="4.5" fill="{HATCHBG}"/><line x1="0" y1="0" x2="0" y2="4.5" stroke="{HATCH}" stroke-width="1.6"/>'
        "</pattern></defs>"
    )
    used = hatch if any("url(#hatch)" in part for part in body) else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}" '
        f'role="img" aria-label="{escape(alt)}" font-family="Loadaid Sans, Source Sans 3, Arial, sans-serif">{used}{"".join(body)}</svg>'
    )


def alt_of(drawn: str) -> str:
    """What a picture says in words."""
    return unescape(drawn.partition('aria-label="')[2].partition('"')[0])
