"""One local document: what was read about it with the place it was found, and its passages with their links."""

from __future__ import annotations

import streamlit as st

from tracker.pages import address, frame, highlights, routes, secrecy
from tracker.pages.highlights import Mark
from tracker.pages.language import current, t, tn, word
from tracker.pages.local import editions, form, reuse
from tracker.pages.problems import message, plain
from tracker.tables.guideline import Decided
from tracker.tables.local import DocumentStatus, Publicity
from tracker.views.local import documents
from tracker.views.local.document_types import document_types
from tracker.views.local.documents import DocumentDetail, FactRow, PassageRow

SIZE = 30
TABS = ("", "editions")


def show(workspace: int) -> None:
    """The document in the address."""
    cleared = frame.cleared(workspace)
    with frame.reading() as session:
        detail = documents.document_detail(
            session, workspace, document_id=address.number("document") or 0, cleared=cleared
        )
    st.button(t("page.document.back"), icon=":material/arrow_back:", type="tertiary", on_click=_close)
    st.title(plain(detail.name))
    _answer(detail)
    tab = address.segment(
        t("page.document.tabs"), TABS, key="part", resets=("page", "changes", "edition"),
        show=lambda key: t(f"page.document.tab.{key or 'text'}"),
    )  # fmt: skip
    if tab == "editions":
        editions.show(workspace, detail)
        return
    reuse.show(workspace, detail.id)
    left, right = st.columns([3, 2], gap="medium")
    with right:
        with st.container(border=True):
            form.show(workspace, detail)
        secret = detail.publicity is not Publicity.PUBLIC
        secrecy.document_button(workspace, detail.id, detail.version, secret=secret)
        _facts(detail)
    with left:
        _passages(workspace, detail)


def _answer(detail: DocumentDetail) -> None:
    kind = document_types(current()).get(detail.type, detail.type)
    parts = [word(detail.status), kind, " ".join(p for p in (detail.body, detail.paragraph) if p), detail.dnr]
    with st.container(horizontal=True, gap="small"):
        for part in parts:
            if part:
                st.badge(plain(part), color="gray")
        if detail.publicity.value != "public":
            st.badge(word(detail.publicity), color="red", icon=":material/lock:")
    st.markdown(f"**{tn('count.passages', detail.passages)}** · {plain(detail.file_name)}")
    if detail.status is not DocumentStatus.ADOPTED:
        st.caption(t("page.document.not_adopted"))
    for warning in detail.warnings[:10]:
        st.caption(message(warning["code"], warning["values"]))


def _facts(detail: DocumentDetail) -> None:
    """What the importer proposed, each with the words it rests on."""
    open_facts = [fact for fact in detail.facts if fact.state is Decided.SUGGESTED]
    if not open_facts:
        return
    with st.container(border=True):
        st.subheader(t("page.document.proposed"), anchor=False)
        st.caption(t("page.document.proposed_is"))
        for fact in open_facts:
            _fact(fact, detail.language)


def _fact(fact: FactRow, language: str) -> None:
    st.markdown(f"**{t(f'page.field.{fact.field}')}**: {plain(_value(fact))}")
    if not fact.found:
        st.caption(t("page.document.from_file"))
        return
    text = fact.before + fact.found + fact.after
    mark = Mark(start=len(fact.before), end=len(fact.before) + len(fact.found), role="shared")
    st.html(highlights.block(f"… {highlights.marked(text, [mark])} …", language=language, name="law"))


def _value(fact: FactRow) -> str:
    """The value in words where it is a code."""
    if fact.field == "type":
        return document_types(current()).get(fact.value, fact.value)
    if fact.field in ("status", "publicity"):
        return t(f"{'document_status' if fact.field == 'status' else 'publicity'}.{fact.value}")
    return fact.value


def _passages(workspace: int, detail: DocumentDetail) -> None:
    """The passages in their order with type, page and links."""
    asked = address.number("passage")
    if asked is not None and not address.get("page"):
        with frame.reading() as session:
            position = documents.passage_position(session, workspace, passage_id=asked)
        address.put(page=position // SIZE + 1)
    first = address.page_of(detail.passages, size=SIZE)
    cleared = frame.cleared(workspace)
    rows = frame.remembered(
        documents.passage_rows, workspace, edition_id=detail.edition_id, first=first, size=SIZE, cleared=cleared
    )
    for row in rows:
        _passage(workspace, row, detail.language, asked == row.id)


def _passage(workspace: int, row: PassageRow, language: str, asked: bool) -> None:
    if row.withheld:
        st.caption(t("page.secrecy.withheld"), text_alignment="left")
        return
    marks = [Mark(start=0, end=len(row.text), role="shared")] if asked else []
    place = " · ".join(
        part
        for part in (
            word(row.type),
            t("page.text.page", page=row.page) if row.page else "",
            t("publicity.secrecy") if row.secret else "",
        )
        if part
    )
    html = highlights.block(highlights.escaped(place), name="place") + highlights.marked(row.text, marks)
    st.html(highlights.block(html, language=language, name="law provision"))
    if row.confirmed or row.suggested:
        label = t("page.document.links", confirmed=row.confirmed, suggested=row.suggested)
        if st.button(label, key=f"passage-{row.id}", icon=":material/link:", type="tertiary"):
            routes.go("review", link=row.link_id)
    secrecy.passage_button(workspace, row.id, secret=row.secret, key=f"secret-{row.id}")


def _close() -> None:
    gone = ("document", "passage", "page", "reuse", "shared", "part", "edition", "changes", "upload")
    address.put(**dict.fromkeys(gone))
