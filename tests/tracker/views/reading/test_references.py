"""Where references lead: the provision, what encloses it, or nowhere yet."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from tracker import clock, ingest
from tracker.database import Database
from tracker.tables.guideline import Bindingness, Guideline, GuidelineStatus, Level, Provision
from tracker.views.reading.references import resolve


@pytest.fixture
def session(database: Database, guideline: ingest.ImportedGuideline) -> Iterator[Session]:
    with database.reading() as opened:
        yield opened


@pytest.fixture
def act(session: Session, guideline: ingest.ImportedGuideline) -> str:
    """The identifier of the imported statute."""
    return session.scalars(select(Guideline.identifier).where(Guideline.id == guideline.guideline_id)).one()


@pytest.fixture
def positions(session: Session, guideline: ingest.ImportedGuideline) -> dict[str, int]:
    rows = session.execute(
        select(Provision.locator, Provision.position).where(Provision.edition_id == guideline.edition_id)
    )
    return dict(rows.all())


def test_a_target_leads_to_its_provision(
    session: Session, act: str, positions: dict[str, int], guideline: ingest.ImportedGuideline
) -> None:
    locator = next(locator for locator in positions if locator.endswith(" st"))
    place = resolve(session, [f"{act} {locator}"])[f"{act} {locator}"]
    assert (place.guideline_id, place.edition_id) == (guideline.guideline_id, guideline.edition_id)
    assert (place.locator, place.position, place.exact) == (locator, positions[locator], True)
    assert place.title


def test_what_is_imported_more_coarsely_leads_to_what_encloses_it(
    session: Session, act: str, positions: dict[str, int]
) -> None:
    section = next(locator for locator in positions if locator.endswith("§"))
    target = f"{act} {section} 97 st 3 p"
    place = resolve(session, [target])[target]
    assert (place.locator, place.exact) == (section, False)


def test_the_first_paragraph_may_be_left_unsaid(session: Session, act: str, positions: dict[str, int]) -> None:
    item = next(locator for locator in positions if " 1 st " in locator and locator.endswith(" p"))
    target = f"{act} {item.replace(' 1 st', '')}"
    place = resolve(session, [target])[target]
    assert (place.locator, place.exact) == (item, True)


def test_a_place_the_text_does_not_hold_leads_to_the_guideline(session: Session, act: str) -> None:
    place = resolve(session, [f"{act} 999 §"])[f"{act} 999 §"]
    assert (place.position, place.exact) == (None, False)
    assert place.edition_id is not None


def test_the_act_itself_is_a_place(session: Session, act: str) -> None:
    assert resolve(session, [act])[act].exact


def test_what_is_not_there_is_left_out(session: Session) -> None:
    assert resolve(session, ["", "SFS 1999:99 1 §", "WCAG 2.1", "13 §", "nonsense 3"]) == {}


def test_a_place_without_an_act_is_looked_for_where_it_was_read(
    session: Session, positions: dict[str, int], guideline: ingest.ImportedGuideline
) -> None:
    section = next(locator for locator in positions if locator.endswith("§"))
    found = resolve(session, [section], edition_id=guideline.edition_id)
    assert found[section].position == positions[section]


def test_a_guideline_without_a_text_is_known_all_the_same(database: Database) -> None:
    known = Guideline(
        identifier="SFS 2031:5",
        name="Lag om provning",
        level=Level.NATIONAL,
        bindingness=Bindingness.BINDING,
        status=GuidelineStatus.IN_FORCE,
        added_at=clock.now(),
    )
    with database.writing() as session:
        session.add(known)
        session.flush()
        place = resolve(session, ["SFS 2031:5 1 §"])["SFS 2031:5 1 §"]
    assert (place.title, place.edition_id, place.position) == ("Lag om provning", None, None)


def test_the_number_of_queries_does_not_grow_with_the_targets(session: Session, act: str) -> None:
    counts = []
    for many in (1, 60):
        asked: list[str] = []

        def note(
            _connection: object, _cursor: object, statement: str, *_rest: object, asked: list[str] = asked
        ) -> None:
            asked.append(statement)

        engine = session.get_bind()
        event.listen(engine, "before_cursor_execute", note)
        resolve(session, [f"{act} {number} § 1 st" for number in range(1, many + 1)])
        event.remove(engine, "before_cursor_execute", note)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 3
