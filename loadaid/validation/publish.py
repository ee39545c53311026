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
from loadaid.validation.readers import LOADAID
from loadaid.validation.run import Validation, validation

FOLDER = Path(__file__).parent / "published"
PATIENTS, DAYS, SEED = 2000, 84, 2026
FEW = (60, 84, 5)
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


def said_by_loadaid(v: Validation) -> list[int]:
    """The days behind every reading of every truth: another list, other rules or other patients."""
    return [int(n) for n in v.confusion.loc[v.confusion["reader"] == LOADAID, "days"]]


def kept(folder: Path = FOLDER) -> list[int]:
    """What `said_by_loadaid` gave on a few patients when the numbers were made, to tell when they are out of date."""
    return list(json.loads((folder / "run.json").read_text("utf-8"))["few"])


def publish(v: Validation, few: Validation, run: Run, folder: Path = FOLDER) -> None:
    """Write a validation into the package, with that of a few patients to check it by."""
    size = {"patients": v.patients, "days": v.days, "seed": v.seed, "size": v.size}
    about = json.dumps({"run": asdict(run), "validation": size, "few": said_by_loadaid(few)})
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
    v, few = validation(PATIENTS, DAYS, SEED), validation(*FEW)
    command = f"python -m loadaid validate --patients {PATIENTS} --days {DAYS} --seed {SEED}"
    publish(v, few, run_here(command, round(time.perf_counter() - start)))
    print(markdown(page(*published(), words("en"))), end="")


if __name__ == "__main__":
    main()
