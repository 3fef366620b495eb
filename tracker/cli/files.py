"""Files on the command line: read to a limit, with what their names say, and written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.errors import ImportProblem, TrackerError

if TYPE_CHECKING:
    from policies.document import Document

MEGABYTE = 1024 * 1024


def read_document(file: Path) -> Document:
    """A document read under limits."""
    from policies.sandbox import read_safely

    return read_safely(file_bytes(file), file_name(file))


def file_name(file: Path) -> str:
    """The name of a file as text; bytes of it that are no letters become U+FFFD."""
    return os.fsencode(file.name).decode("utf-8", "replace")


def file_bytes(file: Path) -> bytes:
    """The bytes of a file. ImportProblem where there is none to read, UnreadableFile for more than is looked at."""
    from policies.errors import UnreadableFile
    from policies.limits import FILE_BYTES

    content, size = beginning(file, FILE_BYTES)
    if size > FILE_BYTES:
        sizes = {"megabytes": -(-size // MEGABYTE), "limit": FILE_BYTES // MEGABYTE}
        raise UnreadableFile("error.too_large", file=file_name(file), **sizes)
    return content


def beginning(path: Path, limit: int) -> tuple[bytes, int]:
    """At most `limit` bytes of a file and one more, and how many it has: what has no end has one more than the limit.

    Raises ImportProblem for a file that is not there or that nobody here may read.
    """
    try:
        with path.open("rb") as file:
            content = file.read(limit + 1)
            return content, max(len(content), os.fstat(file.fileno()).st_size)
    except (OSError, ValueError) as problem:  # ValueError: a name with NUL
        detail = problem.strerror if isinstance(problem, OSError) else str(problem)
        raise ImportProblem("error.file_missing", file=str(path), detail=detail or "") from problem


def write_whole(path: Path, content: bytes) -> None:
    """Put the content in the file, in place of what it held; whatever goes wrong leaves that as it was.

    A device or a pipe is written to as it is: a file in its place would take it from everybody.
    """
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):
            path.write_bytes(content)
            return
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        unfinished = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            unfinished.chmod(0o666 & ~_mask())
            unfinished.replace(path)
        except BaseException:
            unfinished.unlink(missing_ok=True)
            raise
    except OSError as problem:
        raise TrackerError("error.file_not_written", file=str(path), detail=problem.strerror or "") from problem


def _mask() -> int:
    """What new files of this process are not open to."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
