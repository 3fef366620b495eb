"""A watchdog in the process itself: ends what takes too much processor time, which a busy machine does not change."""

from __future__ import annotations

import gc
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class TooMuch(BaseException):
    """Not an Exception, so that nothing that is watched can take it for one of its own."""


@contextmanager
def watched(seconds: float) -> Iterator[None]:
    """Raise TooMuch in the block once it has used so many seconds of the processor.

    Garbage is left until afterwards: what is raised while it is collected, in a callback, is lost.
    """

    def bark(_signal: int, _frame: FrameType | None) -> None:
        raise TooMuch

    collects = gc.isenabled()
    gc.disable()
    before = signal.signal(signal.SIGPROF, bark)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
        if collects:
            gc.enable()
