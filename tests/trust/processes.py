"""Processes of their own, for work done side by side or killed: forked from one that has read the program in."""

from __future__ import annotations

from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

CONTEXT = get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.trust.crowd"])
SECONDS = 1100  # nothing here takes longer, not even on a loaded machine


def together(number: int, do: Callable[..., Any], *given: Any) -> list[Any]:
    """What `do(*given, place)` gives in each of `number` processes that begin at the same moment."""
    barrier = CONTEXT.Barrier(number)
    pipes = [CONTEXT.Pipe(duplex=False) for _ in range(number)]
    running = [
        CONTEXT.Process(target=_one_of_them, args=(barrier, theirs, do, *given, place))
        for place, (_, theirs) in enumerate(pipes)
    ]
    for process in running:
        process.start()
    for _, theirs in pipes:
        theirs.close()
    try:
        return [_answer(ours) for ours, _ in pipes]
    finally:
        for process in running:
            process.join(SECONDS)
            process.close()


def _answer(ours: Connection) -> Any:
    with ours:
        if not ours.poll(SECONDS):
            raise TimeoutError
        return ours.recv()


def _one_of_them(barrier: Any, theirs: Connection, do: Callable[..., Any], *given: Any) -> None:
    barrier.wait(SECONDS)
    with theirs:
        theirs.send(do(*given))
