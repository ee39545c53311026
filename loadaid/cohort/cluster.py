"""The jobs of a cohort on a Dask cluster: processes of this machine, or a scheduler that runs elsewhere."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from loadaid.cohort.job import Job, Outcome, Progress, do
from loadaid.domain.errors import LoadaidError, UsageError

ANSWER_S = 5  # a scheduler that has not answered by then does not
WORKERS_S = 60  # a cluster that has no worker by then has none
# What a worker process starts with. One thread each: together they fill the machine, and more would only take turns.
# In place of Dask's own, which gives memory back to the system so eagerly that the review takes three times as long.
ENVIRONMENT = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "ARROW_IO_THREADS"), "1")


@contextmanager
def local(workers: int) -> Iterator[Any]:
    """A client of new worker processes on this machine, which end with the block."""
    distributed = _distributed()
    import dask

    # Port 0, any free one: two runs on one machine do not meet.
    with (
        dask.config.set({"distributed.nanny.pre-spawn-environ": ENVIRONMENT}),
        distributed.LocalCluster(
            n_workers=workers, threads_per_worker=1, processes=True, memory_limit=0, dashboard_address=":0",
            silence_logs=logging.CRITICAL,
        ) as cluster,
        distributed.Client(cluster) as client,
    ):  # fmt: skip
        yield client


@contextmanager
def remote(address: str) -> Iterator[Any]:
    """A client of a scheduler that runs already. Errors: UsageError when it does not answer or has no worker."""
    distributed = _distributed()
    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)  # what went wrong is said once, by us
    try:
        asyncio.run(asyncio.wait_for(_reach(distributed, address), ANSWER_S))  # a client might wait for ever
        client = distributed.Client(address, timeout=ANSWER_S, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:  # TypeError: it is a worker that answers there
        raise UsageError(f"--scheduler {address}: no Dask scheduler answers there. "
                         "Write it like tcp://machine:8786, and check that it runs.") from error  # fmt: skip
    with client:
        try:
            client.wait_for_workers(1, timeout=WORKERS_S)
        except TimeoutError as error:
            raise UsageError(f"--scheduler {address}: it has no worker. Start one: dask worker {address}") from error
        yield client


async def _reach(distributed: Any, address: str) -> None:
    """Errors: OSError when nothing that speaks Dask answers in time, ValueError when this is no address."""
    comm = await distributed.comm.connect(address, timeout=ANSWER_S)
    await comm.close()


def done_by(client: Any, jobs: Sequence[Job], progress: Progress) -> Iterator[Outcome]:
    """The outcomes in the order of the jobs. The jobs of a worker that dies are done by another.

    Errors: LoadaidError when the cluster is lost, or workers die on the same job again and again.
    """
    distributed = _distributed()
    futures = client.map(do, jobs, pure=False)
    try:
        for k, future in enumerate(futures, 1):
            outcome = future.result()
            progress(k, len(jobs))
            yield outcome
    except distributed.KilledWorker:
        raise LoadaidError("workers died several times on the same patients: they may need more memory.") from None
    except distributed.client.FutureCancelledError:
        raise LoadaidError("the Dask scheduler was lost on the way. Nothing was written; start again.") from None
    finally:
        client.cancel(futures)


def _distributed() -> Any:
    try:
        import distributed
    except ImportError:
        raise UsageError('Dask is not installed. Install it: pip install "loadaid[scale]"') from None
    return distributed
