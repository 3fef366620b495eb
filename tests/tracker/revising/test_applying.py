"""Links follow their words into the next edition of a local document, and back; what is gone keeps what was decided."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select

from nlp.comparison.changes import ChangeKind
from policies.reading import read
from tests.tracker.revising.conftest import ANSWER, FEES, PLAN, Paper, text_of, words_of
from tracker import documents, linking, tasks
from tracker.database import Database
from tracker.errors import Conflict, NotAllowed, Refused
from tracker.revising import applying, previewing
from tracker.suspects import successors, suspect_links
from tracker.tables.change import PassageChange
from tracker.tables.event import Event
from tracker.tables.guideline import Decided
from tracker.tables.link import Link
from tracker.tables.local import DocumentFact, LocalEdition, Passage, PassageType
from tracker.tables.people import Membership, Person, Role
from tracker.tables.translation import Coding, Mode

Revise = Callable[..., applying.Revised]
FEES_CHANGED = FEES.replace("ingen avgift", "en avgift om hundra kronor")


def test_links_on_unchanged_and_moved_passages_move_and_the_others_stay_and_are_suspect(
    database: Database, paper: Paper, revise: Revise
) -> None:
    done = revise(ANSWER, PLAN, FEES_CHANGED)
    with database.reading() as session:
        assert words_of(session, paper.links[PLAN]) == (done.edition_id, PLAN)
        assert words_of(session, paper.links[ANSWER]) == (done.edition_id, ANSWER)
        assert words_of(session, paper.links[FEES]) == (paper.edition, FEES)
        assert suspect_links(session, paper.workspace) == {paper.links[FEES]}
    assert (done.moved, done.left) == (2, 1)


def test_one_event_names_what_a_new_edition_did(database: Database, paper: Paper, revise: Revise) -> None:
    done = revise(PLAN, FEES_CHANGED)
    with database.reading() as session:
        (event,) = session.scalars(select(Event).where(Event.action == "local.revise"))
    assert event.entity == f"local_edition:{done.edition_id}"
    assert (event.after["moved"], event.after["left"]) == (1, 2)
    assert event.after["changes"]["removed"] >= 1
    assert len(event.after["digest"]) == len(event.after["links"]) == 64


def test_a_preview_writes_nothing_and_says_what_applying_does(database: Database, person: Person, paper: Paper) -> None:
    with database.reading() as session:
        before = session.scalars(select(Event.id)).all()
    revision = tasks.plan_edition(database, text_of(PLAN, FEES_CHANGED), "ny.md", paper.document, by=person)
    with database.reading() as session:
        assert session.scalars(select(Event.id)).all() == before
        assert session.scalars(select(LocalEdition.id)).all() == [paper.edition]
    with database.writing() as session:
        done = applying.apply(session, revision, by=person)
    assert sum(done.kinds.values()) == len(revision.changes)
    assert done.kinds[ChangeKind.CHANGED] >= 1


def test_a_plan_made_before_another_edition_came_is_not_applied(
    database: Database, person: Person, paper: Paper, revise: Revise
) -> None:
    early = tasks.plan_edition(database, text_of(PLAN), "ny.md", paper.document, by=person)
    revise(PLAN, ANSWER)
    with pytest.raises(Conflict, match=r"error\.edition_in_use_changed"), database.writing() as session:
        applying.apply(session, early, by=person)


def test_a_rejected_link_stays_rejected_on_the_moved_passage(
    database: Database, person: Person, paper: Paper, revise: Revise
) -> None:
    with database.writing() as session:
        link = session.get_one(Link, paper.links[FEES])
        linking.reject(session, link.id, by=person, seen_version=link.version)
    done = revise(FEES, PLAN, ANSWER)
    with database.reading() as session:
        assert words_of(session, paper.links[FEES]) == (done.edition_id, FEES)
        assert session.get_one(Link, paper.links[FEES]).state is Decided.REJECTED


def test_another_typography_is_no_change_and_what_was_coded_stays_good(
    database: Database, person: Person, paper: Paper, revise: Revise
) -> None:
    with database.writing() as session:
        link = session.get_one(Link, paper.links[PLAN])
        session.add(
            Coding(
                workspace_id=paper.workspace,
                requirement_id=link.requirement_id,
                link_id=link.id,
                coder_id=person.id,
                mode=Mode.PARA,
                requirement_fingerprint=link.requirement_fingerprint,
                target_fingerprint=link.target_fingerprint,
                on=link.on,
                recorded_at=link.recorded_at,
            )
        )
    revise(PLAN.replace("provbarhet", "prov\u00adbarhet"), FEES, ANSWER)
    with database.reading() as session:
        link = session.get_one(Link, paper.links[PLAN])
        coding = session.scalars(select(Coding)).one()
        assert coding.target_fingerprint == link.target_fingerprint
        assert link.target_fingerprint == session.get_one(Passage, link.passage_id).fingerprint
        assert not suspect_links(session, paper.workspace)


def test_the_same_words_as_a_rejected_proposal_no_longer_carry_their_link(
    database: Database, person: Person, paper: Paper
) -> None:
    data = text_of(PLAN, FEES, ANSWER, "Nytt.")
    prepared = documents.prepare(data, "ny.md", read(data, "ny.md"))
    whole = prepared.document.text
    passages = tuple(
        replace(passage, type=PassageType.REJECTED) if whole[passage.start : passage.end] == FEES else passage
        for passage in prepared.passages
    )
    with database.writing() as session:
        revision = previewing.plan(session, replace(prepared, passages=passages), paper.document, by=person)
        applying.apply(session, revision, by=person)
    with database.reading() as session:
        assert words_of(session, paper.links[FEES]) == (paper.edition, FEES)
        assert suspect_links(session, paper.workspace) == {paper.links[FEES]}


def test_undoing_puts_the_edition_before_in_use_and_its_links_back(
    database: Database, person: Person, paper: Paper, revise: Revise
) -> None:
    done = revise(ANSWER, PLAN, FEES_CHANGED)
    with database.writing() as session:
        assert applying.undo(session, done.edition_id, by=person).id == paper.edition
    with database.reading() as session:
        assert {words_of(session, link) for link in paper.links.values()} == {
            (paper.edition, words) for words in (PLAN, FEES, ANSWER)
        }
        assert not suspect_links(session, paper.workspace)
        assert session.get_one(LocalEdition, done.edition_id).undone_at is not None


def test_what_was_decided_on_the_edition_taken_back_is_kept_and_suspect(
    database: Database, person: Person, paper: Paper, revise: Revise
) -> None:
    done = revise(PLAN, FEES, ANSWER, "Nämnden ska göra en egen plan för varje förvaltning.")
    with database.writing() as session:
        requirement = session.get_one(Link, paper.links[PLAN]).requirement_id
        new = session.scalars(
            select(Passage.id).where(Passage.edition_id == done.edition_id).order_by(Passage.position.desc())
        ).first()
        link = linking.add(session, paper.workspace, requirement, "passage", new or 0, by=person)
        linking.confirm(session, link.id, "implements", by=person, seen_version=link.version)
        number = link.id
    with database.writing() as session:
        applying.undo(session, done.edition_id, by=person)
    with database.reading() as session:
        assert suspect_links(session, paper.workspace) == {number}


def test_a_text_taken_back_can_be_put_in_use_again(
    database: Database, person: Person, paper: Paper, revise: Revise
) -> None:
    first = revise(ANSWER, PLAN)
    with database.writing() as session:
        applying.undo(session, first.edition_id, by=person)
    again = revise(ANSWER, PLAN)
    assert again.edition_id == first.edition_id
    with database.reading() as session:
        assert words_of(session, paper.links[PLAN]) == (first.edition_id, PLAN)
        pairs = session.scalars(select(PassageChange.to_id).where(PassageChange.to_id.is_not(None))).all()
    assert len(pairs) == len(set(pairs))


def test_only_the_edition_in_use_is_undone_and_never_the_first(
    database: Database, person: Person, paper: Paper, revise: Revise
) -> None:
    with pytest.raises(Refused, match=r"error\.edition_is_first"), database.writing() as session:
        applying.undo(session, paper.edition, by=person)
    revise(PLAN)
    with pytest.raises(Conflict, match=r"error\.edition_not_in_use"), database.writing() as session:
        applying.undo(session, paper.edition, by=person)


def test_a_text_that_is_there_is_no_new_edition(database: Database, person: Person, paper: Paper) -> None:
    with pytest.raises(Refused, match=r"error\.edition_there"):
        tasks.plan_edition(database, text_of(PLAN, FEES, ANSWER), "ny.md", paper.document, by=person)
    other = "# Annat\n\nHär gäller andra regler för alla som bor i byn.\n".encode()
    tasks.import_document(database, other, "annat.md", paper.workspace, by=person)
    with pytest.raises(Refused, match=r"error\.edition_of_another"):
        tasks.plan_edition(database, other, "annat.md", paper.document, by=person)


def test_who_may_not_import_may_neither_compare_nor_undo(
    database: Database, person: Person, paper: Paper, revise: Revise
) -> None:
    done = revise(PLAN)
    with database.writing() as session:
        reader = Person(name="Läsare", login="läsare")
        session.add(reader)
        session.flush()
        session.add(Membership(workspace_id=paper.workspace, person_id=reader.id, role=Role.VIEWER))
    with pytest.raises(NotAllowed):
        tasks.plan_edition(database, text_of(FEES), "ny.md", paper.document, by=reader)
    with pytest.raises(NotAllowed), database.writing() as session:
        applying.undo(session, done.edition_id, by=reader)


@pytest.mark.parametrize("said", [True, False])
def test_what_a_new_edition_says_as_a_person_said_needs_no_other_confirmation(
    database: Database, person: Person, paper: Paper, revise: Revise, said: bool
) -> None:
    if said:
        with database.writing() as session:
            for fact in session.scalars(select(DocumentFact)):
                fact.state, fact.decided_by_id = Decided.CONFIRMED, person.id
    done = revise(PLAN)
    with database.reading() as session:
        dnr = session.scalars(
            select(DocumentFact).where(DocumentFact.edition_id == done.edition_id, DocumentFact.field == "dnr")
        ).one()
    expected = (Decided.CONFIRMED, person.id) if said else (Decided.SUGGESTED, None)
    assert (dnr.state, dnr.decided_by_id) == expected


def test_a_changed_passage_is_followed_through_editions_and_back_from_one_taken_back(
    database: Database, person: Person, paper: Paper, revise: Revise
) -> None:
    second = revise(PLAN, FEES_CHANGED, ANSWER)
    third = revise("Om arkivet finns det andra regler som gäller.", PLAN, FEES_CHANGED, ANSWER)
    with database.reading() as session:
        old = session.get_one(Link, paper.links[FEES]).passage_id or 0
        (now,) = successors(session, [old])[old]
        assert session.get_one(Passage, now).edition_id == third.edition_id
    with database.writing() as session:
        applying.undo(session, third.edition_id, by=person)
    with database.reading() as session:
        (back,) = successors(session, [now])[now]
        assert session.get_one(Passage, back).edition_id == second.edition_id
        assert successors(session, [old])[old] == (back,)
