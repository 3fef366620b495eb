"""What leaves the house is recorded: extracts of public records, and exports that name who coded and decided."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from sqlalchemy.orm import Session

from tracker import access, events
from tracker.errors import Refused
from tracker.tables.event import Event
from tracker.tables.people import Person


def allow_extract(
    session: Session, workspace_id: int, request: str, ground: str, *, rows: int, withheld: int, by: Person
) -> None:
    """Refuse an extract without a request, with nothing in it, or that withholds something on no ground."""
    access.allow(session, by, "records.extract", workspace_id)
    if not request.strip():
        raise Refused("error.extract_request_needed")
    if not rows and not withheld:
        raise Refused("error.extract_empty")
    if withheld and not ground.strip():
        raise Refused("error.extract_ground_needed", withheld=withheld)


def record_extract(
    session: Session,
    workspace_id: int,
    request: str,
    ground: str,
    *,
    counts: Mapping[str, int],
    data: bytes,
    by: Person,
) -> Event:
    """An extract was made: how many rows of what, the checksum of the file, and beside the chain request and ground."""
    rows = sum(count for name, count in counts.items() if name != "withheld")
    allow_extract(session, workspace_id, request, ground, rows=rows, withheld=counts.get("withheld", 0), by=by)
    return events.record(
        session, workspace_id, "records.extract", f"workspace:{workspace_id}", by=by,
        after={**counts, "sha256": hashlib.sha256(data).hexdigest()},
        note=" · ".join(part for part in (request.strip(), ground.strip()) if part),
    )  # fmt: skip


def name_coders(session: Session, workspace_id: int, reason: str, *, by: Person) -> Event:
    """Coders and deciders are named in an export, by an administrator and with a reason."""
    access.allow(session, by, "coders.name", workspace_id)
    if not reason.strip():
        raise Refused("error.coders_reason_needed")
    return events.record(session, workspace_id, "coders.name", f"workspace:{workspace_id}", by=by, note=reason.strip())
