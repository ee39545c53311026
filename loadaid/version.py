"""Which version of loadaid this is."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.metadata import version
from pathlib import Path


@cache
def app_version() -> str:
    """Of the source when it is run from there, else of the installed package."""
    source = Path(__file__).parents[1] / "pyproject.toml"
    return str(tomllib.loads(source.read_text())["project"]["version"]) if source.exists() else version("loadaid")
