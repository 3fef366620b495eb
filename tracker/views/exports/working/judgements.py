"""Judgements of requirement x unit, wherever there is a judgement or evidence to judge by."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import locales
from tracker.exchange.workbook import Kind, Row, Said, Sheet, glimpse
from tracker.tables.assessment import Compliance, SideState
from tracker.tables.guideline import Requirement
from tracker.views.counted import counted_requirements
from tracker.views.exports.working.columns import choice, edited, read, word
from tracker.views.ladder.standings import Cell, standings
from tracker.views.matrix.table import Column, columns
from tracker.views.texts import RequirementText, requirement_texts

MOST = 15_000
"""Cells in one workbook, by requirement: the matrix of a large municipality has more."""


def judgements_sheet(
    session: Session,
    workspace_id: int,
    language: str,
    *,
    sees_secrecy: bool = False,
    only: frozenset[str] | None = None,
) -> Sheet:
    """The cells of the matrix by unit that hold anything: the level computed, and what a person judges beside it."""
    del sees_secrecy
    found = standings(session, workspace_id)
    units = columns(session, workspace_id)
    counted = select(Requirement.id).where(Requirement.id.in_(counted_requirements(workspace_id)))
    held = [
        (number, unit, found.cells[number, unit.subject])
        for number in session.scalars(counted.order_by(Requirement.guideline_id, Requirement.position, Requirement.id))
        for unit in units
        if (number, unit.subject) in found.cells
    ]
    if only is not None:
        held = [(number, unit, cell) for number, unit, cell in held if _id(number, unit) in only]
    texts = requirement_texts(session, {number for number, *_ in held[:MOST]})
    return Sheet(
        key="assessments",
        title=locales.text("workbook.sheet.assessments", language),
        columns=(
            read("id", language),
            read("guideline", language),
            read("locator", language),
            read("requirement", language),
            read("unit", language),
            read("computed", language),
            edited("level", language, Kind.NUMBER, map(str, range(8))),
            choice("side_state", SideState, language),
            choice("compliance", Compliance, language),
            edited("note", language),
        ),
        rows=[_row(texts[number], unit, cell, language) for number, unit, cell in held[:MOST]],
        left_out=max(0, len(held) - MOST),
    )


def _id(requirement: int, unit: Column) -> str:
    kind, number = unit.subject
    return f"{requirement}:{kind}:{number}"


def _row(text: RequirementText, unit: Column, cell: Cell, language: str) -> Row:
    judged, name = cell.judged, _id(text.id, unit)
    cells: tuple[Said, ...] = (
        name,
        text.title(language),
        text.locator,
        glimpse(text.words(language)),
        unit.name,
        cell.standing.level,
        judged.level if judged else None,
        word(judged.side_state, language) if judged else None,
        word(judged.compliance if judged else Compliance.NOT_ASSESSED, language),
        judged.note if judged else "",
    )
    return Row(
        id=name,
        version=judged.id if judged else 0,
        basis=cell.digest,
        name=f"{text.short(language)} – {unit.name}",
        cells=cells,
    )
