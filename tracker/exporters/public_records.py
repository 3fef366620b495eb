"""An extract of public records as one ZIP: everything as JSON, and each table as CSV for those who read tables."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from tracker.exporters.archive import FIXED
from tracker.exporters.tables import csv_table

MEDIA_TYPE = "application/zip"


def extract(head: Mapping[str, Any], tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> bytes:
    """`head` says what was asked for, made when and on what history; the same to the byte for the same content."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        body = json.dumps({**head, **tables}, ensure_ascii=False, indent=1, sort_keys=False)
        _put(archive, "extract.json", body.encode())
        for name, rows in tables.items():
            columns = {key: key for key in (rows[0] if rows else ())}
            flat = [{key: _cell(value) for key, value in row.items()} for row in rows]
            _put(archive, f"{name}.csv", csv_table(flat, columns))
    return out.getvalue()


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, Mapping | list | tuple) else value


def _put(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    member = zipfile.ZipInfo(name, date_time=FIXED)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = 0o644 << 16
    archive.writestr(member, data)
