"""What a person can say of a reading, by button or key; each word is stored before the next sentence is drawn."""

from __future__ import annotations

import streamlit as st

from tracker import checking
from tracker.pages import address, frame, problems
from tracker.pages.language import t, word
from tracker.tables.checking import Correction
from tracker.tables.guideline import Force
from tracker.views.reading.why import Why


def later() -> list[str]:
    """Sentences put off in this session."""
    found: list[str] = st.session_state.setdefault("checking-later", [])
    return found


def forces(workspace: int, found: Why) -> None:
    """All forces, numbered; choosing the one read confirms it."""
    st.markdown(f"**{t('page.checking.right_is')}**")
    with st.container(horizontal=True, gap="small", key="forces"):
        for number, force in enumerate(Force, 1):
            st.button(
                word(force),
                key=f"force-{force.value}",
                shortcut=str(number) if _keys() else None,
                **frame.only("reading.check", help=t(f"force_meaning.{force.value}")),
                on_click=_say,
                args=(workspace, found.key, force, found.force, found.version),
            )


def decisions(workspace: int, found: Why) -> None:
    """The bar: right as it is, later, undo."""
    with st.bottom, st.container(horizontal=True, gap="small", key="decisions"):
        st.button(
            t("page.checking.confirm", force=word(found.force)), key="confirm-reading", type="primary",
            shortcut="J" if _keys() else None, **frame.only("reading.check"), on_click=_say,
            args=(workspace, found.key, found.force, found.force, found.version),
        )  # fmt: skip
        st.button(
            t("page.review.later"), key="later-reading", shortcut="L" if _keys() else None,
            on_click=_put_off, args=(found.key,),
        )  # fmt: skip
        undo()
        st.toggle(t("page.review.shortcuts"), value=True, key="shortcuts", persist_state="session")


def undo() -> None:
    """The button that takes the last answer back; it is there when the queue is empty, too."""
    st.button(
        t("page.review.undo"), key="undo-reading", shortcut="Z" if _keys() else None,
        disabled="checking-undo" not in st.session_state, on_click=_undo,
    )  # fmt: skip


def _keys() -> bool:
    return bool(st.session_state.get("shortcuts", True))


def _say(workspace: int, key: str, force: Force, read_as: Force, version: str) -> None:
    if force is read_as:
        said: Correction | None = frame.do(checking.confirm, workspace, key)
    else:
        said = frame.do(checking.correct, workspace, key, force, seen_version=version)
    if said is not None:
        st.session_state["checking-undo"] = (said.id, key)
        problems.tell("page.checking.confirmed" if force is read_as else "page.checking.corrected", force=word(force))
        address.put(sentence=None)


def _put_off(key: str) -> None:
    later().append(key)
    address.put(sentence=None)


def _undo() -> None:
    number, key = st.session_state.pop("checking-undo")
    if frame.do(checking.withdraw, number) is not None:
        problems.tell("page.review.undone")
        address.put(sentence=key)
