"""Other people's words on our page: shown as they were typed, never read as HTML, Markdown or chart markup."""

from __future__ import annotations

import html
import unicodedata

# Left-to-right overrides and their kin can make a text read as another one: shown as a mark instead.
_TURNING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def esc(text: object) -> str:
    """Any text, safe as the content or a quoted attribute of HTML, and as a text of a plotly figure.

    Quotes become numeric entities because plotly does not know `&quot;`. Control characters become �.
    """
    plain = "".join("\N{REPLACEMENT CHARACTER}" if _is_odd(c) else c for c in str(text))
    return html.escape(plain, quote=False).replace('"', "&#34;").replace("'", "&#39;")


def _is_odd(c: str) -> bool:
    return c in _TURNING or (unicodedata.category(c) == "Cc" and c not in "\n\t")
