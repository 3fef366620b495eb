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
    with st.popover(t("page.applies.change"), icon=":material/groups:"), st.form(f"applies-{found.id}", border=False):
        st.caption(t("page.applies.is"))
        wanted = st.radio(
            t("page.applies.question"), list(Applies), index=list(Applies).index(found.applies), format_func=word
        )
        reason = st.text_input(t("page.applies.reason"), max_chars=500)
        if st.form_submit_button(t("page.applies.save"), icon=":material/check:") and wanted is not None:
            _decide(found, wanted, reason)


def _known(found: RequirementText) -> str:
    parts = [f"{t('page.applies.binds')}: {word(found.bearer_kind)}", word(found.applies)]
    if found.cross_border:
        parts.append(t("page.applies.cross_border"))
    if found.applies_condition:
        parts.append(plain(found.applies_condition))
    if found.applies_reason:
        parts.append(t("page.applies.because", reason=plain(found.applies_reason)))
    return " · ".join(parts)


def _decide(found: RequirementText, wanted: Applies, reason: str) -> None:
    done = frame.do(applicability.decide, found.id, wanted=wanted, seen=found.applies, reason=reason)
    if done is not None:
        problems.tell("page.applies.saved")
    st.rerun()
