"""Progress: levels over time, what moved and why, what is overdue, how long things take, what changed since a day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import streamlit as st

from tracker.pages import address, frame
from tracker.pages.language import t
from tracker.pages.progress import lag_times, late, moved, over_time, since

TABS: Mapping[str, Callable[[int, date | None], None]] = {
    "levels": over_time.show,
    "moved": moved.show,
    "overdue": late.show,
    "lags": lag_times.show,
    "since": since.show,
}


def show() -> None:
    workspace = frame.here()
    st.title(t("nav.progress"))
    day = frame.as_of()
    with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
        tab = address.segment(
            t("page.progress.tabs"), tuple(TABS), key="tab", show=lambda key: t(f"page.progress.tab.{key}"),
            resets=("by", "of", "because"),
        )  # fmt: skip
        with st.popover(t("page.as_of.pick"), icon=":material/history:", type="tertiary", key="as-of-pick"):
            st.markdown(t("page.as_of.what"))
            address.pick_day(t("page.as_of.day"), key="on")
    TABS[tab](workspace, day)
