"""A coding project of the database as a package."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import chains
from tracker.errors import NotFound, Refused
from tracker.exporters import stamp
from tracker.freezing import rows
from tracker.freezing.derived import TABLES
from tracker.freezing.package import About, frozen
from tracker.tables.event import LIBRARY_CHAIN
from tracker.tables.people import Workspace
from tracker.views.exports.study import study_data
from tracker.views.research import studies


def package(session: Session, workspace_id: int, study_id: int, reader: int, *, names: bool = False) -> bytes:
    """The package of a project whose coding is closed; `names` as `study_data` has it.

    Raises NotFound for a project the reader may not know of, Refused for one that is still coded blind.
    """
    known = studies.study(session, workspace_id, study_id, reader=reader)
    if known is None:
        raise NotFound("error.study_unknown", id=study_id)
    found = study_data(session, workspace_id, study_id, reader, names=names)
    if found is None:
        raise Refused("error.package_blind", name=known.name)
    heads = [head for head in chains.heads(session.connection()) if head.chain in (LIBRARY_CHAIN, workspace_id)]
    owner = session.scalars(select(Workspace.name).where(Workspace.id == workspace_id)).one()
    about = About(title=known.name, owner=owner, question=known.question, day=found.day, history=stamp.line(heads))
    return frozen(found.sheets, about)


def worked_out(
    session: Session, workspace_id: int, *, study_id: int, reader: int, table: str
) -> list[Mapping[str, str]] | None:
    """The rows of one table of `derived.TABLES` as the package would have them; None where `study_data` gives None."""
    found = study_data(session, workspace_id, study_id, reader)
    if found is None:
        return None
    data = {name: rows.read(rows.written(*sheet)) for name, sheet in found.sheets.items()}
    columns, derived = TABLES[table]
    return list(rows.read(rows.written(columns, derived(data))))
