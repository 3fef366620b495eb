"""Proposed gaps: what the machine searched without finding anything strong; a person records the search, or looks."""

from __future__ import annotations

import streamlit as st

from tracker import searching
from tracker.pages import address, frame, problems, routes, texts
from tracker.pages.language import current, number, percent, t, tn
from tracker.pages.problems import plain
from tracker.views.guidelines import listing
from tracker.views.review import gaps
from tracker.views.review.gaps import Gap, Gaps

SIZE = 10


def show(workspace: int) -> None:
    """The proposals, ten at a time, the most probable first."""
    law = _guideline(workspace)
    first = (max(address.number("page") or 1, 1) - 1) * SIZE
    cleared = frame.cleared(workspace)
    found = frame.remembered(
        gaps.proposed_gaps, workspace, guideline_id=law, offset=first, limit=SIZE, sees_secrecy=cleared
    )
    _answer(found)
    for gap in found.rows:
        _gap(workspace, gap)
    if found.total > SIZE:
        address.page_of(found.total, size=SIZE)


def _guideline(workspace: int) -> int | None:
    laws = {str(row.id): row.title(current()) for row in frame.remembered(listing.guideline_names, workspace)}
    chosen = address.choose(
        t("page.filter.guideline"), ["", *laws], key="guideline", resets=("page",),
        show=lambda key: laws.get(key, t("page.filter.all")),
    )  # fmt: skip
    return int(chosen) if chosen else None


def _answer(found: Gaps) -> None:
    """How many there are, what the proposals mean, and the way back from the last record."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{tn('page.gaps.left', found.total)}**")
        st.button(
            t("page.review.undo"), key="undo-gap", icon=":material/undo:",
            disabled="undo-gap-record" not in st.session_state, on_click=_undo,
        )  # fmt: skip
    if not found.total:
        if found.documents or found.withheld:
            st.info(t("page.gaps.none"), icon=":material/done_all:")
            return
        st.info(t("page.gaps.nothing_searched"), icon=":material/lightbulb:")
        if st.button(t("page.review.to_local")):
            routes.go("local")
        return
    st.caption(t("page.gaps.meaning"))
    with st.expander(tn("page.gaps.documents", len(found.documents) + found.withheld), icon=":material/folder_open:"):
        st.markdown("\n".join(f"- {plain(name)}" for name in found.documents))
        if found.withheld:
            st.caption(tn("page.gaps.withheld", found.withheld))


def _gap(workspace: int, gap: Gap) -> None:
    """One requirement: its words, what was searched, the best of the weak candidates, and what to do."""
    with st.container(border=True, key=f"gap-{gap.requirement.id}"):
        left, right = st.columns(2, gap="medium")
        with left:
            texts.requirement_head(gap.requirement)
            texts.requirement_words(gap.requirement)
        with right:
            st.markdown(_searched(gap))
            if gap.candidate is not None:
                st.caption(t("page.gaps.best_is", score=number(round(gap.candidate.score, 2))))
                texts.passage_head(gap.candidate.passage)
                texts.passage_words(gap.candidate.passage, around=False)
        with st.container(horizontal=True, gap="small"):
            st.button(
                t("page.gaps.record"), key=f"record-{gap.requirement.id}", icon=":material/search_off:",
                **frame.only("search.record"), on_click=_record, args=(workspace, gap.requirement.id),
            )  # fmt: skip
            look = tn("page.gaps.look", gap.candidates) if gap.candidates else t("page.gaps.look_in_documents")
            if st.button(look, key=f"look-{gap.requirement.id}", icon=":material/visibility:"):
                if gap.candidates:
                    routes.go("review", requirement=gap.requirement.id)
                routes.go("local")


def _searched(gap: Gap) -> str:
    said = t(
        "page.gaps.searched",
        passages=tn("count.passages", gap.searched), documents=tn("count.documents", gap.editions),
        share=percent(min(gap.probability, 0.99)), threshold=percent(gap.threshold),
    )  # fmt: skip
    return plain(said)


def _record(workspace: int, requirement_id: int) -> None:
    record = frame.do(searching.record, workspace, requirement_id)
    if record is not None:
        st.session_state["undo-gap-record"] = record.id
        problems.tell("page.review.recorded")


def _undo() -> None:
    record = st.session_state.pop("undo-gap-record")
    if frame.do(searching.withdraw, record) is not None:
        problems.tell("page.review.undone")
