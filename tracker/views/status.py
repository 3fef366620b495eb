"""How far every workspace has come, in a few numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.suspects import suspect_links
from tracker.tables.guideline import Decided
from tracker.tables.link import Link
from tracker.tables.local import LocalDocument
from tracker.tables.people import Workspace
from tracker.views.counted import counted_requirements
from tracker.views.ladder.places import NOT_EXAMINED
from tracker.views.ladder.standings import standings


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkspaceStatus:
    """`levels` counts the requirements by level ("not_examined", "0" to "7"), each at the furthest of its subjects."""

    slug: str
    name: str
    requirements: int
    examined: int
    gaps: int
    documents: int
    suggestions: int
    confirmed: int
    suspect: int
    levels: Mapping[str, int]


def workspace_status(session: Session) -> list[WorkspaceStatus]:
    """All workspaces in use, by name."""
    rows = session.scalars(select(Workspace).where(Workspace.retired_at.is_(None)).order_by(Workspace.name_sort))
    return [_status(session, workspace) for workspace in rows]


def _status(session: Session, workspace: Workspace) -> WorkspaceStatus:
    counted = session.scalars(counted_requirements(workspace.id)).all()
    found = standings(session, workspace.id)
    cells = [found.whole(requirement) for requirement in counted]
    shown = Counter(cell.shown for cell in cells)
    links = dict(
        session.execute(
            select(Link.state, func.count()).where(Link.workspace_id == workspace.id).group_by(Link.state)
        ).all()
    )
    documents = session.scalar(select(func.count()).where(LocalDocument.workspace_id == workspace.id)) or 0
    return WorkspaceStatus(
        slug=workspace.slug,
        name=workspace.name,
        requirements=len(counted),
        examined=sum(cell.examined for cell in cells),
        gaps=sum(cell.gap for cell in cells),
        documents=documents,
        suggestions=links.get(Decided.SUGGESTED, 0),
        confirmed=links.get(Decided.CONFIRMED, 0),
        suspect=len(suspect_links(session, workspace.id)),
        levels={
            NOT_EXAMINED: shown[None],
            **{str(level): shown[level] for level in range(8)},
        },
    )
