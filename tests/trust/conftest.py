"""What the topics of trust share: how much of the long suite is run, what is told of it, and databases of their own."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url, text

from tests.trust import payloads
from tracker import opening
from tracker.settings import Settings

SHARE = float(os.environ.get("TRACKER_TRUST_SHARE", "0.01"))
"""1 for the long suite (`make trust`), a tenth in `.ci/run`, and next to nothing in the daily tests."""

Times = Callable[..., int]
Tell = Callable[..., None]


@pytest.fixture(scope="session")
def times() -> Times:
    """How many of the long suite's repetitions this run makes: times(200), at least `least`."""

    def share(whole: int, *, least: int = 1) -> int:
        return max(min(least, whole), round(whole * SHARE))

    return share


@pytest.fixture
def tell(request: pytest.FixtureRequest) -> Iterator[Tell]:
    """Say what was tested: a line of docs/trust.md. `of` is how many, `bad` how many failed (0 is what is wanted).

    `control` says what was seen to fail where the protection is left out, which shows that the test can fail.
    """
    lines: list[dict[str, object]] = []

    def say(what: str, *, of: int, bad: int, control: str = "") -> None:
        lines.append({"test": request.node.nodeid, "what": what, "of": of, "bad": bad, "control": control})

    yield say
    told = os.environ.get("TRACKER_TRUST_TOLD")
    if told:
        with Path(told).open("a", encoding="utf-8") as file:
            file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("empty") / "tracker.db"
    opening.open_tracker(Settings(database_url=f"sqlite:///{path}")).close()
    return path


@pytest.fixture(scope="session")
def hostile(empty_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in which everything that can be is hostile."""
    path = Path(shutil.copy(empty_sqlite, tmp_path_factory.mktemp("hostile") / "tracker.db"))
    assert payloads.lay(f"sqlite:///{path}") > 90
    return path


@pytest.fixture(scope="session")
def empty_postgresql() -> Iterator[str]:
    """URL of a migrated PostgreSQL database to copy from; dropped at the end."""
    url = os.environ.get("TRACKER_TEST_POSTGRES")
    if not url:
        reason = "needs PostgreSQL: set TRACKER_TEST_POSTGRES to an address whose user may create databases"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with one_of_its_own(url, "") as made:
        opening.open_tracker(Settings(database_url=made)).close()
        yield made


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a migrated, empty database that other processes may open too."""
    if request.param == "sqlite":
        path = tmp_path / "tracker.db"
        shutil.copyfile(request.getfixturevalue("empty_sqlite"), path)
        yield f"sqlite:///{path}"
        return
    template = request.getfixturevalue("empty_postgresql")
    with one_of_its_own(template, f"TEMPLATE {make_url(template).database}") as made:
        yield made


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def bare_address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without any table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'bare.db'}"
        return
    with one_of_its_own(request.getfixturevalue("empty_postgresql"), "") as made:
        yield made


@contextmanager
def one_of_its_own(url: str, like: str) -> Iterator[str]:
    name = f"trust_{uuid4().hex[:12]}"
    server = create_engine(make_url(url).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    try:
        with server.connect() as connection:
            if like:  # a database in use cannot be copied
                others = "datname = :name AND pid <> pg_backend_pid()"
                closed = text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")
                connection.execute(closed, {"name": make_url(url).database})
            connection.execute(text(f"CREATE DATABASE {name} {like}"))
        yield make_url(url).set(database=name).render_as_string(hide_password=False)
    finally:
        with server.connect() as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        server.dispose()
