"""The app. `streamlit run app.py` opens the demo clinic, or the log folder that LOADAID_FOLDER names."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from loadaid.ui.server import Shell


async def healthz(_request: Request) -> PlainTextResponse:
    """Answers "ok" once the data are loaded: the server takes no request before."""
    return PlainTextResponse("ok")


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Loads libraries and data once, then takes them out of every later garbage collection.

    Streamlit collects after each run of a page: without `gc.freeze` that is a third of the time of a run.
    """
    import plotly.graph_objects  # noqa: F401

    from loadaid.ui import cached

    cached.opened(cached.revision())
    gc.collect()
    gc.freeze()
    yield


app = st.App(
    Path(__file__).parent / "loadaid" / "ui" / "main.py",
    routes=[Route("/healthz", healthz)],
    middleware=[Middleware(Shell)],
    lifespan=lifespan,
)
