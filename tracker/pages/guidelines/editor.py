"""Editing one requirement: what it is now, what can be done to it, what was done and judged before."""

from __future__ import annotations

import streamlit as st

from tracker.errors import NotFound
from tracker.pages import address, frame, texts
from tracker.pages.guidelines import editing_forms, history
from tracker.pages.language import t, word
from tracker.pages.problems import plain
from tracker.tables.guideline import RequirementState
from tracker.views.guidelines import editor
from tracker.views.guidelines.editor import Editable, EditableWording
from tracker.views.texts import RequirementText

ACTIONS = {
    "split": editing_forms.split,
    "merge": editing_forms.merge,
    "bounds": editing_forms.bounds,
    "roles": editing_forms.roles,
    "force": editing_forms.force,
    "withdraw": editing_forms.withdraw,
}
"""What a person can do, in the order of the buttons."""


def show(workspace: int, guideline_id: int, requirement_id: int) -> None:
    """The editor for the requirement in the address; NotFound where it is not one of the guideline's."""
    found = frame.remembered(editor.editable, workspace, requirement_id=requirement_id)
    if found.text.guideline_id != guideline_id:
        raise NotFound("error.requirement_unknown", id=requirement_id)
    st.button(t("page.edit.back"), icon=":material/arrow_back:", type="tertiary", key="edit-back", on_click=_close)
    st.header(t("page.edit.title", locator=found.text.locator), anchor=False)
    texts.requirement_head(found.text)
    if found.state is not RequirementState.ACTIVE:
        st.badge(word(found.state), color="orange", icon=":material/history:")
    texts.requirement_words(found.text)
    if found.state is not RequirementState.ACTIVE:
        _gone(found)
    elif found.wordings:
        _edit(found)
    else:
        st.info(t("page.edit.summary_only"), icon=":material/short_text:")
    history.show(workspace, found.text, active=found.state is RequirementState.ACTIVE)


def button(found: RequirementText) -> None:
    """The way into the editor from a requirement's card."""
    st.button(
        t("page.edit.open"), icon=":material/edit:", key=f"edit-{found.id}", type="tertiary",
        on_click=open_editor, args=(found.id,),
    )  # fmt: skip


def open_editor(requirement_id: int) -> None:
    """Open the editor in the next run."""
    address.put(edit=requirement_id, action=None)


def _edit(found: Editable) -> None:
    with st.container(border=True):
        action = address.segment(
            t("page.edit.actions"), tuple(ACTIONS), key="action", show=lambda key: t(f"page.edit.action.{key}")
        )
        st.caption(t(f"page.edit.explains.{action}"))
        ACTIONS[action](found, _wording(found))


def _wording(found: Editable) -> EditableWording:
    """The wording to edit: the newest, or the one chosen where there are several."""
    if len(found.wordings) == 1:
        return found.wordings[0]
    names = {row.edition_id: row for row in found.wordings}
    chosen = st.selectbox(
        t("page.edit.edition"), list(names), key=f"edit-edition-{found.text.id}",
        format_func=lambda number: plain(names[number].edition), help=t("page.edit.edition_help"),
    )  # fmt: skip
    return names[chosen]


def _gone(found: Editable) -> None:
    """What a replaced or withdrawn requirement lives on in; it can come back only by undoing."""
    st.info(t("page.edit.gone"), icon=":material/undo:")
    for row in found.became:
        st.button(
            t("page.edit.became", locator=row.locator, id=row.id), key=f"became-{row.id}", type="tertiary",
            icon=":material/arrow_forward:", on_click=open_editor, args=(row.id,),
        )  # fmt: skip


def _close() -> None:
    address.put(edit=None, action=None)
