"""The impact sheet of an edition: one row per change, with what of the workspace stands on it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from tracker.views.editions.impact import Impact, impact
from tracker.views.exports.sheets import Sheet

COLUMNS = (
    "change", "moved", "locator_before", "locator_after", "text_before", "text_after", "links", "assessments",
    "measures", "documents", "services", "actors", "published_on", "applies_on", "deadline", "left", "cleared",
)  # fmt: skip


def impact_sheet(session: Session, workspace_id: int, edition_id: int, *, sees_secrecy: bool = False) -> Sheet:
    """What an edition changed and concerns, in the order of its text."""
    found = impact(session, workspace_id, edition_id=edition_id, sees_secrecy=sees_secrecy)
    return Sheet(name="impact", columns=COLUMNS, rows=[_cells(row) for row in found], titles={})


def _cells(row: Impact) -> dict[str, object]:
    return {
        "change": row.change.kind.value,
        "moved": row.change.moved,
        "locator_before": row.change.place_before,
        "locator_after": row.change.place_after,
        "text_before": row.change.before,
        "text_after": row.change.after,
        "links": row.links,
        "assessments": row.assessments,
        "measures": "; ".join(row.measures),
        "documents": "; ".join(row.documents),
        "services": "; ".join(row.services),
        "actors": "; ".join(row.actors),
        "published_on": row.published_on,
        "applies_on": row.applies_on,
        "deadline": row.deadline,
        "left": row.left,
        "cleared": row.cleared,
    }
