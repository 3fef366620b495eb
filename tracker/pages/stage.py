"""Where a guideline is in its life, in words and as a badge: what is only proposed never looks like law."""

from __future__ import annotations

import streamlit as st

from tracker.pages.language import t, word
from tracker.tables.guideline import GuidelineStatus
from tracker.validity import ENDED, PENDING


def badge(status: GuidelineStatus) -> None:
    """A badge for a guideline that does not hold yet, or no more; nothing for one that holds."""
    if status in PENDING:
        st.badge(in_words(status), color="orange", icon=":material/hourglass_top:")
    elif status in ENDED:
        st.badge(in_words(status), color="red", icon=":material/history:")


def in_words(status: GuidelineStatus) -> str:
    """The stage; of a proposal also that it waits to be confirmed."""
    return t("page.validity.pending") if status is GuidelineStatus.PROPOSED else word(status)


def marked(name: str, status: GuidelineStatus) -> str:
    """A name for a row that has no room for a badge."""
    return f"{name} · {word(status)}" if status in PENDING or status in ENDED else name
