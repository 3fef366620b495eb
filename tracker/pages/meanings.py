"""What the figures of a page count and by which rule: on each figure, and all of them behind one button."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from tracker.pages import glossary, thresholds
from tracker.pages.language import t


def of(page: str, figure: str) -> str:
    """What a figure of a page means: what it counts, and by which rule."""
    return t(f"page.{page}.meaning.{figure}")


def button(workspace: int, page: str, figures: Mapping[str, str], *used: str) -> None:
    """All figures of a page (name and words) with what they mean, and the values of the thresholds they use."""
    with st.popover(t("page.meanings.title"), icon=":material/help:", type="tertiary", key="figures-meaning"):
        st.markdown("\n".join(f"- **{words}**: {of(page, name)}" for name, words in figures.items()))
        if used:
            thresholds.note(workspace, *used)
        glossary.button(key="glossary-from-figures")
