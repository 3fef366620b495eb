"""Heads of the history that were printed or exported: read from what a person types or from the file itself."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from tracker.chains import Head
from tracker.errors import ImportProblem

LARGEST = 200_000_000
_TYPED = re.compile(r"([0-9a-f]{8,64}):(\d{1,12})")
_PRINTED = re.compile(r"tracker-history chain=(\d+) events=(\d+) head=([0-9a-f]{64})")


def read(given: str) -> tuple[Head, ...]:
    """The heads in HEAD:COUNT, or in every place of an exported file that says how far the history went.

    Raises ImportProblem where there is none.
    """
    typed = _TYPED.fullmatch(given.strip())
    if typed is not None:
        return (Head(chain=-1, count=int(typed[2]), hash=typed[1]),)
    path = Path(given)
    if not path.is_file() or path.stat().st_size > LARGEST:
        raise ImportProblem("error.anchor_unreadable", file=given)
    found = {
        Head(chain=int(chain), count=int(count), hash=head)
        for text in _texts(path)
        for chain, count, head in _PRINTED.findall(text)
    }
    if not found:
        raise ImportProblem("error.anchor_unreadable", file=given)
    return tuple(sorted(found, key=lambda head: (head.chain, head.count)))


def _texts(path: Path) -> list[str]:
    """What a file says in plain letters: itself, or the parts of a packed one (XLSX, DOCX, ZIP)."""
    if not zipfile.is_zipfile(path):
        return [path.read_bytes().decode("utf-8", "replace")]
    with zipfile.ZipFile(path) as packed:
        small = [part for part in packed.infolist() if part.file_size <= LARGEST]
        return [packed.read(part).decode("utf-8", "replace") for part in small]
