"""Lists of things to open: each a row that reads from the left, together one calm block."""

from __future__ import annotations

from typing import Any

import streamlit as st


def openings(key: str) -> Any:
    """The place for a list whose rows are buttons; give them `width="stretch"` and no type of their own.

    >>> with openings("late"):  # doctest: +SKIP
    ...     st.button("Overdue since March: name an owner", width="stretch")
    """
    return st.container(key=f"openings-{key}", gap=None)
