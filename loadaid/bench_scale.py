"""The benchmark's cohort on worker processes: two beside one."""

from __future__ import annotations

import dataclasses
import importlib
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

TWO_WORKERS = 1 / 1.7  # the time they may take, as a share of one worker's
PARTS = 8


def make_parts(folder: str, patients: str, days: str) -> dict[str, Any]:
    """Write a cohort as Parquet in PARTS parts of so many whole patients each."""
    from loadaid.logs import write
    from loadaid.virtual import clinic

    for k in range(PARTS):
        log = clinic(int(patients), int(days), seed=k)
        named = {}
        for name, rows in vars(log).items():
            ids = [f"{k}-{one}" for one in rows["patient_id"].cat.categories]
            named[name] = rows.assign(patient_id=rows["patient_id"].cat.rename_categories(ids))
        write(dataclasses.replace(log, **named), Path(folder, "part"), format="parquet")
        for file in Path(folder, "part").iterdir():
            target = Path(folder, file.stem, f"{k}.parquet")
            target.parent.mkdir(exist_ok=True)
            file.rename(target)
        Path(folder, "part").rmdir()
    return {}


def shared(folder: str, workers: str, repeats: str) -> dict[str, Any]:
    """Seconds for the table of a cohort on so many worker processes, which run already and have loaded all they need."""
    from loadaid.cohort.cluster import local
    from loadaid.cohort.run import cohort

    taken = []
    with local(int(workers)) as client, tempfile.TemporaryDirectory() as place:
        for module in ("loadaid.cohort.job", "pyarrow.parquet"):
            client.run(importlib.import_module, module)
        for _ in range(int(repeats)):
            start = time.perf_counter()
            cohort(Path(folder), Path(place, "table.parquet"), client=client)
            taken.append(time.perf_counter() - start)
    return {"seconds": median(taken)}
