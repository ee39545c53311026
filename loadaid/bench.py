"""How fast the review is on this machine, beside its targets and beside other packages that do less.

Every measurement runs in a process of its own, kept to one core where the system allows it. The patients are those of
the virtual clinic, 365 days each, all logging as much as the demo does.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from loadaid.bench_scale import PARTS, TWO_WORKERS, make_parts, shared

if TYPE_CHECKING:
    import pandas as pd

DAYS = 365
REPEATS = 5
WARM, CSV_TARGET, PARQUET_TARGET, MEMORY, COLD, GROWTH = 0.050, 2.0, 15.0, 3.0, 1.5, 1.3


def run(patients: int = 10_000, *, scale: bool = False) -> Iterator[str]:
    """The lines of the report, each as soon as it is measured. patients: of the largest clinic; others are a share.

    scale: two worker processes beside one, too.
    """
    sizes = [max(2, patients // 100), max(4, patients // 10), max(8, patients)]
    with tempfile.TemporaryDirectory(prefix="loadaid-bench-") as place:
        yield f"{DAYS} days for each patient, one core, medians of {REPEATS} runs. Whole review: every rule, every day."
        if sys.dont_write_bytecode:
            yield "PYTHONDONTWRITEBYTECODE is set: every new process compiles pandas anew, which takes a second or more."
        folders = {}
        for n, form in [(1, "csv"), (sizes[1], "csv"), *((n, "parquet") for n in sizes)]:
            folders[n, form] = str(Path(place, f"{n}-{form}"))
            _child("make", folders[n, form], str(n), form)

        warm = _child("reviewed", folders[1, "csv"], str(REPEATS))
        yield _row("One patient, every day, warm", warm["review"], WARM)
        cold = [_cold(folders[1, "csv"]) for _ in range(REPEATS)]
        yield _row("One patient, a new process from start to end", median(cold), COLD)
        middle = _child("reviewed", folders[sizes[1], "csv"], str(REPEATS))
        yield _row(f"{sizes[1]:,} patients from CSV", middle["read"] + middle["review"], CSV_TARGET * sizes[1] / 1000)
        found = [
            _child("reviewed", folders[n, "parquet"], str(k)) for n, k in zip(sizes, (REPEATS, REPEATS, 1), strict=True)
        ]
        share = sizes[2] / 10_000
        yield _row(
            f"{sizes[2]:,} patients from Parquet (1 run)", found[2]["read"] + found[2]["review"], PARQUET_TARGET * share
        )
        yield _row(f"{sizes[2]:,} patients, peak memory", found[2]["memory"], MEMORY, unit="GB")
        cost = [1e6 * one["review"] / (n * DAYS) for one, n in zip(found, sizes, strict=True)]
        sized = zip(sizes, cost, strict=True)
        yield "Microseconds a patient-day: " + ", ".join(f"{n:,} patients {c:.1f}" for n, c in sized)
        yield _row(f"Growth of that, {sizes[0]:,} to {sizes[2]:,} patients", cost[2] / cost[0], GROWTH, unit="times")

        yield f"\nBeside others, {sizes[1]:,} patients, tables in memory:"
        yield _row("loadaid, the whole review", middle["review"])
        for name, seconds in _child("peers", folders[sizes[1], "parquet"]).items():
            yield _row(name, seconds) if seconds is not None else f"{name}: not installed (pip install acwr)"

        if scale:
            folder, size = str(Path(place, "cohort")), max(1, patients // 40)
            _child("make_parts", folder, str(size), str(DAYS))
            yield f"\nA cohort as a table, {PARTS * size:,} patients in {PARTS} parts, cluster start left out:"
            one, two = (_child("shared", folder, str(n), str(min(3, REPEATS)))["seconds"] for n in (1, 2))
            yield _row("One worker", one)
            yield _row("Two workers", two)
            yield _row("Two workers, share of the time of one", two / one, TWO_WORKERS, unit="")


def _row(what: str, measured: float, target: float | None = None, unit: str = "s") -> str:
    """One line: what, the measured value, and the target with whether it is met."""
    aim = "" if target is None else f"   target {target:>7.3g} {unit:<6}{'met' if measured <= target else 'MISSED'}"
    return f"{what:<58}{measured:>9.3f} {unit:<5}{aim}"


def _child(job: str, *arguments: str) -> dict[str, Any]:
    """The answer of one job in a process of its own."""
    command = [sys.executable, "-m", "loadaid.bench", job, *arguments]
    answer: dict[str, Any] = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
    return answer


def _cold(folder: str) -> float:
    command = [sys.executable, "-m", "loadaid", "review", folder]
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def make(folder: str, patients: str, form: str) -> dict[str, Any]:
    """Write the log of a virtual clinic."""
    from loadaid.logs import write
    from loadaid.virtual import clinic

    write(clinic(int(patients), DAYS), folder, format="parquet" if form == "parquet" else "csv")
    return {}


def reviewed(folder: str, repeats: str) -> dict[str, Any]:
    """Seconds to read a folder and to review it, and the peak memory of this process in GB."""
    from loadaid.analysis.review import review
    from loadaid.logs import read

    _one_core()
    taken: list[tuple[float, float]] = []
    for _ in range(int(repeats)):
        start = time.perf_counter()
        log = read(folder)
        between = time.perf_counter()
        review(log)
        taken.append((between - start, time.perf_counter() - between))
    return {"read": median(t[0] for t in taken), "review": median(t[1] for t in taken), "memory": _peak_memory()}


def peers(folder: str) -> dict[str, Any]:
    """Seconds for the load measures alone: ours, pandas, and the `acwr` package when it is installed (else None)."""
    import numpy as np

    from loadaid.analysis.context import context_measures
    from loadaid.analysis.panel import REST, SESSION
    from loadaid.logs import read

    _one_core()
    daily = daily_load(read(folder).sessions)
    load = daily["load"].to_numpy().reshape(daily["patient_id"].nunique(), -1)
    state = np.where(load > 0, SESSION, REST)
    found: dict[str, Any] = {
        "loadaid, its 10 context load measures alone": _seconds(lambda: context_measures(load, state), REPEATS),
        "pandas groupby.rolling and ewm, the same 10": _seconds(lambda: by_pandas(daily), REPEATS),
    }
    if importlib.util.find_spec("acwr") is None:
        return found | {"PyPI acwr": None}
    by_athlete: Any = importlib.import_module("acwr").by_athlete
    trained = daily[daily["load"] > 0]
    six = "PyPI acwr by_athlete, 6 measures in one pass (1 run)"
    return found | {six: _seconds(lambda: by_athlete(trained, _six_of_acwr, athlete_col="patient_id"), 1)}


def daily_load(sessions: pd.DataFrame) -> pd.DataFrame:
    """One row per patient and calendar day, the same days for all: load = RPE x minutes summed, unknown or no session 0."""
    import pandas as pd

    once = sessions.drop_duplicates(["patient_id", "date", "session"])
    load = (once["session_rpe"] * once["session_minutes"]).fillna(0)
    total = load.groupby([once["patient_id"], once["date"]], observed=True).sum()
    patients, days = once["patient_id"].unique(), pd.date_range(once["date"].min(), once["date"].max())
    every = pd.MultiIndex.from_product([patients, days], names=["patient_id", "date"])
    return total.reindex(every, fill_value=0.0).rename("load").reset_index()


def by_pandas(daily: pd.DataFrame) -> pd.DataFrame:
    """The ten context load measures as an analyst writes them in pandas; daily: one row per patient and day, in order."""
    load = daily.groupby("patient_id", observed=True, sort=False)["load"]
    week, month, three = (load.rolling(n).mean().to_numpy() for n in (7, 28, 21))
    sd = load.rolling(7).std().to_numpy()
    short, long = (load.ewm(span=n, adjust=False).mean().to_numpy() for n in (7, 28))
    shifted = (
        daily.assign(week=week, three=three)
        .groupby("patient_id", observed=True, sort=False)[["week", "three"]]
        .shift(7)
    )
    before, three_before = shifted["week"].to_numpy(), shifted["three"].to_numpy()
    return daily.assign(
        acute7_mean=week, chronic28_mean=month, acwr_coupled=week / month, acwr_uncoupled21=week / three_before,
        ewma7_williams=short, ewma28_williams=long, acwr_ewma_williams=short / long, monotony_ddof1=week / sd,
        strain_ddof1=7 * week * week / sd, week_change=week / before - 1,
    )  # fmt: skip


def _six_of_acwr(load: pd.Series[float]) -> pd.DataFrame:
    import pandas as pd

    acwr: Any = importlib.import_module("acwr")
    ratios = {method: acwr.acwr(load, method=method) for method in ("rac", "rau", "ewma")}
    rest = {"monotony": acwr.monotony(load), "strain": acwr.strain(load), "week": acwr.week_to_week_change(load)}
    return pd.DataFrame(ratios | rest)


def _seconds(work: Callable[[], object], repeats: int) -> float:
    import numpy as np

    taken = []
    with np.errstate(all="ignore"):
        for _ in range(repeats):
            start = time.perf_counter()
            work()
            taken.append(time.perf_counter() - start)
    return median(taken)


def _one_core() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def _peak_memory() -> float:
    """GB; NaN where the system does not tell."""
    try:
        import resource
    except ImportError:
        return float("nan")
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / (1e9 if sys.platform == "darwin" else 1e9 / 1024)


JOBS: dict[str, Callable[..., dict[str, Any]]] = {
    job.__name__: job for job in (make, make_parts, reviewed, shared, peers)
}

if __name__ == "__main__":
    print(json.dumps(JOBS[sys.argv[1]](*sys.argv[2:])))
