"""A guideline by its number: fetched from its publisher, then imported like a file."""

from __future__ import annotations

import streamlit as st
from babel import Locale

from policies.errors import NotFetched
from policies.sources import LANGUAGES
from policies.sources.identifiers import Sfs, parse
from tracker.pages import background, frame
from tracker.pages.language import current, t
from tracker.pages.problems import message

KIND = "fetch_guideline"
FIRST = ("sv", "en")
"""The languages the tracker reads best; the Union's others follow."""

EXAMPLES = "32018R1724, SFS 2018:1937"
LONGEST = 400


def show(workspace: int) -> None:
    """Asks for a number and a language; what cannot be a number is said before anything is fetched."""
    with st.expander(t("page.fetch.title"), icon=":material/cloud_download:", expanded=bool(_refused())):
        st.caption(t("page.fetch.is"))
        with st.form("fetch", border=False):
            first, second = st.columns([2, 1])
            with first:
                st.text_input(
                    t("page.fetch.number"),
                    key="fetch-number",
                    max_chars=LONGEST,
                    placeholder=EXAMPLES,
                )
            with second:
                st.selectbox(t("page.fetch.language"), _languages(), key="fetch-language", format_func=_named)
            st.form_submit_button(
                t("page.fetch.fetch"),
                icon=":material/download:",
                **frame.only("guideline.import"),
                on_click=_fetch,
                args=(workspace,),
            )
        if code := _refused():
            st.error(message(code, st.session_state["fetch-values"]), icon=":material/error:")


def _languages() -> list[str]:
    return [*FIRST, *sorted(set(LANGUAGES) - set(FIRST))]


def _named(code: str) -> str:
    return str(Locale(current()).languages[code])


def _refused() -> str:
    return str(st.session_state.get("fetch-refused", ""))


def _fetch(workspace: int) -> None:
    """Queue the fetching, then the search for suggestions."""
    number, language = str(st.session_state["fetch-number"]), str(st.session_state["fetch-language"])
    st.session_state["fetch-refused"] = ""
    try:
        act = parse(number)
    except NotFetched as problem:
        st.session_state["fetch-refused"], st.session_state["fetch-values"] = problem.code, dict(problem.values)
        return
    st.session_state["jobs"] = []  # what earlier files came to has been read
    wanted = "sv" if isinstance(act, Sfs) else language
    background.submit(workspace, KIND, {"identifier": number.strip(), "language": wanted, "file_name": act.identifier})
    background.submit(workspace, "suggest")
