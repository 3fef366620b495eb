"""The field that stands on every page: Enter leads to what was found."""

from __future__ import annotations

import streamlit as st

from tracker.pages import address, routes
from tracker.pages.language import t
from tracker.views.search.stock import LONGEST

QUESTION = "q"
"""What is sought, in the address of the search page and of no other."""
_FIELD, _ASKED = "search-field", "search-asked"


def typed() -> str:
    """What is sought, "" for nothing."""
    return address.get(QUESTION)[:LONGEST].strip()


def draw() -> None:
    """The field with what is sought; from another page Enter leads to the search page."""
    st.session_state[_FIELD] = typed()

    def follow() -> None:
        asked = str(st.session_state[_FIELD]).strip()
        if typed():
            address.put(**{QUESTION: asked, "kind": None, "in": None, "page": None})
        else:
            st.session_state[_ASKED] = asked

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
        routes.go("search", **{QUESTION: asked})
