"""Several processes and people at once: nothing lost, nothing refused that need not be."""

from __future__ import annotations

import sqlite3
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import run

import pytest

from tests.trust.conftest import Tell, Times

# One process: reads a number, adds one, writes it, so many times; through the engine asked for.
ADD_ONE = """
import sys
from sqlalchemy import create_engine, text
from tracker.database import connect
url, engine, times = sys.argv[1], sys.argv[2], int(sys.argv[3])
kind = connect(url).write_engine if engine == "ours" else create_engine(url)
lost = 0
for _ in range(times):
    try:
        with kind.begin() as connection:
            n = connection.execute(text("SELECT n FROM counter WHERE id = 1")).scalar_one()
            connection.execute(text("UPDATE counter SET n = :n WHERE id = 1"), {"n": n + 1})
    except Exception:
        lost += 1
print(lost)
"""


def _counted(url: str, engine: str, processes: int, times: int) -> int:
    """What stands in the counter once `processes` have each added one `times` times."""

    def add(_: int) -> None:
        run([sys.executable, "-c", ADD_ONE, url, engine, str(times)], check=True, capture_output=True)

    with ThreadPoolExecutor(processes) as pool:
        list(pool.map(add, range(processes)))
    with sqlite3.connect(url.removeprefix("sqlite:///")) as connection:
        return int(connection.execute("SELECT n FROM counter").fetchone()[0])


@pytest.mark.parametrize("engine", ["ours", "default"])
def test_read_modify_write_of_one_row(engine: str, tmp_path: Path, times: Times, tell: Tell) -> None:
    url, each = f"sqlite:///{tmp_path / 'counter.db'}", times(500, least=20)
    with sqlite3.connect(tmp_path / "counter.db") as connection:
        connection.execute("CREATE TABLE counter (id INTEGER PRIMARY KEY, n INTEGER)")
        connection.execute("INSERT INTO counter VALUES (1, 0)")
    lost = 8 * each - _counted(url, engine, 8, each)
    if engine == "ours":
        tell("read, change, write of one row by 8 processes (SQLite)", of=8 * each, bad=lost)
        assert lost == 0
    else:
        assert lost > 0, "the control lost nothing: the test could not fail"
