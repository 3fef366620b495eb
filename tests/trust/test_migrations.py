"""Databases of every earlier schema, populated by the programs of their time, open with everything in them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, func, select, text

from tests.trust import schemas
from tests.trust.conftest import SHARE, Tell
from tracker import backup, linking, migrations, opening
from tracker.backup.contents import count
from tracker.database import Database, connect
from tracker.errors import DatabaseProblem
from tracker.settings import Settings
from tracker.tables.link import Decided, Link, LinkType
from tracker.tables.people import Person, SignIn
from tracker.views import earlier
from tracker.views.status import workspace_status

FILLED = {"evidence_kind", "indicator", "record_kind"}
"""What opening adds to of its own: rows of kinds that are data of the program."""
ENDED = {"sign_in"}
"""What restoring changes on purpose: everybody signs in anew."""


@pytest.fixture
def settings(bare_address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr(Settings, "backups", tmp_path / "backups")
    monkeypatch.setattr(Settings, "indexes", tmp_path / "index")
    monkeypatch.setattr(Settings, "passed", tmp_path / "passed")
    return Settings(database_url=bare_address)


@pytest.fixture(params=schemas.SCHEMAS)
def older(request: pytest.FixtureRequest, settings: Settings) -> Iterator[Database]:
    """A populated database of an earlier schema, opened without migrating it."""
    schemas.load(request.param, settings.database_url)
    opened = connect(settings.database_url)
    yield opened
    opened.close()


def _counted(database: Database) -> dict[str, int]:
    with database.read_engine.connect() as connection:
        return count(connection)


def _examined(database: Database) -> backup.Contents:
    with database.read_engine.connect() as connection:
        return backup.examine(connection, migrations.newest())


def test_every_schema_opens_with_everything_in_it_and_work_goes_on(
    older: Database, settings: Settings, tell: Tell
) -> None:
    before = _counted(older)
    older.close()
    opening.open_tracker(settings).close()
    now = _examined(older)
    lost = {name: rows for name, rows in before.items() if now.rows.get(name, 0) < rows}
    tell("tables of an earlier schema, populated: rows lost in migrating", of=len(before), bad=len(lost))
    assert not lost
    assert not now.faults
    (saved,) = backup.known(settings.backups)
    assert saved.verified
    assert saved.manifest is not None
    assert saved.manifest.contents.rows == before
    _go_on(older)
    assert not _examined(older).faults


def _go_on(database: Database) -> None:
    """What stands is shown, so is the day before there was anything, and an earlier suggestion is confirmed."""
    with database.reading() as session:
        (place,) = workspace_status(session)
        suggested = select(Link).where(Link.passage_id.is_not(None), Link.state == Decided.SUGGESTED)
        link = session.scalars(suggested.order_by(Link.id.desc()).limit(1)).one()
        by = session.scalars(select(Person).order_by(Person.id).limit(1)).one()
        begun = earlier.begins(session, 1)
        assert begun is not None
        with earlier.earlier(session, 1, begun - timedelta(days=1)) as then:
            assert then.scalar(select(func.count()).select_from(Link)) == 0
    assert place.requirements
    with database.writing() as session:
        linking.confirm(session, link.id, LinkType.IMPLEMENTS, by=by, seen_version=link.version)


RESTORED = schemas.SCHEMAS if SHARE >= 0.1 else schemas.SCHEMAS[:1]
"""A restore takes long on PostgreSQL: the daily tests make the one of the first schema."""


@pytest.mark.parametrize("older", RESTORED, indirect=True)
def test_a_backup_of_every_schema_can_be_restored(older: Database, settings: Settings, tell: Tell) -> None:
    made = backup.save(older, settings.backups, reason="old")
    older.close()
    opening.open_tracker(settings).close()
    upgraded = _digests(older)
    older.close()
    done = backup.restore(made.path, settings)
    assert done.contents.revision == made.manifest.contents.revision
    same = _digests(older) == upgraded and _signed_in(older) == 0
    tell("backup of an earlier schema restored: the same as the database migrated", of=1, bad=not same)
    assert same


def _digests(database: Database) -> dict[str, str]:
    with database.read_engine.connect() as connection:
        kept = backup.digests(connection)
    return {name: digest for name, digest in kept.items() if name not in FILLED | ENDED}


def _signed_in(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).where(SignIn.ended_at.is_(None))) or 0


def _losing(table: str) -> Any:
    real = migrations.command.upgrade

    def upgrade(config: Any, revision: str) -> None:
        real(config, revision)
        connection: Connection = config.attributes["connection"]
        connection.execute(text(f"DELETE FROM {table}"))

    return upgrade


@pytest.mark.parametrize("older", schemas.SCHEMAS[-1:], indirect=True)
def test_a_migration_that_loses_rows_is_undone(older: Database, monkeypatch: pytest.MonkeyPatch, tell: Tell) -> None:
    before = (_counted(older), migrations.present(older.read_engine))
    monkeypatch.setattr(migrations.command, "upgrade", _losing("assessment"))
    with pytest.raises(DatabaseProblem) as problem:
        migrations.upgrade(older)
    unchanged = (_counted(older), migrations.present(older.read_engine)) == before
    monkeypatch.setattr(migrations, "_check_rows", lambda _before, _after: None)
    migrations.upgrade(older)
    gone = _counted(older)["assessment"] == 0
    control = "without the count the rows are gone" if gone else ""
    tell("migration that loses rows, refused and undone", of=1, bad=not unchanged, control=control)
    assert problem.value.code == "error.database_rows_lost"
    assert unchanged
    assert gone, "the control lost nothing: the test could not fail"


@pytest.mark.parametrize("older", schemas.SCHEMAS[-1:], indirect=True)
def test_an_unknown_newer_schema_is_refused_untouched(older: Database, settings: Settings) -> None:
    with older.write_engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    before = _counted(older)
    with pytest.raises(DatabaseProblem) as problem:
        opening.open_tracker(settings)
    assert problem.value.code == "error.database_newer"
    assert _counted(older) == before
    made = backup.save(older, settings.backups, reason="newer")
    older.close()
    with pytest.raises(DatabaseProblem) as problem:
        backup.restore(made.path, settings)
    assert problem.value.code == "error.database_newer"
