"""The two texts of a suggestion, why it was made, and its rivals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from tracker.pages import address, language, routes, texts
from tracker.pages.language import t, tn, word
from tracker.pages.local import reuse
from tracker.pages.problems import plain
from tracker.pages.review import coding, reason_marks
from tracker.tables.guideline import Decided
from tracker.views.review.queue import Item


def draw(workspace: int, item: Item) -> None:
    """Requirement and target side by side, then the reasons and the other suggestions."""
    if item.state is not Decided.SUGGESTED:
        _decided(item)
    left, right = st.columns(2, gap="medium")
    with left, st.container(border=True):
        st.subheader(t("page.review.requirement"), anchor=False)
        texts.requirement_head(item.requirement)
        texts.requirement_words(item.requirement, reasons=item.reasons)
        if item.searched:
            st.caption(t("page.review.searched"))
    with right, st.container(border=True):
        _target(workspace, item)
    with st.container(border=True):
        st.markdown(f"**{t('page.review.why')}** · {_score(item.score)}")
        reason_marks.listed(item.reasons)
        if any(reason.source or reason.target for reason in item.reasons):
            st.caption(t("page.review.marks_are"))
    coding.show(item)
    _rivals(item)


def _decided(item: Item) -> None:
    """What was decided about the link already, so that two people's views stand beside each other."""
    said = " · ".join([word(item.state), *([word(item.type)] if item.type is not None else ())])
    noted = f". {t('page.review.noted', note=plain(item.note))}" if item.note else ""
    st.info(
        t("page.review.already", state=said) + noted,
        icon=":material/how_to_reg:",
    )


def _target(workspace: int, item: Item) -> None:
    if item.passage is not None:
        st.subheader(t("page.target.passage"), anchor=False)
        texts.passage_head(item.passage)
        texts.passage_words(item.passage, reasons=item.reasons)
        reuse.note(workspace, item.passage.id)
        if st.button(t("page.review.open_document"), icon=":material/description:", type="tertiary"):
            routes.go("local", document=item.passage.document_id, passage=item.passage.id)
    elif item.service is not None:
        st.subheader(t("page.target.service"), anchor=False)
        _named(item.service, ("channel", "life_event", "platform", "vendor"), item.service["description"])
    elif item.actor is not None:
        st.subheader(t("page.target.actor"), anchor=False)
        _named(item.actor, ("role",), item.actor["note"])


def _named(fields: Mapping[str, Any], shown: tuple[str, ...], words: str) -> None:
    """A service or an actor: its name, what is known about it, its own words."""
    st.markdown(f"**{plain(fields['name'])}**")
    known = [f"- {t(f'page.field.{field}')}: {plain(fields[field])}" for field in shown if fields[field]]
    st.markdown("\n".join(known))
    if words:
        st.markdown(plain(words))


def _score(score: float | None) -> str:
    return (
        t("page.review.score", score=language.number(round(score, 2)))
        if score is not None
        else t("page.review.by_person")
    )


def _rivals(item: Item) -> None:
    """Other suggestions for the same requirement; a click opens one."""
    if not item.other:
        return
    with st.expander(tn("page.review.others", len(item.other)), icon=":material/list:"):
        for row in item.other:
            label = f"{word(row.state)} · {_score(row.score)} · {t('page.review.link', id=row.link_id)}"
            st.button(label, key=f"rival-{row.link_id}", type="tertiary", on_click=_open, args=(row.link_id,))


def _open(link_id: int) -> None:
    address.put(link=link_id)
