"""A real scheduler, real workers and a client that runs the command, each a process that can be killed."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil

ROOT = Path(__file__).resolve().parents[3]
SECONDS = 300


class Process:
    """A process in a group of its own, so that what it started ends with it."""

    def __init__(self, scratch: Path, name: str, *command: str, url: str) -> None:
        self.log = scratch / f"{name}.log"
        environment = {**os.environ, "TRACKER_DATABASE_URL": url, "TRACKER_LANGUAGE": "en"}
        with self.log.open("a") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", *command],
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()

    def kill(self) -> None:
        """`kill -9` for it and all it started."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(SECONDS)

    def kill_a_child(self, which: int) -> bool:
        """`kill -9` for one of the processes it started, if there are any: a nanny starts the worker anew."""
        children = [
            one for one in psutil.Process(self._process.pid).children() if "spawn_main" in "".join(one.cmdline())
        ]
        if children:
            children[which % len(children)].kill()
        return bool(children)

    def ended(self) -> int:
        """Its exit status, once it ends."""
        return self._process.wait(SECONDS)

    @property
    def is_running(self) -> bool:
        """Whether it has not ended."""
        return self._process.poll() is None

    def said(self) -> str:
        """What it wrote."""
        return self.log.read_text("utf-8")


class Cluster:
    """A scheduler and two workers beside one database; what it writes goes to the scratch folder."""

    def __init__(self, scratch: Path, url: str) -> None:
        self._scratch, self._url = scratch, url
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        self.scheduler, self.workers = self._scheduler(), self._workers()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def client(self, stage: str, manifest: Path) -> Process:
        """The command, begun."""
        words = ("batch", stage, "--manifest", str(manifest), "--scheduler", self.address, "--json")
        return self._begun("client", "tracker", *words)

    def begin_anew(self) -> None:
        """Another scheduler at the same address, with other workers."""
        self.scheduler.kill()
        self.workers.kill()
        self.scheduler, self.workers = self._scheduler(), self._workers()

    def _scheduler(self) -> Process:
        host, _, port = self.address.removeprefix("tcp://").partition(":")
        return self._begun("scheduler", "dask", "scheduler", "--host", host, "--port", port, "--no-dashboard")

    def _workers(self) -> Process:
        options = ("--nworkers", "2", "--nthreads", "1", "--no-dashboard", "--local-directory", str(self._scratch))
        return self._begun("workers", "dask", "worker", self.address, *options)

    def _begun(self, name: str, *command: str) -> Process:
        return self._stack.enter_context(Process(self._scratch, name, *command, url=self._url))


def until(wanted: float, is_so: object, *, process: Process | None = None) -> bool:
    """Wait until something is so, at most so many seconds, and no longer than a process runs."""
    deadline = time.monotonic() + wanted
    while time.monotonic() < deadline:
        if callable(is_so) and is_so():
            return True
        if process is not None and not process.is_running:
            return False
        time.sleep(0.05)
    return False
