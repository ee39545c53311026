"""How good the reading is: the validation page, from the numbers that ship, for who reads the screen."""

from __future__ import annotations

from itertools import groupby

import streamlit as st

from loadaid.locale import Words
from loadaid.ui import cached, labels
from loadaid.ui.frame import STILL, quiet
from loadaid.ui.text import esc
from loadaid.validation.blocks import Picture, fragment


def show(w: Words, theme: str) -> None:
    """What it is not comes first, as on the page in the repository."""
    with st.container(key=f"how-good-{theme}"):
        st.html(f"<h1>{esc(w(labels.HOW_GOOD))}</h1>")
        for drawn, parts in groupby(cached.how_good(w.language)[1:], key=lambda block: isinstance(block, Picture)):
            if drawn:
                for picture in parts:
                    _draw(picture, w)
            else:
                st.html('<div class="known">' + "".join(fragment(part) for part in parts) + "</div>")


def _draw(picture: Picture, w: Words) -> None:
    st.html(f'<p class="title">{esc(picture.title)}</p>')
    layout = {**picture.figure["layout"], **quiet(w), "dragmode": False}
    figure = {**picture.figure, "layout": layout}
    st.plotly_chart(figure, width="stretch", theme=None, key=picture.name, alt=picture.words, config=STILL)
