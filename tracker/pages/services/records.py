"""Records of a service: tests and reviews, and everything else by date."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from tracker.pages import frame, language, thresholds
from tracker.pages.language import percent, t, tn
from tracker.pages.recorded import record_forms, records_shown
from tracker.pages.recorded.record_forms import kind_name
from tracker.views.recorded import records
from tracker.views.recorded.records import RecordRow
from tracker.views.services.detail import ServiceDetail
from tracker.views.services.listing import StatementState
from tracker.views.services.use import as_user_test

TESTS = ("user_test", "audit", "accessibility_statement", "form_review", "ux_review", "adaptation", "supervision")
HISTORY = ("iteration", "insight", "method_use", "procurement", "follow_up", "decision", "planning_use", "training",
           "anchoring_activity", "consultation", "routine", "barrier", "initiative", "objection")  # fmt: skip


def of_service(workspace: int, service_id: int, kinds: Sequence[str] = ()) -> list[RecordRow]:
    """The records of one service."""
    return readable(workspace, kinds, service_id=service_id)


def readable(workspace: int, kinds: Sequence[str], *, service_id: int | None = None) -> list[RecordRow]:
    """Records of some kinds, documents under secrecy named only to those who may read them."""
    cleared = frame.cleared(workspace)
    found: list[RecordRow] = frame.remembered(
        records.records, workspace, kinds=tuple(kinds), service_id=service_id, sees_secrecy=cleared
    )
    return found


def tests(workspace: int, detail: ServiceDetail) -> None:
    """Tests on real users first, then each kind of review; a kind nobody recorded is said to be missing."""
    rows = of_service(workspace, detail.row.id, TESTS)
    _answer(rows, detail)
    thresholds.note(workspace, "statement_life")
    record_forms.adder(workspace, TESTS, key="tests", service_id=detail.row.id)
    for kind in TESTS:
        own = [row for row in rows if row.kind == kind]
        st.subheader(f"{kind_name(workspace, kind)} ({len(own)})", anchor=False)
        if own:
            records_shown.listed(workspace, own, key=f"tests-{kind}", with_kind=False)
        else:
            st.caption(t("page.tests.none"))


def _answer(rows: Sequence[RecordRow], detail: ServiceDetail) -> None:
    tested = [as_user_test(row.id, row.on, row.facts) for row in rows if row.kind == "user_test"]
    if tested:
        newest = tested[0]
        parts = [f"**{tn('page.tests.answer', len(tested), people=sum(test.n for test in tested))}**"]
        if newest.success is not None:
            success = percent(newest.success)
            parts.append(t("page.tests.newest", day=language.day(newest.on), success=success, n=newest.n))
        if newest.findings is not None and newest.fixed is not None:
            parts.append(t("page.tests.fixed", fixed=newest.fixed, findings=newest.findings))
    else:
        parts = [f"**{t('page.service.untested')}**"]
    if detail.row.statement is not StatementState.NOT_NEEDED:
        parts.append(t(f"page.tests.statement.{detail.row.statement}", day=language.day(detail.row.statement_on)))
    st.markdown(" · ".join(parts))


def history(workspace: int, detail: ServiceDetail) -> None:
    """Everything recorded about the service, newest first."""
    rows = of_service(workspace, detail.row.id)
    st.markdown(f"**{tn('page.history.answer', len(rows))}**")
    record_forms.adder(workspace, (*HISTORY, *TESTS), key="history", service_id=detail.row.id)
    present = list(dict.fromkeys(row.kind for row in rows))
    if not rows:
        st.info(t("page.history.empty"), icon=":material/lightbulb:")
        return
    chosen = st.pills(
        t("page.record.kind"), present, format_func=lambda code: kind_name(workspace, code), key="history-kind"
    )
    records_shown.listed(workspace, [row for row in rows if chosen in (None, row.kind)], key="history")
