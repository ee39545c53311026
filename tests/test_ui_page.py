"""The page, run without a browser: every state shows, in one language at a time, and patients' words stay words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from loadaid.ui import cached
from tests import ui_fake

MAIN = Path(__file__).resolve().parent.parent / "loadaid" / "ui" / "main.py"
Page = Callable[..., AppTest]


@pytest.fixture
def show(monkeypatch: pytest.MonkeyPatch) -> Page:
    """Runs the page for a headline, with patients and texts of choice and the query given."""

    def run(headline: str = "in_zone", text: str = "", patients: tuple[str, ...] = ("p1", "p2"), opened: cached.Opened | None = None,
            **query: str) -> AppTest:  # fmt: skip
        for name in ("result", "chart", "log_of"):
            getattr(cached, name).clear()
        log = ui_fake.log(patients, note=text)
        monkeypatch.setattr(cached, "opened", lambda revision: opened or cached.Opened(log, patients, demo=True))
        monkeypatch.setattr(cached, "reviewed", lambda *_: ui_fake.Review(headline, text))
        app = AppTest.from_file(str(MAIN), default_timeout=20)
        for name, value in query.items():
            app.query_params[name] = value
        return app.run()

    return run


def html(app: AppTest) -> str:
    return "".join(e.proto.body for e in app.get("html") if not e.proto.body.startswith("<style>"))


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("headline", ui_fake.HEADLINES)
def test_every_state_shows_its_shape_and_words(show: Page, headline: str, lang: str) -> None:
    app = show(headline, lang=lang)
    assert not app.exception
    shown = html(app)
    assert '<img class="shape"' in shown
    assert f'class="verdict {headline.replace("_", "-")}"' in shown
    assert len(app.get("plotly_chart")) == 1
