"""How the tables of the staffing ledger are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from tracker.pages import downloads, tables
from tracker.pages.language import number, t

Cells = dict[str, Any]
"""The cells of a row by column, as they are downloaded."""


def draw(rows: Sequence[Cells], *, key: str, days: Sequence[str] = (), numbers: Sequence[str] = ()) -> None:
    """A table of the ledger with its downloads; what a row rests on stands in the row.

    Numbers are written as the reader's language does, one that nobody has given in words.
    """
    titles = {name: t(f"page.anchoring.column.{name}") for name in rows[0]}
    first = next(iter(titles))
    columns = titles | {first: tables.wide(titles[first], 220)}
    columns |= {name: tables.day(titles[name]) for name in days}
    columns |= {name: st.column_config.TextColumn(titles[name], alignment="right") for name in numbers}
    columns |= {name: tables.long(titles[name], 340) for name in ("source", "says") if name in titles}
    shown = [row | {name: _written(row[name]) for name in numbers} for row in rows]
    tables.table(shown, columns, key=f"table-{key}", alt=t(f"page.anchoring.table.{key}"), tallest=480, opens=False)
    downloads.downloads(f"anchoring-{key}", lambda: rows, titles)


def _written(value: float | None) -> str:
    return t("page.anchoring.not_known") if value is None else number(value)
