"""What a reviewer can decide, by button or key; each decision is stored before the next item is drawn."""

from __future__ import annotations

import streamlit as st

from tracker import coding, linking, searching, together
from tracker.pages import address, frame, problems, routes, second, secrecy
from tracker.pages.language import t, tn
from tracker.pages.review import ahead, keys, original, several, undoing
from tracker.pages.review import coding as review_coding
from tracker.pages.review.item import kind_of, name_of, rivals
from tracker.pages.review.keys import key
from tracker.pages.review.undoing import Thing
from tracker.tables.guideline import Decided
from tracker.tables.link import LinkType
from tracker.views.matrix import table
from tracker.views.review.item import Item

SUPPORTS = ("responsible", "deadline", "resource")
KEYS = {LinkType.IMPLEMENTS: "J", LinkType.PARTLY: "P", LinkType.MENTIONS: "M", LinkType.RESPONSIBLE: "J"}
TYPES = {
    "passage": (LinkType.IMPLEMENTS, LinkType.PARTLY, LinkType.MENTIONS),
    "service": (LinkType.IMPLEMENTS, LinkType.PARTLY),
    "actor": (LinkType.RESPONSIBLE,),
}


_WANTED = "review-wanted"


def decisions(workspace: int, item: Item) -> None:
    """The bar with all decisions; it stays at the foot of the window."""
    with st.container(horizontal=True, gap="small", key="decisions"):
        for position, kind in enumerate(TYPES[kind_of(item)]):
            st.button(
                t(f"page.review.confirm.{kind.value}"),
                key=f"confirm-{kind.value}",
                type="primary" if position == 0 else "secondary",
                shortcut=key(KEYS[kind]),
                **_open(item),
                on_click=_confirm,
                args=(item, kind),
            )
        st.button(
            t("page.review.reject"),
            key="reject",
            shortcut=key("N"),
            **_open(item),
            on_click=_reject,
            args=(item,),
        )
        st.button(t("page.review.later"), key="later-button", shortcut=key("L"), on_click=_put_off, args=(item,))
        st.button(
            t("page.review.nothing"), key="nothing", shortcut=key("0"),
            **frame.only("link.decide", unless=item.searched, help=t("page.review.nothing_help")),
            on_click=_nothing, args=(workspace, item),
        )  # fmt: skip
        st.button(
            t("page.review.undo"), key="undo-button", shortcut=key("Z"), disabled=not undoing.decided(),
            on_click=undoing.undo,
        )  # fmt: skip


def _open(item: Item) -> frame.Offered:
    """Closed for whoever has decided it already, where a second person has to agree."""
    mine = item.first is not None and item.first.mine
    return frame.only("link.decide", unless=mine, help=t("page.second.mine") if mine else None)


def wanted(item: Item) -> None:
    """What the person was about to decide when somebody else was faster, beside what that one decided; once."""
    link, what = st.session_state.pop(_WANTED, (0, ""))
    if link == item.link_id:
        st.warning(t("page.review.conflict", what=what), icon=":material/compare_arrows:")


def _wanted(item: Item, what: str) -> None:
    """Keep it for the run that follows, which shows the link as it is now."""
    st.session_state[_WANTED] = (item.link_id, what)
    address.put(link=item.link_id)


def tools(workspace: int, item: Item) -> None:
    """What else can be done with the item: look closer, decide several at once, say more."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="review-tools"):
        if item.passage is not None:
            if st.button(
                t("page.review.open_document"), key="open-document", icon=":material/description:", type="tertiary",
                shortcut=key("D"),
            ):  # fmt: skip
                routes.go("local", document=item.passage.document_id, passage=item.passage.id)
            opened = original.is_open()
            st.button(
                t("page.original.hide") if opened else t("page.original.show"), key="original",
                icon=":material/picture_as_pdf:", type="tertiary", shortcut=key("O"), on_click=original.turn,
            )  # fmt: skip
            secrecy.passage_button(workspace, item.passage.id, secret=item.passage.secret, key="secrecy-passage")
        rivals(item)
        several.weaker(workspace, item)
        _more(workspace, item)
        keys.explained()


def _more(workspace: int, item: Item) -> None:
    """What else the evidence shows, whom it speaks for, and a note."""
    with st.popover(
        t("page.review.more"), icon=":material/tune:", type="tertiary", key="more", on_change="rerun"
    ) as shown:
        if not shown.open:
            return
        st.pills(
            t("page.review.supports"), SUPPORTS, selection_mode="multi", key=_key("supports", item.link_id),
            format_func=lambda code: t(f"page.review.supports.{code}"), persist_state="session",
        )  # fmt: skip
        names = {column.subject[1]: column.name for column in frame.remembered(table.columns, workspace)}
        st.selectbox(
            t("page.review.subject"), [0, *names], key=_key("subject", item.link_id), persist_state="session",
            format_func=lambda actor: names.get(actor, t("page.review.subject_default")),
        )  # fmt: skip
        st.text_input(t("page.review.note"), key=_key("note", item.link_id), max_chars=2000, persist_state="session")


def _key(field: str, link_id: int) -> str:
    return f"{field}-{link_id}"


def _said(field: str, link_id: int) -> str:
    return str(st.session_state.get(_key(field, link_id)) or "")


def _confirm(item: Item, kind: LinkType) -> None:
    link_id, version = item.link_id, item.version
    if undoing.is_repeated(link_id, version):
        return
    note = _said("note", link_id)
    same = item.first.decision if item.first is not None and item.first.decision.get("type") == kind else {}
    said = {
        "seen_version": version,
        "subject_id": st.session_state.get(_key("subject", link_id)) or same.get("subject"),
        "supports": tuple(st.session_state.get(_key("supports", link_id)) or same.get("supports", ())),
        "note": note,
    }
    code = review_coding.chosen(link_id)
    if code is None:
        link = frame.do(linking.confirm, link_id, kind, **said)
        if link is None:
            _wanted(item, t(f"page.review.confirm.{kind.value}"))
            return
        things = _stored(item, link.version)
    else:
        both = frame.do(coding.confirm_and_code, link_id, kind, *code, **said)
        if both is None:
            _wanted(item, t(f"page.review.confirm.{kind.value}"))
            return
        link, stored = both
        things = _stored(item, link.version)
        if stored is not None:
            things = (("coding", stored.id, 0), *things)
    if several.wanted(item):
        found = frame.do(together.confirm, several.seen(item), kind, note=note)
        _together(things, found, item, said=f"page.review.confirmed_as.{kind.value}")
        return
    said_of = "page.review.confirmed_coded" if code else f"page.review.confirmed_as.{kind.value}"
    undoing.remember(*things, said=_told(things, said_of), about=name_of(item))


def _reject(item: Item) -> None:
    if undoing.is_repeated(item.link_id, item.version):
        return
    note = _said("note", item.link_id)
    link = frame.do(linking.reject, item.link_id, seen_version=item.version, note=note)
    if link is None:
        _wanted(item, t("page.review.reject"))
        return
    things = _stored(item, link.version)
    if several.wanted(item):
        found = frame.do(together.reject, several.seen(item), note=note)
        _together(things, found, item, said="page.review.rejected")
        return
    undoing.remember(*things, said=_told(things, "page.review.rejected"), about=name_of(item))


def _stored(item: Item, version: int) -> tuple[Thing, ...]:
    """What a decision of the item stored: the link's new version, or a first decision that waits."""
    if version > item.version:
        return (("link", item.link_id, version),)
    return second.things([item.link_id])


def _told(things: tuple[Thing, ...], said: str) -> str:
    """What is said of it: that it holds, or that it waits."""
    return "page.second.waits" if any(kind == "first" for kind, *_ in things) else said


def _together(things: tuple[Thing, ...], found: together.Together | None, item: Item, *, said: str) -> None:
    """One entry for a decision and those made with it, so that one key takes all of them back."""
    others = tuple(("link", number, version) for number, version in found.decided) if found else ()
    others += second.things([number for number, _ in found.waiting]) if found else ()
    links = 1 + len(others)
    undoing.remember(
        *things,
        *others,
        said=_told((*things, *others), said),
        about=f"{name_of(item)} ({tn('page.review.links', links)})",
    )
    if found is not None and found.left:
        problems.tell("page.review.together_left", n=len(found.left))


def _nothing(workspace: int, item: Item) -> None:
    record = frame.do(searching.record, workspace, item.requirement.id, note=_said("note", item.link_id))
    if record is not None:
        ahead.later().append(item.link_id)
        undoing.remember(("search", record.id, 0), said="page.review.recorded", about=name_of(item))


def _put_off(item: Item) -> None:
    if item.state is Decided.SUGGESTED:
        ahead.later().append(item.link_id)
    address.put(link=None)
