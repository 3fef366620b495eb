"""Forms for maps: a new map, its next step, and taking a wrong step out."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from tracker import journeys
from tracker.pages import frame, problems
from tracker.pages.language import t, word
from tracker.pages.problems import plain
from tracker.tables.journey import Channel, JourneyKind
from tracker.views.local import carriers
from tracker.views.services.journey import JourneyMap


def add_journey(service_id: int) -> None:
    """A folded form for a new map of a service."""
    turn = st.session_state.get("journey-turn", 0)
    with (
        st.expander(t("page.journey.add"), icon=":material/add:"),
        st.form(f"journey-{service_id}-{turn}", border=False),
    ):
        st.selectbox(t("page.record.kind"), list(JourneyKind), format_func=word, key=f"journey-kind-{turn}")
        st.text_input(t("page.field.name"), key=f"journey-name-{turn}", max_chars=400)
        st.date_input(t("page.journey.mapped_on"), None, key=f"journey-mapped-{turn}", format="YYYY-MM-DD")
        st.text_input(
            t("page.journey.who"), key=f"journey-who-{turn}", max_chars=400, help=t("page.journey.who_help")
        )  # fmt: skip
        st.form_submit_button(
            t("page.record.save"),
            type="primary",
            key="journey-save",
            **frame.only("service.change"),
            on_click=_save,
            args=(service_id, turn),
        )


def _save(service_id: int, turn: int) -> None:
    held = st.session_state
    saved = frame.do(
        journeys.add_journey,
        service_id,
        held[f"journey-kind-{turn}"],
        held[f"journey-name-{turn}"],
        mapped_on=held[f"journey-mapped-{turn}"],
        participants=held[f"journey-who-{turn}"],
    )
    if saved is not None:
        held["journey-turn"] = turn + 1
        problems.tell("page.record.saved")


def add_step(workspace: int, maps: Sequence[JourneyMap]) -> None:
    """A folded form for the next step of one of the maps."""
    turn = st.session_state.get("step-turn", 0)
    by_id = {found.id: found for found in maps}
    actors = {row.id: row.name for row in frame.remembered(carriers.actor_rows, workspace)}
    with st.expander(t("page.journey.add_step"), icon=":material/add:"), st.form(f"step-{turn}", border=False):
        st.selectbox(
            t("page.journey.map"), list(by_id), key=f"step-journey-{turn}",
            format_func=lambda number: f"{word(by_id[number].kind)}: {by_id[number].name}",
        )  # fmt: skip
        st.text_input(t("page.journey.column.step"), key=f"step-name-{turn}", max_chars=400)
        st.multiselect(
            t("page.journey.column.channels"), list(Channel), format_func=word, key=f"step-channels-{turn}"
        )  # fmt: skip
        for field in ("pain_external", "pain_internal", "frequency", "opportunity"):
            st.text_input(t(f"page.journey.field.{field}"), key=f"step-{field}-{turn}", max_chars=1000)
        st.selectbox(
            t("page.journey.column.actor"), [0, *actors], format_func=lambda number: actors.get(number, "–"),
            key=f"step-actor_id-{turn}",
        )  # fmt: skip
        st.number_input(
            t("page.journey.column.days"), min_value=0.0, value=None, step=0.5, key=f"step-days-{turn}"
        )  # fmt: skip
        st.form_submit_button(
            t("page.record.save"),
            type="primary",
            key="step-save",
            **frame.only("service.change"),
            on_click=_save_step,
            args=(by_id, turn),
        )


def _save_step(by_id: dict[int, JourneyMap], turn: int) -> None:
    held = st.session_state
    number = held[f"step-journey-{turn}"]
    fields = ("name", "channels", "pain_external", "pain_internal", "frequency", "opportunity", "days", "actor_id")
    said = {field: held[f"step-{field}-{turn}"] for field in fields}
    said["actor_id"] = said["actor_id"] or None
    if frame.do(journeys.add_step, number, said.pop("name"), seen_version=by_id[number].version, **said) is not None:
        held["step-turn"] = turn + 1
        problems.tell("page.record.saved")


def remove(found: JourneyMap) -> None:
    """A folded way to take a wrong step out of a map."""
    if not found.steps or found.spans:
        return
    names = {step.id: f"{step.position}. {step.name}" for step in found.steps}
    with st.popover(t("page.journey.remove"), icon=":material/delete:"):
        step = st.selectbox(
            t("page.journey.column.step"), list(names), format_func=lambda number: plain(names.get(number, "")),
            key=f"remove-{found.id}",
        )  # fmt: skip
        st.button(
            t("page.journey.remove_one"),
            key=f"remove-save-{found.id}",
            **frame.only("service.change"),
            on_click=_remove,
            args=(step, found.version),
        )


def _remove(step_id: int, version: int) -> None:
    frame.do(journeys.remove_step, step_id, seen_version=version)
