"""Whether a guideline counts in the workspace: said where it does not, and changed with a reason."""

from __future__ import annotations

import streamlit as st

from tracker import choosing
from tracker.pages import frame, problems
from tracker.pages.language import t
from tracker.pages.problems import plain
from tracker.views.guidelines.listing import GuidelineDetail


def show(workspace: int, detail: GuidelineDetail) -> None:
    """A quiet way to leave the guideline out; a notice with the way back where it is."""
    number = detail.name.id
    if detail.left_out is not None:
        with st.container(border=True, horizontal=True, vertical_alignment="center", key="left-out"):
            st.markdown(f":material/visibility_off: {plain(t('page.counting.is_out', reason=detail.left_out))}")
            st.button(
                t("page.counting.again"),
                key="count-again",
                **frame.only("guideline.choose"),
                on_click=_choose,
                args=(workspace, number, True),
            )
        return
    with st.popover(t("page.counting.leave"), icon=":material/visibility_off:", type="tertiary", key="leave-out"):
        st.markdown(t("page.counting.leave_is"))
        with st.form("leave-out", border=False):
            st.text_input(t("page.counting.why"), key=_reason(number), max_chars=400)
            st.form_submit_button(
                t("page.counting.leave_do"),
                **frame.only("guideline.choose"),
                on_click=_choose,
                args=(workspace, number, False),
            )


def _choose(workspace: int, guideline: int, counts: bool) -> None:
    reason = str(st.session_state.get(_reason(guideline)) or "")
    if frame.do(choosing.choose, workspace, {guideline: counts}, "" if counts else reason) is not None:
        problems.tell("page.counting.counts" if counts else "page.counting.done")


def _reason(guideline: int) -> str:
    return f"leave-out-why-{guideline}"
