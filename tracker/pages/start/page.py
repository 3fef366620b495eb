"""The way from nothing to a first finding; every step can be left, returned to and skipped."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from tracker.pages import address, frame
from tracker.pages.language import t
from tracker.pages.start import begin, documents, findings, guidelines
from tracker.views import starting
from tracker.views.starting import Start

BEGIN = "begin"
SHOWN: Mapping[str, Callable[[int, Start], None]] = {
    "guidelines": guidelines.show,
    "documents": documents.show,
    "findings": findings.show,
}


def show() -> None:
    """The step in the address; without one, the first that is not done."""
    here = frame.workspace()
    if here is None or address.get("step") == BEGIN:
        address.put(step=BEGIN)
        begin.show(here)
        return
    found = frame.remembered(starting.start, here.id)
    step = address.get("step") if address.get("step") in SHOWN else found.step
    address.put(step=step)
    st.title(t(f"page.start.{step}.title"))
    frame.at_top(step)
    _steps(step, found)
    SHOWN[step](here.id, found)


def _steps(step: str, found: Start) -> None:
    """Where one is; the others are a click away."""
    steps = (BEGIN, *SHOWN)
    st.session_state["start-step"] = step

    def name(one: str) -> str:
        done = ":material/check: " if one == BEGIN or found.done(one) else ""
        return f"{done}{steps.index(one) + 1} {t(f'page.start.step.{one}')}"

    st.segmented_control(
        t("page.start.steps"), steps, format_func=name, key="start-step", required=True,
        on_change=lambda: address.put(step=st.session_state["start-step"]), label_visibility="collapsed",
    )  # fmt: skip
