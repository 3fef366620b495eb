"""Fixtures for everybody: where the shared inputs lie, the demonstration built once a run, and fixed seeds."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import settings

# Tests run side by side already: linear algebra in several threads would only make them wait for one another.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

ROOT = Path(__file__).resolve().parents[1]
BUILD_SECONDS = 600  # that a loaded machine may take for the demonstration
MOST_PROCESSES = 6  # each takes up to a gigabyte

FIRST = tuple(
    f"tests/tracker/{name}.py"
    for name in (
        "pages/test_questions", "editing/test_thousand_edits", "views/test_earlier", "reports/test_building",
        "tasks/test_workbook", "pages/test_viewers", "test_demonstration",
    )
)  # fmt: skip
"""Files of more than twenty seconds: they begin, so that no process is left alone with one at the end. The first builds
the demonstration meanwhile, which the next two do not wait for."""

settings.register_profile("fixed", derandomize=True, deadline=None)
settings.load_profile("fixed")


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores, as tests also wait: for browsers, servers and databases."""
    return min(MOST_PROCESSES, (os.cpu_count() or 1) + 1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    places = {name: place for place, name in enumerate(FIRST)}
    items.sort(key=lambda item: places.get(item.nodeid.partition("::")[0], len(FIRST)))  # the others keep their order


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with corpus/ and gold/; a test that needs it is skipped where it is absent."""
    folder = Path(os.environ.get("TRACKER_SHARED", "../shared")).resolve()
    if not (folder / "corpus" / "MANIFEST.csv").is_file():
        pytest.skip(
            "needs the corpus of public statutes and guidelines (se-lex/sfs, EUR-Lex, diggsweden and others, each "
            "named in its MANIFEST.csv) and the gold labels; point TRACKER_SHARED at the folder holding them"
        )
    return folder


@pytest.fixture(scope="session")
def demo_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the demonstration, built once a run by the command people use; tests work on copies.

    Of several processes that run tests, the first to ask builds it and the others wait.
    """
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "demonstration"
    path, ended = folder / "tracker.db", folder / "ended"
    try:
        folder.mkdir()
    except FileExistsError:
        deadline = time.monotonic() + BUILD_SECONDS
        while not ended.exists() and time.monotonic() < deadline:
            time.sleep(0.2)
    else:
        environment = {**os.environ, "TRACKER_DATABASE_URL": f"sqlite:///{path}"}
        command = [sys.executable, "-m", "tracker", "demo"]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        ended.write_text("" if done.returncode == 0 else done.stdout + done.stderr, "utf-8")
    if not ended.exists() or ended.read_text("utf-8"):
        pytest.fail(ended.read_text("utf-8") if ended.exists() else "the demonstration was not built in time")
    return path
