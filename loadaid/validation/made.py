"""How the numbers of a validation came about: printed with them, so that anyone can have them again."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass

import numpy as np

from loadaid.domain.finding import RULESET
from loadaid.version import app_version


@dataclass(frozen=True)
class Run:
    version: str
    ruleset: str
    command: str
    machine: str
    seconds: float


def run_here(command: str, seconds: float) -> Run:
    """A run of this version on this machine."""
    return Run(app_version(), RULESET, command, _machine(), seconds)


def _machine() -> str:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{cores} cores, Python {platform.python_version()}, numpy {np.__version__}"
