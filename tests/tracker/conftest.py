"""A fresh, migrated database for every test, on SQLite and on PostgreSQL: a copy, as making one takes long."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url, select, text
from sqlalchemy.exc import OperationalError

from tests.tracker import stock
from tests.tracker.boats import ACTS
from tests.tracker.evening import Town, found_town
from tests.tracker.reused import Files, Rewound
from tracker import documents, ingest, library, opening
from tracker.database import Database, connect
from tracker.settings import Settings
from tracker.tables.guideline import Requirement
from tracker.tables.people import Person, Workspace


@pytest.fixture(autouse=True)
def own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings that name no database keep nothing in the folder of whoever runs the tests."""
    monkeypatch.setenv("TRACKER_DATABASE_URL", f"sqlite:///{tmp_path / 'unnamed' / 'tracker.db'}")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "tracker.db"
    opening.open_tracker(Settings(database_url=f"sqlite:///{path}")).close()
    return path


@pytest.fixture(scope="session")
def postgres_template() -> Iterator[str]:
    """URL of a migrated PostgreSQL database to copy from; dropped at the end."""
    url = os.environ.get("TRACKER_TEST_POSTGRES")
    if not url:
        reason = "needs PostgreSQL: set TRACKER_TEST_POSTGRES to an address whose user may create databases"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    name = f"template_{uuid4().hex[:12]}"
    _admin(url, f"CREATE DATABASE {name}")
    template = make_url(url).set(database=name).render_as_string(hide_password=False)
    opening.open_tracker(Settings(database_url=template)).close()
    yield template
    _drop(url, name)


Copies = Callable[[str], tuple[str, stock.Held]]


@pytest.fixture(scope="session")
def sqlite_copies(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Copies:
    """The file to copy for a stage, filled when first asked for, and what it holds."""

    @cache
    def filled(stage: str) -> tuple[str, stock.Held]:
        path = tmp_path_factory.mktemp("filled") / "tracker.db"
        shutil.copyfile(sqlite_template, path)
        return str(path), _filled(f"sqlite:///{path}", stage, path.parent)

    return filled


@pytest.fixture(scope="session")
def postgres_copies(postgres_template: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copies]:
    """As `sqlite_copies`, with names of databases; dropped at the end."""
    made: list[str] = []

    @cache
    def filled(stage: str) -> tuple[str, stock.Held]:
        made.append(_copied(postgres_template, make_url(postgres_template).database or ""))
        url = make_url(postgres_template).set(database=made[-1]).render_as_string(hide_password=False)
        return made[-1], _filled(url, stage, tmp_path_factory.mktemp("filled"))

    yield filled
    for name in made:
        _drop(postgres_template, name)


@pytest.fixture(scope="session")
def files() -> Files:
    return Files()


@pytest.fixture(scope="session")
def rewound(postgres_copies: Copies, postgres_template: str) -> Iterator[Callable[[str], Rewound]]:
    """The database of a stage that tests use in turn; the connections are closed at the end."""
    opened: list[Rewound] = []

    @cache
    def ready(stage: str) -> Rewound:
        url = make_url(postgres_template).set(database=postgres_copies(stage)[0])
        opened.append(Rewound(url.render_as_string(hide_password=False)))
        return opened[-1]

    yield ready
    for each in opened:
        each.close()


@pytest.fixture
def stage(request: pytest.FixtureRequest) -> str:
    """What the test's database is to hold from the start."""
    return stock.stage(request.fixturenames)


@pytest.fixture
def sqlite_database(stage: str, sqlite_copies: Copies, tmp_path: Path) -> Iterator[Database]:
    """A tracker database of the default kind, for what concerns SQLite alone."""
    path = tmp_path / "alone.db"
    shutil.copyfile(sqlite_copies(stage)[0], path)
    opened = connect(f"sqlite:///{path}")
    yield opened
    opened.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, stage: str, tmp_path: Path) -> Iterator[Database]:
    """A tracker database of each kind, empty but for what the fixtures beside it would store.

    On PostgreSQL tests take turns on one; those marked `connections` get one of their own.
    """
    if request.param == "sqlite":
        path = tmp_path / "tracker.db"
        shutil.copyfile(request.getfixturevalue("sqlite_copies")(stage)[0], path)
        with request.getfixturevalue("files").opened(path) as opened:
            yield opened
        return
    if request.node.get_closest_marker("connections") is None:
        with request.getfixturevalue("rewound")(stage).opened() as opened:
            yield opened
        return
    template = request.getfixturevalue("postgres_template")
    request.getfixturevalue("rewound")(stage).close()  # a database in use cannot be copied
    name = _copied(template, request.getfixturevalue("postgres_copies")(stage)[0])
    opened = connect(make_url(template).set(database=name).render_as_string(hide_password=False))
    yield opened
    opened.close()
    _drop(template, name)


@pytest.fixture
def held(request: pytest.FixtureRequest, database: Database, stage: str) -> stock.Held:
    """What the database held when the test began."""
    kind = "sqlite" if database.write_engine.dialect.name == "sqlite" else "postgres"
    copies: Copies = request.getfixturevalue(f"{kind}_copies")
    return copies(stage)[1]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def bare_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database of each kind without any table."""
    if request.param == "sqlite":
        opened = connect(f"sqlite:///{tmp_path / 'bare.db'}")
        yield opened
        opened.close()
        return
    template = request.getfixturevalue("postgres_template")
    name = f"bare_{uuid4().hex[:12]}"
    _admin(template, f"CREATE DATABASE {name}", database="postgres")
    opened = connect(make_url(template).set(database=name).render_as_string(hide_password=False))
    yield opened
    opened.close()
    _drop(template, name)


@pytest.fixture
def person(database: Database) -> Person:
    return stock.person(database)


@pytest.fixture
def workspace(database: Database, person: Person, held: stock.Held) -> Workspace:
    return held.workspace or stock.new_workspace(database, person)


def _drop(url: str, name: str) -> None:
    """Without force first: the server sends its own vacuum away, which a role that may only create databases cannot."""
    try:
        _admin(url, f"DROP DATABASE {name}", database="postgres")
    except OperationalError:  # a process that a test killed may still be leaving
        _admin(url, f"DROP DATABASE {name} WITH (FORCE)", database="postgres")


def _admin(url: str, statement: str, *, database: str | None = None) -> None:
    """One statement outside any transaction."""
    address = make_url(url).set(drivername="postgresql+psycopg")
    if database:
        address = address.set(database=database)
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.execute(text(statement))
    finally:
        engine.dispose()


def _copied(url: str, name: str) -> str:
    """The name of a new database that is a copy of another."""
    copy = f"test_{uuid4().hex[:12]}"
    _admin(url, f"CREATE DATABASE {copy} TEMPLATE {name}", database="postgres")
    return copy


def _filled(url: str, stage: str, folder: Path) -> stock.Held:
    """What the database holds once the stage is stored in it; search indexes go to the folder."""
    opened = connect(url)
    try:
        return stock.fill(opened, stage, Settings(database_url=f"sqlite:///{folder / 'tracker.db'}"))
    finally:
        opened.close()


@pytest.fixture
def statute() -> ingest.Prepared:
    """A small statute of our own, ready to be imported."""
    return stock.statute()


@pytest.fixture
def guideline(
    database: Database, person: Person, workspace: Workspace, statute: ingest.Prepared, held: stock.Held
) -> ingest.ImportedGuideline:
    """The small statute, imported."""
    return held.guideline or stock.import_guideline(database, statute, person)


@pytest.fixture
def acts(database: Database, person: Person, workspace: Workspace) -> Callable[[str], int]:
    """Stores an act of every level, about boats; gives the number of a requirement by its key."""
    with database.writing() as session:
        library.stock(session, ACTS, by=person)
        numbers = {row.key: row.id for row in session.scalars(select(Requirement))}
    return numbers.__getitem__


@pytest.fixture
def local_document(
    database: Database, person: Person, workspace: Workspace, held: stock.Held
) -> documents.ImportedDocument:
    """A small municipal guideline of our own, imported and known to be adopted."""
    return held.document or stock.import_document(database, workspace, person)


@pytest.fixture
def suggested(
    database: Database,
    person: Person,
    workspace: Workspace,
    guideline: ingest.ImportedGuideline,
    local_document: documents.ImportedDocument,
    held: stock.Held,
) -> int:
    """The workspace, once links have been suggested in it."""
    if not held.suggested:
        stock.suggest(database, workspace, person, Settings())
    return workspace.id


@pytest.fixture
def town(
    database: Database, person: Person, workspace: Workspace, guideline: ingest.ImportedGuideline, held: stock.Held
) -> Town:
    """A service of a unit of the workspace."""
    return held.town or found_town(database, workspace.id, person)


@pytest.fixture
def evening(held: stock.Held) -> Town:
    """The town once an evening of decisions has passed: its database begins so (stock.STAGES)."""
    assert held.town is not None
    return held.town
