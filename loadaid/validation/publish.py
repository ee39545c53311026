"""The numbers that ship with loadaid. The page of the app and docs/validation.md are both written from them.

To make them anew, after any change of rules: python -m loadaid.validation.publish > docs/validation.md
"""

from __future__ import annotations

import json
import time
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pandas as pd

from loadaid.locale import words
from loadaid.validation.blocks import markdown
from loadaid.validation.counting import Delays
from loadaid.validation.made import Run, run_here
from loadaid.validation.page import page
from loadaid.validation.run import Validation, validation

FOLDER = Path(__file__).parent / "published"
PATIENTS, DAYS, SEED = 2000, 84, 2026
NUMBERS = {"value": [""], "low": [""], "high": [""]}  # blank there is "none"; blank elsewhere is a name for "all"


def published(folder: Path = FOLDER) -> tuple[Validation, Run]:
    """The validation that ships, and how it came about."""
    about = json.loads((folder / "run.json").read_text("utf-8"))
    names = {"class": str, "of": str}
    scores = pd.read_csv(folder / "scores.csv", keep_default_na=False, na_values=NUMBERS, dtype=names)
    delays: dict[str, list[Delays]] = {}
    for (reader, state), rows in pd.read_csv(folder / "delays.csv").groupby(["reader", "state"], sort=False):
        days = np.repeat(rows["days"].to_numpy(float), rows["episodes"])
        # Whose episode it was is not published: no figure asks.
        delays.setdefault(str(reader), []).append(Delays(str(state), np.zeros(len(days), dtype=np.int64), days))
    return Validation(
        **about["validation"], scores=scores, confusion=pd.read_csv(folder / "confusion.csv"), delays=delays
    ), Run(**about["run"])


def publish(v: Validation, run: Run, folder: Path = FOLDER) -> None:
    """Write a validation into the package."""
    size = {"patients": v.patients, "days": v.days, "seed": v.seed, "size": v.size}
    about = json.dumps({"run": asdict(run), "validation": size}, indent=1)
    (folder / "run.json").write_text(about + "\n", encoding="utf-8", newline="\n")
    counted = [
        (reader, delay.state, days, episodes)
        for reader, all_states in v.delays.items()
        for delay in all_states
        for days, episodes in zip(*np.unique(delay.days, return_counts=True), strict=True)
    ]
    delays = pd.DataFrame(counted, columns=["reader", "state", "days", "episodes"])
    for name, table in (("scores", v.scores), ("confusion", v.confusion), ("delays", delays)):
        table.to_csv(folder / f"{name}.csv", index=False, float_format="%.4g", lineterminator="\n")


def main() -> None:
    """Write the numbers and print the English page."""
    start = time.perf_counter()
    v = validation(PATIENTS, DAYS, SEED)
    command = f"python -m loadaid validate --patients {PATIENTS} --days {DAYS} --seed {SEED}"
    publish(v, run_here(command, round(time.perf_counter() - start)))
    print(markdown(page(*published(), words("en"))), end="")


if __name__ == "__main__":
    main()
