"""What moved up or fell since a day, and why: evidence, judgement and text, each by itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import streamlit as st

from tracker import clock
from tracker.pages import address, charts, downloads, frame, ladder_rule, language, routes, tables
from tracker.pages.language import t, tn
from tracker.views.ladder.places import NOT_EXAMINED
from tracker.views.matrix import table
from tracker.views.progress import movement
from tracker.views.progress.movement import Course, LevelMove, Movement, Why
from tracker.views.progress.new_texts import TextCourse, TextMove, Through

WAYS = (Course.DOWN, Course.UP, Course.NEW)


def show(workspace: int, day: date | None) -> None:
    """The answer by reason, the moves, and what new texts did to the requirements as such."""
    first, second, third = st.columns(3)
    with first:
        since = address.pick_day(
            t("page.progress.since"), key="since", default=movement.last_quarter(day or clock.today())
        )
    places = {
        address.key_of(column.subject): column
        for by in ("unit", "service")
        for column in frame.remembered_of(day, table.columns, workspace, by=by)
    }
    with second:
        of = address.choose(
            t("page.progress.where"), ("", *places), key="of",
            show=lambda key: places[key].name if key else t("page.progress.whole"),
        )  # fmt: skip
    with third:
        why = address.choose(
            t("page.progress.why"), ("", *Why), key="because",
            show=lambda key: t(f"page.moves.why.{key}") if key else t("page.filter.all"),
        )  # fmt: skip
    subject = places[of].subject if of else None
    found = frame.remembered_of(day, movement.movement, workspace, since=since, subject=subject)
    st.markdown(_answer(found))
    ladder_rule.popover(workspace, key="moved")
    st.caption(t("page.progress.moved.rule"))
    shown = [move for move in found.moves if why in ("", move.why)]
    if not shown:
        st.info(t("page.progress.moved.none"), icon=":material/lightbulb:")
    else:
        _moves(workspace, shown)
    if found.texts and why in ("", Why.TEXT):
        _texts(found.texts)


def _answer(found: Movement) -> str:
    """One line per way things went, each with its three reasons apart."""
    lines = [t("page.progress.moved.answer", day=language.day(found.since), same=found.same)]
    for way in WAYS:
        reasons = [
            f"{t(f'page.moves.why.{why.value}')} {sum(m.course is way and m.why is why for m in found.moves)}"
            for why in Why
        ]
        lines.append(f"- **{tn(f'page.moves.{way.value}', found.count(way))}**: {' · '.join(reasons)}")
    courses = [
        tn(f"page.progress.text.{one.value}", sum(move.course is one for move in found.texts)) for one in TextCourse
    ]
    lines.append(f"- {t('page.progress.texts')}: {' · '.join(courses)}")
    return "\n".join([lines[0], "", *lines[1:]])


def _moves(workspace: int, moves: Sequence[LevelMove]) -> None:
    rows = [_move(move) for move in moves]
    titles = {key: t(f"page.progress.column.{key}") for key in rows[0]}
    columns = titles | {
        "requirement": tables.wide(titles["requirement"], 220), "words": tables.long(titles["words"], 300),
        "evidence": tables.long(titles["evidence"], 220),
    }  # fmt: skip
    chosen = tables.table(rows, columns, key="moves", alt=t("page.progress.tab.moved"), tallest=520)
    downloads.downloads("moves", lambda: rows, titles)
    if chosen is not None:
        move = moves[chosen]
        whole = frame.remembered(table.columns, workspace)[0].subject
        routes.go("matrix", requirement=move.requirement.id, subject=address.key_of(move.subject or whole))


def _move(move: LevelMove) -> dict[str, Any]:
    turned = move.went if move.course is Course.DOWN else move.came
    return {
        "requirement": move.requirement.short(language.current()),
        "course": t(f"page.moves.trend.{move.course.value}"),
        "before": _level(move.before),
        "now": _level(move.now),
        "why": t(f"page.moves.why.{move.why.value}"),
        "evidence": ", ".join(dict.fromkeys(ladder_rule.kind_name(piece.kind) for piece in turned)),
        "evidence_ids": ", ".join(str(piece.id) for piece in turned),
        "words": move.requirement.words(language.current()),
    }


def _texts(moves: Sequence[TextMove]) -> None:
    """Requirements that came, went or read otherwise: neither progress nor decline.

    A row opens what did it: the editions beside each other, else the requirement with its history.
    """
    st.subheader(t("page.progress.texts"), anchor=False)
    st.caption(t("page.progress.texts.rule"))
    rows = [
        {
            "requirement": move.requirement.short(language.current()),
            "course": t(f"page.progress.text_course.{move.course.value}"),
            "why": t(f"page.progress.through.{move.through.value}"),
            "words": move.requirement.words(language.current()),
        }
        for move in moves
    ]
    titles = {key: t(f"page.progress.column.{key}") for key in rows[0]}
    columns = titles | {
        "requirement": tables.wide(titles["requirement"], 220), "words": tables.long(titles["words"], 420),
    }  # fmt: skip
    chosen = tables.table(rows, columns, key="texts", alt=t("page.progress.texts"), tallest=420)
    downloads.downloads("texts", lambda: rows, titles)
    if chosen is not None:
        text, by_edition = moves[chosen].requirement, moves[chosen].through is Through.EDITION
        opens = {"tab": "editions"} if by_edition else {"edit": text.id}
        routes.go("guidelines", guideline=text.guideline_id, **opens)


def _level(level: int | None) -> str:
    return charts.place_name(NOT_EXAMINED if level is None else str(level))
