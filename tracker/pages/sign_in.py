"""What stands where a page would for somebody who has not signed in, or may not; above one, whose sign-in it is."""

from __future__ import annotations

import streamlit as st

from tracker import signing_in
from tracker.errors import NotAllowed
from tracker.pages import frame, session_person
from tracker.pages.language import t
from tracker.pages.problems import message, plain
from tracker.settings import Settings
from tracker.signing_in import Way

ENDED, NEEDED = "error.sign_in_ended", "error.sign_in_needed"


def passed() -> bool:
    """Whether somebody is signed in whom the pages are for; draws the way in where not."""
    try:
        frame.person()
    except NotAllowed as problem:
        _show(problem)
        return False
    session_person.use(frame.database())
    return True


def whose() -> None:
    """Whose sign-in this is, in which role, and the way out; nothing where nobody signs in."""
    if signing_in.way(Settings()) is Way.LOCAL:
        return
    by, held = frame.person(), frame.roles()
    with st.popover(plain(by.name), icon=":material/account_circle:", type="tertiary", key="signed-in"):
        st.markdown(f"**{plain(by.name)}**  \n{plain(by.login or '')}")
        st.caption(t("page.frame.role", role=", ".join(t(f"role.{role}") for role in held) or t("role.none")))
        st.button(t("page.frame.sign_out"), icon=":material/logout:", key="sign-out", on_click=_leave)


def _leave() -> None:
    session_person.leave(frame.database(), frame.person())


def _show(problem: NotAllowed) -> None:
    way = signing_in.way(Settings())
    frame.begin_outside()
    st.title(t("app.title"))
    if problem.code == NEEDED:
        st.markdown(t("page.sign_in.what"))
    elif problem.code == ENDED:
        st.info(t(ENDED), icon=":material/schedule:")
    else:
        st.error(message(problem.code, problem.values), icon=":material/block:")
    if way is Way.OIDC and problem.code not in (NEEDED, ENDED):
        # At the provider as somebody else: with the cookie still there it would be the same person again.
        st.button(t("page.sign_in.other"), type="primary", icon=":material/switch_account:", on_click=st.logout)
    elif way is Way.OIDC or problem.code == ENDED:
        st.button(
            t("page.sign_in.do"), type="primary", icon=":material/login:", key="sign-in", on_click=session_person.again
        )
