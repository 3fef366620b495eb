"""Whose names a workspace reads in what all workspaces share: those of its own people."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, case, exists

from tracker.tables.people import Membership, Person


def name_here(workspace_id: int, person: Any = Person) -> ColumnElement[str | None]:
    """The name of the joined person (or alias) if they have a role in the workspace, "" for anybody else's.

    None where an outer join found nobody.
    """
    here = exists().where(Membership.person_id == person.id, Membership.workspace_id == workspace_id)
    return case((here, person.name), (person.id.is_not(None), ""), else_=None)
