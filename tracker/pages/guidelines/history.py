"""What was done to a requirement and can be undone, and what was judged before and can be judged again."""

from __future__ import annotations

import streamlit as st

from tracker import editing
from tracker.editing import carrying
from tracker.locales import moment
from tracker.pages import frame, highlights, problems
from tracker.pages.language import current, day, t, tn, word
from tracker.pages.problems import person, plain
from tracker.tables.lineage import EditKind
from tracker.views.guidelines import lineage
from tracker.views.guidelines.judgements import Judgement
from tracker.views.guidelines.lineage import EditRow, Relative
from tracker.views.ladder.standings import standings
from tracker.views.texts import RequirementText


def show(workspace: int, found: RequirementText, *, active: bool) -> None:
    """Earlier judgements first: they are what a person comes back for; an active requirement can take them over."""
    cleared = frame.cleared(workspace)
    if not active:
        st.subheader(t("page.edit.judged"), anchor=False)
        own = frame.remembered(lineage.judged, workspace, requirement_id=found.id, sees_secrecy=cleared)
        if not own:
            st.caption(t("page.edit.no_judgements"))
        for judgement in own:
            _judgement(workspace, judgement, None)
    rows = frame.remembered(lineage.relatives, workspace, requirement_id=found.id, sees_secrecy=cleared)
    if rows:
        st.subheader(t("page.edit.before"), anchor=False)
        st.caption(t("page.edit.before_is"))
        for row in rows:
            _relative(workspace, row, found.id if active else None)
    st.subheader(t("page.edit.history"), anchor=False)
    edits = frame.remembered(lineage.edits, workspace, guideline_id=found.guideline_id, requirement_id=found.id)
    if not edits:
        st.caption(t("page.edit.no_history"))
    for edit in edits:
        _edit(edit)


def _relative(workspace: int, row: Relative, to: int | None) -> None:
    """A requirement that this one comes from, and what was judged about it."""
    with st.container(border=True):
        how = word(row.kind) if row.before else t("page.edit.once")
        number = t("page.edit.number", id=row.text.id)
        st.markdown(f"**{how} {plain(row.text.locator)}** · {word(row.state)} · {number}")
        spoken = row.text.language_of_words(current())
        st.html(highlights.block(highlights.escaped(row.text.words(current())), language=spoken, name="law"))
        if not row.judgements:
            st.caption(t("page.edit.no_judgements"))
        for judgement in row.judgements:
            _judgement(workspace, judgement, to)


def _judgement(workspace: int, row: Judgement, to: int | None) -> None:
    st.markdown(f"- {_said(row)}")
    if row.words:
        st.html(highlights.block(highlights.escaped(row.words), name="law around"))
    if row.again is not None:
        st.caption(t("page.edit.again", day=row.again))
    elif to is not None:
        st.button(
            t("page.edit.carry"), key=f"carry-{row.kind}-{row.id}", icon=":material/redo:",
            **frame.only(carrying.ACTIONS[row.kind], help=t("page.edit.carry_help")),
            on_click=_carry, args=(workspace, row, to),
        )  # fmt: skip


def _said(row: Judgement) -> str:
    """One line on what was judged, by whom and when."""
    parts = [t(f"page.edit.judgement.{row.kind}")]
    parts += [
        word(value) for value in (row.state, row.type, row.side_state, row.compliance, row.measure_state) if value
    ]
    if row.level is not None:
        parts.append(t(f"level.{row.level}"))
    parts.append(t("page.edit.withheld") if row.withheld else plain(row.about))
    parts += [plain(row.by), day(row.on)]
    return " · ".join(part for part in parts if part)


def _edit(row: EditRow) -> None:
    """One edit with its reason, and the way back."""
    with st.container(border=True):
        when = moment(row.recorded_at, current())
        st.markdown(f"**{word(row.kind)}** · {person(row.by)} · {plain(when)}")
        if row.reason:
            st.markdown(plain(row.reason))
        if row.made:
            st.caption(tn("page.edit.made", len(row.made), ids=", ".join(map(str, row.made))))
        if row.undone_at is not None:
            st.caption(t("page.edit.undone", by=person(row.undone_by), day=row.undone_at))
        elif row.kind is EditKind.EDITION:
            st.caption(t("page.edit.of_edition"))
        elif row.blocked_by is not None:
            st.caption(t("page.edit.blocked", id=row.blocked_by))
        else:
            st.button(
                t("page.edit.undo"),
                key=f"undo-edit-{row.id}",
                icon=":material/undo:",
                **frame.only("requirement.undo", help=t("page.edit.undo_help")),
                on_click=_undo,
                args=(row.id,),
            )


def _undo(edit_id: int) -> None:
    if frame.do(editing.undo, edit_id) is not None:
        problems.tell("page.edit.done.undo")


def _carry(workspace: int, row: Judgement, to: int) -> None:
    """Make a judgement again, on the evidence there is now."""
    digest = ""
    if row.subject is not None:
        with frame.reading() as session:
            digest = standings(session, workspace, requirement_id=to).cell(to, row.subject).digest
    if frame.do(editing.carry_over, row.kind, row.id, to, evidence_digest=digest) is not None:
        problems.tell("page.edit.done.carry")
