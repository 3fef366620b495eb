"""Rows as the files of a package hold them: text alone, so that what is worked out is the same before and after."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tracker.exporters.tables import csv_table
from tracker.formulas import unguarded

Row = Mapping[str, str]
Table = Sequence[Row]
SEVERAL = "; "
"""Between the values of a cell that holds several."""


def written(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """A CSV as the program's exports are, its titles being the names of the columns.

    >>> read(written(["a", "b"], [{"a": "=1", "b": None}]))
    [{'a': '=1', 'b': ''}]
    """
    return csv_table(rows, {name: name for name in columns})


def read(content: bytes) -> list[dict[str, str]]:
    """The rows of such a file, as they were written."""
    lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    titles = [unguarded(title) for title in next(lines, [])]
    return [dict(zip(titles, map(unguarded, line), strict=True)) for line in lines]


def several(cell: str) -> list[str]:
    """The values of a cell that holds several.

    >>> several("soft; ctx"), several("")
    (['soft', 'ctx'], [])
    """
    return cell.split(SEVERAL) if cell else []


def figure(value: float | None) -> float | None:
    """A measure to six decimals, None where it says nothing: no processor rounds the seventh alike.

    >>> figure(2 / 3), figure(-1e-9)
    (0.666667, 0.0)
    """
    return None if value is None else round(value, 6) + 0.0  # no minus before nought
