"""Any table of a page as a file: XLSX and CSV, made when somebody asks for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from tracker import chains, clock
from tracker.database import Database
from tracker.exporters import stamp, tables
from tracker.pages import frame, language, standing
from tracker.pages.language import t
from tracker.tables.event import LIBRARY_CHAIN


def downloads(name: str, rows: Callable[[], Sequence[Any]], columns: Mapping[str, str]) -> None:
    """Two buttons; the file is made on the click, from all rows and not only those of the page on screen.

    `rows` is called then, when the page has run: it may say things in the reader's language, and touch no widget.
    """
    where = stamp_of()
    with st.container(horizontal=True, gap="small"):
        for form in ("xlsx", "csv"):
            standing.download(
                t(f"page.download.{form}"),
                data=partial(_made, form, rows, columns, name, language.current(), where),
                file_name=f"{name}-{clock.today().isoformat()}.{form}",
                mime=tables.MEDIA_TYPES[form],
                key=f"download-{name}-{form}",
                on_click="ignore",
                icon=":material/download:",
                type="tertiary",
            )


def stamp_of() -> Callable[[str, bytes], bytes]:
    """What puts into a file, made later, how far the history of the workspace at hand and the shared one go then."""
    here = frame.workspace()
    return partial(_stamped, frame.database(), (LIBRARY_CHAIN,) if here is None else (LIBRARY_CHAIN, here.id))


def _stamped(database: Database, numbers: Sequence[int], form: str, content: bytes) -> bytes:
    with database.reading() as session:
        heads = [head for head in chains.heads(session.connection()) if head.chain in numbers]
    return stamp.stamped(form, content, heads)


def _made(
    form: str,
    rows: Callable[[], Sequence[Any]],
    columns: Mapping[str, str],
    name: str,
    spoken: str,
    stamped: Callable[[str, bytes], bytes],
) -> bytes:
    with language.speaking(spoken):
        return stamped(form, tables.table(form, rows(), columns, name=name))
