"""Several tables in one file: a ZIP of CSV that is the same to the byte whenever the tables are."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping

from tracker.exporters.tables import Row, csv_table

FIXED = (1980, 1, 1, 0, 0, 0)
"""The time every member bears: the earliest a ZIP can hold."""
UNIX = 3
"""The system every member names, whichever it was written on."""


def csv_archive(tables: Iterable[tuple[str, Iterable[Row], Mapping[str, str]]]) -> bytes:
    """A ZIP with one CSV for each (name, rows, columns), in their order; formulas are guarded as in any CSV."""
    return packed((f"{name}.csv", csv_table(rows, columns)) for name, rows, columns in tables)


def packed(members: Iterable[tuple[str, bytes]], *, compressed: bool = True) -> bytes:
    """A ZIP of (name, content) in their order, the same to the byte for the same members.

    Libraries for compression differ in their bytes between versions and systems: what must be the same everywhere is
    not `compressed`.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            member = zipfile.ZipInfo(name, date_time=FIXED)
            member.compress_type = zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED
            member.create_system = UNIX
            member.external_attr = 0o644 << 16
            archive.writestr(member, content)
    return out.getvalue()
