"""Programs that read the workspace with a token: made, shown once, listed, revoked."""

from __future__ import annotations

import streamlit as st

from tracker import tokens
from tracker.pages import frame, problems, tables
from tracker.pages.language import t, tn
from tracker.views import tokens as views
from tracker.views.tokens import TokenRow, TokenState

SHOWN = "token-shown"
"""Where a new token waits for the one run that shows it."""
USUAL_DAYS = 90


def show(workspace: int) -> None:
    """The list, what can be done about each, and the way to another; for administrators."""
    by = frame.person()
    with frame.reading() as session:
        rows = views.tokens(session, workspace, person_id=by.id)
    st.subheader(t("page.settings.tokens"), anchor=False)
    st.markdown(f"**{tn('count.tokens', sum(row.state is TokenState.VALID for row in rows))}**")
    st.caption(t("page.settings.tokens.is"))
    made = st.session_state.pop(SHOWN, None)
    if made is not None:
        st.success(t("page.settings.tokens.made"), icon=":material/key:")
        st.code(made, language=None, wrap_lines=True)
    if rows:
        _list(workspace, rows)
    else:
        st.info(t("page.settings.tokens.none"), icon=":material/lightbulb:")
    _new(workspace)


def _list(workspace: int, rows: list[TokenRow]) -> None:
    shown = [
        {
            "purpose": row.purpose,
            "state": t(f"token_state.{row.state}"),
            "made": row.made_at.date(),
            "expires": row.expires_at.date(),
        }
        for row in rows
    ]
    titles = {"purpose": t("page.settings.tokens.purpose")}
    titles |= {key: t(f"page.settings.tokens.field.{key}") for key in ("state", "made", "expires")}
    columns = titles | {key: tables.day(titles[key]) for key in ("made", "expires")}
    columns["purpose"] = tables.wide(titles["purpose"])
    chosen = tables.table(shown, columns, key="tokens", alt=t("page.settings.tokens.alt"))
    if chosen is None:
        st.caption(t("page.settings.tokens.choose"))
    elif rows[chosen].state is TokenState.VALID:
        with st.container(border=True):
            st.markdown(f"**{problems.plain(rows[chosen].purpose)}**")
            st.markdown(t("page.settings.tokens.sure"))
            st.button(
                t("page.settings.tokens.revoke"), icon=":material/key_off:", key="token-revoke",
                **frame.only("token.revoke"), on_click=_revoke, args=(workspace, rows[chosen].id),
            )  # fmt: skip


def _new(workspace: int) -> None:
    with st.form("token", border=True, clear_on_submit=True):
        st.text_input(t("page.settings.tokens.purpose"), key="token-purpose", max_chars=tokens.LONGEST_PURPOSE)
        st.number_input(
            t("page.settings.tokens.days"), 1, tokens.LONGEST_DAYS, USUAL_DAYS, step=1, key="token-days", width=220
        )
        st.form_submit_button(
            t("page.settings.tokens.make"), type="primary", key="token-make", **frame.only("token.make"),
            on_click=_make, args=(workspace,),
        )  # fmt: skip


def _make(workspace: int) -> None:
    purpose, days = st.session_state["token-purpose"], int(st.session_state["token-days"])
    made = frame.do(tokens.make, workspace, purpose, days)
    if made is not None:
        st.session_state[SHOWN] = made.shown


def _revoke(workspace: int, token_id: int) -> None:
    if frame.do(tokens.revoke, workspace, token_id) is not None:
        problems.tell("page.settings.tokens.revoked")
