"""Watching over a process from outside: how long it may take, and where the system sets no limit, how much memory."""

from __future__ import annotations

import subprocess
import threading
import time
from types import TracebackType
from typing import Self

import psutil

WATCH_SECONDS = 0.05


class Watch:
    """Kills a process that takes too long or too much while the block runs; `reason` says which, "" if neither."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float, memory: int | None) -> None:
        self._process = process
        self._deadline = time.monotonic() + seconds
        self._memory = memory
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="sandbox-watch", daemon=True)
        self.reason = ""

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._done.wait(self._pause()):
            if time.monotonic() >= self._deadline:
                self.reason = "error.too_slow"
            elif self._memory is not None and self._resident() > self._memory:
                self.reason = "error.too_much_memory"
            if self.reason:
                self._process.kill()
                return

    def _pause(self) -> float:
        left = max(self._deadline - time.monotonic(), 0)
        return left if self._memory is None else min(left, WATCH_SECONDS)

    def _resident(self) -> int:
        try:
            return int(psutil.Process(self._process.pid).memory_info().rss)
        except psutil.Error:
            return 0
