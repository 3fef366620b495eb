"""The confirmed crosswalks as the table they can be imported from again."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from tracker import locales
from tracker.identifiers import LIBRARY
from tracker.tables.crosswalk import Crosswalk
from tracker.tables.guideline import Decided, Guideline, Requirement, RequirementState
from tracker.views.counted import of_others
from tracker.views.texts import requirement_texts

IMPORTED = (
    "upper_guideline", "upper_requirement", "lower_guideline", "lower_requirement", "crosswalk_type", "note",
)  # fmt: skip
COLUMNS = (*IMPORTED, "upper_text", "lower_text")
"""What an import reads, and the words of both sides beside it for people."""


def crosswalk_rows(session: Session, workspace_id: int, language: str) -> list[dict[str, Any]]:
    """One row per confirmed crosswalk, from above to below in the order of the acts."""
    upper, lower = aliased(Requirement), aliased(Requirement)
    others = of_others(workspace_id)
    rows = session.execute(
        select(Crosswalk, upper, lower)
        .join(upper, upper.id == Crosswalk.upper_id)
        .join(lower, lower.id == Crosswalk.lower_id)
        .where(
            Crosswalk.state == Decided.CONFIRMED,
            ~or_(upper.guideline_id.in_(others), lower.guideline_id.in_(others)),
        )
        .order_by(upper.guideline_id, upper.position, upper.id, lower.guideline_id, lower.position, lower.id)
    ).all()
    names = {row.id: _name(row) for row in session.scalars(select(Guideline))}
    places = _Places(session)
    texts = requirement_texts(session, [side.id for _, *sides in rows for side in sides])
    return [
        {
            "upper_guideline": names[above.guideline_id],
            "upper_requirement": places.of(above),
            "lower_guideline": names[below.guideline_id],
            "lower_requirement": places.of(below),
            "crosswalk_type": locales.text(f"crosswalk_type.{crosswalk.type.value}", language),
            "note": crosswalk.note,
            "upper_text": texts[above.id].words(language),
            "lower_text": texts[below.id].words(language),
        }
        for crosswalk, above, below in rows
        if crosswalk.type is not None
    ]


def titles(language: str) -> dict[str, str]:
    """The headings: those of the list where a column is imported."""
    own = {key: locales.text(f"list_column.{key}", language) for key in IMPORTED}
    return own | {key: locales.text(f"column.{key}", language) for key in COLUMNS if key not in own}


class _Places:
    """What a requirement is called in a table: its place where no other is meant by it, else its key."""

    def __init__(self, session: Session) -> None:
        held = session.execute(
            select(Requirement.guideline_id, Requirement.locator, Requirement.key).where(
                Requirement.state == RequirementState.ACTIVE
            )
        ).all()
        self._times = Counter((row.guideline_id, row.locator) for row in held)
        self._keys = {(row.guideline_id, row.key) for row in held}

    def of(self, requirement: Requirement) -> str:
        at = (requirement.guideline_id, requirement.locator)
        alone = self._times[at] == 1 and (at not in self._keys or requirement.key == requirement.locator)
        return requirement.locator if alone else requirement.key


def _name(guideline: Guideline) -> str:
    """The identifier of a guideline, the library's key where it has no official one."""
    unnamed = guideline.identifier.startswith(LIBRARY)
    return (guideline.library_key or guideline.identifier) if unnamed else guideline.identifier
