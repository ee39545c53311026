"""The printed page of one reading: A4 or Letter, one page by construction, tagged PDF/UA-1 without a browser."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from loadaid.domain.errors import UsageError
from loadaid.locale import Words
from loadaid.report import press, small, svg
from loadaid.report.frame import WIDTH
from loadaid.report.icons import icon
from loadaid.report.parts import parts
from loadaid.report.picture import alt_text, chart
from loadaid.report.terms import AXES, Json
from loadaid.report.tiles import legend, tiles

HEIGHTS = (262, 244, 226, 208, 190, 174, 158, 144, 130)  # points: the first that fits is taken


def pdf(
    result: Json,
    page: Json,
    words: Words,
    *,
    identity: Mapping[str, str],
    decision: Json | None,
    printed: str,
    paper: str = "a4",
) -> bytes:
    """The page as a PDF, from a review result and its page JSON, made now or kept years ago.

    identity: name, code, age as texts. decision: what was decided, or None for boxes to tick. printed: the time of printing,
    as a text. Errors: UsageError for a paper that is neither "a4" nor "us-letter".
    """
    return press.pdf(
        "sheet.typ",
        "sheet",
        content(result, page, words, identity=identity, decision=decision, printed=printed, paper=paper),
    )


def content(
    result: Json,
    page: Json,
    words: Words,
    *,
    identity: Mapping[str, str],
    decision: Json | None,
    printed: str,
    paper: str,
) -> dict[str, Any]:
    """Texts, colours and pictures of the page, as the layout reads them."""
    if paper not in press.PAPERS:
        raise UsageError(f"Paper {paper!r} is not available. Expected: {' or '.join(press.PAPERS)}.")
    found = parts(result, page, words, identity=identity, decision=decision, printed=printed)
    for one in found["responses"]["classes"]:
        one["colour"] = svg.RESPONSES[one["name"]]
    return {
        **found,
        "paper": paper,
        "colour": svg.STATES[result["headline"]],
        "icon": icon(result["headline"]),
        "colon": words(" :"),
        "comparable": words("dose comparable (±20 %)"),
        "uncomparable": words("autre dose"),
        "legend": legend(words),
        "tiles": tiles(page, words),
        "pictures": pictures(result, page, words),
    }


def pictures(result: Json, page: Json, words: Words, heights: Sequence[float] = HEIGHTS) -> dict[str, Any]:
    """The chart at each height, and the small pictures, each as {svg, alt}."""
    small_ones = {
        "ranges": small.ranges(page, words),
        "recovery": small.recovery(page, words),
        **{axis: small.halves(page, axis, words(AXES[axis]), words) for axis in ("onset", "intensity", "impact")},
    }
    return {
        "alt": alt_text(page, words),
        "width": WIDTH,
        "charts": [{"svg": chart(page, result, words, height), "height": height} for height in heights],
        **{name: {"svg": drawn, "alt": svg.alt_of(drawn)} for name, drawn in small_ones.items()},
    }
