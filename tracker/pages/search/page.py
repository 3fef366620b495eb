"""Search: everything a workspace holds and shares, by words, phrases and citations; the question is in the address."""

from __future__ import annotations

import streamlit as st

from tracker.pages import address, background, frame
from tracker.pages.language import current, number, t, tn
from tracker.pages.problems import plain
from tracker.pages.search import field, found
from tracker.settings import Settings
from tracker.views.search.results import GROUPED, Results, search
from tracker.views.search.shelves import Shelves, open_shelves, state_of
from tracker.views.search.stock import HitKind, Stock, stock

SIZE, EACH = 20, 5
"""Hits on a page of one kind, and of every kind where all are shown."""
MOST_GROUPS = 60
"""Guidelines or documents the hits can be narrowed to, those with the most."""


def show() -> None:
    workspace = frame.here()
    st.title(t("nav.search"))
    typed = field.typed()
    if not typed:
        st.info(t("page.search.empty"), icon=":material/lightbulb:")
        return
    with st.spinner(t("page.search.opening")):
        shelves = _shelves(workspace)
    _unread(workspace, shelves)
    kind = HitKind(address.get("kind")) if address.get("kind") in set(HitKind) else None
    results = _search(shelves, typed, kind)
    _answer(typed, results)
    if not results.total:
        return
    chosen = address.segment(
        t("page.search.kinds"), ["", *(one for one in HitKind if results.counts[one] or one is kind)], key="kind",
        resets=("in", "page"), show=lambda one: _kind(one, results),
    )  # fmt: skip
    if chosen:
        _one_kind(HitKind(chosen), results)
    else:
        for one in HitKind:
            _some(one, results)


def _search(shelves: Shelves, typed: str, kind: HitKind | None) -> Results:
    page = max(1, address.number("page") or 1)
    with frame.reading() as session:
        return search(
            session,
            shelves,
            typed,
            language=current(),
            cleared=frame.cleared(shelves.workspace_id),
            kind=kind,
            group=address.number("in"),
            first=(page - 1) * SIZE if kind else 0,
            size=SIZE,
            each=EACH,
        )


def _shelves(workspace: int) -> Shelves:
    """The indexes of the workspace, opened anew only once something to be found has changed."""
    there = frame.remembered(stock, workspace)
    url = Settings().database_url
    key = repr((url, there.workspace_id, there.digest, state_of(Settings(database_url=url), workspace)))
    return _opened(key, _there=there)


@st.cache_resource(show_spinner=False, max_entries=4)
def _opened(key: str, *, _there: Stock) -> Shelves:
    del key  # stands for what the stock holds and when the indexes were written
    with frame.reading() as session:
        return open_shelves(session, Settings(), _there)


def _unread(workspace: int, shelves: Shelves) -> None:
    """Have what no index holds yet read in the background, once for each session, and say so."""
    if shelves.unread_editions or shelves.unread_requirements:
        st.info(
            t("page.search.unread", documents=len(shelves.unread_editions), requirements=shelves.unread_requirements),
            icon=":material/hourglass_top:",
        )
        if st.session_state.get("indexed") != workspace:
            st.session_state["indexed"] = workspace
            background.submit(workspace, "index")
        background.watch(workspace, ("index",))


def _answer(typed: str, results: Results) -> None:
    """How much was found, and what helps where that is little."""
    if not results.readable:
        st.info(t("page.search.unreadable"), icon=":material/lightbulb:")
        return
    if results.total:
        key = "count.hits_at_least" if results.at_least else "count.hits"
        st.markdown(f"**{tn(key, results.total)}** {t('page.search.for', typed=plain(typed))}")
    else:
        st.info(t("page.search.nothing", typed=plain(typed)), icon=":material/search_off:")
    if results.partly:
        st.caption(t("page.search.partly"))
    if results.begun:
        st.caption(t("page.search.begun", words=plain(", ".join(results.begun))))
    if results.unknown and results.total:
        st.caption(t("page.search.unknown", words=plain(", ".join(results.unknown))))
    if results.cut:
        st.caption(t("page.search.cut"))
    if results.meant:
        st.button(
            t("page.search.meant", typed=plain(results.meant)),
            key="search-meant",
            icon=":material/spellcheck:",
            on_click=address.put,
            kwargs={field.QUESTION: results.meant, "kind": None, "in": None, "page": None},
        )


def _kind(one: str, results: Results) -> str:
    if not one:
        return t("page.search.all")
    return f"{t(f'page.search.kind.{one}')} {number(results.counts[HitKind(one)])}"


def _one_kind(kind: HitKind, results: Results) -> None:
    """A page of one kind, narrowed to a guideline or document."""
    if kind in GROUPED and (len(results.groups) > 1 or address.get("in")):
        names = {str(group.id): f"{group.name} ({number(group.count)})" for group in results.groups[:MOST_GROUPS]}
        address.choose(
            t(f"page.search.in.{kind.value}"), ["", *names], key="in", resets=("page",),
            show=lambda key: names[key] if key else t("page.filter.all"),
        )  # fmt: skip
    for hit in results.hits.get(kind, ()):
        found.show(hit)
    address.page_of(results.counts[kind], size=SIZE)


def _some(kind: HitKind, results: Results) -> None:
    """The best of one kind, and the way to all of them."""
    shown = results.hits.get(kind, ())
    if not shown:
        return
    st.subheader(t(f"page.search.kind.{kind.value}"), anchor=False)
    for hit in shown:
        found.show(hit)
    if results.counts[kind] > len(shown):
        st.button(
            t("page.search.show_all", count=number(results.counts[kind])),
            key=f"all-{kind.value}",
            icon=":material/arrow_forward:",
            on_click=address.put,
            kwargs={"kind": kind.value, "page": None},
        )
