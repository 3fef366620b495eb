"""One service: what is known about it in one line, and a tab for each side of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from tracker.pages import address, frame, language
from tracker.pages.language import percent, t, tn, word
from tracker.pages.problems import plain
from tracker.pages.services import about, contact, gate, journey, records, requirements, trust, use
from tracker.tables.service import Acquisition
from tracker.views.services import detail as services_detail
from tracker.views.services.detail import ServiceDetail
from tracker.views.services.listing import RUNNING, StatementState

TABS: Mapping[str, Callable[[int, ServiceDetail], None]] = {
    "journey": journey.show,
    "requirements": requirements.show,
    "use": use.show,
    "tests": records.tests,
    "contact": contact.show,
    "trust": trust.show,
    "gate": gate.show,
    "history": records.history,
    "about": about.show,
}


def show(workspace: int) -> None:
    """The service in the address."""
    st.button(t("page.service.back"), icon=":material/arrow_back:", type="tertiary", on_click=_close)
    number = address.number("service") or 0
    detail = frame.remembered(services_detail.service_detail, workspace, service_id=number)
    st.title(plain(detail.row.name))
    _badges(detail)
    _answer(detail)
    tab = address.segment(
        t("page.service.tabs"), tuple(TABS), key="tab", resets=("record", "own"),
        show=lambda key: t(f"page.service.tab.{key}"),
    )  # fmt: skip
    TABS[tab](workspace, detail)


def _badges(detail: ServiceDetail) -> None:
    row = detail.row
    with st.container(horizontal=True, gap="small"):
        st.badge(word(row.status), color="gray")
        if row.unit:
            st.badge(plain(row.unit), color="gray")
        if row.acquisition is not Acquisition.UNKNOWN:
            st.badge(word(row.acquisition), color="gray")
        if row.platform:
            st.badge(plain(row.platform), color="blue")
        elif row.outside:
            st.badge(t("page.services.outside"), color="orange")
        if row.statement in {StatementState.MISSING, StatementState.OLD}:
            st.badge(t(f"page.service.statement.{row.statement}"), color="orange")
        if row.gate.without:
            st.badge(tn("page.service.without", len(row.gate.without)), color="orange")


def _answer(detail: ServiceDetail) -> None:
    """Since when, how many finish, who tested it: what is not known is said to be unknown."""
    row = detail.row
    parts = [f"**{word(row.status)}**"]
    if row.since is not None:
        parts = [f"**{t('page.service.since', status=word(row.status), day=language.day(row.since))}**"]
    if row.rate is not None:
        parts.append(t("page.service.completion", rate=percent(row.rate.value), n=row.rate.n))
    elif row.status in RUNNING and row.is_e_service:
        parts.append(t("page.service.no_completion"))
    if row.tested is not None:
        parts.append(t("page.service.tested", day=language.day(row.tested.on), n=row.tested.n))
    elif row.status in RUNNING:
        parts.append(t("page.service.untested"))
    st.markdown(" · ".join(parts))


def _close() -> None:
    address.put(service=None, tab=None, record=None, own=None)
