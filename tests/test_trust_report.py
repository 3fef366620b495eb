"""Every threat that docs/trust.md names has tests, and they exist."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
THREATS = tomllib.loads((ROOT / "tests" / "trust" / "threats.toml").read_text("utf-8"))["threat"]


@pytest.mark.parametrize("threat", THREATS, ids=lambda threat: threat["what"][:40])
def test_a_threat_has_tests_that_exist(threat: dict[str, str | list[str]]) -> None:
    missing = [test for test in threat["tests"] if not _exists(test)]
    assert threat["tests"]
    assert not missing


def _exists(test: str) -> bool:
    path, _, name = test.partition("::")
    file = ROOT / path
    return file.is_file() and re.search(rf"^def {name}\(", file.read_text("utf-8"), re.MULTILINE) is not None
