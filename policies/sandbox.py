"""Reading under limits: a small pool of worker processes, each kept for many files and replaced after a breach.

Workers are started anew (never forked), speak over their own pipes and inherit neither locks nor the environment, so
a sandbox works from any thread and from any process, a worker process included.
"""

from __future__ import annotations

import atexit
import json
import logging
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO, Self, cast

from policies import cells, limits, worker
from policies.document import Document
from policies.errors import UnreadableFile
from policies.watch import Watch
from policies.wire import unpacked

if TYPE_CHECKING:
    from policies.linked import terms

START_SECONDS = 60
FILES_PER_WORKER = 200
# What a Python process needs to start; nothing that could hold a secret.
KEPT = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "HOME", "VIRTUAL_ENV")
HOME = Path(__file__).resolve().parent.parent

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePicture:
    """A page as PNG; `marked` says whether the words asked for were found on it."""

    png: bytes
    marked: bool


class Sandbox:
    """Up to `workers` reading processes, started when first needed; a context manager.

    `memory` in bytes, `seconds` for both wall and processor time of one file. Safe to share between threads: a
    thread waits for a free worker.
    """

    def __init__(
        self,
        workers: int = 1,
        *,
        memory: int = limits.MEMORY_BYTES,
        seconds: int = limits.READ_SECONDS,
        files_per_worker: int = FILES_PER_WORKER,
    ) -> None:
        self._memory = memory
        self._seconds = seconds
        self._files = files_per_worker
        self._size = workers
        self._closed = False
        self._slots: queue.LifoQueue[_Worker | None] = queue.LifoQueue()
        for _ in range(workers):
            self._slots.put(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self, data: bytes, name: str) -> Document:
        """`policies.reading.read` in a worker.

        Raises UnreadableFile: the reader's own reasons, or error.too_large, error.too_slow, error.too_much_memory,
        error.reader_crashed, error.reader_failed.
        """
        return unpacked(self._ask(data, name, [], self._seconds))

    def draw(self, data: bytes, name: str, *, page: int, words: str, width: int) -> PagePicture:
        """`policies.page_pictures.draw` in a worker, with less time. Raises UnreadableFile as `read` does."""
        asked = json.dumps({"page": page, "words": words, "width": width}).encode()
        answer = self._ask(data, name, [(worker.PAGE, asked)], limits.DRAW_SECONDS)
        return PagePicture(png=answer[1:], marked=bool(answer[0]))

    def cells(self, data: bytes, name: str, *, form: str, **asked: int | str) -> tuple[cells.Cells, ...]:
        """The table in a file, by the reader of its form (`worker.FORMS`). Raises UnreadableFile as `read` does."""
        order = json.dumps({"form": form, **asked}).encode()
        return cells.unpacked(self._ask(data, name, [(worker.CELLS, order)], self._seconds))

    def statements(
        self, data: bytes, name: str, *, base: str, unknown: str, cpsv_ap: Mapping[str, Any]
    ) -> terms.Linked:
        """`policies.linked.reading.read` in a worker. Raises UnreadableFile as `read` does."""
        from policies.linked import terms  # brings rdflib, which most files do without

        order = json.dumps({"base": base, "unknown": unknown, "cpsv_ap": cpsv_ap}).encode()
        return terms.unpacked(self._ask(data, name, [(worker.LINKED, order)], self._seconds))

    def _ask(self, data: bytes, name: str, what: list[tuple[bytes, bytes]], seconds: int) -> bytes:
        if len(data) > limits.FILE_BYTES:
            sizes = {"megabytes": len(data) // limits.MEGABYTE, "limit": limits.FILE_BYTES // limits.MEGABYTE}
            raise UnreadableFile("error.too_large", file=name, **sizes)
        free, kept = self._slots.get(), None
        try:
            if self._closed:
                raise RuntimeError("the sandbox is closed")
            kept = free if free and free.usable else self._fresh(free)
            return kept.ask(data, name, what, seconds)
        finally:
            self._slots.put(kept)

    def close(self, *, patience: float | None = None) -> None:
        """End the workers; one that is reading is waited for, `patience` seconds at most. Closing twice is harmless."""
        if self._closed:
            return
        self._closed = True
        for _ in range(self._size):
            try:
                kept = self._slots.get(timeout=patience)
            except queue.Empty:
                break  # it ends by itself as soon as it finds its pipe closed
            if kept:
                kept.end()
        for _ in range(self._size):
            self._slots.put(None)

    def _fresh(self, spent: _Worker | None) -> _Worker:
        if spent:
            spent.end()
        return _Worker(self._memory, self._seconds, self._files)


class _Worker:
    """One process and its pipes."""

    def __init__(self, memory: int, seconds: int, files: int) -> None:
        self._memory = memory
        self._seconds = seconds
        self._left = files
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module, no shell
            _command(memory, seconds),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            cwd=HOME,
        )
        self._source = cast(BinaryIO, self._process.stdout)
        self._target = cast(BinaryIO, self._process.stdin)
        try:
            with Watch(self._process, START_SECONDS, None):
                worker.receive(self._source)
        except EOFError as error:
            self.end()
            raise RuntimeError("the reading worker did not start") from error

    @property
    def usable(self) -> bool:
        return self._left > 0 and self._process.poll() is None

    def ask(self, data: bytes, name: str, what: list[tuple[bytes, bytes]], seconds: int) -> bytes:
        """The answer to a file: read or, with frames that say so, drawn or taken apart into cells or statements."""
        self._left -= 1
        # Linux limits the address space inside the worker; elsewhere its memory is watched from here.
        memory = None if sys.platform == "linux" else self._memory
        watch = Watch(self._process, seconds, memory)
        try:
            with watch:
                worker.send(self._target, worker.NAME, name.encode("utf-8", "surrogatepass"))
                for kind, content in what:
                    worker.send(self._target, kind, content)
                worker.send(self._target, worker.FILE, data)
                kind, answer = worker.receive(self._source)
        except (EOFError, OSError) as error:
            self.end()
            raise self._breach(watch.reason, name, seconds) from error
        except BaseException:
            # Interrupted half way: the pipes hold a frame nobody waits for.
            self.end()
            raise
        if kind in worker.ANSWERS:
            return answer
        if kind == worker.REFUSED:
            code, values = json.loads(answer)
            if code == "error.too_much_memory":
                self.end()  # a process that ran out of memory once is not to be trusted with the next file
                raise self._breach(code, name, seconds)
            raise UnreadableFile(code, **values)
        log.error("reader failed on %r\n%s", name, answer.decode("utf-8", "replace"))
        raise UnreadableFile("error.reader_failed", file=name)

    def end(self) -> None:
        """Kill the process if it still runs, close the pipes, and leave nothing behind."""
        self._left = 0
        self._process.kill()
        for stream in (self._target, self._source):
            try:
                stream.close()
            except OSError:
                continue  # bytes for a reader that is gone
        self._process.wait()

    def _breach(self, reason: str, name: str, seconds: int) -> UnreadableFile:
        if not reason:
            reason = "error.too_slow" if self._process.returncode == -_processor_signal() else "error.reader_crashed"
        if reason == "error.too_much_memory":
            return UnreadableFile(reason, file=name, limit=self._memory // limits.MEGABYTE)
        if reason == "error.too_slow":
            return UnreadableFile(reason, file=name, seconds=seconds)
        return UnreadableFile(reason, file=name)


def read_safely(data: bytes, name: str) -> Document:
    """Read with the sandbox all of this process shares. Raises UnreadableFile as `Sandbox.read`."""
    return _shared().read(data, name)


def draw_safely(data: bytes, name: str, *, page: int, words: str, width: int) -> PagePicture:
    """Draw a page with the same sandbox. Raises UnreadableFile as `Sandbox.draw`."""
    return _shared().draw(data, name, page=page, words=words, width=width)


def cells_safely(data: bytes, name: str, *, form: str, **asked: int | str) -> tuple[cells.Cells, ...]:
    """The cells of a table with the same sandbox. Raises UnreadableFile as `Sandbox.cells`."""
    return _shared().cells(data, name, form=form, **asked)


def statements_safely(data: bytes, name: str, *, base: str, unknown: str, cpsv_ap: Mapping[str, Any]) -> terms.Linked:
    """The statements of linked data with the same sandbox. Raises UnreadableFile as `Sandbox.statements`."""
    return _shared().statements(data, name, base=base, unknown=unknown, cpsv_ap=cpsv_ap)


def _command(memory: int, seconds: int) -> list[str]:
    return [sys.executable, "-s", "-m", "policies.worker", str(memory), str(seconds)]


def _environment() -> dict[str, str]:
    kept = {key: os.environ[key] for key in KEPT if key in os.environ}
    # One thread per numeric library: threads reserve address space, and the limit counts it.
    single = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    path = os.pathsep.join(filter(None, (str(HOME), os.environ.get("PYTHONPATH"))))
    return {**kept, **single, "PYTHONPATH": path, "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"}


def _processor_signal() -> int:
    import signal

    return int(getattr(signal, "SIGXCPU", 0))


_lock = threading.Lock()
_sandbox: Sandbox | None = None
_inherited: list[Sandbox] = []


def _shared() -> Sandbox:
    global _sandbox  # noqa: PLW0603 - one pool per process is the point
    with _lock:
        if _sandbox is None:
            _sandbox = Sandbox()
            atexit.register(_close_shared)
        return _sandbox


def _close_shared() -> None:
    if _sandbox is not None:
        _sandbox.close(patience=0)


def _forget_after_fork() -> None:
    """A forked child must not speak into its parent's pipes; it keeps the pool only to leave it untouched."""
    global _sandbox, _lock  # noqa: PLW0603 - as above
    _lock = threading.Lock()
    if _sandbox is not None:
        _inherited.append(_sandbox)
        atexit.unregister(_close_shared)
        _sandbox = None


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_after_fork)
