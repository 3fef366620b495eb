"""The launch gate of a service: what should be done before it starts, and what was."""

from __future__ import annotations

import streamlit as st

from tracker.pages import address, downloads, frame, tables
from tracker.pages.language import named, t, tn
from tracker.pages.problems import plain
from tracker.pages.recorded import record_forms, records_shown
from tracker.views.services import gate as services_gate
from tracker.views.services.detail import ServiceDetail
from tracker.views.services.gate import Gate, GateItem, GateState


def show(workspace: int, detail: ServiceDetail) -> None:
    """Answer, items with their evidence, and the form for another check."""
    cleared = frame.cleared(workspace)
    gate = frame.remembered(services_gate.gates, workspace, service_id=detail.row.id, sees_secrecy=cleared)[
        detail.row.id
    ]
    _answer(gate, detail)
    record_forms.adder(
        workspace, ("launch_check",), key="gate", service_id=detail.row.id, starting={"item": _next(gate)}
    )
    chosen = _table(gate)
    record = gate.items[chosen].record if chosen is not None else None
    if record is not None:
        records_shown.one(workspace, record, key="gate", with_kind=False, opened=True)
    elif chosen is not None:
        st.caption(t("page.gate.not_recorded_one"))
    else:
        st.caption(t("page.gate.choose"))


def _answer(gate: Gate, detail: ServiceDetail) -> None:
    done, total = gate.count(GateState.DONE), len(gate.items)
    st.markdown(
        f"**{t('page.gate.answer', done=done, total=total)}** · "
        f"{tn('page.gate.not_recorded', gate.count(GateState.NOT_RECORDED))}"
    )
    if gate.without:
        names = ", ".join(named(item.item) for item in gate.without)
        st.warning(
            tn("page.gate.without", len(gate.without), items=plain(names)), icon=":material/report:"
        )  # fmt: skip
        target = address.link("measures", plan=1, service=detail.row.id)
        st.markdown(f"[{t('page.gate.plan')}]({target})")


def _table(gate: Gate) -> int | None:
    shown = [
        {
            "item": named(item.item),
            "state": t(f"gate_state.{item.state}"),
            "on": item.record.on if item.record is not None else None,
            "evidence": _evidence(item),
        }
        for item in gate.items
    ]
    titles = {key: t(f"page.gate.column.{key}") for key in shown[0]}
    columns = titles | {
        "item": tables.wide(titles["item"], 360),
        "on": tables.day(titles["on"]),
        "evidence": tables.long(titles["evidence"], 380),
    }
    chosen = tables.table(shown, columns, key="gate-table", alt=t("page.service.tab.gate"))
    downloads.downloads("launch-gate", lambda: shown, titles)
    return chosen


def _evidence(item: GateItem) -> str:
    if item.record is None:
        return ""
    return " · ".join(filter(None, (item.record.document, item.record.body, item.record.note)))


def _next(gate: Gate) -> str:
    """The first item nobody has recorded: likely the one somebody wants to record now."""
    return next((item.item.code for item in gate.items if item.state is GateState.NOT_RECORDED), "")
