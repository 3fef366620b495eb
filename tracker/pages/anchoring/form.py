"""A form in which a person answers an item of anchoring for a unit or service."""

from __future__ import annotations

import streamlit as st

from tracker import answering, clock
from tracker.anchoring import items
from tracker.pages import address, frame, problems
from tracker.pages.anchoring.words import dimension_name, item_name
from tracker.pages.language import t
from tracker.subjects import Subject
from tracker.views.anchoring.index import Anchoring


def show(workspace: int, found: Anchoring) -> None:
    """The item of the address first, else the first one nobody knows; each answer stays with its day."""
    st.subheader(t("page.anchoring.form"), anchor=False)
    codes = answering.answerable()
    asked = address.get("item")
    first = next((code for code in found.index.missing if code in codes), codes[0])
    start = asked if asked in codes else first
    with st.form("answer", border=True):
        # The key follows the item that is open, so that choosing another row of the table brings that one here.
        key = f"answer-item-{start}"
        st.selectbox(t("page.anchoring.column.item"), codes, index=codes.index(start), key=key, format_func=_label)
        st.segmented_control(
            t("page.anchoring.form.score"), answering.ANSWERS, key="answer-score",
            format_func=lambda value: t(f"page.anchoring.form.{value}"),
        )  # fmt: skip
        st.date_input(
            t("page.anchoring.form.on"), value=clock.today(), max_value=clock.today(), key="answer-on",
            format="YYYY-MM-DD",
        )  # fmt: skip
        st.text_input(
            t("page.anchoring.form.source"), key="answer-source", max_chars=400, help=t("page.anchoring.form.help")
        )
        st.form_submit_button(
            t("page.anchoring.form.save"),
            key="answer-save",
            **frame.only("measurement.add"),
            on_click=_save,
            args=(workspace, found.subject, key),
        )


def _label(code: str) -> str:
    return f"{item_name(code)} ({dimension_name(items()[code].dimension)})"


def _save(workspace: int, subject: Subject, key: str) -> None:
    said = st.session_state
    score = said["answer-score"]
    saved = frame.do(
        answering.answer, workspace, said[key], -1 if score is None else score, subject,
        on=said["answer-on"] or clock.today(), source=said["answer-source"],
    )  # fmt: skip
    if saved is not None:
        said["answer-score"], said["answer-source"] = None, ""
        address.put(item=said[key])
        problems.tell("page.anchoring.form.saved")
