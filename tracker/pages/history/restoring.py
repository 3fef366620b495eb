"""What stood before a change: what would change if it came back, and the button that brings it back."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from tracker import restoring
from tracker.errors import NotFound, Refused
from tracker.pages import frame, problems, tables
from tracker.pages.language import t
from tracker.restoring import Earlier
from tracker.views.history import EventRow

LONGEST = 2000


def offer(row: EventRow, value: Callable[[str, str, str | None], str], field: Callable[[str], str]) -> None:
    """The preview and the button; nothing where the event is about something that cannot be restored."""
    if row.kind not in restoring.KINDS or not frame.may(restoring.ACTION):
        return
    st.subheader(t("page.history.restore.title"), anchor=False)
    try:
        with frame.reading() as session:
            found = restoring.earlier(session, row.id, by=frame.person())
    except (NotFound, Refused) as nothing:
        st.caption(t(nothing.code, **nothing.values))
        return
    rows = [
        {
            "field": field(change.field),
            "now": value(row.kind, change.field, _text(change.now)),
            "then": value(row.kind, change.field, _text(change.then)),
        }
        for change in found.changes
    ]
    titles = {key: t(f"page.history.restore.{key}") for key in ("field", "now", "then")}
    tables.table(rows, titles, key=f"restore-{row.id}", alt=t("page.history.restore.title"), opens=False)
    st.caption(t("page.history.restore.stays"))
    st.text_area(t("page.history.restore.reason"), key="restore-reason", max_chars=LONGEST, height=80)
    st.button(t("page.history.restore.do"), icon=":material/restore:", type="primary", on_click=_restore,
              args=(row.id, found), key="restore-do")  # fmt: skip


def _restore(event_id: int, seen: Earlier) -> None:
    said = st.session_state.get("restore-reason", "")
    if frame.do(restoring.restore, event_id, seen_version=seen.seen_version, reason=said) is not None:
        problems.tell("page.history.restore.done", place=seen.place)


def _text(held: object) -> str | None:
    return None if held is None or held == "" else str(held)
