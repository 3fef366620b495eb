"""Tables on screen: rows as a frame, and the row somebody chose."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd  # type: ignore[import-untyped] # comes with Streamlit, without stubs
import streamlit as st

ROW, HEAD = 35, 38
"""Heights in pixels of a row and of the titles."""


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
    drawn = st.dataframe(
        pd.DataFrame(rows, columns=list(columns)),
        hide_index=True,
        key=key,
        height=min(HEAD + ROW * len(rows), tallest),
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
    st.dataframe(
        data.style.apply(lambda _: css, axis=None),
        hide_index=True,
        key=key,
        height=min(HEAD + ROW * len(cells), 950),
        column_config=dict(columns),
        on_select=on_cell,
        selection_mode="single-cell",
        alt=alt,
    )


def wide(title: str, width: int = 380) -> Any:
    """The column that names the row: wide, and still there when the others are scrolled."""
    return st.column_config.TextColumn(title, width=width, pinned=True)


def long(title: str, width: int = 280) -> Any:
    """A column of sentences, cut where it ends; the whole is in the cell."""
    return st.column_config.TextColumn(title, width=width)


def day(title: str) -> Any:
    """A column of dates."""
    return st.column_config.DateColumn(title, format="YYYY-MM-DD", width=115)


def count(title: str) -> Any:
    """A column of numbers."""
    return st.column_config.NumberColumn(title)
