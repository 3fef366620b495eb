"""Overview: what is missing, weakened, overdue, hollow or suspect, what needs somebody now, and what changed since.

Each number opens its list, and a row of the list opens the sentences.
"""

from __future__ import annotations

import streamlit as st

from tracker.pages import address, frame, routes
from tracker.pages.language import t
from tracker.pages.overview import changes, figures, missing, now, picture
from tracker.pages.settings import backups
from tracker.views import overview


def show() -> None:
    workspace = frame.here()
    if address.get("list") == missing.LIST:
        missing.show(workspace)
        return
    picture.open_chosen()
    found = frame.remembered(overview.overview, workspace, sees_secrecy=frame.cleared(workspace))
    st.title(t("nav.overview"))
    if found.documents or found.examined:
        _answers(workspace, found)
    else:
        _first_steps()
    if st.button(t("page.start.another"), icon=":material/add_home:", type="tertiary", key="another"):
        routes.go("start", step="begin")


def _answers(workspace: int, found: overview.Overview) -> None:
    """The figures, what waits beside the picture, and the table; on a telephone what waits comes first."""
    figures.show(found)
    left, right = st.columns([2, 3], gap="medium")
    with right:
        picture.show(found)
    with left:
        now.show(workspace, found)
    changes.show(workspace)
    picture.table(found)
    backups.remind()


def _first_steps() -> None:
    """What to do in a workspace that has nothing yet."""
    with st.container(border=True):
        st.markdown(t("page.overview.first"))
        if st.button(t("page.overview.first_go"), type="primary", icon=":material/flag:", key="start-go"):
            routes.go("start")
