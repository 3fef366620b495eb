"""A form for one measured value: indicator, value, n, period, group and source; and the way to take one back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st

from tracker import clock, recording
from tracker.errors import Refused
from tracker.pages import frame, problems
from tracker.pages.language import named, t
from tracker.pages.recorded.figures_shown import period, unit_name, with_n
from tracker.views.recorded import figures

LATEST = 50
"""Values offered to be taken back, the last recorded first."""


def adder(
    workspace: int,
    *,
    codes: Sequence[str],
    service_id: int | None = None,
    actor_id: int | None = None,
    topics: Mapping[int, str] | None = None,
) -> None:
    """A folded form for one measured value of a service or an actor; `topics` narrows it to a contact topic."""
    names = frame.remembered(figures.indicator_names, workspace)
    turn = st.session_state.get("measure-turn", 0)
    offered = [code for code in codes if code in names]
    with st.expander(t("page.measured.add"), icon=":material/add:"):
        code = st.selectbox(
            t("page.measured.column.indicator"), offered, key="measured-indicator",
            format_func=lambda one: f"{named(names[one])} ({unit_name(names[one].unit)})",
        )  # fmt: skip
        with st.form(f"measured-{turn}", border=False):
            share = names[code].unit == "share"
            st.number_input(
                t("page.measured.value") + (" (%)" if share else ""), value=None, key=f"measured-value-{turn}"
            )
            st.number_input(
                t("page.measured.n"), min_value=0, value=None, step=1, key=f"measured-n-{turn}",
                help=t("page.measured.n_help"),
            )  # fmt: skip
            st.date_input(
                t("page.measured.period"), (clock.today().replace(day=1), clock.today()), format="YYYY-MM-DD",
                key=f"measured-period-{turn}",
            )  # fmt: skip
            if topics:
                st.selectbox(
                    t("page.contact.column.topic"), [0, *topics], key=f"measured-topic_id-{turn}",
                    format_func=partial(_topic_name, topics),
                )  # fmt: skip
            st.text_input(
                t("page.measured.column.group"), key=f"measured-group-{turn}", max_chars=120,
                help=t("page.measured.group_help"),
            )  # fmt: skip
            st.text_input(t("page.measured.column.source"), key=f"measured-source-{turn}", max_chars=400)
            st.form_submit_button(
                t("page.record.save"), type="primary", **frame.only("measurement.add"), on_click=_save_measured,
                args=(workspace, code, share, turn, service_id, actor_id),
            )  # fmt: skip


def withdrawer(
    workspace: int, *, codes: Sequence[str], service_id: int | None = None, actor_id: int | None = None
) -> None:
    """A folded choice among the values of a service or an actor recorded last, to take a wrong one back."""
    rows = frame.remembered(
        figures.figures, workspace, indicators=tuple(codes), service_id=service_id, actor_id=actor_id
    )
    latest = {row.id: row for row in sorted(rows, key=lambda row: (row.recorded_at, row.id))[: -1 - LATEST : -1]}
    if not latest:
        return
    names = frame.remembered(figures.indicator_names, workspace)
    with st.expander(t("page.measured.withdraw"), icon=":material/undo:"), st.form("withdraw-measured", border=False):
        st.selectbox(
            t("page.measured.which"), list(latest), key="withdrawn-measured",
            format_func=lambda number: _described(latest[number], named(names[latest[number].indicator])),
        )  # fmt: skip
        st.text_input(t("page.measured.why"), key="withdrawn-why", max_chars=400)
        st.form_submit_button(t("page.measured.take_back"), **frame.only("measurement.add"), on_click=_withdraw)


def _described(row: figures.Figure, name: str) -> str:
    """What tells a value from the others of its subject."""
    value = with_n(row.value, row.unit, row.n)
    parts = (name, row.topic or row.form, row.group, period(row.period_from, row.period_to), value)
    return " · ".join(part for part in parts if part)


def _withdraw() -> None:
    note = st.session_state["withdrawn-why"]
    if frame.do(recording.withdraw_measurement, st.session_state["withdrawn-measured"], note=note) is not None:
        problems.tell("page.measured.withdrawn")


def _topic_name(topics: Mapping[int, str], number: int) -> str:
    return topics.get(number, "–")


def _save_measured(
    workspace: int, code: str, share: bool, turn: int, service_id: int | None, actor_id: int | None
) -> None:
    held = {
        field: st.session_state[f"measured-{field}-{turn}"] for field in ("value", "n", "period", "group", "source")
    }
    period_given = held.pop("period")
    amount = held.pop("value")
    if amount is None or len(period_given) != 2:
        lacking = t("page.measured.value" if amount is None else "page.measured.period")
        problems.keep(Refused("error.fact_missing", fact=lacking))
        return
    saved = frame.do(
        recording.add_measurement,
        workspace,
        code,
        amount / 100 if share else amount,
        period_from=period_given[0],
        period_to=period_given[1],
        service_id=service_id,
        actor_id=actor_id,
        topic_id=st.session_state.get(f"measured-topic_id-{turn}") or None,
        **held,
    )
    if saved is not None:
        st.session_state["measure-turn"] = turn + 1
        problems.tell("page.measured.saved")
