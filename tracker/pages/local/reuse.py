"""Copied policy on the screen: where a document's passages also stand, both texts side by side."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from tracker.pages import address, frame, highlights
from tracker.pages.highlights import Mark
from tracker.pages.language import day, percent, t, tn
from tracker.pages.problems import plain
from tracker.views.local import reuse
from tracker.views.local.reuse import ReusedWith, SharedPassage, Side

SIZE = 10


def show(workspace: int, document_id: int) -> None:
    """What the document shares with others; nothing where it shares nothing. The one compared is in the address."""
    person_id = frame.person().id
    with frame.reading() as session:
        found = reuse.document_reuse(session, workspace, document_id=document_id, person_id=person_id)
    if not found.passages:
        return
    asked = address.number("reuse")
    with st.container(border=True):
        st.subheader(tn("page.reuse.title", found.passages), anchor=False)
        st.caption(f"{t('page.reuse.share', share=percent(found.share))} {t('page.reuse.dates')}")
        for other in found.others:
            _other(other, opened=other.document_id == asked)
    if any(other.document_id == asked for other in found.others):
        _compared(workspace, document_id, asked or 0, person_id)


def note(found: Sequence[ReusedWith]) -> None:
    """One line that says where a passage also stands, each document a link; nothing where it stands nowhere else."""
    if found:
        named = "; ".join(_named(other) for other in found)
        st.markdown(f":material/content_copy: {t('page.reuse.also_in', documents=named)}")


def _other(other: ReusedWith, *, opened: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        parts = (tn("count.passages", other.passages), percent(other.share))
        st.markdown(f"{_named(other)} · {' · '.join(parts)}")
        st.button(
            t("page.reuse.hide") if opened else t("page.reuse.compare"),
            key=f"reuse-{other.document_id}",
            icon=":material/compare:",
            type="tertiary",
            on_click=address.put,
            kwargs={"reuse": None if opened else other.document_id, "shared": None},
        )


def _named(other: ReusedWith) -> str:
    """The document as a link, whose it is and from when."""
    link = address.link("local", document=other.document_id, ws=other.slug)
    dated = f", {day(other.decided_on)}" if other.decided_on else ""
    return f"[{plain(other.name)}]({link}) ({plain(other.municipality)}{dated})"


def _compared(workspace: int, document_id: int, other_id: int, person_id: int) -> None:
    with frame.reading() as session:
        pairs = reuse.shared_passages(
            session, workspace, document_id=document_id, other_id=other_id, person_id=person_id
        )
    st.caption(t("page.reuse.marked"))
    first = address.page_of(len(pairs), size=SIZE, key="shared")
    for pair in pairs[first : first + SIZE]:
        _pair(pair)


def _pair(pair: SharedPassage) -> None:
    for column, side in zip(st.columns(2), (pair.own, pair.other), strict=True):
        with column:
            st.html(highlights.block(_text(side), language=side.language, name="law provision"))


def _text(side: Side) -> str:
    place = " · ".join(
        part for part in (side.heading, t("page.text.page", page=side.page) if side.page else "") if part
    )
    marks = [Mark(start=start, end=end, role="shared") for start, end in side.shared]
    return highlights.block(highlights.escaped(place), name="place") + highlights.marked(side.text, marks)
