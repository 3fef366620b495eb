"""A run: partitions handed out, what came back counted, files that cannot be done set aside; a run never stops for one.

A worker that dies takes its partition down with it. Dask gives it to another; one that brings down several is taken
apart into single files, and a file that does so alone is set aside.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, Any

from tracker.batch import worker
from tracker.batch.partition import Outcome, Partition
from tracker.batch.stages import Stage
from tracker.errors import Refused

if TYPE_CHECKING:
    from distributed import Client, Future

AHEAD = 4
"""Partitions that wait beside each one that is worked on: enough that no worker idles, few enough to keep little."""

SECONDS_TO_CONNECT = 20
PATIENCE = 60
"""Seconds without anything done after which somebody is asked whether there are workers at all."""

Told = Callable[[Outcome], None]


def alone(stage: Stage, partitions: Iterable[Partition], told: Told) -> None:
    """Do everything here, one after the other."""
    for partition in partitions:
        told(stage.work(partition))


def together(stage: Stage, partitions: Iterable[Partition], told: Told, client: Client) -> None:
    """Do everything on a cluster.

    Raises Refused where its scheduler (error.batch_lost) or all its workers are gone (error.batch_no_workers); what is
    done stays.
    """
    waiting = iter(partitions)
    going: dict[Future[Any], Partition] = {}

    def hand_out(some: Iterable[Partition]) -> None:
        going.update((client.submit(stage.work, partition, pure=False), partition) for partition in some)

    hand_out(islice(waiting, max(1, _room(client))))
    while going:
        for future in _ended(client, list(going)):
            partition = going.pop(future)
            outcome, again = _outcome(future, partition)
            told(outcome)
            hand_out(again)
            hand_out(islice(waiting, max(_room(client), 1, len(going)) - len(going)))


def _ended(client: Client, going: list[Future[Any]]) -> set[Future[Any]]:
    """Those that have ended, once there are any; none after a while in which somebody worked on."""
    from distributed import wait

    try:
        return set(wait(going, timeout=PATIENCE, return_when="FIRST_COMPLETED").done)
    except TimeoutError as problem:
        if _room(client):
            return set()
        raise Refused("error.batch_no_workers", seconds=PATIENCE) from problem
    except CancelledError as problem:
        raise Refused("error.batch_lost") from problem


def _outcome(future: Future[Any], partition: Partition) -> tuple[Outcome, list[Partition]]:
    """What came of a partition, and what of it is to be tried again."""
    from distributed import KilledWorker

    if future.status in ("cancelled", "lost"):
        raise Refused("error.batch_lost")
    problem = future.exception()
    if problem is None:
        return future.result(), []
    if not isinstance(problem, KilledWorker):
        raise problem
    if len(partition.entries) > 1 and partition.apart:
        return Outcome(), list(partition.alone())
    return Outcome(aside=(worker.aside(partition.entries[0], Refused("error.batch_died")),)), []


def _room(client: Client) -> int:
    """How many partitions may be under way; the cluster may grow and shrink meanwhile, to nothing even."""
    try:
        threads: int = sum(client.nthreads().values())
    except OSError as problem:
        raise Refused("error.batch_lost") from problem
    return threads * (1 + AHEAD)


@contextmanager
def cluster(address: str, workers: int, memory: str) -> Iterator[Client]:
    """A cluster: the one whose scheduler is at an address, else one of so many processes on this machine.

    `memory` is what a process here may take ("4GB"). Raises Refused error.batch_unreachable.
    """
    import dask
    from distributed import Client, LocalCluster

    if address:
        try:
            client = Client(address, timeout=SECONDS_TO_CONNECT)
        except (OSError, ValueError) as problem:
            raise Refused("error.batch_unreachable", address=address) from problem
        with client:
            yield client
        return
    with (
        # A file that ends two workers ends the third as well; nobody kills those of this machine for another reason.
        dask.config.set({"distributed.scheduler.allowed-failures": 1}),
        LocalCluster(
            n_workers=workers,
            threads_per_worker=1,  # reading and ranking hold the interpreter's lock
            memory_limit=memory,
            dashboard_address=None,
            silence_logs=logging.CRITICAL,
        ) as here,
        Client(here) as client,
    ):
        yield client
