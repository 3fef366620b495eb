"""Every check is silent about a sound database, and names one damage with its remedy in both languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from tests.tracker.evening import Town
from tracker import chains, locales
from tracker.database import Database
from tracker.doctor import history
from tracker.doctor.examining import CHECKS, REPLAYS, examine
from tracker.doctor.finding import Finding

ALL = {**CHECKS, **REPLAYS}
DAMAGES: Mapping[str, tuple[str, str]] = {
    "schema": ("UPDATE alembic_version SET version_num = '9999'", "schema.other"),
    "guards": ("", "guard.missing"),
    "history": ("UPDATE event SET action = 'link.reject' WHERE id = 2", "chain.altered"),
    "notes": ("UPDATE event_note SET text = text || '!'", "note.altered"),
    "references": ("UPDATE passage SET edition_id = 999", "row.points_nowhere"),
    "quotes": ("UPDATE edition SET text = replace(text, 'ska', 'kan')", "quote.altered"),
    "passages": ("UPDATE passage SET fingerprint = 'x'", "passage.altered"),
    "originals": ("UPDATE original SET data = X'00'", "original.altered"),
    "decisions": ("UPDATE link SET decided_by_id = NULL", "decision.nobody"),
    "replay": ("DELETE FROM evidence", "row.gone"),
}
"""By check what somebody does to the file, without any trigger in the way, and what is found."""


@pytest.fixture
def unguarded(database: Database, evening: Town) -> Iterator[Connection]:
    """Access to a file in which people have decided: no triggers, no foreign keys; all is taken back."""
    if database.write_engine.dialect.name != "sqlite":
        pytest.skip("the suite of trust damages databases of both kinds")
    with database.write_engine.connect() as connection:
        begun = connection.begin()
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        connection.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
        for name in connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        yield connection
        begun.rollback()
        connection.exec_driver_sql("PRAGMA ignore_check_constraints = OFF")


@pytest.mark.usefixtures("evening")
def test_a_sound_database_has_no_findings(database: Database) -> None:
    with database.reading() as session:
        found = examine(session, replay=True, anchors=chains.heads(session.connection()))
    assert found.findings == ()
    assert found.found.keys() == {*ALL, "anchors"}


@pytest.mark.parametrize("name", sorted(DAMAGES))
def test_a_damage_is_found_by_its_check(unguarded: Connection, name: str) -> None:
    damage, code = DAMAGES[name]
    if damage:
        unguarded.exec_driver_sql(damage)
    with Session(unguarded) as session:
        found = list(ALL[name](session))
    assert code in {finding.code for finding in found}
    for finding in found:
        _is_told(finding)


@pytest.mark.parametrize(("count", "code"), [(99, "anchor.short"), (1, "anchor.other")])
@pytest.mark.usefixtures("evening")
def test_a_history_that_is_not_the_printed_one_is_found(database: Database, count: int, code: str) -> None:
    with database.reading() as session:
        head = chains.heads(session.connection())[-1]
        printed = chains.Head(chain=head.chain, count=count, hash="f" * 64)
        (found,) = history.anchored(session, [printed])
    assert found.code == code
    _is_told(found)


@pytest.mark.postgres
def test_a_sequence_behind_its_rows_is_found(database: Database, evening: Town) -> None:
    if database.write_engine.dialect.name != "postgresql":
        pytest.skip("SQLite has no sequences")
    with database.reading() as session:
        highest = session.execute(text("SELECT MAX(id) FROM passage")).scalar_one()
    try:
        with database.writing() as session:
            session.execute(text("SELECT setval(pg_get_serial_sequence('passage', 'id'), 1)"))
        with database.reading() as session:
            (found,) = CHECKS["sequences"](session)
    finally:
        with database.writing() as session:
            session.execute(
                text("SELECT setval(pg_get_serial_sequence('passage', 'id'), :highest)"), {"highest": highest}
            )
    assert (found.code, found.place) == ("sequence.behind", "table:passage")
    _is_told(found)


def _is_told(finding: Finding) -> None:
    """What it means and what to do have texts in every language, without a hole."""
    for language in locales.language_codes():
        for key in (f"doctor.{finding.code}", f"doctor.{finding.code}.do"):
            said = locales.text(key, language, place=finding.place, **finding.values)
            assert said
            assert not said.startswith("[")
            assert "{" not in said


def test_a_trigger_that_is_none_of_ours_is_found(unguarded: Connection) -> None:
    unguarded.exec_driver_sql("CREATE TRIGGER tidy AFTER INSERT ON person BEGIN DELETE FROM sign_in; END")
    with Session(unguarded) as session:
        found = [finding for finding in CHECKS["guards"](session) if finding.code == "guard.foreign"]
    assert [finding.values for finding in found] == [{"guard": "tidy"}]
    _is_told(found[0])
