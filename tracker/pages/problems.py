"""What a reader sees when something cannot be done: a plain message with the remedy, never a traceback."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import streamlit as st

from tracker import locales, logs
from tracker.errors import NotFound, TrackerError
from tracker.pages import address
from tracker.pages.language import t

_NOTICE = "notice"
_FOUND_AFTERWARDS = re.compile(r"(?<!\w)www(?=\.)|:(?=//|material/|[\w+-]{1,60}:)|@(?=[-\w]+\.)", re.IGNORECASE)
"""Where the browser looks for addresses and icons in what Markdown has left: there an escaped sign is a sign again, and
only one that joins words unseen keeps the parts from being read as one."""


@contextmanager
def shown_plainly() -> Iterator[None]:
    """Show what the block raises: a known error as its message, anything else with the id it has in the log."""
    try:
        yield
    except TrackerError as problem:
        st.error(message(problem.code, problem.values), icon=":material/error:")
        if isinstance(problem, NotFound) and address.leads_further():
            st.button(t("page.problem.start_over"), icon=":material/arrow_back:", on_click=address.start_over)
    except Exception as problem:  # noqa: BLE001 - whatever it is, it is logged and shown plainly
        st.error(t("page.problem.unexpected", id=logs.failure(problem)), icon=":material/error:")


def message(code: str, values: Mapping[str, Any]) -> str:
    """The sentence for a code, harmless for Markdown whatever the values are."""
    return plain(t(code, **values))


def plain(text: str) -> str:
    r"""Text that Markdown leaves as it is, and out of which no link, icon or emoji comes.

    >>> plain("a*b_[c](d)")
    'a\\*b\\_\\[c\\]\\(d\\)'
    """
    text = _FOUND_AFTERWARDS.sub("\\g<0>\u2060", locales.in_order(text))
    return "".join(f"\\{sign}" if sign in r"\`*_{}[]()<>#+-.!|~$:" else sign for sign in text)


def person(name: str) -> str:
    """Who did something in what all workspaces share: `plain`, or that it was somebody elsewhere ("")."""
    return plain(name or t("person.elsewhere"))


def keep(problem: TrackerError) -> None:
    """Keep an error of a callback for the run that follows it."""
    st.session_state[_NOTICE] = ("error", problem.code, dict(problem.values))


def tell(key: str, **values: Any) -> None:
    """Keep a short confirmation for the run that follows a callback."""
    st.session_state[_NOTICE] = ("done", key, values)


def show_kept() -> None:
    """Show what a callback left, once.

    Its place stays when there is nothing to show: were the page moved down by one, every open form would close and
    take along what somebody wrote in it.
    """
    place = st.empty()
    kept = st.session_state.pop(_NOTICE, None)
    if kept is None:
        return
    kind, code, values = kept
    if kind == "error":
        place.error(message(code, values), icon=":material/error:")
        # The button may be far below the top of the page: the toast is seen from everywhere.
        st.toast(message(code, values), icon=":material/error:", duration="long")
    else:
        st.toast(message(code, values), icon=":material/check:")
