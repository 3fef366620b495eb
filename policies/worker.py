"""The reading worker: a process of its own that limits itself, then reads one file after another.

Run by `policies.sandbox` as `python -m policies.worker MEMORY_BYTES SECONDS`. Frames on both pipes are a kind (one
byte), a length (eight bytes) and that many bytes. The worker says READY once; then for each NAME and FILE it answers
DOCUMENT; with a frame between the two that asks for something else, as JSON, it answers PAGE with a PICTURE, CELLS (of
which form of table) with SHEETS, and LINKED (against which vocabulary) with STATEMENTS; or REFUSED (a code and values),
or FAILED (a trace, for the log).
"""

from __future__ import annotations

import json
import os
import struct
import sys
import traceback
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any, BinaryIO

from policies import limits
from policies.document import Document
from policies.errors import PoliciesError
from policies.wire import packed

READY, NAME, FILE, DOCUMENT, REFUSED, FAILED = b"R", b"N", b"F", b"D", b"X", b"!"
PAGE, PICTURE = b"P", b"I"
CELLS, SHEETS = b"C", b"S"
LINKED, STATEMENTS = b"L", b"T"
ANSWERS = frozenset({DOCUMENT, PICTURE, SHEETS, STATEMENTS})
FORMS = {
    "delimited": "policies.delimited",
    "key_figures": "policies.key_figures",
    "workbook": "policies.workbook",
}
"""Forms of tables, and what reads their cells; loaded when the first such file comes."""
FRAME = struct.Struct("!cQ")
LARGEST = 512 * 1024 * 1024


def send(stream: BinaryIO, kind: bytes, content: bytes) -> None:
    """Write one frame. Raises OSError when the other side is gone."""
    stream.write(FRAME.pack(kind, len(content)))
    stream.write(content)
    stream.flush()


def receive(stream: BinaryIO) -> tuple[bytes, bytes]:
    """Read one frame. Raises EOFError when the other side is gone or speaks another language."""
    kind, size = FRAME.unpack(_exactly(stream, FRAME.size))
    if size > LARGEST:
        raise EOFError
    return kind, _exactly(stream, size)


def _exactly(stream: BinaryIO, size: int) -> bytes:
    content = stream.read(size)
    if len(content) != size:
        raise EOFError
    return content


def serve(read: Callable[[bytes, str], Document], source: BinaryIO, target: BinaryIO, *, seconds: int) -> None:
    """Answer until the other side hangs up. Ends by itself after running out of memory, which leaves debris."""
    send(target, READY, b"")
    while True:
        try:
            name = receive(source)[1].decode("utf-8", "surrogatepass")
            asked, data = receive(source)
            order = data if asked in _ACTS else b""
            if order:
                data = receive(source)[1]
        except EOFError:
            return
        allow_processor_time(limits.DRAW_SECONDS if asked == PAGE else seconds)
        act = _ACTS.get(asked)
        kind, answer = _answer(partial(act, json.loads(order)) if act else partial(_read, read), data, name)
        del data
        send(target, kind, answer)
        if kind == REFUSED and b"error.too_much_memory" in answer:
            return


def _read(read: Callable[[bytes, str], Document], data: bytes, name: str) -> tuple[bytes, bytes]:
    return DOCUMENT, packed(read(data, name))


def _drawn(asked: dict[str, Any], data: bytes, name: str) -> tuple[bytes, bytes]:
    from policies.page_pictures import draw  # most workers never draw

    png, marked = draw(data, name, **asked)
    return PICTURE, bytes([marked]) + png


def _sheets(asked: dict[str, Any], data: bytes, name: str) -> tuple[bytes, bytes]:
    from policies.cells import packed as packed_cells

    reader = import_module(FORMS[asked.pop("form")])
    return SHEETS, packed_cells(reader.read(data, name, **asked))


def _statements(asked: dict[str, Any], data: bytes, name: str) -> tuple[bytes, bytes]:
    from policies.linked import reading, terms

    return STATEMENTS, terms.packed(reading.read(data, name, reading.Vocabulary(**asked)))


_ACTS = {PAGE: _drawn, CELLS: _sheets, LINKED: _statements}


def _answer(act: Callable[[bytes, str], tuple[bytes, bytes]], data: bytes, name: str) -> tuple[bytes, bytes]:
    try:
        return act(data, name)
    except PoliciesError as error:
        return REFUSED, json.dumps([error.code, {"file": name, **error.values}]).encode()
    except MemoryError:
        return REFUSED, json.dumps(["error.too_much_memory", {"file": name}]).encode()
    except Exception:  # noqa: BLE001 - the border of the process: a bug becomes a message and a trace in the log
        return FAILED, traceback.format_exc().encode("utf-8", "replace")


def limit_memory(size: int) -> None:
    """Cap the address space and forbid writing files, where the system can; elsewhere the parent watches."""
    try:
        import resource  # not on Windows
    except ImportError:
        return
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def allow_processor_time(seconds: int) -> None:
    """Let the process use so many more seconds; beyond them the system ends it."""
    try:
        import resource  # not on Windows
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + seconds + 1
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def main(arguments: list[str]) -> None:
    """Take the pipes for frames alone: a library that prints must not spoil them."""
    source = os.fdopen(os.dup(0), "rb")
    target = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    memory, seconds = (int(argument) for argument in arguments)
    from policies.reading import read  # imported before the limit, so that it counts the files' memory

    limit_memory(memory)
    with source, target:
        serve(read, source, target, seconds=seconds)


if __name__ == "__main__":
    main(sys.argv[1:])
