"""An extract of public records for one request."""

from __future__ import annotations

from datetime import date

import streamlit as st

from tracker import access, clock, disclosing
from tracker.exporters.public_records import MEDIA_TYPE, extract
from tracker.pages import address, frame, problems, standing
from tracker.pages.language import t
from tracker.views.exports.public_records import Records, Selection, public_records
from tracker.views.local.documents import document_names
from tracker.views.matrix.table import columns

_MADE = "extract-made"


def show(workspace: int) -> None:
    """The selection, how much fits it, and the file once the request and, where something is withheld, the ground are
    written."""
    with frame.reading() as session:
        allowed = access.may(session, frame.person().id, "records.extract", workspace)
    st.caption(t("page.records.is"))
    if not allowed:
        st.info(t("page.records.admins"), icon=":material/lock:")
        return
    selection = _selection(workspace)
    with frame.reading() as session:
        found = public_records(session, workspace, selection=selection)
    st.markdown(f"**{t('page.records.answer', count=len(found.events))}**")
    if found.withheld:
        st.caption(t("page.records.withheld", count=found.withheld))
    with st.form("extract", border=True):
        st.text_input(t("page.records.request"), key="extract-request", max_chars=120)
        st.text_input(t("page.records.ground"), key="extract-ground", max_chars=400, help=t("page.records.ground_is"))
        st.form_submit_button(t("page.records.make"), type="primary", on_click=_make, args=(workspace, found))
    made = st.session_state.get(_MADE)
    if made is not None and made[0] == (workspace, selection):
        standing.download(
            t("page.records.download"), data=made[1], file_name=f"extract-{clock.today().isoformat()}.zip",
            mime=MEDIA_TYPE, on_click="ignore", icon=":material/download:", key="extract-download",
        )  # fmt: skip


def _selection(workspace: int) -> Selection:
    with frame.reading() as session:
        units = {column.subject[1]: column.name for column in columns(session, workspace, by="unit")}
        documents = {one.id: one.name for one in document_names(session, workspace)}
    left, right = st.columns(2)
    with left:
        since = address.pick_day(t("page.records.since"), key="from", default=None)
        unit = st.selectbox(
            t("page.records.unit"), [0, *units], key="extract-unit",
            format_func=lambda number: units.get(number, t("page.records.everything")),
        )  # fmt: skip
    with right:
        until = address.pick_day(t("page.records.until"), key="to", default=None)
        requirement = st.number_input(
            t("page.records.requirement"), min_value=0, step=1, value=0, key="extract-requirement"
        )
    chosen = st.multiselect(
        t("page.records.documents"), list(documents), key="extract-documents",
        format_func=lambda number: problems.plain(documents.get(number, "")),
    )  # fmt: skip
    return Selection(
        since=since, until=until, requirement_id=int(requirement) or None, actor_id=unit or None,
        documents=tuple(sorted(chosen)),
    )  # fmt: skip


def _make(workspace: int, found: Records) -> None:
    request, ground = st.session_state["extract-request"], st.session_state["extract-ground"]
    counts = {
        "events": len(found.events), "links": len(found.links), "judgements": len(found.judgements),
        "withheld": found.withheld,
    }  # fmt: skip
    data = extract(
        {
            "workspace": found.workspace, "request": request.strip(),
            "made_at": clock.now().isoformat(timespec="seconds"), "selection": _plain(found.selection),
            "history": {"count": found.count, "head": found.head},
            "withheld": {"count": found.withheld, "ground": ground.strip() if found.withheld else ""},
        },
        {"events": found.events, "links": found.links, "judgements": found.judgements},
    )  # fmt: skip
    if frame.do(disclosing.record_extract, workspace, request, ground, counts=counts, data=data) is not None:
        st.session_state[_MADE] = ((workspace, found.selection), data)
        problems.tell("page.records.made")


def _plain(selection: Selection) -> dict[str, object]:
    """The selection as JSON holds it."""
    values = {name: getattr(selection, name) for name in selection.__dataclass_fields__}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items() if value}
