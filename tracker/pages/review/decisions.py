"""What a reviewer can decide, by button or key; each decision is stored before the next item is drawn."""

from __future__ import annotations

import streamlit as st

from tracker import coding, linking, searching
from tracker.pages import address, frame, problems
from tracker.pages.language import t
from tracker.pages.review import coding as review_coding
from tracker.tables.link import LinkType
from tracker.views.matrix import table
from tracker.views.review.queue import Item

SUPPORTS = ("responsible", "deadline", "resource")
KEYS = {LinkType.IMPLEMENTS: "J", LinkType.PARTLY: "P", LinkType.MENTIONS: "M", LinkType.RESPONSIBLE: "J"}
TYPES = {
    "passage": (LinkType.IMPLEMENTS, LinkType.PARTLY, LinkType.MENTIONS),
    "service": (LinkType.IMPLEMENTS, LinkType.PARTLY),
    "actor": (LinkType.RESPONSIBLE,),
}


def later() -> list[int]:
    """Links put off in this session."""
    found: list[int] = st.session_state.setdefault("later", [])
    return found


def decisions(workspace: int, item: Item) -> None:
    """The bar with all decisions, and beside it what can be said with one."""
    _more(workspace, item)
    keys = st.session_state.get("shortcuts", True)
    target = "passage" if item.passage else "service" if item.service else "actor"
    with st.bottom, st.container(horizontal=True, gap="small", key="decisions"):
        for position, kind in enumerate(TYPES[target]):
            st.button(
                t(f"page.review.confirm.{kind.value}"),
                key=f"confirm-{kind.value}",
                type="primary" if position == 0 else "secondary",
                shortcut=KEYS[kind] if keys else None,
                on_click=_confirm,
                args=(item.link_id, item.version, kind),
            )
        st.button(
            t("page.review.reject"), key="reject", shortcut="N" if keys else None,
            on_click=_reject, args=(item.link_id, item.version),
        )  # fmt: skip
        st.button(
            t("page.review.later"), key="later-button", shortcut="L" if keys else None,
            on_click=_put_off, args=(item.link_id,),
        )  # fmt: skip
        st.button(
            t("page.review.nothing"), key="nothing", shortcut="0" if keys else None, disabled=item.searched,
            help=t("page.review.nothing_help"), on_click=_nothing, args=(workspace, item.requirement.id, item.link_id),
        )  # fmt: skip
        st.button(
            t("page.review.undo"), key="undo-button", shortcut="Z" if keys else None,
            disabled="undo" not in st.session_state, on_click=_undo,
        )  # fmt: skip


def _more(workspace: int, item: Item) -> None:
    """What else the evidence shows, whom it speaks for, a note, and the switch for the keys."""
    with st.expander(t("page.review.more"), icon=":material/tune:"):
        st.pills(
            t("page.review.supports"), SUPPORTS, selection_mode="multi", key=_key("supports", item.link_id),
            format_func=lambda code: t(f"page.review.supports.{code}"),
        )  # fmt: skip
        names = {column.subject[1]: column.name for column in frame.remembered(table.columns, workspace)}
        st.selectbox(
            t("page.review.subject"), [0, *names], key=_key("subject", item.link_id),
            format_func=lambda actor: names.get(actor, t("page.review.subject_default")),
        )  # fmt: skip
        st.text_input(t("page.review.note"), key=_key("note", item.link_id), max_chars=2000)
        st.toggle(t("page.review.shortcuts"), value=True, key="shortcuts", persist_state="session")


def _key(field: str, link_id: int) -> str:
    return f"{field}-{link_id}"


def _said(field: str, link_id: int) -> str:
    return str(st.session_state.get(_key(field, link_id)) or "")


def _is_repeated(link_id: int, version: int) -> bool:
    """Whether a key was pressed again before the next item had come: the first press decided on the version seen."""
    last = st.session_state.get("undo", ())
    return any(kind == "link" and number == link_id and reached > version for kind, number, reached in last)


def _confirm(link_id: int, version: int, kind: LinkType) -> None:
    if _is_repeated(link_id, version):
        return
    said = {
        "seen_version": version,
        "subject_id": st.session_state.get(_key("subject", link_id)) or None,
        "supports": tuple(st.session_state.get(_key("supports", link_id)) or ()),
        "note": _said("note", link_id),
    }
    code = review_coding.chosen(link_id)
    if code is None:
        link = frame.do(linking.confirm, link_id, kind, **said)
        if link is not None:
            _decided(("link", link.id, link.version), said="page.review.confirmed")
    elif (both := frame.do(coding.confirm_and_code, link_id, kind, *code, **said)) is not None:
        link, stored = both
        _decided(("coding", stored.id, 0), ("link", link.id, link.version), said="page.review.confirmed_coded")


def _reject(link_id: int, version: int) -> None:
    if _is_repeated(link_id, version):
        return
    link = frame.do(linking.reject, link_id, seen_version=version, note=_said("note", link_id))
    if link is not None:
        _decided(("link", link.id, link.version), said="page.review.rejected")


def _nothing(workspace: int, requirement_id: int, link_id: int) -> None:
    record = frame.do(searching.record, workspace, requirement_id, note=_said("note", link_id))
    if record is not None:
        later().append(link_id)
        _decided(("search", record.id, 0), said="page.review.recorded")


def _put_off(link_id: int) -> None:
    later().append(link_id)
    address.put(link=None)


def _undo() -> None:
    for kind, number, version in st.session_state.pop("undo"):
        if not _undone(kind, number, version):
            return
    problems.tell("page.review.undone")


def _undone(kind: str, number: int, version: int) -> bool:
    """Take one thing back; a reopened link is shown again."""
    if kind == "search":
        return frame.do(searching.withdraw, number) is not None
    if kind == "coding":
        return frame.do(coding.withdraw, number) is not None
    reopened = frame.do(linking.reopen, number, seen_version=version) is not None
    if reopened:
        address.put(link=number)
    return reopened


def _decided(*done: tuple[str, int, int], said: str) -> None:
    """Remember what to undo (kind, number, version), say what was stored, and let the next item come."""
    st.session_state["undo"] = list(done)
    problems.tell(said)
    address.put(link=None)
