"""An extract of public records as one ZIP: everything as JSON, and each table as CSV for those who read tables."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from tracker.exporters.archive import packed
from tracker.exporters.tables import csv_table

MEDIA_TYPE = "application/zip"


def extract(head: Mapping[str, Any], tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> bytes:
    """`head` says what was asked for, made when and on what history; the same to the byte for the same content."""
    body = json.dumps({**head, **tables}, ensure_ascii=False, indent=1, sort_keys=False)
    return packed([("extract.json", body.encode()), *((f"{name}.csv", _table(rows)) for name, rows in tables.items())])


def _table(rows: Sequence[Mapping[str, Any]]) -> bytes:
    columns = {key: key for key in (rows[0] if rows else ())}
    return csv_table([{key: _cell(value) for key, value in row.items()} for row in rows], columns)


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, Mapping | list | tuple) else value
