"""The first step: the demonstration or one's own municipality; the language is chosen in the frame above."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from tracker import access, library, workspaces
from tracker.pages import background, frame, problems, routes
from tracker.pages.language import t
from tracker.pages.problems import plain
from tracker.settings import Settings
from tracker.views.workspaces import WorkspaceName, municipalities, starter_library

DEMONSTRATION, BEGIN = "demo", "workspace.build"
_CHOSEN = "start-municipality"


def show(here: WorkspaceName | None) -> None:
    """What the tracker is for, and the two ways in; `here` is the workspace there is already, None for the first."""
    known = frame.workspaces()
    demonstration = next((one for one in known if one.slug == DEMONSTRATION), None)
    if demonstration is not None and st.session_state.pop("start-demo-awaited", False):
        routes.go("overview", ws=demonstration.slug)
    by = frame.person()
    with frame.reading() as session:
        may_make_workspace = access.may_make_workspace(session, by)
    if here is None and not may_make_workspace:
        st.title(t("page.start.title"))
        contact = Settings().contact or "-"
        st.info(plain(t("page.start.no_role", login=by.login or by.name, contact=contact)), icon=":material/lightbulb:")
        return
    st.title(t("page.start.title" if here is None else "page.start.begin.title"))
    st.markdown(t("page.start.what"))
    left, right = st.columns(2, gap="medium")
    with left, st.container(border=True):
        st.subheader(t("page.start.own"), anchor=False)
        _own({one.municipality_code: one for one in known if one.municipality_code}, may_make_workspace)
    with right, st.container(border=True):
        st.subheader(t("page.start.demo"), anchor=False)
        _demonstration(demonstration, may_make_workspace)


def _own(begun: Mapping[str, WorkspaceName], may_make_workspace: bool) -> None:
    """Choose by name or number; one that was begun before is opened, by whoever works there."""
    st.markdown(t("page.start.own_is"))
    names = municipalities()
    code = st.selectbox(
        t("page.start.municipality"), list(names), index=None, key=_CHOSEN,
        format_func=lambda number: f"{names[number]} · {number}", placeholder=t("page.start.choose"),
    )  # fmt: skip
    name = _name(names[code]) if code else ""
    there = begun.get(code or "")
    if there is not None:
        st.info(t("page.start.begun", name=plain(there.name)), icon=":material/lightbulb:")
        label = t("page.start.own_open", name=plain(there.name))
    else:
        label = t("page.start.own_do", name=plain(name)) if name else t("page.start.own_first")
    offered: frame.Offered = {"disabled": not code, "help": None}
    if there is None and not may_make_workspace:
        offered = frame.closed(BEGIN)
    if st.button(label, key="start-own", type="primary", icon=":material/arrow_forward:", wrap=True, **offered):
        if there is not None and not may_make_workspace:
            routes.go("start", ws=there.slug)
        _open(code or "", name)


def _open(code: str, name: str) -> None:
    """The municipality's workspace, made and given the library where there is none yet."""
    begun = frame.do(workspaces.begin, name, code)
    if begun is None:
        problems.show_kept()
        return
    with st.spinner(t("page.start.stocking")):
        frame.do(library.stock, starter_library())
    st.session_state["ws"] = begun.slug
    routes.go("start", ws=begun.slug)


def _demonstration(there: WorkspaceName | None, may_make_workspace: bool) -> None:
    st.markdown(t("page.start.demo_is"))
    if there is not None:
        if st.button(t("page.start.demo_open"), key="start-demo", icon=":material/play_arrow:"):
            routes.go("overview", ws=there.slug)
        return
    building = bool(background.unfinished(None, ("demonstration",)))
    offered: frame.Offered = {"disabled": building, "help": None} if may_make_workspace else frame.closed(BEGIN)
    st.button(t("page.start.demo_do"), icon=":material/play_arrow:", key="start-demo", on_click=_build, **offered)
    background.watch(None, ("demonstration",))


def _build() -> None:
    st.session_state["start-demo-awaited"] = True
    background.submit(None, "demonstration")


def _name(shown: str) -> str:
    """The municipality without its county."""
    return shown.rsplit(", ", 1)[0]
