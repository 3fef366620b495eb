"""The days of a guideline's life and of a requirement's own application, corrected by a person."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import streamlit as st

from tracker import clock, guideline_facts
from tracker.pages import frame, language, problems
from tracker.pages.language import t, word
from tracker.pages.problems import plain
from tracker.tables.guideline import GuidelineStatus
from tracker.validity import ENDED, GuidelineFacts
from tracker.views.guidelines.listing import GuidelineDetail
from tracker.views.texts import RequirementText

FIRST, LAST = date(1600, 1, 1), date(2199, 12, 31)
DAYS = ("adopted_on", "in_force_on", "applies_on", "repealed_on")


def notice(detail: GuidelineDetail) -> None:
    """One line under the title where a guideline does not hold: what follows from it."""
    if detail.status is GuidelineStatus.PROPOSED:
        st.warning(t("page.validity.pending_is"), icon=":material/hourglass_top:")
    elif detail.status in ENDED:
        text = t("page.validity.ended_is", status=word(detail.status), day=language.day(detail.facts.repealed_on))
        successor = t("page.validity.successor", name=_title(detail)) if detail.successor is not None else ""
        st.warning(plain(f"{text} {successor}".strip()), icon=":material/history:")


def guideline(detail: GuidelineDetail) -> None:
    """The form that corrects the facts."""
    number = detail.name.id
    with st.expander(t("page.describe.change"), icon=":material/edit_calendar:"), st.form(f"describe-{number}"):
        st.caption(t("page.describe.is"))
        columns = st.columns(len(DAYS))
        for place, name in zip(columns, DAYS, strict=True):
            place.date_input(
                t(f"page.about.{name}"), value=getattr(detail.facts, name), key=_key(number, name),
                min_value=FIRST, max_value=LAST, format="YYYY-MM-DD",
            )  # fmt: skip
        names = {row.id: row.title(language.current()) for row in detail.others}
        choices = [None, *names]
        left, right = st.columns(2)
        left.selectbox(
            t("page.about.superseded_by"), choices, index=choices.index(detail.facts.superseded_by_id),
            key=_key(number, "superseded_by_id"), format_func=lambda one: names.get(one, t("page.describe.nothing")),
        )  # fmt: skip
        statuses = list(GuidelineStatus)
        right.selectbox(
            t("page.about.status"), statuses, index=statuses.index(detail.facts.status), format_func=word,
            key=_key(number, "status"), help=t("page.describe.status_help"),
        )  # fmt: skip
        st.text_area(
            t("page.describe.note"), value=detail.facts.status_note, key=_key(number, "status_note"),
            max_chars=guideline_facts.LONGEST_NOTE, help=t("page.describe.note_help"), height=80,
        )  # fmt: skip
        st.form_submit_button(
            t("page.describe.save"),
            icon=":material/check:",
            **frame.only("guideline.describe"),
            on_click=_describe,
            args=(number, detail.facts),
        )


def requirement(found: RequirementText) -> None:
    """Since when a requirement applies, where it has a day of its own, and the way to set one."""
    key = f"applies-from-{found.id}"
    if found.applies_on is not None:
        ahead = "page.validity.applies_from" if found.applies_on > clock.today() else "page.validity.applied_from"
        st.caption(t(ahead, day=language.day(found.applies_on)))
    with (
        st.popover(t("page.validity.own_day"), icon=":material/event:"),
        st.form(f"{key}-form", border=False),
    ):
        st.caption(t("page.validity.own_day_is"))
        st.date_input(
            t("page.about.applies_on"), value=found.applies_on, key=key, min_value=FIRST, max_value=LAST,
            format="YYYY-MM-DD",
        )  # fmt: skip
        st.form_submit_button(
            t("page.describe.save"),
            icon=":material/check:",
            **frame.only("guideline.describe"),
            on_click=_apply,
            args=(found.id, found.applies_on),
        )


def _key(number: int, name: str) -> str:
    return f"describe-{name}-{number}"


def _title(detail: GuidelineDetail) -> str:
    return detail.successor.title(language.current()) if detail.successor is not None else ""


def _describe(number: int, seen: GuidelineFacts) -> None:
    said = st.session_state
    wanted = GuidelineFacts(**{field.name: said[_key(number, field.name)] for field in fields(GuidelineFacts)})
    if frame.do(guideline_facts.describe, number, wanted=wanted, seen=seen) is not None:
        problems.tell("page.describe.saved")


def _apply(number: int, seen: date | None) -> None:
    wanted = st.session_state[f"applies-from-{number}"]
    if frame.do(guideline_facts.apply_from, number, wanted=wanted, seen=seen) is not None:
        problems.tell("page.describe.saved")
