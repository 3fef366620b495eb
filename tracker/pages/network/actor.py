"""One actor: what it is, its ties with dates and sources, its parts in documents, what it answers for, its roles."""

from __future__ import annotations

import streamlit as st

from tracker.network import deciding
from tracker.pages import address, frame, tables
from tracker.pages.language import current, t, tn, word
from tracker.pages.network import words as network_words
from tracker.pages.problems import plain
from tracker.tables.guideline import Decided
from tracker.views.guidelines import listing
from tracker.views.network import actor
from tracker.views.network.actor import ActorDetail

BACK = ("actor",)


def show(workspace: int) -> None:
    """The actor in the address."""
    cleared = frame.cleared(workspace)
    detail = frame.remembered(actor.actor_detail, workspace, actor_id=address.number("actor") or 0, cleared=cleared)
    st.button(
        t("page.network.back"), icon=":material/arrow_back:", type="tertiary", key="network-back",
        on_click=address.put, kwargs=dict.fromkeys(BACK),
    )  # fmt: skip
    st.title(plain(detail.name))
    _answer(detail)
    _roles(detail)
    left, right = st.columns(2, gap="medium")
    with left:
        _relations(detail)
    with right:
        _parts(detail)
    _requirements(workspace, detail)


def _answer(detail: ActorDetail) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.badge(word(detail.kind), color="gray")
        if detail.part_of:
            number, name = detail.part_of
            st.button(
                t("page.network.belongs_to", name=plain(name)), key="network-above", type="tertiary",
                on_click=address.put, kwargs={"actor": number},
            )  # fmt: skip
    held = [row for row in detail.relations if row.state is Decided.CONFIRMED]
    parts = [row for row in detail.parts if row.state is not Decided.REJECTED]
    st.markdown(
        f"**{tn('count.ties', len(held))}** · {tn('count.parts', len(parts))} · "
        f"{t('page.network.answers_for', count=len(detail.requirements), documents=detail.through_documents)}"
    )
    for words in (detail.role, detail.note):
        if words:
            st.caption(plain(words))


def _roles(detail: ActorDetail) -> None:
    for row in detail.roles:
        with st.container(border=True):
            st.markdown(f"{network_words.ICONS[row.state]} **{word(row.role)}** · {word(row.state)}")
            st.caption(t(f"page.network.role_is.{row.role.value}"))
            network_words.role_reasons(row)
            if row.note:
                st.caption(plain(row.note))
            network_words.decide(deciding.decide_role, row.id, row.state, key=f"role-{row.id}")


def _relations(detail: ActorDetail) -> None:
    st.subheader(t("page.network.relations"), anchor=False)
    if not detail.relations:
        st.caption(t("page.network.no_relations"))
    for row in detail.relations:
        with st.container(border=True):
            other = row.to_id if row.from_id == detail.id else row.from_id
            st.markdown(f"{network_words.ICONS[row.state]} {network_words.relation_line(row)}")
            if row.described:
                st.caption(f"{t('page.network.source')}: {plain(row.described)}")
            for quote in row.quotes:
                network_words.quote(quote, row.document_id)
            st.button(
                t("page.network.to_other"), key=f"other-{row.id}", type="tertiary", icon=":material/arrow_forward:",
                on_click=address.put, kwargs={"actor": other},
            )  # fmt: skip
            if row.state is not Decided.CONFIRMED or row.document_id is not None:
                network_words.decide(deciding.decide_relation, row.id, row.state, key=f"relation-{row.id}")


def _parts(detail: ActorDetail) -> None:
    st.subheader(t("page.network.parts"), anchor=False)
    if not detail.parts:
        st.caption(t("page.network.no_parts"))
    for row in detail.parts:
        with st.container(border=True):
            st.markdown(f"{network_words.ICONS[row.state]} {network_words.part_line(row, actor=False)}")
            network_words.quote(row.quote, row.document_id)
            network_words.decide(deciding.decide_participation, row.id, row.state, key=f"part-{row.id}")


def _requirements(workspace: int, detail: ActorDetail) -> None:
    st.subheader(t("page.network.requirements"), anchor=False)
    if not detail.requirements:
        st.caption(t("page.network.no_requirements"))
        return
    language = current()
    laws = {row.id: row.abbreviation for row in frame.remembered(listing.guideline_names, workspace)}
    tables.table(
        [
            {"requirement": f"{laws.get(row.guideline_id) or row.guideline} {row.locator}", "text": row.words(language)}
            for row in detail.requirements
        ],
        {"requirement": tables.wide(t("word.requirement"), 260), "text": tables.long(t("column.text"), 600)},
        key="network-requirements",
        alt=t("page.network.requirements"),
        opens=False,
    )
