"""Files on the command line: read with what their names say, and written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.errors import ImportProblem, TrackerError

if TYPE_CHECKING:
    from policies.document import Document


def read_document(file: Path) -> Document:
    """A document read under limits."""
    from policies.sandbox import read_safely

    return read_safely(file_bytes(file), file_name(file))


def file_name(file: Path) -> str:
    """The name of a file as text; bytes of it that are no letters become U+FFFD."""
    return os.fsencode(file.name).decode("utf-8", "replace")


def file_bytes(file: Path) -> bytes:
    """The bytes of a file; ImportProblem where there is none to read."""
    try:
        return file.read_bytes()
    except OSError as problem:
        raise ImportProblem("error.file_missing", file=str(file), detail=problem.strerror or "") from problem


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
