"""How the numbers of a validation came about: printed with them, so that anyone can have them again."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from loadaid.domain.finding import RULESET


@dataclass(frozen=True)
class Run:
    version: str
    ruleset: str
    command: str
    machine: str
    seconds: float


def run_here(command: str, seconds: float) -> Run:
    """A run of this version on this machine."""
    return Run(_version(), RULESET, command, _machine(), seconds)


def _version() -> str:
    """Of the source when it is run from there, else of the installed package."""
    import tomllib
    from importlib.metadata import version

    source = Path(__file__).parents[2] / "pyproject.toml"
    return str(tomllib.loads(source.read_text())["project"]["version"]) if source.exists() else version("loadaid")


def _machine() -> str:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{cores} cores, Python {platform.python_version()}, numpy {np.__version__}"
