"""What people judge is of their own workspace or of what all share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select, update

from tracker import assessing, linking, planning, searching, subjects, workspaces
from tracker.database import Database
from tracker.errors import NotFound
from tracker.tables.guideline import Guideline, Requirement
from tracker.tables.local import Passage
from tracker.tables.network import Actor
from tracker.tables.people import Person

Verb = Callable[..., Any]


def _search(session: Any, here: int, requirement: int, by: Person) -> None:
    searching.record(session, here, requirement, by=by)


def _link(session: Any, here: int, requirement: int, by: Person) -> None:
    passage = session.scalars(select(Passage.id).where(Passage.workspace_id == here).limit(1)).one()
    linking.add(session, here, requirement, "passage", passage, by=by)


def _assess(session: Any, here: int, requirement: int, by: Person) -> None:
    actor = session.scalars(select(Actor.id).where(Actor.workspace_id == here).limit(1)).one()
    assessing.assess(session, here, requirement, by=by, actor_id=actor, level=1, evidence_digest="")


def _plan(session: Any, here: int, requirement: int, by: Person) -> None:
    planning.plan(session, here, requirement, by=by, title="Åtgärda")


@pytest.mark.parametrize("verb", [_search, _link, _assess, _plan])
def test_nothing_is_judged_of_anothers_own_guideline(
    database: Database, person: Person, suggested: int, verb: Verb, guideline: Any
) -> None:
    with database.writing() as session:
        requirement = session.scalars(_first(guideline)).one()
        verb(session, suggested, requirement, person)  # shared: everybody may
        other = workspaces.create(session, "Grannkommun", by=person)
        session.execute(update(Guideline).values(workspace_id=other.id))
    with database.writing() as session, pytest.raises(NotFound, match="requirement_unknown"):
        verb(session, suggested, requirement, person)
    with database.reading() as session:
        assert subjects.known_requirement(session, other.id, requirement).id == requirement


def _first(guideline: Any) -> Any:
    return select(Requirement.id).where(Requirement.guideline_id == guideline.guideline_id).limit(1)
