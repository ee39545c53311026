"""The app. `streamlit run app.py` opens the clinic, the demonstration while there is none, or the folder of LOADAID_FOLDER."""

from __future__ import annotations

import gc
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from loadaid.access.guard import Guard
from loadaid.access.routes import routes
from loadaid.ui.failed import failed
from loadaid.ui.rooms import addresses
from loadaid.ui.server import Shell
from loadaid.ui.session import desk

desk.is_viewer = bool(os.environ.get("LOADAID_FOLDER"))
desk.public_url = os.environ.get("LOADAID_PUBLIC_URL", "")


async def healthz(_request: Request) -> PlainTextResponse:
    """Answers "ok" once the data are loaded: the server takes no request before."""
    return PlainTextResponse("ok")


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Loads libraries and data once, then takes them out of every later garbage collection.

    Streamlit collects after each run of a page: without `gc.freeze` that is a third of the time of a run.
    """
    import plotly.graph_objects  # noqa: F401

    from loadaid.ui import cached, opening, rooms

    if desk.is_viewer:
        cached.opened(cached.revision())
    else:
        rooms.load()
        opening.open_clinic(desk)
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        desk.close()


app = st.App(
    Path(__file__).parent / "loadaid" / "ui" / "main.py",
    routes=[Route("/healthz", healthz), *routes(desk)],
    middleware=[Middleware(Shell), Middleware(Guard, desk=desk, rooms=addresses())],
    lifespan=lifespan,
    on_script_error=failed,
)
