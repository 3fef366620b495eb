"""Municipalities beside each other: only what is fair is compared, and the rest says why it is not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from tracker import assessing, choosing, clock, documents, ingest, searching, workspaces
from tracker.database import Database
from tracker.tables.assessment import SideState
from tracker.tables.guideline import Requirement
from tracker.tables.measurement import Indicator, Measurement
from tracker.tables.people import Person, Workspace
from tracker.views.counted import counted_requirements
from tracker.views.ladder.standings import digest_of
from tracker.views.national.among import POPULATION
from tracker.views.research.municipalities import CRITERIA, HowFar, Profile, Why, compare, profile

PROPOSED = dict.fromkeys(CRITERIA, 1.0)


def municipality(how_far: Mapping[int, HowFar], *, population: int | None = None, **criteria: float) -> Profile:
    return Profile(
        workspace_id=1, slug="a", name="A", county="", population=population, as_of=None,
        criteria=PROPOSED | criteria, four_eyes=False, how_far=how_far,
    )  # fmt: skip


def at(level: int) -> HowFar:
    return HowFar(level=level, why=None)


def test_only_what_can_be_compared_everywhere_is() -> None:
    unseen = HowFar(level=None, why=Why.NOT_EXAMINED)
    found = compare([municipality({1: at(2), 2: at(4), 3: at(1)}), municipality({1: at(4), 2: unseen})])
    assert [row.requirement_id for row in found.compared] == [1]
    assert found.why_not() == {Why.NOT_EXAMINED: 1, Why.NOT_COUNTED: 1}


def test_fewer_than_five_give_no_share() -> None:
    few, enough = ({number: at(2) for number in range(count)} for count in (4, 5))
    assert compare([municipality(few), municipality(few)]).share(0, 1) is None
    assert compare([municipality(enough), municipality(enough)]).share(0, 1) == 1.0


def test_steps_that_rest_on_thresholds_are_not_compared_where_these_differ() -> None:
    alike = {number: at(5) for number in range(5)}
    found = compare([municipality(alike), municipality(alike, shelf_life=2.0)])
    assert found.differing == ["shelf_life"]
    assert (found.share(0, 4), found.share(0, 5)) == (1.0, None)


@pytest.mark.parametrize(("population", "size"), [(None, None), (14_999, 0), (15_000, 1), (210_000, 3)])
def test_a_size_is_known_only_from_an_open_figure(population: int | None, size: int | None) -> None:
    assert municipality({}, population=population).size == size


@pytest.fixture
def requirements(database: Database, workspace: Workspace, guideline: ingest.ImportedGuideline) -> list[int]:
    del guideline
    with database.reading() as session:
        return list(session.scalars(counted_requirements(workspace.id).order_by(Requirement.id)))


def test_a_profile_says_why_not(
    database: Database,
    workspace: Workspace,
    person: Person,
    requirements: list[int],
    local_document: documents.ImportedDocument,
) -> None:
    assert local_document.document_id  # what was searched
    searched, beside, away, untouched = requirements[:4]
    with database.writing() as session:
        unit = workspaces.municipality(session, workspace.id).id
        searching.record(session, workspace.id, searched, by=person)
        for number, state in ((beside, SideState.SUSPENDED), (away, SideState.NOT_APPLICABLE)):
            assessing.assess(
                session, workspace.id, number, by=person, actor_id=unit, side_state=state, note="skäl",
                evidence_digest=digest_of([]),
            )  # fmt: skip
        found = profile(session, workspace.id).how_far
    assert (found[searched].level, found[searched].why) == (0, None)
    assert [found[number].why for number in (beside, away, untouched)] == [
        Why.BESIDE, Why.NOT_APPLICABLE, Why.NOT_EXAMINED,
    ]  # fmt: skip


def test_what_was_judged_on_other_words_is_not_compared(
    database: Database, workspace: Workspace, person: Person, requirements: list[int]
) -> None:
    with database.writing() as session:
        unit = workspaces.municipality(session, workspace.id).id
        assessing.assess(
            session, workspace.id, requirements[0], by=person, actor_id=unit, level=2, evidence_digest=digest_of([])
        )
    with database.writing() as session:
        session.get_one(Requirement, requirements[0]).fingerprint = "0" * 64
    with database.reading() as session:
        assert profile(session, workspace.id).how_far[requirements[0]].why is Why.EARLIER


def test_a_guideline_left_out_counts_in_no_profile(
    database: Database, workspace: Workspace, person: Person, guideline: ingest.ImportedGuideline
) -> None:
    with database.writing() as session:
        choosing.choose(session, workspace.id, {guideline.guideline_id: False}, "prov", by=person)
        assert profile(session, workspace.id).how_far == {}


def test_inhabitants_are_the_newest_open_figure(database: Database, workspace: Workspace) -> None:
    with database.writing() as session:
        session.add(Indicator(code=POPULATION, name_sv="Invånare", name_en="Inhabitants", unit="Kolada"))
        session.flush()
        for year, value in ((2024, 9_900.0), (2025, 10_100.0)):
            session.add(
                Measurement(
                    workspace_id=workspace.id, actor_id=workspaces.municipality(session, workspace.id).id,
                    indicator=POPULATION, period_from=date(year, 1, 1), period_to=date(year, 12, 31), value=value,
                    recorded_at=clock.now(),
                )
            )  # fmt: skip
        found = profile(session, workspace.id)
    assert (found.population, found.as_of) == (10_100, 2025)
