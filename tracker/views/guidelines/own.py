"""Frameworks that people brought themselves, of which a new edition can be made from a sheet."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.succession import newest_editions
from tracker.tables.guideline import Edition, Guideline
from tracker.views.counted import of_others


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFramework:
    """A guideline whose newest text is a framework file; `rights` is what its issuer lets others do with it."""

    id: int
    title: str
    level: str
    issuer: str
    rights: str


def own_frameworks(session: Session, workspace_id: int) -> list[OwnFramework]:
    """Those that count in the workspace or in all, by name."""
    rows = session.execute(
        select(Guideline.id, Guideline.name, Guideline.level, Guideline.issuer, Edition.facts)
        .join(Edition, Edition.guideline_id == Guideline.id)
        .where(
            Edition.format == "framework",
            Edition.id.in_(newest_editions()),
            Guideline.id.not_in(of_others(workspace_id)),
        )
        .order_by(Guideline.name_sort, Guideline.id, Edition.id)
    )
    found = {
        number: OwnFramework(
            id=number, title=name, level=level.value, issuer=issuer, rights=str(facts.get("rights", ""))
        )
        for number, name, level, issuer, facts in rows
    }
    return list(found.values())
