"""How large a workbook says it is, told from its cell names before any cell is built."""

from __future__ import annotations

import re

from policies import limits
from policies.archive import Archive
from policies.errors import UnreadableFile

SHEET = re.compile(r"^xl/worksheets/[^/]+\.xml$")
ROW = re.compile(rb"<(?:\w+:)?row\b[^<>]*?\br=[\"'](\d{1,9})[\"']")
CELL = re.compile(rb"<(?:\w+:)?c\b[^<>]*?\br=[\"']([A-Za-z]{1,4})(\d{1,9})[\"']")


def check_size(archive: Archive, name: str) -> None:
    """Raises UnreadableFile where a sheet spans more cells than may be read: one far cell makes all those before it."""
    for part in archive.names():
        if not SHEET.match(part):
            continue
        data = archive.read(part)
        columns = {found[1].upper() for found in CELL.finditer(data)}
        rows = [int(found[1]) for found in ROW.finditer(data)] + [int(found[2]) for found in CELL.finditer(data)]
        width = max(map(_column, columns), default=0)
        if width * max(rows, default=0) > limits.TABLE_CELLS:
            raise UnreadableFile("error.too_many_cells", file=name, limit=limits.TABLE_CELLS)


def _column(letters: bytes) -> int:
    """
    >>> _column(b"A"), _column(b"AB")
    (1, 28)
    """
    at = 0
    for letter in letters:
        at = at * 26 + letter - 64
    return at
