"""A form for one measured value: indicator, value, n, period, group and source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

import streamlit as st

from tracker import clock, recording
from tracker.errors import Refused
from tracker.pages import frame, problems
from tracker.pages.figures_shown import unit_name
from tracker.pages.language import named, t
from tracker.views import figures


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
                t("page.record.save"), type="primary", on_click=_save_measured,
                args=(workspace, code, share, turn, service_id, actor_id),
            )  # fmt: skip


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
