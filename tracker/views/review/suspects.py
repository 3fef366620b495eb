"""What has to be looked at again: suspect links, judgements and crosswalks, and why each of them is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from tracker.subjects import Subject
from tracker.suspects import Cause, why_suspect
from tracker.tables.crosswalk import Crosswalk
from tracker.tables.guideline import Decided, Guideline, Requirement, RequirementState
from tracker.tables.link import Link
from tracker.tables.local import LocalDocument, LocalEdition, Passage
from tracker.tables.network import Actor
from tracker.tables.portions import portions
from tracker.tables.service import Service
from tracker.views.clearance import secret_passage
from tracker.views.counted import of_others
from tracker.views.ladder.standings import Judged, Standings, standings
from tracker.views.subject_names import subject_names


class Kind(StrEnum):
    """What is suspect."""

    LINK = "link"
    JUDGEMENT = "judgement"
    CROSSWALK = "crosswalk"


@dataclass(frozen=True, slots=True, kw_only=True)
class SuspectRow:
    """One thing to look at again; `target` is what it ties the requirement to, "" where it is withheld."""

    kind: Kind
    id: int
    requirement_id: int
    guideline: str
    locator: str
    target: str
    causes: Sequence[Cause]
    withheld: bool = False

    @property
    def key(self) -> str:
        """How the address names it."""
        return f"{self.kind}-{self.id}"


def suspects(session: Session, workspace_id: int, *, sees_secrecy: bool = False) -> list[SuspectRow]:
    """Everything suspect in a workspace, in the order of the guidelines: links, judgements, and crosswalks, shared.

    Of a link into a document under secrecy a reader who is not cleared learns only that it is there.
    """
    why = why_suspect(session, workspace_id)
    judged = suspect_judgements(standings(session, workspace_id))
    crossed = suspect_crosswalks(session, workspace_id)
    rows = [
        *_links(session, why, sees_secrecy),
        *_judgements(session, workspace_id, judged),
        *_crosswalks(session, crossed),
    ]
    order = list(Kind)
    return sorted(rows, key=lambda row: (order.index(row.kind), row.guideline, row.requirement_id, row.id))


def suspect_judgements(found: Standings) -> Mapping[tuple[int, Subject], Judged]:
    """The newest judgements that no longer stand on what they were made on, by requirement and subject."""
    return {
        place: cell.judged for place, cell in found.cells.items() if cell.judged is not None and cell.judged.suspect
    }


def suspect_crosswalks(session: Session, workspace_id: int) -> dict[int, tuple[Cause, ...]]:
    """Confirmed crosswalks one of whose requirements reads otherwise now, with which one does.

    Those of requirements that are gone, or that count in another workspace only, are not looked at here.
    """
    upper, lower = aliased(Requirement), aliased(Requirement)
    others = of_others(workspace_id)
    here = [column for side in (upper, lower) for column in (
        side.state == RequirementState.ACTIVE, side.guideline_id.not_in(others),
    )]  # fmt: skip
    above, below = Crosswalk.upper_fingerprint != upper.fingerprint, Crosswalk.lower_fingerprint != lower.fingerprint
    rows = session.execute(
        select(Crosswalk.id, above, below)
        .join(upper, upper.id == Crosswalk.upper_id)
        .join(lower, lower.id == Crosswalk.lower_id)
        .where(Crosswalk.state == Decided.CONFIRMED, or_(above, below), *here)
        .order_by(Crosswalk.id)
    )
    return {
        number: tuple(cause for cause, holds in ((Cause.REQUIREMENT, up), (Cause.LOWER, down)) if holds)
        for number, up, down in rows
    }


def _judged_causes(*, same_text: bool, same_evidence: bool) -> list[Cause]:
    known = ((Cause.REQUIREMENT, same_text), (Cause.EVIDENCE, same_evidence))
    return [cause for cause, holds in known if not holds]


def _links(session: Session, why: Mapping[int, Sequence[Cause]], sees_secrecy: bool) -> Iterable[SuspectRow]:
    for some in portions(sorted(why)):
        for link, identifier, locator, document, secret, service, actor in session.execute(
            select(
                Link, Guideline.identifier, Requirement.locator, LocalDocument.name, secret_passage(),
                Service.name, Actor.name,
            )
            .join(Requirement, Requirement.id == Link.requirement_id)
            .join(Guideline, Guideline.id == Requirement.guideline_id)
            .outerjoin(Passage, Passage.id == Link.passage_id)
            .outerjoin(LocalEdition, LocalEdition.id == Passage.edition_id)
            .outerjoin(LocalDocument, LocalDocument.id == LocalEdition.document_id)
            .outerjoin(Service, Service.id == Link.service_id)
            .outerjoin(Actor, Actor.id == Link.actor_id)
            .where(Link.id.in_(some))
        ):  # fmt: skip
            withheld = secret and not sees_secrecy
            yield SuspectRow(
                kind=Kind.LINK,
                id=link.id,
                requirement_id=link.requirement_id,
                guideline=identifier,
                locator=locator,
                target="" if withheld else document or service or actor or "",
                causes=why[link.id],
                withheld=withheld,
            )


def _judgements(
    session: Session, workspace_id: int, judged: Mapping[tuple[int, Subject], Judged]
) -> Iterable[SuspectRow]:
    names = subject_names(session, workspace_id)
    places = _places(session, {requirement for requirement, _ in judged})
    for (requirement, subject), row in judged.items():
        identifier, locator = places[requirement]
        yield SuspectRow(
            kind=Kind.JUDGEMENT,
            id=row.id,
            requirement_id=requirement,
            guideline=identifier,
            locator=locator,
            target=names.get(subject, ""),
            causes=_judged_causes(same_text=row.same_text, same_evidence=row.same_evidence),
        )


def _crosswalks(session: Session, crossed: Mapping[int, Sequence[Cause]]) -> Iterable[SuspectRow]:
    found = [
        row
        for some in portions(sorted(crossed))
        for row in session.scalars(select(Crosswalk).where(Crosswalk.id.in_(some)))
    ]
    places = _places(session, {number for row in found for number in (row.upper_id, row.lower_id)})
    for row in found:
        identifier, locator = places[row.upper_id]
        yield SuspectRow(
            kind=Kind.CROSSWALK,
            id=row.id,
            requirement_id=row.upper_id,
            guideline=identifier,
            locator=locator,
            target=" ".join(places[row.lower_id]),
            causes=crossed[row.id],
        )


def _places(session: Session, requirements: Iterable[int]) -> dict[int, tuple[str, str]]:
    """Guideline and locator of requirements."""
    return {
        number: (identifier, locator)
        for some in portions(sorted(requirements))
        for number, identifier, locator in session.execute(
            select(Requirement.id, Guideline.identifier, Requirement.locator)
            .join(Guideline, Guideline.id == Requirement.guideline_id)
            .where(Requirement.id.in_(some))
        )
    }
