"""Tables on screen: rows as a frame, and the row somebody chose."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from heapq import nlargest
from textwrap import wrap
from typing import Any

import pandas as pd  # type: ignore[import-untyped] # comes with Streamlit, without stubs
import streamlit as st

ROW, HEAD, LINE = 35, 38, 20
"""Heights in pixels of a row of one line, of the titles, and of each further line."""
WRAPS = 65
"""The least height at which Streamlit goes on in a second line: more than four times the letters' size."""
LETTER, MARGINS = 7.8, 18
"""Pixels a letter takes in the widest of the fonts, and those of a cell beside its text."""
LOOKED_AT = 8  # of the longest texts: the one that needs most lines is among them
MOST_LINES = 4
"""Lines of the tallest row: a sentence longer than these is cut, and whole in the opened cell."""


def table(
    rows: Sequence[Mapping[str, Any]],
    columns: Mapping[str, Any],
    *,
    key: str,
    alt: str,
    tallest: int = 800,
    opens: bool = True,
) -> int | None:
    """A table of these rows; gives the position of the row chosen in it, None for none.

    `columns` maps the keys of the rows, in order, to titles or Streamlit's column settings.
    """
    row = row_height(columns, rows)
    drawn = st.dataframe(
        pd.DataFrame(rows, columns=list(columns)),
        hide_index=True,
        key=key,
        height=min(HEAD + row * len(rows), tallest),
        row_height=row,
        column_config=dict(columns),
        on_select="rerun" if opens else "ignore",
        selection_mode="single-row",
        placeholder="",
        alt=alt,
    )
    chosen: list[int] = drawn["selection"]["rows"] if opens else []  # type: ignore[index] # a state when it opens
    return chosen[0] if chosen else None


def coloured_table(
    leading: Mapping[str, Sequence[str]],
    cells: Sequence[Sequence[str]],
    styles: Sequence[Sequence[str]],
    columns: Mapping[str, Any],
    *,
    key: str,
    alt: str,
    on_cell: Callable[[], None],
) -> None:
    """A grid of cells, each with its own CSS, behind the leading columns; choosing a cell calls `on_cell`."""
    names = [name for name in columns if name not in leading]
    data, css = pd.DataFrame(cells, columns=names), pd.DataFrame(styles, columns=names)
    for position, (name, values) in enumerate(leading.items()):
        data.insert(position, name, list(values))
        css.insert(position, name, "")
    row = row_height(columns, data.to_dict("records"))
    st.dataframe(
        data.style.apply(lambda _: css, axis=None),
        hide_index=True,
        key=key,
        height=min(HEAD + row * len(cells), 950),
        row_height=row,
        column_config=dict(columns),
        on_select=on_cell,
        selection_mode="single-cell",
        alt=alt,
    )


def row_height(columns: Mapping[str, Any], rows: Sequence[Mapping[Any, Any]]) -> int:
    """Pixels that every row needs for the texts of the columns with a width to stand whole, on more lines than one.

    >>> row_height({"name": wide("Name", width=100)}, [{"name": "Kommunstyrelsens arbetsutskott"}])
    75
    """
    lines = 1
    for key, column in columns.items():
        width = column.get("width") if isinstance(column, dict) else None
        if isinstance(width, int) and column["type_config"]["type"] == "text":
            letters = max(1, int((width - MARGINS) / LETTER))
            longest = nlargest(LOOKED_AT, (str(row.get(key) or "") for row in rows), key=len)
            lines = max([lines, *(len(wrap(text, letters)) for text in longest)])
    return ROW if lines == 1 else max(WRAPS, ROW + LINE * (min(lines, MOST_LINES) - 1))


def wide(title: str, width: int = 380) -> Any:
    """The column that names the row: wide, and still there when the others are scrolled."""
    return st.column_config.TextColumn(title, width=width, pinned=True)


def long(title: str, width: int = 280) -> Any:
    """A column of sentences; a very long one is whole in the opened cell."""
    return st.column_config.TextColumn(title, width=width)


def day(title: str) -> Any:
    """A column of dates."""
    return st.column_config.DateColumn(title, format="YYYY-MM-DD", width=115)


def count(title: str) -> Any:
    """A column of numbers."""
    return st.column_config.NumberColumn(title)
