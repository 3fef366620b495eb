"""What is asked of the matrix: every filter stands in the address."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from tracker.ladder import TOP
from tracker.pages import address, charts, frame, language
from tracker.pages.language import t, tn, word
from tracker.subjects import Subject
from tracker.tables.guideline import Force, Level
from tracker.views.guidelines import listing
from tracker.views.matrix import fitting, table
from tracker.views.matrix.fitting import FIGURES, MET, SHOWN, Filter
from tracker.views.matrix.groups import GROUPS
from tracker.views.matrix.table import Column

TRACKED = ("obligation", "prohibition", "recommendation", "right")
PAGE = ("page",)
"""What a new filter takes away: the page that was turned to."""
FOLDED = ("level", "force", "topic", "binding", "least")
"""The filters behind a button."""
MANY = 50
"""From so many requirements on, and as long as nobody has asked for some of them, they are shown in groups."""
ONE_BY_ONE = "none"


def show(workspace: int, day: date | None, how: DeltaGenerator) -> Filter:
    """The filters in one row, but for what the columns are, which stands in `how`; gives what was chosen."""
    with how:
        by = address.segment(
            t("page.matrix.by"), ("unit", "service"), key="by", show=lambda key: t(f"page.matrix.by.{key}"),
            resets=("page", "column"),
        )  # fmt: skip
    laws = {str(row.id): row.title(language.current()) for row in frame.remembered(listing.guideline_names, workspace)}
    first, second, third, fourth = st.columns([4, 4, 3, 3], vertical_alignment="bottom")
    with first:
        subjects = _columns(by, frame.remembered_of(day, table.columns, workspace, by=by))
    with second:
        law = _choose("guideline", ["", *laws], lambda key: laws[key])
    with third:
        shown = address.choose(t("page.matrix.show"), SHOWN, key="show", resets=PAGE, show=shown_name)
    with fourth:
        used = sum(bool(address.get(key)) for key in FOLDED)
        with st.popover(
            t("page.matrix.more_used", count=used) if used else t("page.matrix.more"),
            icon=":material/tune:", key="more-filters", width="stretch",
        ):  # fmt: skip
            level = _choose("level", ["", *Level], lambda key: word(Level(key)))
            force = _choose("force", ["", *TRACKED], lambda key: word(Force(key)))
            known = frame.remembered_of(day, fitting.topics, workspace)
            topic = _choose("topic", ["", *known], str) if known else ""
            binding = address.switch(t("page.matrix.binding"), key="binding", resets=PAGE)
            least = _least()
    return Filter(
        by=by,
        guideline_id=int(law) if law else None,
        level=Level(level) if level else None,
        topic=topic,
        force=Force(force) if force else None,
        binding=binding,
        subjects=subjects,
        shown=shown,
        least=least,
    )


def shown_name(key: str) -> str:
    """What a choice of what to show is called; a place by its name on the ladder."""
    if not key:
        return t("page.filter.all")
    return t(f"page.matrix.show.{key}") if key in FIGURES else charts.place_name(key)


def grouping(workspace: int, asked: Filter, total: int) -> str:
    """By what the rows are grouped, one of GROUPS; "" for each requirement in a row of its own."""
    known = [name for name in GROUPS if name != "topic" or frame.remembered(fitting.topics, workspace)]
    chosen = address.segment(
        t("page.matrix.group"), (ONE_BY_ONE, *known), key="group", show=lambda key: t(f"page.matrix.group.{key}"),
        resets=PAGE, default=ONE_BY_ONE if total <= MANY or asked.narrows or len(asked.subjects) == 1 else "guideline",
    )  # fmt: skip
    return "" if chosen == ONE_BY_ONE else chosen


def with_idle(idle: Sequence[Column], by: str) -> bool:
    """A switch that shows the columns without anything of their own, where there are some."""
    return bool(idle) and address.switch(tn(f"page.matrix.idle.{by}", len(idle)), key="idle")


def _choose(key: str, options: Sequence[str], name: Callable[[str], str]) -> str:
    """One choice among some, or all."""
    label = t("page.matrix.level" if key == "level" else f"page.filter.{key}")
    return address.choose(
        label, options, key=key, resets=PAGE, show=lambda code: name(code) if code else t("page.filter.all")
    )


def _least() -> int:
    """From which step on a requirement counts as met; the one nobody has to name comes first."""
    steps = [str(MET), *(str(step) for step in range(1, TOP + 1) if step != MET)]
    return int(
        address.choose(
            t("page.matrix.least"), steps, key="least", resets=PAGE, show=charts.place_name,
            help=t("page.matrix.least_help"),
        )
    )  # fmt: skip


def _columns(by: str, found: Sequence[Column]) -> tuple[Subject, ...]:
    """Some of the columns, all of them where none is chosen; the address holds them with commas between."""
    names = {address.key_of(column.subject): column for column in found}
    widget = f"columns-{by}"
    st.session_state[widget] = [key for key in names if key in address.get("column").split(",")]

    def follow() -> None:
        address.put(column=",".join(st.session_state[widget]), page=None)

    chosen = st.multiselect(
        t(f"page.matrix.column.{by}"), list(names), key=widget, on_change=follow,
        format_func=lambda key: names[key].name if key in names else key, placeholder=t("page.filter.all"),
    )  # fmt: skip
    return tuple(names[key].subject for key in chosen)
