"""Single keys for decisions: every one explained, all of them switched off in one place."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from tracker.pages import address
from tracker.pages.language import t

EXPLAINED = ("J", "P", "M", "N", "L", "0", "Z", "F", "B", "T", "K", "D", "O")
"""Every key there is, in the order they are explained; C and R belong to Streamlit."""


def key(letter: str) -> str | None:
    """The shortcut of a button; None while the keys are switched off, in this session or by the address."""
    return letter if _on() else None


def explained(letters: Sequence[str] = EXPLAINED, *, said: str = "page.review.key") -> None:
    """Every key with what it does (texts under `said`), and the switch that turns them all off."""
    with st.popover(
        t("page.review.keys"), icon=":material/keyboard:", type="tertiary", key="keys", on_change="rerun"
    ) as shown:
        if not shown.open:
            return
        st.toggle(t("page.review.shortcuts"), key="shortcuts-choice", value=_on(), on_change=_switch)
        st.markdown("\n".join(f"- **{letter}** {t(f'{said}.{letter.lower()}')}" for letter in letters))
        st.caption(t("page.review.keys_rest"))


def _on() -> bool:
    return address.get("keys") != "off" and bool(st.session_state.get("shortcuts", True))


def _switch() -> None:
    """The choice holds for the session, and stands in the address so that a bookmark keeps it."""
    chosen = bool(st.session_state["shortcuts-choice"])
    st.session_state["shortcuts"] = chosen
    address.put(keys=None if chosen else "off")
