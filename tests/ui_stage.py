"""One page on a stage, for AppTest: the page and the visit that a test has put here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.testing.v1 import AppTest

from loadaid.locale import words
from loadaid.ui.visit import Visit
from tests import store_clinic
from tests.store_clinic import TODAY, Clinics

FILE = "clinic.db"


@dataclass
class Stage:
    page: Callable[[Visit], None] | None = None
    clinics: Clinics | None = None
    who: str = "patient"
    lang: str = "fr"


stage = Stage()


def built(folder: Path, days: int = 40) -> Clinics:
    """The two small clinics, once for all tests of a file, to be copied by each."""
    made = store_clinic.made(f"sqlite:///{folder}/{FILE}", days=days)
    made.database.close()
    return made


def copied(clinics: Clinics, folder: Path) -> Clinics:
    """The same clinics in a file of their own."""
    st.cache_resource.clear()  # the copies share their ids and revisions
    return store_clinic.copied(clinics, folder)


def _run() -> None:
    from tests.ui_stage import play

    play()


def play() -> None:
    """A run of the page, the actor made anew as the server does."""
    assert stage.page
    assert stage.clinics
    repo = stage.clinics.repo(stage.who)
    stage.page(Visit(words(stage.lang), repo, stage.clinics.database, TODAY))


def opened(
    clinics: Clinics, page: Callable[[Visit], None], who: str = "patient", lang: str = "fr", **query: str
) -> AppTest:
    """A browser that opens a page."""
    stage.page, stage.clinics, stage.who, stage.lang = page, clinics, who, lang
    app = AppTest.from_function(_run, default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def shown(app: AppTest) -> str:
    """All HTML of a page."""
    return "".join(e.proto.body for e in app.get("html") if not e.proto.body.startswith("<style>"))


def everything(app: AppTest) -> str:
    """All that stands on a page: HTML, labels, choices and values of widgets, but no style."""
    found: list[str] = []
    for element in app.main:
        proto = getattr(element, "proto", None)
        if proto is not None:
            found += [text for text in _texts(proto) if not text.startswith("<style>")]
    return "\n".join(found)


def _texts(message: Any) -> Iterator[str]:
    for field, value in message.ListFields():
        if field.name.endswith("id"):  # of a widget: our own name for it
            continue
        for one in value if field.is_repeated else [value]:
            if isinstance(one, str):
                yield one
            elif field.message_type is not None and hasattr(one, "ListFields"):
                yield from _texts(one)
