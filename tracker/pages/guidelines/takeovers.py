"""A library summary beside the official requirement that may be the one it sums up; a person says whether it is."""

from __future__ import annotations

import streamlit as st

from tracker import takeovers
from tracker.pages import address, frame, highlights, problems, texts
from tracker.pages.language import current, t, tn
from tracker.views.guidelines import proposals
from tracker.views.guidelines.listing import GuidelineDetail
from tracker.views.guidelines.proposals import Proposal

SIZE = 8


def show(workspace: int, detail: GuidelineDetail) -> None:
    """The proposals that wait, a page at a time."""
    rows = frame.remembered(proposals.proposals, workspace, guideline_id=detail.name.id)
    if not rows:
        st.info(t("page.takeover.none"), icon=":material/done_all:")
        return
    st.markdown(f"**{tn('page.takeover.answer', len(rows))}**")
    st.caption(t("page.takeover.is"))
    first = address.page_of(len(rows), size=SIZE)
    for row in rows[first : first + SIZE]:
        _proposal(row)


def _proposal(row: Proposal) -> None:
    with st.container(border=True):
        left, right = st.columns(2, gap="medium")
        with left:
            st.badge(t("page.takeover.summary"), color="orange", icon=":material/short_text:")
            st.caption(problems.plain(row.locator))
            lang = current()
            words = row.summary.sv if lang == "sv" else row.summary.en
            st.html(highlights.block(highlights.escaped(words), language=lang, name="law"))
        with right:
            st.badge(t("page.takeover.official"), color="blue", icon=":material/gavel:")
            st.caption(problems.plain(row.requirement.locator))
            texts.requirement_words(row.requirement)
        with st.container(horizontal=True):
            st.button(
                t("page.takeover.yes"), key=f"takeover-yes-{row.id}", icon=":material/check:",
                **frame.only("guideline.take_over"),
                on_click=_decide, args=(row.id, row.version), kwargs={"confirmed": True},
            )  # fmt: skip
            st.button(
                t("page.takeover.no"), key=f"takeover-no-{row.id}", icon=":material/close:",
                **frame.only("guideline.take_over"),
                on_click=_decide, args=(row.id, row.version), kwargs={"confirmed": False},
            )  # fmt: skip


def _decide(number: int, version: int, *, confirmed: bool) -> None:
    if frame.do(takeovers.decide, number, confirmed=confirmed, seen_version=version) is not None:
        problems.tell("page.takeover.confirmed" if confirmed else "page.takeover.rejected")
