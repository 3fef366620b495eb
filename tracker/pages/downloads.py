"""Any table of a page as a file: XLSX and CSV, made when somebody asks for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from tracker import clock
from tracker.exporters import tables
from tracker.pages import language
from tracker.pages.language import t


def downloads(name: str, rows: Callable[[], Sequence[Any]], columns: Mapping[str, str]) -> None:
    """Two buttons; the file is made on the click, from all rows and not only those of the page on screen.

    `rows` is called then, when the page has run: it may say things in the reader's language, and touch no widget.
    """
    with st.container(horizontal=True, gap="small"):
        for form in ("xlsx", "csv"):
            st.download_button(
                t(f"page.download.{form}"),
                data=partial(_made, form, rows, columns, name, language.current()),
                file_name=f"{name}-{clock.today().isoformat()}.{form}",
                mime=tables.MEDIA_TYPES[form],
                key=f"download-{name}-{form}",
                on_click="ignore",
                icon=":material/download:",
                type="tertiary",
            )


def _made(form: str, rows: Callable[[], Sequence[Any]], columns: Mapping[str, str], name: str, spoken: str) -> bytes:
    with language.speaking(spoken):
        return tables.table(form, rows(), columns, name=name)
