"""What moved on the ladder since the last quarter, as a short list: those that fell first, each the way to its cell."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from tracker.pages import address, charts, frame, ladder_rule, language, routes
from tracker.pages.language import t, tn
from tracker.pages.measures import plan
from tracker.pages.openings import openings
from tracker.pages.problems import plain
from tracker.views.matrix import table
from tracker.views.overview import NOT_EXAMINED
from tracker.views.progress import movement
from tracker.views.progress.movement import Course, LevelMove, Movement, Why

FIRST = 5
ICONS = {
    Course.UP: ":material/trending_up:",
    Course.DOWN: ":material/trending_down:",
    Course.NEW: ":material/search_check:",
}


def show(workspace: int) -> None:
    """The moves since the end of the quarter before."""
    found = frame.remembered(movement.movement, workspace)
    st.subheader(t("page.moves.title"), anchor=False)
    st.markdown(_answer(found))
    ladder_rule.popover(workspace, key="moves")
    if found.texts and st.button(
        tn("page.moves.texts", len(found.texts)), icon=":material/history_edu:", key="moves-texts", type="tertiary"
    ):
        routes.go("progress", tab="moved", because=Why.TEXT.value)
    with openings("moves"):
        _rows(workspace, found.moves[:FIRST])
    rest = found.moves[FIRST:]
    if rest:
        with st.expander(tn("page.cell.more_offers", len(rest)), key="more-moves", on_change="rerun") as box:
            if box.open:
                with openings("moves-rest"):
                    _rows(workspace, rest)


def _answer(found: Movement) -> str:
    """How many moved up, how many fell, since when."""
    ways = (Course.UP, Course.DOWN, Course.NEW)
    counts = " · ".join(f"**{tn(f'page.moves.{way.value}', found.count(way))}**" for way in ways)
    return t("page.moves.answer", counts=counts, day=language.day(found.since), same=found.same)


def _rows(workspace: int, moves: Sequence[LevelMove]) -> None:
    whole = frame.remembered(table.columns, workspace)[0].subject
    for move in moves:
        icon = ICONS[move.course]
        if st.button(_label(workspace, move), icon=icon, key=f"move-{move.requirement.id}", width="stretch", wrap=True):
            routes.go("matrix", requirement=move.requirement.id, subject=address.key_of(move.subject or whole))


def _label(workspace: int, move: LevelMove) -> str:
    before, now = (
        charts.place_name(NOT_EXAMINED if level is None else str(level)) for level in (move.before, move.now)
    )
    turned = move.went if move.course is Course.DOWN else move.came
    kinds = ", ".join(dict.fromkeys(ladder_rule.kind_name(piece.kind) for piece in turned))
    why = t(f"page.moves.why.{move.why.value}") + (f": {kinds}" if kinds else "")
    return plain(f"{plan.short(workspace, move.requirement)}: {before} → {now} · {why}")
