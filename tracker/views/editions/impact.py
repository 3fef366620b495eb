"""What an edition concerns in a workspace: by requirement the links, judgements, measures and whose they are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import subjects
from tracker.subjects import Subject
from tracker.suspects import suspect_links
from tracker.tables.assessment import Assessment, Measure, MeasureState
from tracker.tables.change import ChangeKind, Clearance
from tracker.tables.event import Event
from tracker.tables.guideline import Decided, Edition, Guideline, Requirement, RequirementState, Wording
from tracker.tables.link import Link
from tracker.tables.local import LocalDocument, LocalEdition, Passage
from tracker.tables.portions import portions
from tracker.views.clearance import open_passages
from tracker.views.editions.changes import ChangeText, changes, states
from tracker.views.subject_names import subject_names


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """A change and what of the workspace stands on its requirements.

    `links` are confirmed ones, `assessments` the newest of each cell, `measures` the titles of open ones. `left` is how
    many of the links and assessments somebody has to look at (changed words) or carry over (divided, joined) yet,
    `cleared` how many were cleared since the edition came in. `applies_on` is the requirement's own day, else the
    edition's, else the guideline's; `deadline` the words of its time limit.
    """

    change: ChangeText
    state: RequirementState | None
    links: int
    assessments: int
    measures: Sequence[str]
    documents: Sequence[str]
    services: Sequence[str]
    actors: Sequence[str]
    left: int
    cleared: int
    published_on: date | None
    applies_on: date | None
    deadline: str

    @property
    def concerns(self) -> bool:
        """Whether anything of the workspace stands on it."""
        return bool(self.links or self.assessments or self.measures)


@dataclass(frozen=True, slots=True)
class _Standing:
    """What stands on requirements in a workspace, by requirement."""

    links: Mapping[int, Sequence[Link]]
    assessments: Mapping[int, Sequence[Assessment]]
    measures: Mapping[int, Sequence[Measure]]
    documents: Mapping[int, str]
    names: Mapping[Subject, str]
    suspect: frozenset[int]
    outdated: frozenset[int]
    carried: frozenset[tuple[str, int]]
    cleared: frozenset[tuple[str, int]]


def impact(session: Session, workspace_id: int, *, edition_id: int, sees_secrecy: bool = False) -> list[Impact]:
    """By change of an edition what it concerns; titles of documents under secrecy are left out for most."""
    edition = session.get(Edition, edition_id)
    if edition is None:
        return []
    rows = changes(session, workspace_id, edition_id=edition_id)
    numbers = sorted({number for row in rows for number in row.ids})
    standing = _standing(session, workspace_id, numbers, edition, sees_secrecy=sees_secrecy)
    now = states(session, numbers)
    guideline = session.get_one(Guideline, edition.guideline_id)
    own = _days(session, numbers)
    deadlines = dict(
        session.execute(
            select(Wording.requirement_id, Wording.deadline).where(
                Wording.edition_id == edition_id, Wording.deadline != ""
            )
        ).all()
    )
    return [
        _impact(row, standing, now, edition, own, deadlines, edition.applies_on or guideline.applies_on) for row in rows
    ]


def totals(rows: Sequence[Impact]) -> Counter[str]:
    """How many changes, links, judgements, measures, documents, services and actors are concerned, each once."""
    found: Counter[str] = Counter(
        requirements=sum(row.concerns for row in rows),
        links=sum(row.links for row in rows),
        assessments=sum(row.assessments for row in rows),
        measures=sum(len(row.measures) for row in rows),
        left=sum(row.left for row in rows),
        cleared=sum(row.cleared for row in rows),
    )
    for name in ("documents", "services", "actors"):
        found[name] = len({each for row in rows for each in getattr(row, name)})
    return found


def _impact(
    row: ChangeText,
    standing: _Standing,
    now: Mapping[int, RequirementState],
    edition: Edition,
    own: Mapping[int, date],
    deadlines: Mapping[int, str],
    applies_on: date | None,
) -> Impact:
    links = [link for number in row.ids for link in standing.links.get(number, ())]
    judged = [said for number in row.ids for said in standing.assessments.get(number, ())]
    pairs = [("link", link.id) for link in links] + [("assessment", said.id) for said in judged]
    measures = [measure for number in row.ids for measure in standing.measures.get(number, ())]
    after = row.to_ids[0] if row.to_ids else None
    return Impact(
        change=row,
        state=now.get(row.ids[0]),
        links=len(links),
        assessments=len(judged),
        measures=[measure.title for measure in measures],
        documents=list(
            dict.fromkeys(title for link in links if (title := standing.documents.get(link.passage_id or 0)))
        ),
        services=_subjects(standing, "service", (*links, *judged, *measures)),
        actors=_subjects(standing, "actor", (*links, *judged, *measures)),
        left=_left(row, links, judged, standing),
        cleared=len(standing.cleared & set(pairs)),
        published_on=edition.published_on,
        applies_on=own.get(after or 0, applies_on),
        deadline=deadlines.get(after or 0, ""),
    )


def _left(row: ChangeText, links: Sequence[Link], judged: Sequence[Assessment], standing: _Standing) -> int:
    if row.kind in (ChangeKind.SPLIT, ChangeKind.MERGED):
        earlier = set(row.from_ids)
        pairs = {("link", link.id) for link in links if link.requirement_id in earlier}
        pairs |= {("assessment", said.id) for said in judged if said.requirement_id in earlier}
        return len(pairs - standing.carried)
    return sum(link.id in standing.suspect for link in links) + sum(said.id in standing.outdated for said in judged)


def _standing(
    session: Session, workspace_id: int, numbers: Sequence[int], edition: Edition, *, sees_secrecy: bool
) -> _Standing:
    links: defaultdict[int, list[Link]] = defaultdict(list)
    newest: dict[tuple[int, int | None, int | None], Assessment] = {}
    measures: defaultdict[int, list[Measure]] = defaultdict(list)
    prints: dict[int, str] = {}
    for some in portions(numbers):
        confirmed = select(Link).where(Link.workspace_id == workspace_id, Link.state == Decided.CONFIRMED)
        for link in session.scalars(confirmed.where(Link.requirement_id.in_(some)).order_by(Link.id)):
            links[link.requirement_id].append(link)
        said = select(Assessment).where(Assessment.workspace_id == workspace_id, Assessment.requirement_id.in_(some))
        for row in session.scalars(said.order_by(Assessment.on, Assessment.recorded_at, Assessment.id)):
            newest[row.requirement_id, row.actor_id, row.service_id] = row
        planned = select(Measure).where(Measure.workspace_id == workspace_id, Measure.requirement_id.in_(some))
        for measure in session.scalars(planned.order_by(Measure.id)):
            if measure.state in (MeasureState.PLANNED, MeasureState.ONGOING):
                measures[measure.requirement_id or 0].append(measure)
        fingerprints = select(Requirement.id, Requirement.fingerprint).where(Requirement.id.in_(some))
        prints |= dict(session.execute(fingerprints).all())
    assessments: defaultdict[int, list[Assessment]] = defaultdict(list)
    for row in newest.values():
        assessments[row.requirement_id].append(row)
    outdated = (row.id for row in newest.values() if row.requirement_fingerprint != prints[row.requirement_id])
    return _Standing(
        links=links,
        assessments=assessments,
        measures=measures,
        documents=_documents(session, workspace_id, sees_secrecy=sees_secrecy),
        names=subject_names(session, workspace_id),
        suspect=suspect_links(session, workspace_id),
        outdated=frozenset(outdated),
        carried=_carried(session, workspace_id),
        cleared=_cleared(session, workspace_id, edition),
    )


def _documents(session: Session, workspace_id: int, *, sees_secrecy: bool) -> dict[int, str]:
    """The titles of the documents that linked passages stand in, by passage."""
    wanted = (
        select(Passage.id, LocalDocument.name)
        .join(LocalEdition, LocalEdition.id == Passage.edition_id)
        .join(LocalDocument, LocalDocument.id == LocalEdition.document_id)
        .join(Link, Link.passage_id == Passage.id)
        .where(Link.workspace_id == workspace_id, Link.state == Decided.CONFIRMED, open_passages(sees_secrecy))
    )
    return dict(session.execute(wanted).all())


def _carried(session: Session, workspace_id: int) -> frozenset[tuple[str, int]]:
    """What people made again on what a requirement became."""
    events = session.scalars(select(Event).where(Event.chain == workspace_id, Event.action == "requirement.carry_over"))
    return frozenset((event.entity.partition(":")[0], event.before["id"]) for event in events)


def _cleared(session: Session, workspace_id: int, edition: Edition) -> frozenset[tuple[str, int]]:
    """What people looked at again since the edition came in."""
    rows = session.execute(
        select(Clearance.link_id, Clearance.assessment_id).where(
            Clearance.workspace_id == workspace_id,
            Clearance.recorded_at >= edition.imported_at,
            Clearance.undone_at.is_(None),
        )
    )
    return frozenset(("link", link) if link else ("assessment", assessment or 0) for link, assessment in rows)


def _days(session: Session, numbers: Sequence[int]) -> dict[int, date]:
    """The requirements' own days of application."""
    found: dict[int, date] = {}
    for some in portions(numbers):
        rows = session.execute(
            select(Requirement.id, Requirement.applies_on).where(
                Requirement.id.in_(some), Requirement.applies_on.is_not(None)
            )
        )
        found |= {number: day for number, day in rows if day is not None}
    return found


def _subjects(standing: _Standing, kind: str, rows: Iterable[Link | Assessment | Measure]) -> list[str]:
    """The names of the services, or of the actors, that links, judgements and measures are about, each once."""
    numbers = (number for row in rows if (number := row.service_id if kind == "service" else row.actor_id))
    found = (standing.names.get(subjects.of(*((None, n) if kind == "service" else (n, None)))) for n in numbers)
    return list(dict.fromkeys(name for name in found if name))
