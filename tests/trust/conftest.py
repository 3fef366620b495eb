"""What the topics of trust share: how much of the long suite is run, what is told of it, and databases of their own."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import throwaway
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
    with throwaway.database(throwaway.server_url()) as made:
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
    with throwaway.database(request.getfixturevalue("empty_postgresql"), copied=True) as made:
        yield made


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def bare_address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a database without any table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'bare.db'}"
        return
    with throwaway.database(request.getfixturevalue("empty_postgresql")) as made:
        yield made
