"""Which confirmed links no longer stand on the texts they were made against."""

from __future__ import annotations

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from tracker.tables.guideline import Requirement
from tracker.tables.link import Link
from tracker.tables.local import LocalEdition, Passage


def suspect_links(session: Session, workspace_id: int) -> frozenset[int]:
    """Confirmed links whose requirement or passage no longer reads as it did when the link was made.

    A passage of an earlier edition reads as it did where the edition in use has the same words.
    """
    now, in_use = aliased(Passage), aliased(LocalEdition)
    still_there = (
        select(now.id)
        .join(in_use, in_use.id == now.edition_id)
        .where(
            in_use.document_id == LocalEdition.document_id,
            in_use.current,
            now.fingerprint == Link.target_fingerprint,
        )
    )
    changed = (
        select(Link.id)
        .join(Requirement, Requirement.id == Link.requirement_id)
        .outerjoin(Passage, Passage.id == Link.passage_id)
        .outerjoin(LocalEdition, LocalEdition.id == Passage.edition_id)
        .where(
            Link.workspace_id == workspace_id,
            Link.state == "confirmed",
            or_(
                Link.requirement_fingerprint != Requirement.fingerprint,
                Link.target_fingerprint != func.coalesce(Passage.fingerprint, Link.target_fingerprint),
                and_(LocalEdition.current.is_(False), ~still_there.exists()),
            ),
        )
    )
    return frozenset(session.scalars(changed))
