"""Above every page: the workspace that is shown, and the way to another."""

from __future__ import annotations

import streamlit as st

from tracker.errors import NotFound
from tracker.pages import address, frame, problems
from tracker.pages.language import t


def draw() -> None:
    """A box with the workspaces the person works in; nothing before there is any."""
    found = {one.slug: one for one in frame.workspaces()}
    current = frame.workspace()
    if current is None:
        return
    asked = address.get("ws")
    if asked and asked not in found:  # never show another municipality without a word
        problems.keep(NotFound("error.workspace_unknown", slug=asked, known=", ".join(found)))
    st.session_state["ws"] = current.slug
    address.put(ws=current.slug)
    st.session_state["workspace-choice"] = current.slug

    def follow() -> None:
        st.session_state["ws"] = st.session_state["workspace-choice"]
        address.put(ws=st.session_state["ws"])

    st.selectbox(
        t("page.frame.workspace"),
        list(found),
        format_func=lambda slug: found[slug].name if slug in found else slug,
        key="workspace-choice",
        on_change=follow,
        label_visibility="collapsed",
    )
