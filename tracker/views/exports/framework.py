"""The guidelines that count in a workspace and what was made of them, as one bundle for the formats of other fields."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, undefer

from tracker import clock
from tracker.errors import NotFound
from tracker.exchange import framework as bundle
from tracker.exchange.names import stable
from tracker.succession import newest_editions
from tracker.tables.event import LIBRARY_CHAIN, Event
from tracker.tables.guideline import Edition, Guideline, Provision, Requirement, Wording
from tracker.tables.people import Workspace
from tracker.validity import status_on
from tracker.views.counted import counted_requirements
from tracker.views.exports import carried_out
from tracker.views.texts import RequirementText, requirement_texts

BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
"""When anything last changed in a database without a history."""


def framework(
    session: Session, workspace_id: int, language: str, *, guideline_id: int | None = None, sees_secrecy: bool = False
) -> bundle.ExchangedFramework:
    """The counted requirements of all guidelines, or of one, with provisions, links, crosswalks and judgements.

    The words are in `language` where an official text or a summary is. Raises NotFound where none counts.
    """
    place = session.get_one(Workspace, workspace_id)
    numbers = session.scalars(counted_requirements(workspace_id)).all()
    texts = {
        number: text
        for number, text in requirement_texts(session, numbers).items()
        if guideline_id in (None, text.guideline_id)
    }
    if guideline_id is not None and not texts:
        raise NotFound("error.guideline_unknown", id=guideline_id)
    guidelines = _guidelines(session, texts, language)
    names = {one.id: one.uuid for guideline in guidelines for one in guideline.requirements}
    documents, links, withheld = carried_out.links(session, place, names, sees_secrecy=sees_secrecy)
    assessments, evidence = carried_out.assessments(session, place, names)
    return bundle.ExchangedFramework(
        uuid=stable("workspace", place.slug),
        workspace=place.name,
        language=language,
        at=last_change(session, workspace_id),
        guidelines=guidelines,
        documents=documents,
        links=links,
        crosswalks=carried_out.crosswalks(session, names),
        assessments=assessments,
        evidence=evidence,
        withheld=withheld,
    )


def guideline_called(session: Session, workspace_id: int, name: str) -> int:
    """The number of a guideline that counts, by its identifier or library key; NotFound where none is called so."""
    counted = select(Requirement.guideline_id).where(Requirement.id.in_(counted_requirements(workspace_id)))
    wanted = select(Guideline.id).where(
        or_(Guideline.identifier == name, Guideline.library_key == name), Guideline.id.in_(counted)
    )
    found = session.scalars(wanted).first()
    if found is None:
        raise NotFound("error.guideline_not_counted", name=name)
    return found


def last_change(session: Session, workspace_id: int) -> datetime:
    """When the workspace or what all share last changed, by the history."""
    wanted = select(func.max(Event.recorded_at)).where(
        Event.chain.in_((LIBRARY_CHAIN, workspace_id)), Event.recorded_at <= clock.now()
    )
    return session.scalar(wanted) or BEGINNING


def _guidelines(session: Session, texts: Mapping[int, RequirementText], language: str) -> Sequence[bundle.Guideline]:
    of: dict[int, list[RequirementText]] = defaultdict(list)
    for text in texts.values():
        of[text.guideline_id].append(text)
    editions = _editions(session, of, language)
    keys = dict(session.execute(select(Requirement.id, Requirement.key).where(Requirement.guideline_id.in_(of))).all())
    rows = session.scalars(select(Guideline).where(Guideline.id.in_(of)))
    return [
        _guideline(session, row, of[row.id], editions.get(row.id), keys, language)
        for row in sorted(rows, key=lambda row: (row.level.value, row.name_sort, row.id))
    ]


def _editions(session: Session, guidelines: Iterable[int], language: str) -> Mapping[int, Edition]:
    """By guideline the newest standing edition: in the language where there is one, else in any."""
    found: dict[int, Edition] = {}
    wanted = (
        select(Edition)
        .where(Edition.guideline_id.in_(list(guidelines)), Edition.id.in_(newest_editions()))
        .order_by(Edition.id)
        .options(undefer(Edition.text))
    )
    for edition in session.scalars(wanted):
        if edition.guideline_id not in found or edition.language == language:
            found[edition.guideline_id] = edition
    return found


def _guideline(
    session: Session,
    row: Guideline,
    texts: Sequence[RequirementText],
    edition: Edition | None,
    keys: Mapping[int, str],
    language: str,
) -> bundle.Guideline:
    written_in = edition.language if edition is not None else language
    standing = {} if edition is None else _standing(session, edition.id)
    return bundle.Guideline(
        id=row.id,
        uuid=stable("guideline", row.identifier),
        identifier=row.identifier,
        title=texts[0].title(language),
        language=written_in,
        issuer=row.issuer,
        level=row.level.value,
        bindingness=row.bindingness.value,
        status=status_on(row, clock.today()).value,
        adopted_on=row.adopted_on,
        in_force_on=row.in_force_on,
        repealed_on=row.repealed_on,
        source_url=row.source_url,
        edition=edition.original_sha256 if edition is not None else "",
        published_on=edition.published_on if edition is not None else None,
        provisions=[] if edition is None else _provisions(session, edition),
        requirements=[
            _requirement(text, stable("requirement", row.identifier, keys[text.id]), standing.get(text.id), written_in)
            for text in texts
        ],
    )


def _standing(session: Session, edition_id: int) -> Mapping[int, int]:
    """By requirement the provision of the edition it stands in."""
    rows = session.execute(select(Wording.requirement_id, Wording.provision_id).where(Wording.edition_id == edition_id))
    return dict(rows.all())


def _requirement(text: RequirementText, uuid: UUID, provision: int | None, language: str) -> bundle.Requirement:
    wording = text.wordings.get(language) or next(iter(text.wordings.values()), None)
    return bundle.Requirement(
        id=text.id,
        uuid=uuid,
        provision=provision,
        locator=text.locator,
        force=text.force.value,
        text=text.words(language),
        language=text.language_of_words(language),
        is_summary=text.is_summary,
        applies=text.applies.value,
        duty_bearer=wording.duty_bearer if wording is not None else "",
        deadline=wording.deadline if wording is not None else "",
    )


def _provisions(session: Session, edition: Edition) -> Sequence[bundle.Provision]:
    """The parts of the edition; a part's own words end where its first part below begins."""
    rows = session.scalars(
        select(Provision).where(Provision.edition_id == edition.id).order_by(Provision.position)
    ).all()
    ends = {row.id: row.end for row in rows}
    for row in reversed(rows):
        if row.parent_id is not None:
            ends[row.parent_id] = min(ends[row.parent_id], row.start)
    return [
        bundle.Provision(
            id=row.id,
            uuid=stable("provision", edition.original_sha256, row.position),
            parent=row.parent_id,
            locator=row.locator,
            kind=row.kind,
            heading=row.heading,
            text=_own(edition.text[row.start : max(row.start, ends[row.id])], row.label, row.heading),
        )
        for row in rows
    ]


def _own(text: str, label: str, heading: str) -> str:
    """The words of a part without its label, "" where they are only its heading."""
    words = text.strip().removeprefix(label).strip()
    return "" if words == heading or not words.removesuffix(heading).strip(" .#0123456789") else words
