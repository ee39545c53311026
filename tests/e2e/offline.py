"""Runs `streamlit` in a process that notes every connection it opens to another machine: `python offline.py NOTES run app.py ...`."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path
from typing import Any

notes = Path(sys.argv[1])
HERE = ("127.", "::1", "localhost")


def listen(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.connect":
        to = arguments[1]
        if isinstance(to, tuple) and not str(to[0]).startswith(HERE):
            notes.write_text(f"connect {to}")
    elif event == "socket.getaddrinfo" and not str(arguments[0]).startswith((*HERE, "0.0.0.0", "None")):
        notes.write_text(f"look up {arguments[0]}")


sys.addaudithook(listen)
sys.argv = ["streamlit", *sys.argv[2:]]
runpy.run_module("streamlit", run_name="__main__")
