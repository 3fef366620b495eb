"""The field that stands on every page: Enter leads to what was found."""

from __future__ import annotations

import streamlit as st

from tracker.pages import routes
from tracker.pages.language import t
from tracker.views.search.finding import LONGEST

_FIELD, _ASKED = "search-field", "search-asked"


def draw() -> None:
    """The field; leaves for the search page when something was typed and Enter pressed."""

    def follow() -> None:
        st.session_state[_ASKED] = str(st.session_state[_FIELD]).strip()
        st.session_state[_FIELD] = ""

    st.text_input(
        t("page.search.field"),
        key=_FIELD,
        on_change=follow,
        max_chars=LONGEST,
        type="search",
        placeholder=t("page.search.field"),
        icon=":material/search:",
        label_visibility="collapsed",
    )
    asked = st.session_state.pop(_ASKED, "")
    if asked:
        routes.go("search", q=asked)
