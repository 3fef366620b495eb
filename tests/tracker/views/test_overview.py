"""The first page in numbers, each that of its list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from tracker import clock
from tracker.database import Database
from tracker.tables.assessment import Measure, MeasureState
from tracker.tables.guideline import Bindingness, Guideline
from tracker.tables.link import Link
from tracker.tables.local import LocalDocument, Publicity
from tracker.tables.network import Actor
from tracker.views.anchoring.fields import hollow_fronts
from tracker.views.guidelines.listing import GuidelineName
from tracker.views.measures.listing import counts, measure_rows
from tracker.views.missing import missing
from tracker.views.overview import Bar, furthest_behind, new_suggestions, overview
from tracker.views.review.queue import Filter, queue
from tracker.views.review.suspects import suspects

Add = Callable[..., int]


def test_each_number_is_that_of_its_list(database: Database, suggested: int, add: Add) -> None:
    today, unit = clock.today(), add(Actor, name="Kansliet")
    add(Measure, actor_id=unit, title="Sen", due_on=today - timedelta(days=1), state=MeasureState.PLANNED)
    add(Measure, actor_id=unit, title="Klar", due_on=today - timedelta(days=1), state=MeasureState.DONE)
    add(Measure, actor_id=unit, title="Beslut", decision="Utse ägare", meeting_on=today, state=MeasureState.ONGOING)
    add(
        Measure,
        actor_id=unit,
        title="Senare",
        decision="Utse",
        meeting_on=today + timedelta(days=90),
        state=MeasureState.ONGOING,
    )
    with database.writing() as session:
        session.execute(update(Guideline).values(bindingness=Bindingness.BINDING))
    with database.reading() as session:
        found = overview(session, suggested)
        listed = counts(measure_rows(session, suggested))
        assert (len(found.overdue), found.meetings) == (listed.overdue, listed.decisions) == (1, 1)
        assert found.missing == len(missing(session, suggested)) > 0
        assert found.suspect == len(suspects(session, suggested))
        assert found.hollow == len(hollow_fronts(session, suggested))
        assert sum(bar.total for bar in found.bars) == found.requirements


def test_new_suggestions_are_those_made_after_the_day(database: Database, suggested: int) -> None:
    with database.reading() as session:
        made = clock.day_of(session.scalars(select(Link.recorded_at).limit(1)).one())
        assert new_suggestions(session, suggested, since=made - timedelta(days=1)) > 0
        assert new_suggestions(session, suggested, since=made) == 0


@pytest.mark.parametrize(("most", "shown"), [(1, ["b"]), (3, ["b", "c", "a"])])
def test_the_furthest_behind_have_most_that_nothing_carries_out(most: int, shown: list[str]) -> None:
    def bar(name: str, **counts: int) -> Bar:
        named = GuidelineName(id=1, identifier=name, library_key="", title_sv=name, title_en=name)
        return Bar(name=named, counts={key.removeprefix("level_"): value for key, value in counts.items()}, total=9)

    bars = [bar("a", level_2=9), bar("b", level_0=3, not_examined=4), bar("c", level_0=5)]
    assert [one.name.identifier for one in furthest_behind(bars, most)] == shown


@pytest.mark.parametrize("sees", [True, False])
def test_as_many_suggestions_wait_as_review_has(database: Database, suggested: int, sees: bool) -> None:
    with database.writing() as session:
        session.execute(update(LocalDocument).values(publicity=Publicity.SECRECY))
    with database.reading() as session:
        found = overview(session, suggested, sees_secrecy=sees)
        every = queue(session, suggested, Filter(), sees_secrecy=sees).total
        strong = queue(session, suggested, Filter(floor=0.5), sees_secrecy=sees).total
        new = new_suggestions(session, suggested, since=date(2000, 1, 1), sees_secrecy=sees)
    assert (found.suggestions, found.strong, new) == (every, strong, every)
    assert sees is (every > 0)
