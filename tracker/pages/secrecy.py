"""What is under secrecy on the screen: asked for by those who may read it, laid and lifted with a reason."""

from __future__ import annotations

import streamlit as st

from tracker import access, secrecy
from tracker.pages import frame, problems
from tracker.pages.language import t
from tracker.views.clearance import holds_secrets

REASON = "secrecy-reason"


def choice(workspace: int) -> None:
    """The button that shows or hides it, for those who may read it where there is any."""
    if not frame.may_see_secrecy(workspace):
        return
    with frame.reading() as session:
        if not holds_secrets(session, workspace):
            return
    shown = frame.cleared(workspace)
    st.button(
        t("page.secrecy.shown" if shown else "page.secrecy.hidden"), key="secrecy-choice", type="tertiary",
        icon=":material/lock_open:" if shown else ":material/lock:", on_click=_turn, help=t("page.secrecy.choice"),
    )  # fmt: skip


def passage_button(workspace: int, passage_id: int, *, secret: bool, key: str) -> None:
    """Lay secrecy on a passage that is read here, or lift it."""
    if _may(workspace) and st.button(
        t("page.secrecy.lift" if secret else "page.secrecy.lay"), key=key, type="tertiary",
        icon=":material/lock_open:" if secret else ":material/lock:",
    ):  # fmt: skip
        _dialog("passage", secret)(passage_id, secret, None)


def document_button(workspace: int, document_id: int, version: int, *, secret: bool) -> None:
    """The same for a document as a whole."""
    if _may(workspace) and st.button(
        t("page.secrecy.lift_document" if secret else "page.secrecy.lay_document"), key="secrecy-document",
        icon=":material/lock_open:" if secret else ":material/lock:",
    ):  # fmt: skip
        _dialog("document", secret)(document_id, secret, version)


def _dialog(what: str, secret: bool):  # type: ignore[no-untyped-def] # as st.dialog gives it
    said = t(f"page.secrecy.{'lift' if secret else 'lay'}_{what}_is")
    title = t(f"page.secrecy.{'lift' if secret else 'lay'}{'_document' if what == 'document' else ''}")

    @st.dialog(title)
    def ask(number: int, secret: bool, version: int | None) -> None:
        st.markdown(said)
        with st.form("secrecy", border=False):
            st.text_input(t("page.secrecy.reason"), key=REASON, max_chars=400, help=t("page.secrecy.reason_is"))
            st.form_submit_button(t("page.secrecy.do"), type="primary", on_click=_mark, args=(number, secret, version))

    return ask


def _mark(number: int, secret: bool, version: int | None) -> None:
    reason = st.session_state[REASON]
    if version is None:
        done = frame.do(secrecy.mark_passage, number, reason=reason, secret=not secret, seen=secret)
    else:
        done = frame.do(secrecy.mark_document, number, reason=reason, secret=not secret, seen_version=version)
    if done is not None:
        problems.tell("page.secrecy.lifted" if secret else "page.secrecy.laid")


def _may(workspace: int) -> bool:
    with frame.reading() as session:
        return access.may(session, frame.person().id, secrecy.ACTION, workspace)


def _turn() -> None:
    st.session_state[frame.SECRECY] = not st.session_state.get(frame.SECRECY, False)
