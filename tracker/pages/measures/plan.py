"""Planning a measure from anywhere: the address says what it is for, the form asks the rest.

`measures?plan=1&requirement=..&service=..` (or `actor=..`) `&cause=..` opens the form filled in that far.
"""

from __future__ import annotations

import streamlit as st

from tracker.pages import address, frame, ladder_rule, routes
from tracker.pages.language import current, t
from tracker.pages.measures import form
from tracker.pages.problems import plain
from tracker.subjects import Subject
from tracker.views.matrix import table
from tracker.views.measures import listing


def link(*, requirement: int | None, subject: Subject | None, cause: str) -> None:
    """Leave for the planning form, filled in with what the measure is for."""
    about = {subject[0]: subject[1]} if subject is not None else {}
    routes.go("measures", plan=1, requirement=requirement, cause=cause, **about)


def offer(workspace: int) -> None:
    """The form when the address asks for it, else the button to it."""
    if address.get("plan") != "1":
        st.button(t("page.cell.plan"), icon=":material/add:", key="plan-open", on_click=lambda: address.put(plan="1"))
        return
    requirement, actor, service = (address.number(key) for key in ("requirement", "actor", "service"))
    if service is not None:
        actor = None
    with frame.reading() as session:
        about = listing.about(session, workspace, requirement, actor, service)
    with st.container(border=True):
        st.subheader(t("page.cell.plan"), anchor=False)
        if about.requirement is None and about.subject is None:
            _choose(workspace)
        else:
            _about(about)
        if about.requirement is not None or about.subject is not None:
            form.new(
                workspace, requirement, about.subject, key="plan", cause=address.get("cause"),
                owner_id=about.owner_id, done=form.forget,
            )  # fmt: skip
        st.button(t("page.measures.forget"), type="tertiary", key="plan-forget", on_click=form.forget)


def _about(about: listing.About) -> None:
    """What the measure is for, in two lines."""
    if about.requirement is not None:
        st.markdown(
            f"**{plain(about.requirement.short(current()))}** {plain(about.requirement.words(current())[:300])}"
        )
    if about.subject is not None:
        st.markdown(f"{t('page.measures.for')} **{plain(about.subject_name)}**")
    if about.cell is not None:
        st.caption(t("page.measures.stands", level=ladder_rule.level_words(about.cell)))


def _choose(workspace: int) -> None:
    """What the measure is for, when nothing said so."""
    columns = [
        *frame.remembered(table.columns, workspace),
        *frame.remembered(table.columns, workspace, by="service"),
    ]
    names = {address.key_of(column.subject): column.name for column in columns}
    rows = {row.requirement.id: row.requirement for row in frame.remembered(table.matrix, workspace).rows}
    st.selectbox(
        t("word.requirement"), [0, *rows], key="plan-requirement",
        format_func=lambda number: (
            f"{rows[number].short(current())} · {rows[number].words(current())[:80]}"
            if number
            else t("page.measures.no_requirement")
        ),
    )  # fmt: skip
    st.selectbox(
        t("page.measures.subject"), ["", *names], key="plan-subject",
        format_func=lambda key: names.get(key, t("page.measures.no_subject")),
    )  # fmt: skip
    st.button(t("page.measures.next"), key="plan-next", on_click=_chosen)


def _chosen() -> None:
    kind, _, number = st.session_state["plan-subject"].partition("-")
    address.put(requirement=st.session_state["plan-requirement"] or None, **({kind: number} if kind else {}))
