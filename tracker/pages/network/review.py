"""What waits for a person: parts read in documents, the ties that follow from them, proposed roles."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from tracker.network import deciding
from tracker.pages import address, background, frame, problems
from tracker.pages.language import t, tn, word
from tracker.pages.network import words
from tracker.pages.problems import plain
from tracker.tables.guideline import Decided
from tracker.tables.network import Part
from tracker.views.network import known
from tracker.views.network.known import PartRow, Waiting

SIZE = 8
"""Documents on a page."""


def show(workspace: int) -> None:
    """The lists, and the button that reads the documents again."""
    cleared = frame.cleared(workspace)
    found = frame.remembered(known.waiting, workspace, cleared=cleared)
    st.caption(t("page.network.waiting_is"))
    st.button(
        t("page.network.read"),
        key="read-network",
        icon=":material/person_search:",
        **frame.only("network.suggest", help=t("page.network.read_help")),
        on_click=background.submit,
        args=(workspace, "read_network"),
    )
    background.watch(workspace, ("read_network",))
    if not (found.parts or found.relations or found.roles):
        st.info(t("page.network.nothing_waiting"), icon=":material/lightbulb:")
        return
    _roles(found)
    _relations(found)
    _parts(found)


def _roles(found: Waiting) -> None:
    if not found.roles:
        return
    st.subheader(t("page.network.waiting.roles", count=len(found.roles)), anchor=False)
    for row in found.roles:
        with st.container(border=True):
            st.markdown(f"**{plain(row.actor)}** · {word(row.role)}")
            words.role_reasons(row)
            words.decide(deciding.decide_role, row.id, row.state, key=f"role-{row.id}")


def _relations(found: Waiting) -> None:
    if not found.relations:
        return
    st.subheader(t("page.network.waiting.relations", count=len(found.relations)), anchor=False)
    for row in found.relations:
        with st.container(border=True):
            st.markdown(words.relation_line(row))
            for quote in row.quotes:
                words.quote(quote, row.document_id)
            words.decide(deciding.decide_relation, row.id, row.state, key=f"relation-{row.id}")


def _parts(found: Waiting) -> None:
    """Document by document, since one look at its head settles most of it."""
    if not found.parts:
        return
    st.subheader(t("page.network.waiting.parts", count=len(found.parts)), anchor=False)
    part = address.segment(
        t("page.network.part"), ["", *Part], key="part", resets=("page",),
        show=lambda key: word(Part(key)) if key else t("page.filter.all"),
    )  # fmt: skip
    wanted = [row for row in found.parts if not part or row.part == part]
    documents = [list(rows) for _, rows in groupby(wanted, key=lambda row: row.document_id)]
    first = address.page_of(len(documents), size=SIZE)
    for rows in documents[first : first + SIZE]:
        _document(rows)


def _document(rows: Sequence[PartRow]) -> None:
    with st.container(border=True):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.markdown(f"**{plain(rows[0].document)}**")
            if len(rows) > 1:
                st.button(
                    tn("page.network.confirm_all", len(rows)),
                    key=f"all-{rows[0].id}",
                    type="tertiary",
                    icon=":material/done_all:",
                    **frame.only("network.decide"),
                    on_click=_confirm_all,
                    args=([row.id for row in rows],),
                )
        for row in rows:
            st.markdown(words.part_line(row, actor=True))
            words.quote(row.quote, row.document_id)
            words.decide(deciding.decide_participation, row.id, Decided.SUGGESTED, key=f"part-{row.id}")


def _confirm_all(ids: Sequence[int]) -> None:
    done = frame.do(deciding.confirm_parts, ids)
    if done is not None:
        problems.tell("page.network.told.several", count=done)
