"""Files that are written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from tracker.errors import TrackerError


def write_whole(path: Path, content: bytes) -> None:
    """Put the content in the file, in place of what it held; whatever goes wrong leaves that as it was.

    What is there and no file, as a device or a pipe, is written to: a file in its place would take it from everybody.
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
