"""A fresh, migrated database for every test, on SQLite and on PostgreSQL: a copy, as making one takes long."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import select

from tests import throwaway
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
    with throwaway.database(throwaway.server_url()) as template:
        opening.open_tracker(Settings(database_url=template)).close()
        yield template


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
    """As `sqlite_copies`, with addresses of databases; dropped at the end."""
    with ExitStack() as made:

        @cache
        def filled(stage: str) -> tuple[str, stock.Held]:
            url = made.enter_context(throwaway.database(postgres_template, copied=True))
            return url, _filled(url, stage, tmp_path_factory.mktemp("filled"))

        yield filled


@pytest.fixture(scope="session")
def files() -> Files:
    return Files()


@pytest.fixture(scope="session")
def rewound(postgres_copies: Copies, postgres_template: str) -> Iterator[Callable[[str], Rewound]]:
    """The database of a stage that tests use in turn; the connections are closed at the end."""
    opened: list[Rewound] = []

    @cache
    def ready(stage: str) -> Rewound:
        opened.append(Rewound(postgres_copies(stage)[0]))
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
    request.getfixturevalue("rewound")(stage).close()  # who takes turns on it would be sent away
    with throwaway.database(request.getfixturevalue("postgres_copies")(stage)[0], copied=True) as url:
        opened = connect(url)
        yield opened
        opened.close()


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
    with throwaway.database(request.getfixturevalue("postgres_template")) as url:
        opened = connect(url)
        yield opened
        opened.close()


@pytest.fixture
def person(database: Database) -> Person:
    return stock.person(database)


@pytest.fixture
def workspace(database: Database, person: Person, held: stock.Held) -> Workspace:
    return held.workspace or stock.new_workspace(database, person)


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
