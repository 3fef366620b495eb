"""What a command of the tests answered, and the files of JSON lines it reads and writes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).parents[2] / "data" / "tracker"


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """How a command ended and what it said."""

    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Done]


def rows_of(done: Done) -> list[dict]:
    """The objects a command printed, one a line; a command that failed fails the test with what it said."""
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def write_lines(path: Path, rows: list[dict]) -> Path:
    """Write the objects, one a line; gives the path."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path
