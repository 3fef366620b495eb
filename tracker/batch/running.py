"""A run: partitions handed out, what came back counted, files that cannot be done set aside; a run never stops for one.

A worker that dies takes its partition down with it. Dask gives it to another; one that brings down several is taken
apart into single files, and a file that does so alone is set aside.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
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

Told = Callable[[Outcome], None]


def alone(stage: Stage, partitions: Iterable[Partition], told: Told) -> None:
    """Do everything here, one after the other."""
    for partition in partitions:
        told(stage.work(partition))


def together(stage: Stage, partitions: Iterable[Partition], told: Told, client: Client) -> None:
    """Do everything on a cluster. Raises Refused error.batch_lost where its scheduler is gone; what is done stays."""
    from distributed import as_completed

    waiting = iter(partitions)
    going: dict[Any, Partition] = {}

    def hand_out(some: Iterable[Partition]) -> list[Future[Any]]:
        futures = []
        for partition in some:
            future = client.submit(stage.work, partition, pure=False)
            going[future.key] = partition
            futures.append(future)
        return futures

    flying = as_completed(hand_out(islice(waiting, _room(client))))
    for future in flying:
        partition = going.pop(future.key)
        outcome, again = _outcome(future, partition)
        told(outcome)
        for new in hand_out([*again, *islice(waiting, max(0, _room(client) - len(going) - len(again)))]):
            flying.add(new)


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
    """How many partitions may be under way; the cluster may grow and shrink meanwhile."""
    threads: int = sum(client.nthreads().values())
    return max(1, threads) * (1 + AHEAD)


@contextmanager
def cluster(address: str, workers: int, memory: str) -> Iterator[Client]:
    """A cluster: the one whose scheduler is at an address, else one of so many processes on this machine.

    `memory` is what a process here may take ("4GB"). Raises Refused error.batch_unreachable.
    """
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
