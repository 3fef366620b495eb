"""What a person confirms or corrects about a local document."""

from __future__ import annotations

import streamlit as st

from tracker import describing
from tracker.pages import frame, problems
from tracker.pages.language import current, t, word
from tracker.tables.local import DocumentStatus
from tracker.views.local import carriers
from tracker.views.local.document_types import document_types
from tracker.views.local.documents import DocumentDetail

TEXTS = ("title", "body", "dnr", "paragraph")
DATES = ("decided_on", "valid_from", "valid_to")


def show(workspace: int, detail: DocumentDetail) -> None:
    """The form; saving settles every proposed fact."""
    st.subheader(t("page.document.known"), anchor=False)
    actors = {row.id: row.name for row in frame.remembered(carriers.actor_rows, workspace)}
    values = {field: getattr(detail, "name" if field == "title" else field) for field in (*TEXTS, *DATES)}
    with st.form("describe", border=False):
        for field in TEXTS:
            st.text_input(t(f"page.field.{field}"), values[field], key=_key(field, detail))
        names = document_types(current())
        types = ["", *names] if detail.type in names or not detail.type else ["", detail.type, *names]
        st.selectbox(
            t("page.field.type"), types, index=types.index(detail.type), key=_key("type", detail),
            format_func=lambda code: names.get(code, code) or "–",
        )  # fmt: skip
        statuses = list(DocumentStatus)
        st.selectbox(
            t("page.field.status"), statuses, index=statuses.index(detail.status), format_func=word,
            key=_key("status", detail),
        )  # fmt: skip
        for field in DATES:
            st.date_input(t(f"page.field.{field}"), values[field], key=_key(field, detail), format="YYYY-MM-DD")
        options = [0, *actors]
        st.selectbox(
            t("page.field.responsible"), options, index=options.index(detail.responsible_id or 0),
            format_func=lambda actor: actors.get(actor, "–"), key=_key("responsible_id", detail),
        )  # fmt: skip
        st.form_submit_button(
            t("page.document.save"),
            type="primary",
            **frame.only("local.describe"),
            on_click=_save,
            args=(detail,),
            key="describe-save",
        )


def _key(field: str, detail: DocumentDetail) -> str:
    """A new version of the document gets new widgets, so that they show what is stored."""
    return f"describe-{detail.id}-{detail.version}-{field}"


def _save(detail: DocumentDetail) -> None:
    fields = (*TEXTS, *DATES, "type", "status")
    said = {field: st.session_state[_key(field, detail)] for field in fields}
    saved = frame.do(
        describing.describe,
        detail.id,
        seen_version=detail.version,
        responsible_id=st.session_state[_key("responsible_id", detail)] or None,
        publicity=detail.publicity,
        rights_note=detail.rights_note,
        **said,
    )
    if saved is not None:
        problems.tell("page.document.saved")
