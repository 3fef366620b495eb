"""What the municipality has written: dropped, read, and searched through at once."""

from __future__ import annotations

import streamlit as st

from tracker.pages import address, background, frame, misplaced
from tracker.pages.language import t, tn
from tracker.pages.local import waiting
from tracker.pages.problems import plain
from tracker.views.local import documents as views
from tracker.views.starting import Start

KINDS = ("import_document", "import_guideline", "suggest")
LISTED = 12


def show(workspace: int, found: Start) -> None:
    """How many there are, a place to drop more, what became of each, and the way on."""
    st.markdown(f"**{tn('page.start.documents', found.documents)}**")
    st.markdown(t("page.start.documents.is"))
    background.uploader(workspace, "import_document", t("page.local.drop"), several=True, asks=True)
    background.recall(workspace, KINDS)
    background.watch(workspace, KINDS)
    for row in background.waiting(workspace, ("import_document",)):
        waiting.ask(workspace, row.name, row.result)
    misplaced.show(workspace, KINDS)
    working = bool(background.unfinished(workspace, KINDS))
    with st.container(horizontal=True, gap="small"):
        st.button(
            t("page.start.documents.do"), type="primary", icon=":material/arrow_forward:", key="start-documents",
            disabled=working or not found.documents, on_click=address.put, kwargs={"step": "findings"}, wrap=True,
        )  # fmt: skip
        if working:
            st.caption(t("page.start.documents.working"))
        elif not found.documents:
            st.button(
                t("page.start.documents.skip"), type="tertiary", key="start-skip", on_click=address.put,
                kwargs={"step": "findings"},
            )  # fmt: skip
    _known(workspace)


def _known(workspace: int) -> None:
    rows = frame.remembered(views.document_names, workspace)
    if rows:
        with st.expander(t("page.start.documents.known"), icon=":material/folder_open:"):
            lines = [f"- {plain(row.name)}" for row in rows[:LISTED]]
            if len(rows) > LISTED:
                lines.append(f"- {t('page.start.documents.more', count=len(rows) - LISTED)}")
            st.markdown("\n".join(lines))
