"""Judgements stay where they were made; a person makes them again on what the requirement became."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from tracker import assessing, descent, documents, editing, linking, planning, searching
from tracker.database import Database
from tracker.editing import Part
from tracker.errors import Conflict, NotFound, Refused
from tracker.tables.assessment import Assessment, Compliance, Evidence, Measure, MeasureState
from tracker.tables.event import Event
from tracker.tables.guideline import Decided
from tracker.tables.link import Link, LinkType, SearchedEdition, SearchRecord
from tracker.tables.local import Passage, PassageType
from tracker.tables.network import Actor
from tracker.tables.people import Person, Workspace

FIRST = "Nämnden ska svara inom fem dagar och spara svaret."


@pytest.fixture
def judged(
    act: Any, database: Database, person: Person, workspace: Workspace, local_document: documents.ImportedDocument
) -> dict[str, int]:
    """The first duty with a link, a judgement and a measure, the second with a search; then the first is divided."""
    number, other = act.id_of(FIRST), act.id_of("Svaret ska")
    with database.writing() as session:
        passage = session.scalars(select(Passage.id).where(Passage.type == PassageType.RULE)).first()
        actor = session.scalars(select(Actor.id)).first()
        link = linking.add(session, workspace.id, number, "passage", passage or 0, by=person)
        linking.confirm(
            session, link.id, LinkType.IMPLEMENTS, by=person, seen_version=link.version, supports=("deadline",)
        )
        judgement = assessing.assess(
            session, workspace.id, number, by=person, actor_id=actor, level=2, compliance=Compliance.PARTLY,
            evidence_digest="0" * 64, note="Så långt",
        )  # fmt: skip
        measure = planning.plan(session, workspace.id, number, "Rutin", by=person)
        search = searching.record(session, workspace.id, other, by=person)
    one, two = act.span("Nämnden ska svara inom fem dagar"), act.span("spara svaret.")
    parts = [Part(start=one[0], end=one[1]), Part(start=two[0], end=two[1])]
    with database.writing() as session:
        edit = editing.split(session, number, {act.edition_id: parts}, by=person, version=act.version(number))
        planning.change(
            session, measure.id, by=person, seen_version=1, state=MeasureState.ONGOING, owner_id=None, due_on=None
        )
    new = [int(name.partition(":")[2]) for name in edit.after if name not in edit.before and name[:3] == "req"]
    return {
        "whole": number, "part": new[0], "beside": new[1], "other": other, "edit": edit.id,
        "link": link.id, "assessment": judgement.id, "measure": measure.id, "search_record": search.id,
    }  # fmt: skip


def test_judgements_stay_on_the_requirement_they_were_made_on(database: Database, judged: dict[str, int]) -> None:
    with database.reading() as session:
        for table in (Link, Evidence, Assessment, Measure):
            assert set(session.scalars(select(table.requirement_id))) == {judged["whole"]}
        assert descent.line(session, judged["part"]) == [judged["whole"]]


def test_a_link_carried_over_is_confirmed_again_with_its_evidence(
    act: Any, database: Database, person: Person, judged: dict[str, int]
) -> None:
    with database.writing() as session:
        new = editing.carry_over(session, "link", judged["link"], judged["part"], by=person)
        kinds = session.scalars(select(Evidence.kind).where(Evidence.link_id == new.id)).all()
        event = session.scalars(select(Event).where(Event.action == "requirement.carry_over")).one()
    assert isinstance(new, Link)
    assert (new.state, new.type, new.decided_by_id) == (Decided.CONFIRMED, LinkType.IMPLEMENTS, person.id)
    assert new.requirement_fingerprint == act.requirement(judged["part"]).fingerprint
    assert sorted(kinds) == ["deadline", "mention", "rule"]
    assert event.before == {"id": judged["link"], "requirement": judged["whole"]}
    with pytest.raises(Conflict), database.writing() as session:
        editing.carry_over(session, "link", judged["link"], judged["part"], by=person)


def test_a_judgement_and_a_measure_are_made_again(database: Database, person: Person, judged: dict[str, int]) -> None:
    with database.writing() as session:
        again = editing.carry_over(
            session, "assessment", judged["assessment"], judged["part"], by=person, evidence_digest="1" * 64
        )
        measure = editing.carry_over(session, "measure", judged["measure"], judged["part"], by=person)
    assert isinstance(again, Assessment)
    assert (again.level, again.compliance, again.note) == (2, Compliance.PARTLY, "Så långt")
    assert again.evidence_digest == "1" * 64
    assert isinstance(measure, Measure)
    assert (measure.title, measure.state) == ("Rutin", MeasureState.ONGOING)


def test_a_search_is_said_of_what_the_requirement_became(
    act: Any, database: Database, person: Person, judged: dict[str, int]
) -> None:
    number = judged["other"]
    one, two = act.span("Svaret ska"), act.span("vara begripligt för alla.")
    parts = [Part(start=one[0], end=one[1]), Part(start=two[0], end=two[1])]
    with database.writing() as session:
        edit = editing.split(session, number, {act.edition_id: parts}, by=person, version=act.version(number))
    part = next(int(n.partition(":")[2]) for n in edit.after if n not in edit.before and n[:3] == "req")
    with database.writing() as session:
        again = editing.carry_over(session, "search_record", judged["search_record"], part, by=person)
        editions = [
            session.scalars(select(SearchedEdition.edition_id).where(SearchedEdition.search_record_id == n)).all()
            for n in (judged["search_record"], again.id)
        ]
        old = session.get_one(SearchRecord, judged["search_record"])
    assert isinstance(again, SearchRecord)
    assert again.on == old.on
    assert editions[0] == editions[1] != []


def test_only_what_comes_from_the_requirement_can_take_over_its_judgements(
    database: Database, person: Person, judged: dict[str, int]
) -> None:
    for requirement, code in ((judged["other"], "not_related"), (judged["whole"], "not_active")):
        with pytest.raises(Refused) as problem, database.writing() as session:
            editing.carry_over(session, "link", judged["link"], requirement, by=person)
        assert problem.value.code == f"error.requirement_{code}"
    for kind, number in (("opinion", 1), ("link", 99_999)):
        with pytest.raises(NotFound), database.writing() as session:
            editing.carry_over(session, kind, number, judged["part"], by=person)


def test_evidence_of_a_link_comes_with_the_link_alone(
    database: Database, person: Person, judged: dict[str, int]
) -> None:
    with database.reading() as session:
        number = session.scalars(select(Evidence.id)).first()
    with pytest.raises(Refused) as problem, database.writing() as session:
        editing.carry_over(session, "evidence", number or 0, judged["part"], by=person)
    assert problem.value.code == "error.carry_linked_evidence"


def test_a_judgement_made_on_a_part_is_carried_back_once_the_split_is_undone(
    database: Database, person: Person, workspace: Workspace, judged: dict[str, int]
) -> None:
    with database.writing() as session:
        measure = planning.plan(session, workspace.id, judged["part"], "Mall", by=person)
        editing.undo(session, judged["edit"], by=person)
    with database.writing() as session:
        back = editing.carry_over(session, "measure", measure.id, judged["whole"], by=person)
    assert back.requirement_id == judged["whole"]
