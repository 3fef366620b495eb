"""Modes of translation as columns of the exported links: the machine's apart from the coders'."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import locales
from tracker.tables.guideline import Decided, Requirement
from tracker.tables.link import Link
from tracker.tables.local import Passage
from tracker.tables.people import Person
from tracker.tables.translation import Coding, ModeSuggestion
from tracker.views.research.coders import coder_numbers

MODES = ("mode_suggested", "mode", "modifiers", "coder")


def modes_of(session: Session, workspace_id: int, language: str, *, names: bool = False) -> dict[int, dict[str, Any]]:
    """For each link the columns MODES; the words of several coders stand in one order, divided by semicolons.

    `mode`, `modifiers` and `coder` are those of people, and only of confirmed links. A suggestion made on texts that
    have changed since is left out. The modifiers of one coder are divided by plus signs. Coders have the numbers they
    have in the coded set; their names only where `names` are asked for.
    """
    found: dict[int, dict[str, Any]] = {
        link: {"mode_suggested": mode.value}
        for link, mode in session.execute(
            select(Link.id, ModeSuggestion.mode)
            .join(ModeSuggestion, ModeSuggestion.link_id == Link.id)
            .join(Requirement, Requirement.id == Link.requirement_id)
            .join(Passage, Passage.id == Link.passage_id)
            .where(
                Link.workspace_id == workspace_id,
                ModeSuggestion.requirement_fingerprint == Requirement.fingerprint,
                ModeSuggestion.target_fingerprint == Passage.fingerprint,
            )
        )
    }
    coded = session.execute(
        select(Coding, Person.name)
        .join(Link, Link.id == Coding.link_id)
        .join(Person, Person.id == Coding.coder_id)
        .where(Link.workspace_id == workspace_id, Link.state == Decided.CONFIRMED, Coding.withdrawn_at.is_(None))
        .order_by(Coding.recorded_at, Coding.id)
    )
    numbers = coder_numbers(session, workspace_id)
    for row, name in coded:
        columns = found.setdefault(row.link_id or 0, {})
        columns.setdefault("mode", []).append(row.mode.value)
        columns.setdefault("modifiers", []).append("+".join(row.modifiers) or "-")
        numbered = locales.text("export.coder", language, number=numbers[row.coder_id])
        columns.setdefault("coder", []).append(name if names else numbered)
    return found
