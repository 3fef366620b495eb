"""A dropped file that looks like one for another page: a person says what it is."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import streamlit as st

from tracker.pages import background, frame
from tracker.pages.language import t
from tracker.pages.problems import plain
from tracker.views.work import Work

JOBS = {"local": "import_document", "guidelines": "import_guideline"}
"""By page the job that takes files there."""


def show(workspace: int, kinds: Collection[str]) -> None:
    """Every file of these jobs that nobody has answered for."""
    for row in background.waiting(workspace, [kind for kind in kinds if kind in JOBS.values()], question="belongs"):
        if row.id not in _answered():
            _ask(workspace, row)


def _ask(workspace: int, row: Work) -> None:
    other = str(row.result["belongs"])
    here = next(page for page, kind in JOBS.items() if kind == row.kind)
    with st.container(border=True, key=f"misplaced-{row.id}"):
        st.markdown(f":material/help: **{plain(t(f'page.misplaced.{other}', file=row.name))}**")
        st.caption(t(f"page.misplaced.{other}.is"))
        with st.container(horizontal=True, gap="small"):
            for page in (other, here):
                st.button(
                    t(f"page.misplaced.{page}.do"), key=f"misplaced-{row.id}-{page}", wrap=True,
                    **frame.only(background.ACTIONS[JOBS[page]]), on_click=_import, args=(workspace, row, page),
                )  # fmt: skip
            st.button(t("page.misplaced.leave"), key=f"misplaced-{row.id}-leave", type="tertiary",
                on_click=_answered().add, args=(row.id,))  # fmt: skip


def _import(workspace: int, row: Work, page: str) -> None:
    """Where the person says so; it is not asked about again."""
    _answered().add(row.id)
    arguments: dict[str, Any] = {"sha256": row.result["sha256"], "file_name": row.result["file_name"]}
    background.submit(workspace, JOBS[page], arguments)
    background.submit(workspace, "suggest")


def _answered() -> set[int]:
    found: set[int] = st.session_state.setdefault("misplaced-answered", set())
    return found
