"""Which sentences of a text to look for, kept in the address."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import TypeVar

import streamlit as st

from tracker.pages import address, language
from tracker.pages.language import t, word
from tracker.tables.guideline import BearerKind, Force, StatementType, Zone
from tracker.views.reading.sentences import SURE_FROM, UNSURE_BELOW, Certainty, Choices, Narrowing

Member = TypeVar("Member", bound=StrEnum)
KEYS = ("only", "force", "type", "certainty", "zone", "bearer", "bearer_kind", "topic")


def narrowing(there: Choices) -> Narrowing:
    """The widgets, and what they ask for."""
    active = any(address.get(key) for key in KEYS)
    with st.expander(t("page.text.narrow"), icon=":material/filter_list:", expanded=active):
        first, second = st.columns(2)
        with first:
            only = address.switch(t("page.text.only"), key="only", resets=("match",))
            force = _one("force", Force, there.forces)
            kind = _one("type", StatementType, there.statement_types)
            sure = _one("certainty", Certainty, list(Certainty))
        with second:
            bearer = address.write(t("page.text.bearer_words"), key="bearer", resets=("match",))
            bearer_kind = _one("bearer_kind", BearerKind, there.bearer_kinds)
            zone = _one("zone", Zone, there.zones)
            topic = _topic(there.topics)
        if active:
            st.button(t("page.text.narrow_nothing"), icon=":material/close:", type="tertiary", on_click=_nothing)
    return Narrowing(
        requirements=only,
        force=force,
        statement_type=kind,
        certainty=sure,
        zone=zone,
        bearer=bearer,
        bearer_kind=bearer_kind,
        topic=topic,
    )


def certainty_words(value: Certainty) -> str:
    """A word for confidence with the bounds it stands for."""
    bounds = {"low": language.percent(UNSURE_BELOW), "high": language.percent(SURE_FROM)}
    return t(f"page.text.certainty_of.{value.value}", **bounds)


def _one(key: str, kind: type[Member], members: Sequence[Member]) -> Member | None:
    """One member of a closed set, None for all of them; offered only where there is something to choose."""
    if not members:
        return None
    names = {
        member.value: certainty_words(member) if isinstance(member, Certainty) else word(member) for member in members
    }
    chosen = address.choose(
        t(f"page.text.narrow.{key}"), ["", *names], key=key, resets=("match",),
        show=lambda value: names.get(value) or t("page.filter.all"),
    )  # fmt: skip
    return kind(chosen) if chosen else None


def _topic(topics: Sequence[str]) -> str:
    if not topics:
        return ""
    return address.choose(
        t("page.text.narrow.topic"), ["", *topics], key="topic", resets=("match",),
        show=lambda value: value or t("page.filter.all"),
    )  # fmt: skip


def _nothing() -> None:
    address.put(**dict.fromkeys(KEYS))
