"""Every threat that docs/trust.md names has tests, and they exist; and who asks for no report changes none."""

from __future__ import annotations

import json
import re
import sys
import tomllib
from pathlib import Path

import pytest

from tools import trust

ROOT = Path(__file__).resolve().parents[1]
THREATS = tomllib.loads((ROOT / "tests" / "trust" / "threats.toml").read_text("utf-8"))["threat"]


@pytest.mark.parametrize("threat", THREATS, ids=lambda threat: threat["what"][:40])
def test_a_threat_has_tests_that_exist(threat: dict[str, str | list[str]]) -> None:
    missing = [test for test in threat["tests"] if not _exists(test)]
    assert threat["tests"]
    assert not missing


@pytest.mark.parametrize(("said", "failed"), [("pass", 0), ("raise AssertionError", 1)])
def test_without_a_report_every_topic_is_run_and_none_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, failed: int
) -> None:
    kept, told, report = tmp_path / "kept", tmp_path / "told", tmp_path / "trust.md"
    (tmp_path / "test_doors.py").write_text(f"def test_doors() -> None:\n    {said}\n", "utf-8")
    for name, place in (("TOPICS", tmp_path), ("KEPT", kept), ("TELLING", told), ("REPORT", report)):
        monkeypatch.setattr(trust, name, place)
    kept.mkdir()
    before = json.dumps({"passed": True, "share": 1.0, "commit": "HEAD", "seconds": 7, "on": "", "lines": []})
    (kept / "doors.json").write_text(before, "utf-8")
    monkeypatch.setattr(sys, "argv", ["trust", "--share", "0.1", "--no-report"])
    assert trust.main() == failed
    assert json.loads((told / "doors.json").read_text("utf-8"))["passed"] is (failed == 0)
    assert (kept / "doors.json").read_text("utf-8") == before
    assert not report.exists()


def _exists(test: str) -> bool:
    path, _, name = test.partition("::")
    file = ROOT / path
    return file.is_file() and re.search(rf"^def {name}\(", file.read_text("utf-8"), re.MULTILINE) is not None
