"""Only people decide; every decision keeps what it was made on; gaps need a search."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from tracker import assessing, candidates, documents, linking, searching, suggestions, tasks
from tracker.database import Database
from tracker.errors import Conflict, NotFound, Refused
from tracker.settings import Settings
from tracker.tables.assessment import Compliance, Evidence, SideState
from tracker.tables.event import Event
from tracker.tables.guideline import Decided, Requirement
from tracker.tables.link import Link, LinkType
from tracker.tables.local import DocumentStatus, LocalDocument, LocalEdition, Passage, PassageType
from tracker.tables.people import Person
from tracker.views.ladder.standings import standings
from tracker.views.matrix.cell import cell_detail
from tracker.views.matrix.table import columns, matrix
from tracker.views.review.freshness import freshness
from tracker.views.review.item import item
from tracker.views.review.queue import Filter, queue
from tracker.views.review.reasons import shown_reasons

DATA = Path(__file__).parent.parent / "data" / "tracker"


def test_suggestions_are_never_confirmed_and_carry_reasons(database: Database, suggested: int) -> None:
    with database.reading() as session:
        links = session.scalars(select(Link)).all()
    assert links
    assert {link.state for link in links} == {Decided.SUGGESTED}
    assert all(link.reasons and 0 <= (link.score or 0) <= 1 for link in links)


def test_headings_are_not_suggested(database: Database, suggested: int) -> None:
    with database.reading() as session:
        types = set(session.scalars(select(Passage.type).join(Link, Link.passage_id == Passage.id)))
    assert types.isdisjoint({PassageType.HEADING, PassageType.CONTENTS, PassageType.REJECTED})


def test_confirming_an_adopted_rule_gives_level_two_for_every_unit_below(
    database: Database, person: Person, suggested: int
) -> None:
    link = _duty_link(database)
    with database.writing() as session:
        linking.confirm(session, link.id, LinkType.IMPLEMENTS, by=person, seen_version=link.version)
    with database.reading() as session:
        whole = columns(session, suggested)[0]
        cell = standings(session, suggested).cell(link.requirement_id, whole.subject)
        detail = cell_detail(session, suggested, link.requirement_id, whole.subject)
    assert cell.shown == 2
    assert [row.kind for row in detail.evidence] == ["mention", "rule"]
    assert all(row.passage is not None for row in detail.evidence)


def test_a_draft_counts_as_a_mention_only(database: Database, person: Person, suggested: int) -> None:
    link = _duty_link(database)
    with database.writing() as session:
        session.execute(update(LocalDocument).values(status=DocumentStatus.DRAFT))
        linking.confirm(session, link.id, LinkType.IMPLEMENTS, by=person, seen_version=link.version)
    assert _level(database, suggested, link.requirement_id) == 1


def test_ticked_evidence_reaches_step_three(database: Database, person: Person, suggested: int) -> None:
    link = _duty_link(database)
    with database.writing() as session:
        linking.confirm(
            session,
            link.id,
            LinkType.PARTLY,
            by=person,
            seen_version=link.version,
            supports=("responsible", "deadline", "resource"),
        )
    assert _level(database, suggested, link.requirement_id) == 3


def test_rejecting_and_reopening_withdraw_the_evidence(database: Database, person: Person, suggested: int) -> None:
    link = _duty_link(database)
    with database.writing() as session:
        linking.confirm(session, link.id, LinkType.MENTIONS, by=person, seen_version=1)
        linking.reject(session, link.id, by=person, seen_version=2)
        linking.reopen(session, link.id, by=person, seen_version=3)
    assert _level(database, suggested, link.requirement_id) is None
    with database.reading() as session:
        assert session.get_one(Link, link.id).state is Decided.SUGGESTED
        assert [row.withdrawn_at is not None for row in session.scalars(select(Evidence))] == [True]
        actions = session.scalars(select(Event.action).where(Event.entity == f"link:{link.id}").order_by(Event.seq))
        assert actions.all() == ["link.confirm", "link.reject", "link.reopen"]


def test_the_slower_of_two_people_sees_the_conflict(database: Database, person: Person, suggested: int) -> None:
    link = _duty_link(database)
    with database.writing() as session:
        linking.reject(session, link.id, by=person, seen_version=link.version)
    with pytest.raises(Conflict) as conflict, database.writing() as session:
        linking.confirm(session, link.id, LinkType.PARTLY, by=person, seen_version=link.version)
    assert conflict.value.values["state"] == "rejected"


def test_the_database_itself_refuses_a_confirmation_without_a_person(database: Database, suggested: int) -> None:
    with pytest.raises(DBAPIError), database.writing() as session:
        session.execute(update(Link).values(state=Decided.CONFIRMED, type=LinkType.MENTIONS))


def test_the_history_can_be_neither_changed_nor_deleted(database: Database, suggested: int) -> None:
    for statement in (update(Event).values(action="x"), Event.__table__.delete()):
        with pytest.raises(DBAPIError), database.writing() as session:
            session.execute(statement)


def test_a_rejected_proposal_cannot_be_confirmed(database: Database, person: Person, suggested: int) -> None:
    link = _duty_link(database)
    with database.writing() as session:
        session.execute(update(Passage).where(Passage.id == link.passage_id).values(type=PassageType.REJECTED))
    with pytest.raises(Refused), database.writing() as session:
        linking.confirm(session, link.id, LinkType.PARTLY, by=person, seen_version=link.version)


def test_a_decided_link_survives_new_suggestions(database: Database, person: Person, suggested: int) -> None:
    link = _duty_link(database)
    with database.writing() as session:
        linking.reject(session, link.id, by=person, seen_version=link.version)

    tasks.suggest(database, suggested, by=person, settings=Settings(suggestion_floor=0.99))
    with database.reading() as session:
        assert session.scalars(select(Link.state)).all() == [Decided.REJECTED]


def test_a_gap_needs_a_search_and_a_search_needs_that_nothing_is_confirmed(
    database: Database, person: Person, suggested: int
) -> None:
    link = _duty_link(database)
    assert _level(database, suggested, link.requirement_id) is None
    with database.writing() as session:
        record = searching.record(session, suggested, link.requirement_id, by=person)
    assert _level(database, suggested, link.requirement_id) == 0
    with database.writing() as session:
        searching.withdraw(session, record.id, by=person)
        linking.confirm(session, link.id, LinkType.MENTIONS, by=person, seen_version=link.version)
    with pytest.raises(Refused), database.writing() as session:
        searching.record(session, suggested, link.requirement_id, by=person)


def test_a_judgement_becomes_suspect_when_the_evidence_changes(
    database: Database, person: Person, suggested: int
) -> None:
    link = _duty_link(database)
    with database.writing() as session:
        linking.confirm(session, link.id, LinkType.PARTLY, by=person, seen_version=link.version)
    with database.writing() as session:
        subject = columns(session, suggested)[0].subject
        cell = standings(session, suggested).cell(link.requirement_id, subject)
        assessing.assess(
            session,
            suggested,
            link.requirement_id,
            by=person,
            actor_id=subject[1],
            level=2,
            compliance=Compliance.PARTLY,
            evidence_digest=cell.digest,
        )
    assert not _cell_suspect(database, suggested, link.requirement_id)
    with database.writing() as session:
        linking.reject(session, link.id, by=person, seen_version=link.version + 1)
    assert _cell_suspect(database, suggested, link.requirement_id)


def test_a_place_beside_the_ladder_needs_a_reason(database: Database, person: Person, suggested: int) -> None:
    with pytest.raises(Refused), database.writing() as session:
        subject = columns(session, suggested)[0].subject
        assessing.assess(
            session,
            suggested,
            _duty_link(database).requirement_id,
            by=person,
            actor_id=subject[1],
            side_state=SideState.NOT_APPLICABLE,
            evidence_digest="",
        )


def test_a_link_is_suspect_once_its_requirement_reads_differently(
    database: Database, person: Person, suggested: int
) -> None:
    link = _duty_link(database)
    with database.writing() as session:
        linking.confirm(session, link.id, LinkType.PARTLY, by=person, seen_version=link.version)
        session.get_one(Requirement, link.requirement_id).fingerprint = "0" * 64
    assert _cell_suspect(database, suggested, link.requirement_id)


def test_the_queue_shows_both_texts(database: Database, suggested: int) -> None:
    with database.reading() as session:
        rows = queue(session, suggested, Filter(target="passage")).rows
        shown = item(session, suggested, rows[0].link_id)
    assert shown.requirement.words("sv")
    assert shown.passage is not None
    assert shown.passage.text


def test_links_of_another_workspace_are_not_found(database: Database, suggested: int) -> None:
    with database.reading() as session, pytest.raises(NotFound):
        item(session, suggested + 1, _duty_link(database).id)


def test_the_matrix_has_a_row_per_counted_requirement(database: Database, suggested: int) -> None:
    with database.reading() as session:
        grid = matrix(session, suggested)
    assert list(dict.fromkeys(row.requirement.locator for row in grid.rows))[:2] == ["2 § 1 st", "2 § 2 st"]
    assert all(len(row.cells) == len(grid.columns) for row in grid.rows)


def _duty_link(database: Database) -> Link:
    """The suggestion that links the duty in 2 § to a passage."""
    with database.reading() as session:
        return session.scalars(
            select(Link)
            .join(Requirement, Requirement.id == Link.requirement_id)
            .where(Requirement.locator == "2 § 1 st", Link.passage_id.is_not(None))
            .order_by(Link.score.desc(), Link.id)
        ).first() or pytest.fail("no suggestion for the duty")


def _level(database: Database, workspace_id: int, requirement_id: int) -> int | None:
    with database.reading() as session:
        return standings(session, workspace_id).whole(requirement_id).shown


def _cell_suspect(database: Database, workspace_id: int, requirement_id: int) -> bool:
    with database.reading() as session:
        return standings(session, workspace_id).whole(requirement_id).suspect


def test_suggestions_of_an_older_model_are_scored_anew_and_decisions_stay(
    database: Database, person: Person, suggested: int
) -> None:
    link = _duty_link(database)
    with database.writing() as session:
        session.execute(update(Link).values(scorer="an older one", score=0.01))
        rejected = linking.reject(session, link.id, by=person, seen_version=link.version)
    with database.reading() as session:
        assert freshness(session, suggested).older == len(session.scalars(select(Link.id)).all()) - 1
    tasks.suggest(database, suggested, by=person, settings=Settings(suggestion_floor=0.0))
    with database.reading() as session:
        assert freshness(session, suggested).older == 0
        kept = session.get_one(Link, link.id)
        assert (kept.state, kept.scorer, kept.version) == (Decided.REJECTED, "an older one", rejected.version)


def test_decisions_since_the_suggestions_are_counted(database: Database, person: Person, suggested: int) -> None:
    link = _duty_link(database)
    with database.writing() as session:
        linking.reject(session, link.id, by=person, seen_version=link.version)
    with database.reading() as session:
        assert freshness(session, suggested).decisions == 1
    tasks.suggest(database, suggested, by=person, settings=Settings(suggestion_floor=0.0))
    with database.reading() as session:
        assert freshness(session, suggested).decisions == 0


def test_what_a_person_reopened_or_pointed_out_is_not_dropped(
    database: Database, person: Person, suggested: int
) -> None:
    link = _duty_link(database)
    with database.writing() as session:
        linking.confirm(session, link.id, LinkType.PARTLY, by=person, seen_version=1)
        linking.reopen(session, link.id, by=person, seen_version=2)
        other = session.scalars(select(Link).where(Link.id != link.id)).first()
        assert other is not None
        other.scorer = suggestions.BY_PERSON
    tasks.suggest(database, suggested, by=person, settings=Settings(suggestion_floor=0.9999))
    with database.reading() as session:
        assert set(session.scalars(select(Link.id))) == {link.id, other.id}


@pytest.mark.parametrize("state", [Decided.REJECTED, Decided.CONFIRMED])
def test_what_was_decided_does_not_return_with_a_new_edition(
    database: Database, person: Person, suggested: int, local_document: documents.ImportedDocument, state: Decided
) -> None:
    link = _duty_link(database)
    with database.writing() as session:
        if state is Decided.REJECTED:
            linking.reject(session, link.id, by=person, seen_version=1)
        else:
            linking.confirm(session, link.id, LinkType.IMPLEMENTS, by=person, seen_version=1)
    _import_again(database, person, local_document.document_id, (DATA / "riktlinje.md").read_text("utf-8"))
    tasks.suggest(database, suggested, by=person, settings=Settings(suggestion_floor=0.0))
    with database.reading() as session:
        same = select(Link.state).where(
            Link.requirement_id == link.requirement_id, Link.target_fingerprint == link.target_fingerprint
        )
        assert session.scalars(same).all() == [state]
        assert session.scalars(select(Link.id).where(Link.state == Decided.SUGGESTED)).first() is not None


def test_a_confirmed_link_is_suspect_only_once_the_edition_in_use_reads_differently(
    database: Database, person: Person, suggested: int, local_document: documents.ImportedDocument
) -> None:
    link = _duty_link(database)
    with database.writing() as session:
        linking.confirm(session, link.id, LinkType.PARTLY, by=person, seen_version=link.version)
        passage = session.get_one(Passage, link.passage_id)
        edition = session.get_one(LocalEdition, passage.edition_id)
        words = edition.text[passage.start : passage.end]
    text = (DATA / "riktlinje.md").read_text("utf-8")
    assert words in text
    _import_again(database, person, local_document.document_id, text)
    assert not _cell_suspect(database, suggested, link.requirement_id)
    _import_again(database, person, local_document.document_id, text.replace(words, "Annat gäller."))
    assert _cell_suspect(database, suggested, link.requirement_id)


def test_what_was_learned_in_an_earlier_edition_is_still_learned_and_named(
    database: Database, person: Person, suggested: int, local_document: documents.ImportedDocument
) -> None:
    link = _duty_link(database)
    with database.writing() as session:
        linking.confirm(session, link.id, LinkType.PARTLY, by=person, seen_version=link.version)
    _import_again(database, person, local_document.document_id, (DATA / "riktlinje.md").read_text("utf-8"))
    with database.reading() as session:
        (decision,) = candidates.gather(session, suggested).decisions
        values = {"requirements": decision.requirement, "passages": decision.passage}
        (reason,) = shown_reasons(session, suggested, [{"code": "reason.learned", "values": values}])
    assert decision.passage != f"passage:{link.passage_id}"
    assert [earlier.link_id for earlier in reason.learned_from] == [link.id]


def _import_again(database: Database, person: Person, document_id: int, text: str) -> None:
    """A new edition of a document: its text and one more rule."""
    data = f"{text}\n## Mer\n\nKommunen ska ha en plan till.\n".encode()
    tasks.import_edition(database, data, "riktlinje.md", document_id, by=person)
