"""Nobody reads what another coder said while the coding is open: in no view, the history, an export or a search."""

from __future__ import annotations

import ast
import inspect
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.tracker import studied
from tests.tracker.studied import Studied
from tracker import accounts, clock, disposals, interchange, personal_data
from tracker.database import Database
from tracker.errors import NotFound, Refused
from tracker.studies import adjudicating, judging, memos
from tracker.tables.event import Event, EventNote
from tracker.tables.people import Person, Role
from tracker.tables.staffing import Individual
from tracker.tables.study import Judgement, Memo, StudyState
from tracker.views.exports.coded_study import coded_study
from tracker.views.exports.study import study_data
from tracker.views.research import judged, studies, units
from tracker.views.rows import studies as rows

SECRET = "hemlig 0"
VIEWS: dict[str, Callable[[Session, Studied, int], Any]] = {
    "studies.studies": lambda s, f, who: studies.studies(s, f.workspace, reader=who),
    "studies.study": lambda s, f, who: studies.study(s, f.workspace, f.study, reader=who),
    "studies.codebook": lambda s, f, who: studies.codebook(s, f.workspace, f.study, reader=who),
    "studies.frame": lambda s, f, who: dict(studies.frame(s, f.workspace)),
    "judged.judgements": lambda s, f, who: judged.judgements(s, f.study, who),
    "judged.marks": lambda s, f, who: judged.marks(s, f.study, who),
    "units.open_units": lambda s, f, who: units.open_units(s, f.study, who),
    "units.unit": lambda s, f, who: [units.unit(s, unit, who) for unit in f.units],
    "units.memos": lambda s, f, who: units.memos(s, f.study, who),
}
"""Every function that reads coding projects for people."""
PROGRAMS: dict[str, Callable[[Session, Studied, int | None], Any]] = {
    "rows.studies": lambda s, f, who: rows.studies(s, f.workspace, reader=who),
    "rows.marks": lambda s, f, who: rows.marks(s, f.workspace, study_id=f.study, reader=who),
    "coded_study": lambda s, f, who: coded_study(s, f.workspace, f.study, "sv", who),
    "study_data": lambda s, f, who: study_data(s, f.workspace, f.study, who) if who else None,
}
"""What files, the API and notebooks are made from; without a reader for a program that shows a token."""
PARTS = {"judged.known", "judged.standing", "judged.judgement"}
"""Of what the functions are made: they take no part of their own in what is read."""


@pytest.fixture
def half(database: Database, person: Person, suggested: int) -> Studied:
    """A project of which the first coder has judged and noted everything, and the second nothing."""
    found = studied.begun(database, suggested, person)
    studied.code(database, found, [0])
    with database.writing() as session:
        for unit in (None, found.units[0]):
            memos.write(session, found.study, f"{SECRET}: tanke", by=found.coders[0], unit_id=unit)
    return found


@pytest.fixture
def others(database: Database, half: Studied) -> dict[str, int]:
    """Everybody who might be curious, by who they are."""
    with database.writing() as session:
        auditor = studied.member(session, half.workspace, "Gry Granskare", Role.AUDITOR)
        reviewer = studied.member(session, half.workspace, "Rut Läsare", Role.REVIEWER)
        viewer = studied.member(session, half.workspace, "Vi Besökare", Role.VIEWER)
    return {
        "other coder": half.coders[1].id, "administrator": half.lead.id, "auditor": auditor.id,
        "reviewer": reviewer.id, "viewer": viewer.id,
    }  # fmt: skip


def shown(found: Any) -> str:
    """All that a view gives, as one text."""
    return json.dumps(_plain(found), ensure_ascii=False, default=str)


def _plain(found: Any) -> Any:
    if is_dataclass(found) and not isinstance(found, type):
        return _plain(asdict(found))
    if isinstance(found, dict):
        return {str(key): _plain(value) for key, value in found.items()}
    return [_plain(one) for one in found] if isinstance(found, list | tuple) else found


def test_every_view_of_projects_is_asked_here() -> None:
    public = {
        f"{module.__name__.rpartition('.')[2]}.{name}"
        for module in (studies, judged, units)
        for name, member in inspect.getmembers(module, inspect.isfunction)
        if member.__module__ == module.__name__ and not name.startswith("_")
    }
    assert public - PARTS == VIEWS.keys()


def test_no_view_gives_anybody_another_coders_words_or_codes(
    database: Database, half: Studied, others: dict[str, int]
) -> None:
    with database.reading() as session:
        for who, reader in others.items():
            for name, view in VIEWS.items():
                assert SECRET not in shown(view(session, half, reader)), (who, name)
            assert judged.judgements(session, half.study, reader) == (), who
            assert judged.marks(session, half.study, reader) is None, who
            assert units.memos(session, half.study, reader) == (), who
            read = [units.unit(session, unit, reader) for unit in half.units]
            assert all(unit is None or unit.mine is None for unit in read), who


def test_programs_and_files_get_nothing_of_a_project_that_is_coded(
    database: Database, half: Studied, others: dict[str, int]
) -> None:
    with database.reading() as session:
        for who in (None, half.coders[0].id, *others.values()):
            for name, view in PROGRAMS.items():
                assert not view(session, half, who), (who, name)
        for reader in (half.coders[0].id, half.lead.id):
            with pytest.raises(Refused) as refused:
                asked = interchange.Wanted(language="sv", study_id=half.study, reader=reader)
                interchange.make(session, half.workspace, "codings", "qdpx", asked)
            assert refused.value.code == "error.package_blind"
        with pytest.raises(NotFound):
            interchange.make(
                session, half.workspace, "codings", "qdpx", interchange.Wanted(language="sv", study_id=half.study)
            )
        codes = interchange.make(session, half.workspace, "codings", "qdpx", interchange.Wanted(language="sv"))
        assert codes.counts["codings"] == 0


def test_programs_read_what_is_published_and_nothing_before(database: Database, person: Person, suggested: int) -> None:
    found = studied.coded(database, suggested, person)
    studied.settle(database, found)
    with database.reading() as session:
        assert not any(view(session, found, None) for view in PROGRAMS.values())
        assert all(view(session, found, found.lead.id) for view in PROGRAMS.values())
    studied.publish(database, found)
    with database.reading() as session:
        marks = rows.marks(session, suggested)
        assert [[one.mode for one in mark.judgements] for mark in marks] == [
            [studied.said(coder, place).mode for coder in (0, 1)] for place in range(len(found.units))
        ]
        told = shown([view(session, found, None) for view in PROGRAMS.values()])
    assert not [word for word in ("hemlig", "Kim Första", "Lo Andra", "läste noggrannare") if word in told]


def test_a_coder_reads_what_they_said_themselves(database: Database, half: Studied) -> None:
    with database.reading() as session:
        own = judged.judgements(session, half.study, half.coders[0].id)
        assert [(row.coder, row.mine, row.mode) for row in own] == [
            (1, True, studied.said(0, place).mode) for place in range(len(half.units))
        ]
        for name in ("judged.judgements", "units.unit", "units.memos"):
            assert SECRET in shown(VIEWS[name](session, half, half.coders[0].id)), name


def test_the_views_would_tell_without_the_condition(
    database: Database, half: Studied, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judged, "may_read", lambda said, reader: said.id > 0)
    with database.reading() as session:
        assert SECRET in shown(judged.judgements(session, half.study, half.coders[1].id))


def test_the_history_tells_that_somebody_judged_and_not_what(database: Database, half: Studied) -> None:
    with database.reading() as session:
        events = session.scalars(select(Event).where(Event.action.in_(["study.judge", "study.memo"]))).all()
        assert len(events) == len(half.units) + 2
        for event in events:
            assert set(event.before) | set(event.after) <= {"study", "unit", "coder", "sums"}
        assert not [note for note in session.scalars(select(EventNote.text)) if SECRET in note]


def test_an_account_cannot_be_tried_out(database: Database, half: Studied) -> None:
    with database.writing() as session:
        row = session.scalars(select(Judgement).order_by(Judgement.id)).first()
        assert row is not None
        values = {name: getattr(row, name) for name in accounts.DECIDED["judgement"]}
        told = dict(accounts.of(session, "judgement", [row.id]))[row.id]
    assert accounts._sum(values) == told
    assert len(row.seal) == 32
    assert accounts._sum({**values, "seal": "0" * 32}) != told


def test_what_is_gathered_of_a_person_keeps_the_words_back(database: Database, half: Studied) -> None:
    with database.writing() as session:
        someone = Individual(workspace_id=half.workspace, name=SECRET, recorded_at=clock.now())
        session.add(someone)
        session.flush()
        found = personal_data.gather(session, someone.id, by=half.lead)
        told = {place.text for place in found if place.table in ("judgement", "memo")}
        assert told == {personal_data.TAKEN_OUT}
        places = disposals.gather(session, half.workspace, half.coders[0].id, by=half.lead)
        assert SECRET not in shown(places)


def test_closing_opens_everything_to_who_may_read_projects(
    database: Database, half: Studied, others: dict[str, int]
) -> None:
    with pytest.raises(Refused), database.writing() as session:
        version = studied.version(session, half.study)
        adjudicating.close_coding(session, half.study, by=half.lead, seen_version=version)
    studied.code(database, half, [1])
    with database.writing() as session:
        version = studied.version(session, half.study)
        adjudicating.close_coding(session, half.study, by=half.lead, seen_version=version)
    assert studied.state(database, half.study) is StudyState.ADJUDICATING
    with database.reading() as session:
        for who, reader in others.items():
            expected = 0 if who == "viewer" else 2 * len(half.units)
            assert len(judged.judgements(session, half.study, reader)) == expected, who
        assert judged.marks(session, half.study, others["viewer"]) is None


def test_what_was_said_cannot_change_once_others_read_it(database: Database, person: Person, suggested: int) -> None:
    found = studied.coded(database, suggested, person)
    for attempt in (
        lambda s: judging.judge(s, found.units[0], studied.said(1, 0), by=found.coders[0]),
        lambda s: judging.resume(s, found.study, by=found.coders[0]),
        lambda s: judging.withdraw(s, s.scalars(select(Judgement.id)).first(), by=found.coders[0]),
    ):
        with pytest.raises(Refused) as refused, database.writing() as session:
            attempt(session)
        assert refused.value.code == "error.study_state"


def test_only_known_files_read_the_tables_of_judgements() -> None:
    """A view made elsewhere would go past the condition: whoever needs the rows asks `judged` and `units`."""
    root = Path(inspect.getfile(personal_data)).parent
    readers = {
        str(path.relative_to(root))
        for path in root.rglob("*.py")
        if path.name != "study.py" and {"Judgement", "Memo"} & set(_imported(path))
    }
    assert readers == {
        "blinding.py", "personal_data.py", "studies/adjudicating.py", "studies/judging.py", "studies/memos.py",
        "views/research/judged.py", "views/research/studies.py", "views/research/units.py",
    }  # fmt: skip
    assert Memo.__tablename__ == "memo"


def _imported(path: Path) -> Iterator[str]:
    """The names a module takes from tracker.tables.study."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "tracker.tables.study":
            yield from (alias.name for alias in node.names)
