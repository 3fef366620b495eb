"""Files made to exhaust: each ends within limits of memory and time while the app goes on answering.

Every bomb is imported in a process of its own, as the app's background worker does it (lists: as the app itself does),
with the reading worker below it. Meanwhile a running app on the same database is asked whether it is well, and a second
thread of the importing process is watched for how long it had to wait for its turn.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.browser.served import App, Server
from tests.trust.bombs import BOMBS
from tests.trust.conftest import Tell, Times
from tests.trust.test_hostile_files import plainly

GIGABYTE = 1024
SECONDS = 60
READING_MEMORY = 1024 + 64
"""Megabytes: the limit counts what a worker asks for, and a little is shared with what it was before."""
WAITED = 10
"""Seconds that a second thread may wait for its turn on a busy machine."""
ANSWER_SECONDS = 30
"""For a question to the app on a machine where a bomb takes one of the processors and other tests the other."""
QUICK = ("a ZIP of zeros", "a list with a far cell", "Turtle of nodes in nodes")


@pytest.fixture(scope="module")
def database(empty_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copy(empty_sqlite, tmp_path_factory.mktemp("bombs") / "tracker.db"))


@pytest.fixture(scope="module")
def app(database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    server = Server(tmp_path_factory.mktemp("server"))
    yield server.show(database)
    server.stop()


class Asking:
    """Asks the app whether it is well, over and over, until told to end."""

    def __init__(self, app: App) -> None:
        self.answered = self.failed = 0
        self._url = f"{app.url}/_stcore/health"
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._ask)
        self._thread.start()

    def _ask(self) -> None:
        while True:
            try:
                with urllib.request.urlopen(self._url, timeout=ANSWER_SECONDS) as answer:
                    self.answered += answer.status == 200
            except OSError:
                self.failed += 1
            if self._ended.wait(0.5):
                return

    def end(self) -> None:
        self._ended.set()
        self._thread.join()


def exploded(what: str, database: Path, folder: Path) -> dict[str, Any]:
    """What a bomb took."""
    kind, name, make = BOMBS[what]
    (folder / name).write_bytes(make())
    command = [sys.executable, "-m", "tests.trust.bombs", f"sqlite:///{database}", kind, str(folder / name)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[2])
    assert done.returncode == 0, done.stderr[-2_000:]
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_bombs(app: App, database: Path, tmp_path: Path, times: Times, tell: Tell) -> None:
    chosen = sorted(BOMBS, key=lambda what: what not in QUICK)[: times(len(BOMBS), least=1)]
    bad: dict[str, object] = {}
    most, slowest, answers = [0, 0], 0.0, 0
    for at, what in enumerate(chosen):
        folder = tmp_path / str(at)
        folder.mkdir()
        asking = Asking(app)
        try:
            told = exploded(what, database, folder)
        finally:
            asking.end()
        answers += asking.answered
        own, reading = told["megabytes"]
        most, slowest = [max(most[0], own), max(most[1], reading)], max(slowest, told["seconds"])
        silent = asking.failed or not asking.answered
        large = own > GIGABYTE or reading > READING_MEMORY
        dull = bool(told["code"]) and "no text" in plainly(told["code"], {})
        if silent or large or told["seconds"] > SECONDS + 5 or told["waited"] > WAITED or dull:
            bad[what] = {**told, "failed": asking.failed, "answered": asking.answered}
    said = f"bombs; at most {slowest:.0f} s, {most[0]:,} MB and {most[1]:,} MB in the reading worker; "
    said += f"questions the app answered meanwhile: {answers:,}"
    tell(said, of=len(chosen), bad=len(bad))
    assert not bad


def test_without_limits_a_bomb_takes_more(tmp_path: Path, tell: Tell) -> None:
    """The control: the same elements read without the sandbox take more memory than the worker may have."""
    data = tmp_path / "a.docx"
    data.write_bytes(BOMBS["Word of millions of elements"][2]())
    code = "import sys, pathlib, policies.reading as r; r.read(pathlib.Path(sys.argv[1]).read_bytes(), 'a.docx')"
    command = [sys.executable, "-c", code, str(data)]
    taken = 0
    with psutil.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
        while taken <= READING_MEMORY and child.poll() is None:
            time.sleep(0.1)
            with suppress(psutil.NoSuchProcess):
                taken = max(taken, child.memory_info().rss // 2**20)
        child.kill()  # that it takes more is all there is to know
    tell("the same without the sandbox", of=1, bad=0, control=f"took more than {READING_MEMORY:,} MB")
    assert taken > READING_MEMORY
