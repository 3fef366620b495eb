"""What earlier people confirmed, corrected and searched for in vain, day by day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from policies.library import load
from tracker import clock, linking, searching
from tracker.demonstration import chronicle, story
from tracker.demonstration.documents import Passages, known_on
from tracker.demonstration.guidelines import named
from tracker.demonstration.people import actor_ids, service_ids
from tracker.suspects import NEVER_EVIDENCE
from tracker.tables.guideline import Decided
from tracker.tables.link import Link, LinkType
from tracker.tables.local import Passage
from tracker.tables.people import Person
from tracker.tables.schema import folded
from tracker.tables.service import Service

LEFT_FOR_THE_VISITOR = 3
"""Every so many answers is left undecided, so that there is something to review."""

SEARCHED = (date(2025, 10, 20), chronicle.REVIEWED)
"""When all documents were searched for what was known to be missing, the second time with the machine's help."""


@dataclass(slots=True, kw_only=True)
class Desk:
    """One person's work on one day: each decision is made a minute after the one before it."""

    session: Session
    workspace_id: int
    by: Person
    day: date
    passages: Passages
    actors: Mapping[str, int]
    decided: int = field(default=0)

    @property
    def moment(self) -> datetime:
        """When the next decision is made: a minute after the last."""
        return chronicle.forenoon(self.day) + timedelta(minutes=self.decided)

    def confirm(self, answer: Mapping[str, Any], *, file: str = "", again: bool = False) -> Link | None:
        """The link of an answer, confirmed; None where there is none, or it was decided before and not `again`."""
        requirement_id = named(self.session, answer["requirement"])
        passage_id = self.passages.holding(file or answer["document"], answer["sentence"])
        if requirement_id is None or passage_id is None or self._is_refused(passage_id):
            return None
        with clock.fixed(self.moment):
            link = linking.add(self.session, self.workspace_id, requirement_id, "passage", passage_id, by=self.by)
            if link.state is not Decided.SUGGESTED and not again:
                return None
            self.decided += 1
            return linking.confirm(
                self.session,
                link.id,
                LinkType(answer["type"]),
                by=self.by,
                seen_version=link.version,
                on=_true_on(file or answer["document"], self.day),
                subject_id=self.actors.get(folded(answer.get("speaks_for") or _speaks_for().get(said(answer), ""))),
                supports=_supports().get(said(answer), ()),
            )

    def _is_refused(self, passage_id: int) -> bool:
        """Whether the importer took the passage for something that can be no evidence."""
        return self.session.scalars(select(Passage.type).where(Passage.id == passage_id)).one() in NEVER_EVIDENCE


def desk(session: Session, workspace_id: int, day: date, *, by: Person) -> Desk:
    """A day's work that begins."""
    return Desk(
        session=session,
        workspace_id=workspace_id,
        by=by,
        day=day,
        passages=Passages(session, workspace_id),
        actors=actor_ids(session, workspace_id),
    )


def review(work: Desk) -> None:
    """Decide two thirds of the known answers, each on the day its document and requirement were there."""
    first = {said(row): row["was"] for row in story.decisions()["corrected"]}
    for answer, file in _due(work.day):
        work.confirm({**answer, "type": first.get(said(answer), answer["type"])}, file=file)
    if work.day == chronicle.CORRECTED:
        for answer, file in ((answer, "") for answer in _known() if said(answer) in first):
            work.confirm(answer, file=file, again=True)
    for row in story.decisions()["links"]:
        if row["on"] == work.day.isoformat():
            work.confirm(row)
    with clock.fixed(work.moment):
        _review_services(work)
    with clock.fixed(work.moment):
        if work.day in SEARCHED:
            _record_gaps(work)


def confirmed_link(work: Desk, requirement_id: int | None, passage_id: int | None) -> int | None:
    """The confirmed link between the two; None where there is none, or one of its ends was not imported."""
    return work.session.scalars(
        select(Link.id).where(
            Link.workspace_id == work.workspace_id,
            Link.requirement_id == requirement_id,
            Link.passage_id == passage_id,
            Link.state == Decided.CONFIRMED,
        )
    ).first()


def said(row: Mapping[str, Any]) -> tuple[str, str]:
    """What a decision is about: the requirement and the sentence."""
    return row["requirement"], row["sentence"]


def _true_on(file: str, day: date) -> date:
    """The day a document was decided, from which its words are true; the day it was read where it bears none."""
    decided = next((fact["decided_on"] for fact in story.answers()["facts"] if fact["document"] == file), None)
    return min(story.day(decided) or day, day)


def _known() -> list[Mapping[str, Any]]:
    """The answers that were decided; where a row of a table holds two, the one that says more comes first."""
    known = [answer for number, answer in enumerate(story.answers()["pairs"]) if (number + 1) % LEFT_FOR_THE_VISITOR]
    types = {said(answer): answer["type"] for answer in known}
    named_ones = [
        {**row, "type": types.get(said(row), "partly"), "speaks_for": row.get("unit", "")}
        for row in story.decisions()["supports"]
    ]
    return [*named_ones, *known]


def _due(day: date) -> Iterator[tuple[Mapping[str, Any], str]]:
    """The answers of a day, each with the file it was read in: the text that was in use then."""
    earlier = {row["document"]: row for row in story.decisions()["revisions"]}
    for answer in _known():
        file = answer["document"]
        revision = earlier.get(file)
        if revision is not None and answer["sentence"] not in revision["changed"]:
            file = revision["earlier"]
        if max(known_on(file), _of_requirement(answer["requirement"])) == day:
            yield answer, file


@cache
def _acts() -> Mapping[str, date]:
    return {one.id: day for entry, day in chronicle.of_library(load()) for one in entry.requirements}


def _of_requirement(name: str) -> date:
    return _acts().get(name, chronicle.BEGAN)


def _speaks_for() -> Mapping[tuple[str, str], str]:
    return {said(row): row["for"] for row in story.decisions()["speaks_for"]}


def _supports() -> Mapping[tuple[str, str], Any]:
    return {said(row): row["supports"] for row in story.decisions()["supports"]}


def _review_services(work: Desk) -> None:
    """Confirm that services carry requirements out."""
    by_name = service_ids(work.session, work.workspace_id)
    for row in story.decisions()["services"]:
        requirement_id = named(work.session, row["requirement"])
        if requirement_id is None or row["on"] != work.day.isoformat():
            continue
        link = linking.add(
            work.session, work.workspace_id, requirement_id, "service", by_name[row["service"]], by=work.by
        )
        began = work.session.get_one(Service, by_name[row["service"]]).started_on
        linking.confirm(work.session, link.id, LinkType(row["type"]), by=work.by, seen_version=link.version, on=began)
        work.decided += 1


def _record_gaps(work: Desk) -> None:
    """Record that nothing was found for the requirements the authors know to be absent."""
    for gap in story.answers()["gaps"]:
        requirement_id = named(work.session, gap["requirement"])
        linked = select(Link.id).where(
            Link.workspace_id == work.workspace_id,
            Link.requirement_id == requirement_id,
            Link.state == Decided.CONFIRMED,
        )
        known = _of_requirement(gap["requirement"]) <= work.day
        if requirement_id is not None and known and work.session.scalars(linked).first() is None:
            searching.record(work.session, work.workspace_id, requirement_id, by=work.by)
            work.decided += 1
