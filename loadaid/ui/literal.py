"""Other people's words as the label of a button or a choice, which Streamlit reads as Markdown: shown as they were typed."""

from __future__ import annotations

import string

from loadaid.intake.cells.spelling import shown

# Between every sign and its neighbours: an address, :smile: or www. is looked for after the signs have lost their backslash.
APART = "\N{WORD JOINER}"
LONGEST = 300


def literal(text: object) -> str:
    """Any text, safe as Markdown: no emphasis, link, picture, formula, colour or icon comes of it."""
    return "".join(f"{APART}\\{c}{APART}" if c in string.punctuation else c for c in shown(str(text), LONGEST))
