"""The first run: try the demonstration, or begin with one's own municipality."""

from __future__ import annotations

import streamlit as st

from tracker import library, workspaces
from tracker.pages import address, background, frame
from tracker.pages.language import t
from tracker.views.places import municipalities, starter_library


def offer() -> None:
    """What to do while there is no workspace."""
    st.title(t("page.start.title"))
    st.markdown(t("page.start.what"))
    left, right = st.columns(2, gap="medium")
    with left, st.container(border=True):
        st.subheader(t("page.start.demo"), anchor=False)
        st.markdown(t("page.start.demo_is"))
        st.button(
            t("page.start.demo_do"), type="primary", icon=":material/play_arrow:", key="start-demo",
            on_click=background.submit, args=(None, "demonstration"),
        )  # fmt: skip
        background.watch(None, ("demonstration",))
    with right, st.container(border=True):
        st.subheader(t("page.start.own"), anchor=False)
        own_workspace()


def own_workspace() -> None:
    """Choose a municipality by name; the workspace is made with the starter library in it."""
    st.markdown(t("page.start.own_is"))
    names = municipalities()
    st.selectbox(
        t("page.start.municipality"), list(names), index=None, format_func=lambda code: names[code],
        placeholder=t("page.start.choose"), key="start-municipality",
    )  # fmt: skip
    st.button(t("page.start.own_do"), key="start-own", icon=":material/add_home:", on_click=_create)


def _create() -> None:
    code = st.session_state.get("start-municipality")
    if not code:
        return
    name = municipalities()[code].rsplit(", ", 1)[0]
    made = frame.do(workspaces.create, f"{name}", municipality_code=code)
    if made is None:
        return
    frame.do(library.stock, starter_library())
    st.session_state["ws"] = made.slug
    address.put(ws=made.slug)
