"""The matrix on screen: figures that filter, groups, folded columns, and a cell as it was on an earlier day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

from tracker import assessing, clock
from tracker.database import Database
from tracker.tables.guideline import Requirement
from tracker.tables.network import Actor, ActorKind
from tracker.tables.people import Person, Workspace
from tracker.views.ladder.standings import digest_of

Open = Callable[..., AppTest]


@pytest.fixture
def judged(database: Database, town: Any, person: Person) -> Any:
    """The town with a level in one of its units."""
    with database.writing() as session:
        assessing.assess(
            session,
            town.workspace,
            town.requirements[0],
            by=person,
            level=4,
            actor_id=town.unit,
            evidence_digest=digest_of([]),
        )
    return town


def captions(page: AppTest) -> str:
    return "\n".join(str(part.value) for part in page.caption)


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize(
    "asked",
    [
        {"group": "guideline"},
        {"group": "level", "by": "service", "idle": "yes"},
        {"group": "force", "rows": "yes", "least": "2"},
        {"show": "one", "binding": "yes"},
        {"show": "fallen", "by": "service"},
    ],
)
def test_every_look_stands_in_both_languages(open_page: Open, judged: Any, lang: str, asked: dict[str, str]) -> None:
    page = open_page("matrix", lang=lang, **asked)
    assert [problem.value for problem in page.error] == []
    words = "\n".join(str(part.value) for part in (*page.markdown, *page.caption, *page.info))
    assert "[page." not in words
    assert "[word." not in words


def test_a_figure_shows_what_it_counts_and_all_again(open_page: Open, judged: Any) -> None:
    page = open_page("matrix")
    figure = page.button(key="figure-one")
    assert figure.label == "1 uppfyllda i bara en enhet"
    figure.click().run()
    assert "one" in page.query_params["show"]
    assert len(page.dataframe[0].value) == 1
    assert "minst 4 I drift i exakt en enhet" in captions(page)
    page.button(key="figure-one").click().run()
    assert "show" not in page.query_params


def test_what_has_fallen_is_told_apart_from_what_reports_count(open_page: Open, judged: Any) -> None:
    assert "rapporter räknar bara krav som har fallit för den" in captions(open_page("matrix", show="fallen"))
    assert "rapporter räknar" not in captions(open_page("matrix"))


def test_units_without_anything_of_their_own_are_a_switch_away(open_page: Open, judged: Any) -> None:
    page = open_page("matrix")
    keys = list(page.dataframe[0].value.columns)
    assert f"actor-{judged.unit}" in keys
    assert f"actor-{judged.other_unit}" not in keys
    page.toggle(key="switch-idle").set_value(True).run()
    assert f"actor-{judged.other_unit}" in page.dataframe[0].value.columns


def test_several_columns_are_chosen_in_the_address(open_page: Open, judged: Any) -> None:
    page = open_page("matrix", column=f"actor-{judged.unit},actor-{judged.other_unit}")
    assert len(page.multiselect(key="columns-unit").value) == 2
    assert list(page.dataframe[0].value.columns)[2:] == [f"actor-{judged.unit}", f"actor-{judged.other_unit}"]
    assert "Bygg, Skola" in captions(page)


def test_one_column_is_a_list_whose_levels_stand_before_the_words(open_page: Open, judged: Any) -> None:
    page = open_page("matrix", column=f"actor-{judged.unit}", show="4")
    shown = page.dataframe[0].value
    assert list(shown.columns) == ["requirement", f"actor-{judged.unit}", "text"]
    assert shown.iloc[0, 1].startswith("4 ")
    assert "I drift" in shown.iloc[0, 1]


def test_nonsense_in_the_address_is_no_filter(open_page: Open, judged: Any) -> None:
    page = open_page(
        "matrix", column="actor-99999,'; DROP", group="<script>", least="99", level="moon", show="one\x00", topic="x"
    )
    assert [problem.value for problem in page.error] == []
    assert page.selectbox(key="choose-least").value == "4"


def test_a_cell_shows_the_day_that_was_asked_for_and_writes_nothing_there(
    open_page: Open, database: Database, person: Person, workspace: Workspace, request: pytest.FixtureRequest
) -> None:
    then = clock.now() - timedelta(days=500)
    with clock.fixed(then):
        request.getfixturevalue("guideline")
        with database.writing() as session:
            unit = Actor(workspace_id=workspace.id, kind=ActorKind.UNIT, name="Arkivet")
            session.add(unit)
            session.flush()
            subject, number = unit.id, session.scalars(select(Requirement.id).where(Requirement.tracked)).first()
    assert number is not None
    for moment, level in ((then + timedelta(days=100), 2), (then + timedelta(days=300), 5)):
        with clock.fixed(moment), database.writing() as session:
            assessing.assess(
                session, workspace.id, number, by=person, level=level, actor_id=subject, evidence_digest=digest_of([])
            )
    cell = {"requirement": str(number), "subject": f"actor-{subject}"}
    today, earlier = (
        open_page("matrix", **cell),
        open_page("matrix", **cell, on=f"{then + timedelta(days=200):%Y-%m-%d}"),
    )
    assert [problem.value for problem in (*today.error, *earlier.error)] == []
    levels = [next(part.value for part in page.markdown if part.value.startswith("### ")) for page in (today, earlier)]
    assert [level[4] for level in levels] == ["5", "2"]
    assert "judge-save" in {button.key for button in today.button}
    assert not {button.key for button in earlier.button} & {"judge-save", "measure-save"}
