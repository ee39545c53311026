"""The shape of each state, so that a state is known without its colour, and the swatches of the chart's legend.

Streamlit removes `<svg>` from our HTML: the shapes go in as images, with the colours of the palette written in.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping

from loadaid.report.icons import SHAPES

SWATCHES = {
    "session": '<rect x="7" y="3" width="10" height="20" fill="{dose}"/>',
    "hollow": '<rect x="7" y="4" width="10" height="18" fill="none" stroke="{dose}" stroke-width="2.5"/>',
    "rest": '<path d="M2 14 H22" stroke="{dose}" stroke-width="4"/>',
    "not_logged": '<rect x="1" y="1" width="22" height="22" fill="{hatchbg}" stroke="{hatch}"/>'
    '<path d="M2 14 L14 2 M2 22 L22 2 M10 22 L22 10" stroke="{hatch}" stroke-width="3"/>',
    "after": '<circle cx="12" cy="13" r="8" fill="{ink}"/>',
    "other": '<circle cx="12" cy="13" r="7" fill="{paper}" stroke="{ink}" stroke-width="3"/>',
    "red": '<polygon points="12,3 22,21 2,21" fill="{too_fast}"/>',
    "tolerated": '<rect x="0" y="4" width="24" height="18" fill="{band}" stroke="{bandedge}"/>',
    "planned": '<path d="M0 13 H24" stroke="{ink}" stroke-width="4" stroke-dasharray="8 5"/>',
    "usual": '<path d="M0 13 H24" stroke="{ink3}" stroke-width="3" stroke-dasharray="4 4"/>',
}


def icon(headline: str, colours: Mapping[str, str]) -> str:
    """The shape of a headline as an image; the words beside it say the same, so it has no text of its own."""
    return _image(SHAPES[headline].format(colours[headline], **colours), "shape", 28)


def swatch(name: str, colours: Mapping[str, str]) -> str:
    """The small image that stands before a word of the legend."""
    return _image(SWATCHES[name].format(**colours), "swatch", 12)


def _image(body: str, css: str, size: int) -> str:
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24">{body}</svg>'
    data = b64encode(svg.encode()).decode()
    return f'<img class="{css}" alt="" width="{size}" height="{size}" src="data:image/svg+xml;base64,{data}">'
