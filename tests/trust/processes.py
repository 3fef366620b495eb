"""Processes of their own, for work done side by side or killed: forked from one that has read the program in."""

from __future__ import annotations

import time
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

CONTEXT = get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.trust.crowd", "tests.trust.doomed"])
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


class Doomed:
    """A process that works on and on and says each step it has done, until it is killed."""

    def __init__(self, do: Callable[..., None], *given: Any) -> None:
        self._says, theirs = CONTEXT.Pipe(duplex=False)
        self._process = CONTEXT.Process(target=do, args=(theirs, *given))
        self._process.start()
        theirs.close()
        self.says()  # that it has begun

    def says(self) -> Any:
        """The next step it has done, once it is."""
        return _heard(self._says)

    def killed(self, after: float) -> list[Any]:
        """Kill it after so many seconds, by a signal that it cannot see coming; gives the steps it said it has done."""
        time.sleep(after)
        self._process.kill()
        self._process.join(SECONDS)
        self._process.close()
        said = []
        with self._says:
            try:
                while self._says.poll():
                    said.append(self._says.recv())
            except EOFError:
                pass
        return said


def _answer(ours: Connection) -> Any:
    with ours:
        return _heard(ours)


def _heard(ours: Connection) -> Any:
    if not ours.poll(SECONDS):
        raise TimeoutError
    return ours.recv()


def _one_of_them(barrier: Any, theirs: Connection, do: Callable[..., Any], *given: Any) -> None:
    barrier.wait(SECONDS)
    with theirs:
        theirs.send(do(*given))
