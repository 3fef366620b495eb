"""Who decided and drafted the documents of the demonstration, as a person confirmed it, and the roles that follow."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.demonstration import story
from tracker.network import deciding, roles
from tracker.tables.local import LocalEdition
from tracker.tables.network import Actor, Participation
from tracker.tables.people import Person
from tracker.tables.schema import folded


def confirm(session: Session, workspace_id: int, *, by: Person) -> int:
    """Confirm the parts that decisions.json names where they were read, and propose roles anew; how many parts."""
    found = [
        number
        for row in story.decisions()["parts"]
        for number in session.scalars(
            select(Participation.id)
            .join(Actor, Actor.id == Participation.actor_id)
            .join(LocalEdition, LocalEdition.document_id == Participation.document_id)
            .where(
                Participation.workspace_id == workspace_id,
                Participation.part == row["part"],
                Actor.name_folded == folded(row["actor"]),
                LocalEdition.file_name == row["document"],
            )
        )
    ]
    confirmed = deciding.confirm_parts(session, found, by=by)
    roles.propose(session, workspace_id, by=by)
    return confirmed
