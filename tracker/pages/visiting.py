"""The reader's own visits: noted after each page, read for "since my last visit"."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from tracker import clock, visits
from tracker.pages import frame


def note() -> None:
    """Note that the reader is here; asked of the database once in a while only, whatever is clicked in between."""
    here = frame.workspace()
    if here is None:
        return
    key, now = f"noted-{here.id}", clock.now()
    noted: datetime | None = st.session_state.get(key)
    if noted is None or now - noted >= visits.EVERY:
        st.session_state[key] = now
        visits.note(frame.database(), here.id, by=frame.person())


def last(workspace: int) -> datetime | None:
    """When the reader's visit before this one ended; None on the first."""
    with frame.reading() as session:
        return visits.last_visit(session, workspace, frame.person().id)
