"""One measure: what it is for, the evidence behind it, its form and its history."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from tracker import locales, planning
from tracker.pages import address, frame, ladder_rule, language, problems, routes, texts
from tracker.pages.language import t, tn, word
from tracker.pages.measures import form
from tracker.pages.problems import plain
from tracker.tables.assessment import MeasureState
from tracker.views.local import carriers
from tracker.views.matrix import table
from tracker.views.measures import listing
from tracker.views.measures.listing import MeasureChange, MeasureRow


def label(row: MeasureRow) -> str:
    """What a measure is for, on one line: the requirement's place and the unit or service."""
    place = row.requirement.short(language.current()) if row.requirement is not None else ""
    return " · ".join(part for part in (place, row.subject_name) if part)


def show(workspace: int) -> None:
    """The measure in the address."""
    number = address.number("measure") or 0
    with frame.reading() as session:
        row = listing.measure_row(session, workspace, number)
        history = listing.measure_history(session, workspace, number)
    st.button(
        t("page.measures.back"), icon=":material/arrow_back:", type="tertiary",
        on_click=lambda: address.put(measure=None),
    )  # fmt: skip
    st.title(plain(row.title))
    _answer(row)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        _about(workspace, row)
        with st.container(border=True):
            _history(workspace, history)
    with right, st.container(border=True):
        _state(row)
        form.change(workspace, row)


def _answer(row: MeasureRow) -> None:
    """State, owner, day and what stands in the way, in one line."""
    state = t("page.measures.state.overdue") if row.overdue else word(row.state)
    owner = plain(row.owner) or t("page.cell.no_owner")
    barrier = barrier_words(row.barrier)
    st.markdown(f"**{state}** · {owner} · {t('page.cell.due')} {language.day(row.due_on)} · {barrier}")
    if row.cause:
        st.caption(f"{t('page.measures.cause')}: {form.cause_name(row.cause)}")
    if row.decision or row.decision_from:
        who = plain(row.decision_from) or t("page.measures.nobody_named")
        when = language.day(row.meeting_on) if row.meeting_on else t("page.measures.no_meeting")
        st.info(f"{t('page.measures.wanted', who=who, when=when)} {plain(row.decision)}", icon=":material/gavel:")


def barrier_words(code: str) -> str:
    """The type of barrier in words, or that none was named."""
    return form.barrier_name(code) if code else t("page.measures.no_barrier")


def _about(workspace: int, row: MeasureRow) -> None:
    with st.container(border=True):
        if row.requirement is not None:
            texts.requirement_head(row.requirement)
            texts.requirement_words(row.requirement)
        if row.subject_name:
            st.markdown(f"{t('page.measures.for')} **{plain(row.subject_name)}**")
        if row.cell is None or row.requirement is None:
            return
        level = ladder_rule.level_words(row.cell)
        st.markdown(f"{t('page.measures.stands', level=level)} · {tn('page.cell.evidence', len(row.evidence))}")
        subject = row.subject or frame.remembered(table.columns, workspace)[0].subject
        if st.button(t("page.measures.to_evidence"), icon=":material/fact_check:", key="to-evidence"):
            routes.go("matrix", requirement=row.requirement.id, subject=address.key_of(subject))


def _state(row: MeasureRow) -> None:
    """Moving the measure on: one button per state it can take; cancelling asks for the reason."""
    reason = f"state-why-{row.id}-{row.version}"
    with st.container(horizontal=True):
        for state in (MeasureState.ONGOING, MeasureState.DONE, MeasureState.PLANNED):
            if state is not row.state:
                st.button(
                    t(f"page.measures.to.{state.value}"),
                    key=f"to-{state.value}",
                    **frame.only("measure.plan"),
                    on_click=_move,
                    args=(row, state, ""),
                    type="primary" if state is MeasureState.DONE else "secondary",
                )
        if row.open:
            with st.popover(t("page.measures.to.cancelled")):
                st.text_input(t("page.measures.why"), key=reason, max_chars=1000)
                st.button(
                    t("page.measures.to.cancelled"),
                    key="to-cancelled",
                    **frame.only("measure.plan"),
                    on_click=lambda: _move(row, MeasureState.CANCELLED, st.session_state[reason]),
                )


def _move(row: MeasureRow, state: MeasureState, why: str) -> None:
    if frame.do(planning.change, row.id, seen_version=row.version, state=state, why=why) is not None:
        problems.tell("page.measures.saved")


def _history(workspace: int, rows: Sequence[MeasureChange]) -> None:
    st.subheader(t("page.cell.history"), anchor=False)
    names = {row.id: row.name for row in frame.remembered(carriers.actor_rows, workspace)}
    value = partial(_value, names)
    for row in rows:
        parts = [
            t(
                "page.measures.changed",
                what=t(f"page.measures.field.{key}"),
                before=value(key, old),
                after=value(key, new),
            )
            for key, (old, new) in row.changed.items()
        ]
        event = t(f"page.measures.event.{row.action.removeprefix('measure.')}")
        head = f"**{event}** · {plain(row.by)}, "
        said = plain(row.note).replace("\n", "  \n")
        st.markdown("  \n".join([head + locales.moment(row.at, language.current()), *parts, *([said] if said else [])]))


def _value(names: dict[int, str], key: str, value: object) -> str:
    """A value of the history in words."""
    if value in (None, ""):
        return "–"
    if key in {"owner", "decision_wanted_from"}:
        return plain(names.get(int(str(value)), str(value)))
    if key == "state":
        return word(MeasureState(str(value)))
    if key == "barrier":
        return form.barrier_name(str(value))
    return form.cause_name(str(value)) if key == "cause" else plain(str(value))
