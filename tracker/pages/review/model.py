"""What is said of suggestions that an older model made, or that know nothing of the newest decisions."""

from __future__ import annotations

import streamlit as st

from tracker.pages import background, frame
from tracker.pages.language import t, tn
from tracker.views.review.freshness import freshness

WORTH_IT = 10
"""Decisions since the last run from which new suggestions are worth making."""


def show(workspace: int) -> None:
    """What `offer` says, and the job at work."""
    offer(workspace)
    background.watch(workspace, ("suggest",))


def offer(workspace: int) -> None:
    """A line with the button that makes the suggestions anew, where there is reason to."""
    found = frame.remembered(freshness, workspace)
    if found.older:
        _offer(workspace, tn("page.model.older", found.older))
    elif found.decisions >= WORTH_IT:
        _offer(workspace, tn("page.model.decisions", found.decisions))


def _offer(workspace: int, said: str) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="older-model"):
        st.markdown(f":material/update: {said}")
        st.button(
            t("page.model.renew"),
            key="renew-suggestions",
            icon=":material/refresh:",
            **frame.only("link.suggest", help=t("page.model.renew_help")),
            on_click=background.submit,
            args=(workspace, "suggest"),
        )
