"""Whom a requirement binds and whether it reaches a municipality; a person may settle it with a reason."""

from __future__ import annotations

import streamlit as st

from tracker import applicability
from tracker.pages import frame, problems
from tracker.pages.language import t, word
from tracker.pages.problems import plain
from tracker.tables.guideline import Applies
from tracker.views.texts import RequirementText


def show(found: RequirementText) -> None:
    """What is known, where it comes from, and behind a button the way to settle it."""
    st.caption(_known(found))
    wanted, reason = f"applies-wanted-{found.id}", f"applies-reason-{found.id}"
    with st.popover(t("page.applies.change"), icon=":material/groups:"), st.form(f"applies-{found.id}", border=False):
        st.caption(t("page.applies.is"))
        answers = list(Applies)
        st.radio(t("page.applies.question"), answers, index=answers.index(found.applies), format_func=word, key=wanted)
        st.text_input(t("page.applies.reason"), max_chars=500, key=reason)
        # A callback: its arguments are what the person saw, the state what the person said.
        st.form_submit_button(
            t("page.applies.save"),
            icon=":material/check:",
            **frame.only("requirement.apply"),
            on_click=_decide,
            args=(found.id, found.applies),
        )


def _known(found: RequirementText) -> str:
    parts = [f"{t('page.applies.binds')}: {word(found.bearer_kind)}", word(found.applies)]
    if found.cross_border:
        parts.append(t("page.applies.cross_border"))
    if found.applies_condition:
        parts.append(plain(found.applies_condition))
    if found.applies_reason:
        parts.append(t("page.applies.because", reason=plain(found.applies_reason)))
    return " · ".join(parts)


def _decide(number: int, seen: Applies) -> None:
    said = st.session_state
    wanted, reason = said[f"applies-wanted-{number}"], said[f"applies-reason-{number}"]
    if frame.do(applicability.decide, number, wanted=wanted, seen=seen, reason=reason) is not None:
        said[f"applies-reason-{number}"] = ""
        problems.tell("page.applies.saved")
