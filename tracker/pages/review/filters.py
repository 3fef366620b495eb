"""What the queue is narrowed to and sorted by, kept in the address."""

from __future__ import annotations

import streamlit as st

from tracker.pages import address, frame, language
from tracker.pages.language import t
from tracker.tables.guideline import Force
from tracker.views import waiting
from tracker.views.guidelines import listing
from tracker.views.local import documents
from tracker.views.review import queue as review
from tracker.views.review.queue import Filter, Order

TARGETS = ("", "passage", "service", "actor")
FLOORS = ("0", "5", "10", "20", "30", "50", "70")
FORCES = (Force.OBLIGATION, Force.PROHIBITION, Force.RIGHT, Force.RECOMMENDATION)
KEYS = ("guideline", "requirement", "document", "unit", "force", "target", "floor", "waits")
"""The values of the address that narrow the queue."""


def chosen(workspace: int) -> tuple[Filter, Order]:
    """The choices behind one button that says how many there are; what they come to."""
    used = sum(bool(address.get(key)) for key in KEYS)
    label = t("page.review.filter_used", count=used) if used else t("page.review.filter")
    with st.popover(label, icon=":material/filter_list:", key="filters"):
        return _chosen(workspace)


def clear() -> None:
    """Take all that narrows the queue out of the address."""
    address.put(link=None, **dict.fromkeys(KEYS))


def _chosen(workspace: int) -> tuple[Filter, Order]:
    laws = {str(row.id): row.title(language.current()) for row in frame.remembered(listing.guideline_names, workspace)}
    papers = {str(row.id): row.name for row in frame.remembered(documents.document_names, workspace)}
    units = {str(number): name for number, name in frame.remembered(review.units, workspace).items()}
    order = address.choose(
        t("page.review.order"), list(Order), key="order", resets=("link",),
        show=lambda key: t(f"page.review.order.{key}"), help=t("page.review.order_help"),
    )  # fmt: skip
    first, second = st.columns(2)
    with first:
        law = _choose("guideline", laws)
        force = _choose("force", {force.value: language.word(force) for force in FORCES})
        floor = address.choose(
            t("page.filter.floor"), FLOORS, key="floor", resets=("link",),
            show=lambda key: language.percent(int(key) / 100) if key != "0" else t("page.filter.all"),
        )  # fmt: skip
    with second:
        paper = _choose("document", papers)
        unit = _choose("unit", units)
        kind = _choose("target", {key: t(f"page.target.{key}") for key in TARGETS if key})
        waits = _choose("waits", {"second": t("page.filter.waits.second")}) if _two_needed(workspace) else ""
    if any(address.get(key) for key in KEYS):
        st.button(t("page.review.clear_filter"), icon=":material/close:", key="clear-filter", on_click=clear)
    return Filter(
        guideline_id=int(law) if law else None,
        requirement_id=address.number("requirement"),
        document_id=int(paper) if paper else None,
        unit_id=int(unit) if unit else None,
        force=Force(force) if force else None,
        target=kind,
        floor=int(floor) / 100,
        waiting=waits == "second",
    ), Order(order)


def _two_needed(workspace: int) -> bool:
    """Whether anything can wait for a second person here."""
    with frame.reading() as session:
        return waiting.demanded(session, workspace)


def _choose(key: str, names: dict[str, str]) -> str:
    return address.choose(
        t(f"page.filter.{key}"), ["", *names], key=key, resets=("link",),
        show=lambda value: names.get(value, t("page.filter.all")),
    )  # fmt: skip
