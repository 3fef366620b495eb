"""How alike the services are to use: login, shared components, language and pattern of forms, side by side."""

from __future__ import annotations

from typing import Any

import streamlit as st

from tracker.pages import address, downloads, frame, tables
from tracker.pages.language import named, t, tn
from tracker.pages.recorded import records_shown
from tracker.tables.schema import sort_key
from tracker.views.recorded import records
from tracker.views.services import listing
from tracker.views.services.listing import RUNNING

KIND = "ux_review"


def show(workspace: int) -> None:
    """The newest review of every e-service in use; those nobody reviewed are listed last."""
    kind = frame.remembered(records.kinds, workspace)[KIND]
    reviews: dict[int, records.RecordRow] = {}
    for record in frame.remembered(records.records, workspace, kinds=(KIND,)):
        if record.service_id is not None:
            reviews.setdefault(record.service_id, record)
    rows = [
        row for row in frame.remembered(listing.service_list, workspace) if row.status in RUNNING and row.is_e_service
    ]
    if not rows:
        st.info(t("page.services.empty"), icon=":material/lightbulb:")
        return
    rows.sort(key=lambda row: (row.id not in reviews, sort_key(row.name)))
    reviewed = [reviews[row.id] for row in rows if row.id in reviews]
    if not reviewed:
        st.info(t("page.compared.empty"), icon=":material/lightbulb:")
    else:
        ways = {str(review.facts.get("login", "")).strip().casefold() for review in reviewed} - {""}
        shared = sum(review.facts.get("shared_components") is True for review in reviewed)
        st.markdown(
            f"**{tn('page.compared.logins', len(ways))}** · "
            f"{t('page.compared.shared', count=shared, total=len(reviewed))} · "
            f"{tn('page.compared.missing', len(rows) - len(reviewed))}"
        )
    fields = {fact.code: named(fact) for fact in kind.facts}
    shown: list[dict[str, Any]] = []
    for row in rows:
        review = reviews.get(row.id)
        said = records_shown.said(workspace, review) if review is not None else {}
        shown.append(
            {"service": row.name, "on": review.on if review is not None else None}
            | {code: said.get(name, "–") for code, name in fields.items()}
            | {"platform": row.platform, "vendor": row.vendor}
        )
    titles = {
        "service": t("page.forms.column.service"),
        "on": t("page.record.on"),
        **fields,
        "platform": t("page.field.platform"),
        "vendor": t("page.field.vendor"),
    }
    columns = titles | {"service": tables.wide(titles["service"], 260), "on": tables.day(titles["on"])}
    chosen = tables.table(shown, columns, key="compared-table", alt=t("page.services.view.compared"), tallest=700)
    downloads.downloads("services-compared", lambda: shown, titles)
    if chosen is not None:
        address.put(service=rows[chosen].id, tab="tests", view=None)
        st.rerun()
