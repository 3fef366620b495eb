"""For how long what is kept of the use of the tracker stays."""

from __future__ import annotations

import streamlit as st

from tracker import access, retention
from tracker.pages import frame, problems, tables
from tracker.pages.language import number, t
from tracker.tables.people import Workspace


def show(workspace: int) -> None:
    """How much is over its time, the days by kind, and the way to change them and to dispose."""
    with frame.reading() as session:
        limits = retention.days(session.get_one(Workspace, workspace))
        due = retention.due(session, workspace)
        may = access.may(session, frame.person().id, "retention.apply", workspace)
    st.markdown(f"**{t('page.retention.answer', count=number(sum(due.values())))}**")
    st.caption(t("page.retention.is"))
    shown = [
        {"kind": t(f"retention.{kind}"), "days": limits[kind], "proposal": proposal, "due": due[kind]}
        for kind, proposal in retention.DAYS.items()
    ]
    titles = {key: t(f"page.retention.{key}") for key in shown[0]}
    columns = titles | {"kind": tables.wide(titles["kind"], 380)}
    chosen = tables.table(shown, columns, key="retention", alt=t("page.settings.tab.retention"), opens=may)
    if not may:
        return
    if chosen is None:
        st.caption(t("page.retention.choose"))
    else:
        _form(workspace, list(retention.DAYS)[chosen], limits)
    if any(due.values()):
        st.button(t("page.retention.apply"), icon=":material/delete:", on_click=_apply, args=(workspace,))


def _form(workspace: int, kind: str, limits: dict[str, int]) -> None:
    key = f"retention-{kind}"
    with st.form(key=f"{key}-form", border=True):
        st.number_input(
            t(f"retention.{kind}"), value=limits[kind], min_value=retention.LEAST, max_value=retention.MOST, key=key
        )
        st.form_submit_button(
            t("page.retention.save"), type="primary", on_click=_save, args=(workspace, kind, key, limits[kind])
        )


def _save(workspace: int, kind: str, key: str, seen: int) -> None:
    if frame.do(retention.set_days, workspace, kind, int(st.session_state[key]), seen=seen) is not None:
        problems.tell("page.retention.saved")


def _apply(workspace: int) -> None:
    done = frame.do(retention.apply, workspace)
    if done is not None:
        problems.tell("page.retention.applied", count=sum(done.values()))
