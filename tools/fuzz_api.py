"""Asks the read API everything schemathesis can think of: `python -m tools.fuzz_api [DATABASE]`, after `make demo`.

schemathesis lives in an environment of its own, build/interop/schemathesis, made when it is missing: it is no part of
the program. The app is served from a copy of the database, with a token made for it. Fails where an answer is not of
the shape the description gives, a wrong parameter is accepted, or the server errs.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tracker import opening, tokens
from tracker.settings import ROOT, Settings

PACKAGE = "schemathesis==4.32.5"
PLACE = ROOT / "build" / "interop" / "schemathesis"
EXAMPLES = 30
PATIENCE = 120  # seconds until the app answers
SEED = 1


def environment() -> Path:
    """The command, installed where it is missing."""
    command = PLACE / "bin" / "schemathesis"
    if not command.is_file():
        subprocess.run([sys.executable, "-m", "venv", str(PLACE)], check=True)
        quiet = ["--quiet", "--disable-pip-version-check"]
        subprocess.run([str(PLACE / "bin" / "python"), "-m", "pip", "install", *quiet, PACKAGE], check=True)
    return command


@contextmanager
def served(database: Path) -> Iterator[tuple[str, str]]:
    """The address of an API on a copy of the database, and a token for the first workspace in it."""
    with tempfile.TemporaryDirectory() as folder:
        path = shutil.copy(database, Path(folder) / "tracker.db")
        settings = Settings(database_url=f"sqlite:///{path}")
        opened = opening.open_tracker(settings)
        by = opening.local_person(opened)
        with opened.writing() as session:
            shown = tokens.make(session, 1, "schemathesis", 1, by=by).shown
        opened.close()
        with socket.socket() as free:
            free.bind(("localhost", 0))
            port = free.getsockname()[1]
        told = {**os.environ, "TRACKER_DATABASE_URL": settings.database_url, "TRACKER_REQUESTS_A_MINUTE": "0"}
        command = [sys.executable, "-m", "tracker", "serve", "--port", str(port)]
        app = subprocess.Popen(command, cwd=ROOT, env=told, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            _wait(f"http://localhost:{port}/api/openapi.json")
            yield f"http://localhost:{port}/api/openapi.json", shown
        finally:
            app.terminate()
            app.wait(30)


def fuzz(database: Path, *, examples: int = EXAMPLES) -> int:
    """Ask, print what came of it, and give the status to end with: 0 where nothing failed."""
    command = environment()
    with served(database) as (address, token):
        asked = [
            str(command), "run", address, "--header", f"Authorization: Bearer {token}", "--max-examples", str(examples),
            "--seed", str(SEED), "--phases", "coverage,fuzzing", "--no-color",
        ]  # fmt: skip
        return subprocess.run(asked, cwd=PLACE, check=False).returncode


def _wait(address: str) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with urlopen(address, timeout=10):
                return
        except (URLError, OSError):
            if time.monotonic() > until:
                raise
            time.sleep(1)


if __name__ == "__main__":
    sys.exit(fuzz(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "data" / "tracker.db"))
