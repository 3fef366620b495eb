"""What a person writes about a measure: the same form for a new one and for a change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import streamlit as st

from tracker import barriers, planning
from tracker.pages import address, frame, language, problems
from tracker.pages.language import t
from tracker.subjects import Subject
from tracker.views.local import carriers
from tracker.views.measures.listing import MeasureRow


def barrier_name(code: str) -> str:
    """The name of a type of barrier in the reader's language; a code nobody knows stays as it is."""
    return language.named(barriers.types().get(code), code)


def cause_name(code: str) -> str:
    """What a measure answers to, in words; "" for nothing."""
    return t(f"measure_cause.{code}") if code in planning.CAUSES else code


def new(
    workspace: int,
    requirement_id: int | None,
    subject: Subject | None,
    *,
    key: str,
    cause: str = "",
    owner_id: int | None = None,
    done: Callable[[], None] | None = None,
) -> None:
    """The form for a measure that does not exist yet; `done` is called once it is stored."""
    asked = cause if cause in planning.CAUSES else ""
    with st.form(f"{key}-form", border=False, clear_on_submit=False):
        _fields(workspace, key, owner_id=owner_id, cause=asked)
        st.form_submit_button(
            t("page.cell.plan_save"), type="primary", key=f"{key}-save",
            **frame.only("measure.plan"), on_click=_plan, args=(workspace, requirement_id, subject, key, done),
        )  # fmt: skip


def change(workspace: int, row: MeasureRow) -> None:
    """The form for a measure that exists; the reason for a change stays in its history."""
    key = f"change-{row.id}-{row.version}"
    with st.form(f"{key}-form", border=False):
        _fields(
            workspace, key, title=row.title, owner_id=row.owner_id, due_on=row.due_on, barrier=row.barrier,
            cause=row.cause, decision=row.decision, decision_from_id=row.decision_from_id, meeting_on=row.meeting_on,
            note=row.note,
        )  # fmt: skip
        st.text_input(t("page.measures.why"), key=f"{key}-why", max_chars=1000, help=t("page.measures.why_help"))
        st.form_submit_button(
            t("page.measures.save"),
            type="primary",
            key=f"{key}-save",
            **frame.only("measure.plan"),
            on_click=_change,
            args=(row, key),
        )


def _fields(
    workspace: int,
    key: str,
    *,
    title: str = "",
    owner_id: int | None = None,
    due_on: date | None = None,
    barrier: str = "",
    cause: str = "",
    decision: str = "",
    decision_from_id: int | None = None,
    meeting_on: date | None = None,
    note: str = "",
) -> None:
    names = {row.id: row.name for row in frame.remembered(carriers.actor_rows, workspace)}
    st.text_input(t("page.cell.measure_title"), value=title, key=f"{key}-title", max_chars=400)
    _actor(t("page.cell.owner"), names, owner_id, key=f"{key}-owner", none=t("page.cell.no_owner"))
    st.date_input(t("page.cell.due"), value=due_on, key=f"{key}-due", format="YYYY-MM-DD")
    codes = ["", *barriers.types()]
    st.selectbox(
        t("page.measures.barrier"), codes, index=_index(codes, barrier), key=f"{key}-barrier",
        format_func=lambda code: barrier_name(code) if code else t("page.measures.no_barrier"),
    )  # fmt: skip
    causes = ["", *planning.CAUSES]
    st.selectbox(
        t("page.measures.cause"), causes, index=_index(causes, cause), key=f"{key}-cause",
        format_func=lambda code: cause_name(code) if code else t("page.measures.no_cause"),
    )  # fmt: skip
    st.text_area(
        t("page.measures.decision"), value=decision, key=f"{key}-decision", height=68, max_chars=2000,
        help=t("page.measures.decision_help"),
    )  # fmt: skip
    _actor(
        t("page.measures.decision_from"),
        names,
        decision_from_id,
        key=f"{key}-from",
        none=t("page.measures.no_decision"),
    )
    st.date_input(t("page.measures.meeting"), value=meeting_on, key=f"{key}-meeting", format="YYYY-MM-DD")
    st.text_area(t("page.cell.note"), value=note, key=f"{key}-note", height=68, max_chars=4000)


def _actor(label: str, names: dict[int, str], chosen: int | None, *, key: str, none: str) -> None:
    options = [0, *names]
    st.selectbox(
        label, options, index=_index(options, chosen or 0), key=key, format_func=lambda actor: names.get(actor, none)
    )


def _index(options: list[Any], value: Any) -> int:
    return options.index(value) if value in options else 0


def _written(key: str) -> dict[str, Any]:
    """What stands in the form, as the verbs take it."""
    said = st.session_state
    return {
        "owner_id": said[f"{key}-owner"] or None,
        "due_on": said[f"{key}-due"],
        "barrier": said[f"{key}-barrier"],
        "cause": said[f"{key}-cause"],
        "decision": said[f"{key}-decision"],
        "decision_wanted_from_id": said[f"{key}-from"] or None,
        "meeting_on": said[f"{key}-meeting"],
        "note": said[f"{key}-note"],
    }


def _plan(
    workspace: int, requirement_id: int | None, subject: Subject | None, key: str, done: Callable[[], None] | None
) -> None:
    about = {f"{subject[0]}_id": subject[1]} if subject is not None else {}
    title = st.session_state[f"{key}-title"]
    if frame.do(planning.plan, workspace, requirement_id, title, **about, **_written(key)) is None:
        return
    problems.tell("page.cell.planned")
    for name in ("title", "decision", "note"):
        st.session_state[f"{key}-{name}"] = ""
    if done is not None:
        done()


def _change(row: MeasureRow, key: str) -> None:
    said = st.session_state
    changed = frame.do(
        planning.change,
        row.id,
        seen_version=row.version,
        why=said[f"{key}-why"],
        title=said[f"{key}-title"],
        **_written(key),
    )
    if changed is not None:
        problems.tell("page.measures.saved")


def forget() -> None:
    """Leave the planning form: the address says so."""
    address.put(plan=None, requirement=None, service=None, actor=None, cause=None)
