"""One running app for all tests of a process, each on a database and a day of its own choice.

Starting an app takes longer than most tests, so it is started once and told what to show: tests/browser/app_on_the_day
reads that anew in each run of a session.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = "tests/browser/app_on_the_day.py"
TOLD = "TRACKER_TEST_SHOWN"
"""The variable that names the file where the app reads what to show."""
START_SECONDS = 90


@dataclass(frozen=True, slots=True)
class App:
    """A running app and the database behind it."""

    url: str
    database_url: str


class Server:
    """The app of this process, started when first asked for."""

    def __init__(self, folder: Path) -> None:
        self._told = folder / "shown.json"
        self._process: subprocess.Popen[bytes] | None = None
        self._url = ""

    def show(self, database: Path, day: datetime | None = None) -> App:
        """The app on this database, at this moment or the present; what it showed before it shows no longer."""
        database_url = f"sqlite:///{database}"
        told = {"database_url": database_url, "now": day.isoformat() if day else None}
        new = self._told.with_suffix(".new")
        new.write_text(json.dumps(told), "utf-8")
        new.replace(self._told)  # a run reads the one or the other, never half
        if self._process is None or self._process.poll() is not None:
            self._start()
        return App(url=self._url, database_url=database_url)

    def stop(self) -> None:
        """End the app."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=20)

    def _start(self) -> None:
        port = _free_port()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", SCRIPT,
             f"--server.port={port}", "--server.address=127.0.0.1", "--server.headless=true"],
            cwd=ROOT,
            env={**os.environ, TOLD: str(self._told), "PYTHONPATH": str(ROOT)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._url = f"http://127.0.0.1:{port}"
        _wait_for(f"{self._url}/_stcore/health", self._process)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            pytest.fail(f"the app ended with code {process.returncode}")
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.3)
    pytest.fail(f"the app did not answer at {url}")
