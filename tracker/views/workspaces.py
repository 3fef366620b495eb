"""The workspaces a person can choose between, and the municipalities one can be made for."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from policies.library import LibraryGuideline, load
from tracker.access import readable
from tracker.tables.people import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkspaceName:
    """A workspace in use; `municipality_code` is "" for one that is no municipality's."""

    id: int
    slug: str
    name: str
    municipality_code: str = ""


def workspace_names(session: Session, person_id: int) -> list[WorkspaceName]:
    """The workspaces in use in which the person has a role, by name; there are no others for them."""
    rows = session.execute(
        select(Workspace.id, Workspace.slug, Workspace.name, Workspace.municipality_code)
        .where(Workspace.retired_at.is_(None), Workspace.id.in_(readable(session, person_id)))
        .order_by(Workspace.name_sort)
    )
    return [
        WorkspaceName(id=row.id, slug=row.slug, name=row.name, municipality_code=row.municipality_code or "")
        for row in rows
    ]


@cache
def municipalities() -> Mapping[str, str]:
    """The 290 Swedish municipalities: code and "Name, county", in the order of their names."""
    path = Path(__file__).parent.parent / "municipalities.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {row["code"]: f"{row['name']}, {row['county']}" for row in csv.DictReader(file)}


def starter_library() -> tuple[LibraryGuideline, ...]:
    """The library every new workspace is stocked with."""
    return load()
