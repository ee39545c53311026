"""The shape of each state, for screen and paper: known without its colour, on grey paper too."""

from __future__ import annotations

from loadaid.report.svg import PAPER, STATES

_RING = 'fill="none" stroke="{0}" stroke-width="2.6"'
_SIGN = 'text-anchor="middle" font-family="Loadaid Sans, sans-serif" font-size="15" font-weight="700"'
# {0} is the colour of the state, {paper} the one of the page.
SHAPES = {
    "red_flag": '<polygon points="8,1 16,1 23,8 23,16 16,23 8,23 1,16 1,8" fill="{0}"/>'
    f'<text x="12" y="17.5" {_SIGN} fill="{{paper}}">!</text>',
    "insufficient_data": f'<circle cx="12" cy="12" r="10" {_RING} stroke-dasharray="4 3"/>'
    '<path d="M7 15 L15 7 M9 18 L18 9" stroke="{0}" stroke-width="1.2"/>',
    "too_fast": '<polygon points="12,2 23,22 1,22" fill="{0}"/>',
    "strain_driven": '<polygon points="12,1 23,12 12,23 1,12" fill="{0}"/>',
    "flare_unclear": f'<circle cx="12" cy="12" r="10" {_RING}/><text x="12" y="17.3" {_SIGN} fill="{{0}}">?</text>',
    "too_cautious": '<polygon points="1,2 23,2 12,22" fill="{0}"/>',
    "in_zone": '<circle cx="12" cy="12" r="11" fill="{0}"/>',
}


def icon(headline: str) -> str:
    """The shape of a headline as SVG; the words beside it say the same."""
    body = SHAPES[headline].format(STATES[headline], paper=PAPER)
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24">{body}</svg>'
