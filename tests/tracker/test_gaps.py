"""Proposed gaps are stored whole, and leave by themselves once a person has spoken or the text has changed."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, update

from tracker import gaps, linking, searching
from tracker.database import Database
from tracker.gaps import Proposed
from tracker.tables.event import Event
from tracker.tables.guideline import Requirement
from tracker.tables.link import GapProposal, Link, LinkType, SearchRecord
from tracker.tables.local import LocalDocument, Publicity
from tracker.tables.people import Person
from tracker.views.review.gaps import gaps_left, proposed_gaps


@pytest.fixture
def proposed(database: Database, person: Person, suggested: int) -> int:
    """A requirement proposed as a gap; its number."""
    with database.writing() as session:
        link = session.scalars(select(Link).where(Link.passage_id.is_not(None)).order_by(Link.id)).first()
        assert link is not None
        requirement = session.get_one(Requirement, link.requirement_id)
        assert gaps.store_gaps(session, suggested, [_gap(requirement.id, requirement.fingerprint)], by=person) == 1
    return requirement.id


def test_a_proposal_says_what_was_searched_and_shows_the_best_candidate(
    database: Database, suggested: int, proposed: int
) -> None:
    with database.reading() as session:
        found = proposed_gaps(session, suggested, sees_secrecy=True)
    (gap,) = found.rows
    assert (found.total, gap.requirement.id, gap.searched, gap.editions) == (1, proposed, 4, 1)
    assert found.documents == ["Riktlinje för provbarhet"]
    assert gap.candidate is not None
    assert gap.candidate.passage.text
    assert gap.candidates >= 1


def test_new_proposals_replace_all_others(database: Database, person: Person, suggested: int, proposed: int) -> None:
    with database.writing() as session:
        assert gaps.store_gaps(session, suggested, [], by=person) == 0
    with database.reading() as session:
        assert gaps_left(session, suggested) == 0
        assert session.scalar(select(func.count()).where(Event.action == "gap.suggest")) >= 2
        assert session.scalar(select(func.count()).select_from(SearchRecord)) == 0


def test_a_requirement_that_changed_meanwhile_is_not_proposed(
    database: Database, person: Person, suggested: int, proposed: int
) -> None:
    with database.writing() as session:
        assert gaps.store_gaps(session, suggested, [_gap(proposed, "0" * 64)], by=person) == 0


def test_a_proposal_leaves_with_the_search_and_comes_back_with_its_undoing(
    database: Database, person: Person, suggested: int, proposed: int
) -> None:
    with database.writing() as session:
        record = searching.record(session, suggested, proposed, by=person)
    with database.reading() as session:
        assert gaps_left(session, suggested) == 0
    with database.writing() as session:
        searching.withdraw(session, record.id, by=person)
    with database.reading() as session:
        assert gaps_left(session, suggested) == 1


def test_a_proposal_leaves_when_a_passage_is_confirmed(
    database: Database, person: Person, suggested: int, proposed: int
) -> None:
    with database.writing() as session:
        link = session.scalars(
            select(Link).where(Link.requirement_id == proposed, Link.passage_id.is_not(None)).order_by(Link.id)
        ).first()
        assert link is not None
        linking.confirm(session, link.id, LinkType.MENTIONS, by=person, seen_version=link.version)
    with database.reading() as session:
        assert gaps_left(session, suggested) == 0


@pytest.mark.parametrize("change", [{"fingerprint": "0" * 64}, {"tracked": False}], ids=["text", "tracked"])
def test_a_proposal_leaves_when_its_requirement_no_longer_stands(
    database: Database, suggested: int, proposed: int, change: dict[str, object]
) -> None:
    with database.writing() as session:
        session.execute(update(Requirement).where(Requirement.id == proposed).values(**change))
    with database.reading() as session:
        assert gaps_left(session, suggested) == 0
        assert session.scalar(select(func.count()).select_from(GapProposal)) == 1


def test_candidates_under_secrecy_are_shown_to_the_cleared_only(
    database: Database, suggested: int, proposed: int
) -> None:
    with database.writing() as session:
        session.execute(update(LocalDocument).values(publicity=Publicity.SECRECY))
    with database.reading() as session:
        withheld = proposed_gaps(session, suggested)
        shown = proposed_gaps(session, suggested, sees_secrecy=True)
    assert (withheld.rows[0].candidate, withheld.documents, withheld.withheld) == (None, [], 1)
    assert shown.rows[0].candidate is not None
    assert (len(shown.documents), shown.withheld) == (1, 0)


def _gap(requirement: int, fingerprint: str) -> Proposed:
    return Proposed(
        requirement_id=requirement, requirement_fingerprint=fingerprint, probability=0.8, best=0.3, threshold=0.7,
        searched=4, scorer="test",
    )  # fmt: skip
