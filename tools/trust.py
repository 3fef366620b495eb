"""The long suite of trust, topic by topic, and what came out of it: docs/trust.md.

    python -m tools.trust [--share 1.0] [--only TOPIC ...] [--again] [--no-report] [--at-once 1]

A topic is a module of tests/trust; its outcome is kept in docs/trust. One that has passed with at least the same share
is not run again while neither the program nor the suite has changed, so a suite that was broken off goes on where it
stood. Without a report every topic is run, and what came out of it goes to build/trust alone: so `.ci/run` asks.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
TOPICS = ROOT / "tests" / "trust"
KEPT = ROOT / "docs" / "trust"
TELLING = ROOT / "build" / "trust"
REPORT = ROOT / "docs" / "trust.md"

THREATS = TOPICS / "threats.toml"
TESTED = ("nlp", "policies", "tracker", "tests/trust", "requirements.txt")
"""What an outcome is about: it stands while none of these has changed since."""

HEAD = """# What was tested, and what came of it

Written by `make trust`, which runs everything below on SQLite and PostgreSQL.
"Failed" is what was found wrong: 0 is what is wanted. A control leaves the protection out, and must fail.
"""


def main() -> int:
    """Run the topics asked for, write the report, and give how many of them failed."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--share", type=float, default=1.0, help="how much of the suite, 1 for all of it")
    asked.add_argument("--only", nargs="*", default=[], metavar="TOPIC", help="topics by the names of their modules")
    asked.add_argument("--again", action="store_true", help="also topics that have passed")
    asked.add_argument("--no-report", action="store_true", help="run them all, and leave docs/trust as it is")
    asked.add_argument("--at-once", type=int, default=1, help="how many topics side by side")
    options = asked.parse_args()
    topics = sorted(path.stem.removeprefix("test_") for path in TOPICS.glob("test_*.py"))
    unknown = set(options.only) - set(topics)
    if unknown:
        asked.error(f"{', '.join(sorted(unknown))}: there are {', '.join(topics)}")
    kept, again = (TELLING if options.no_report else KEPT), options.again or options.no_report
    for folder in (kept, TELLING):
        folder.mkdir(parents=True, exist_ok=True)
    wanted = [topic for topic in options.only or topics if again or not _passed(topic, options.share)]
    wanted.sort(key=_seconds, reverse=True)  # so that a long one is not left for the end, alone
    with ThreadPoolExecutor(options.at_once) as pool:
        failed = list(pool.map(lambda topic: _run(topic, options.share, kept), wanted)).count(False)
    if not options.no_report:
        REPORT.write_text(_report(topics), encoding="utf-8")
    return failed


def _passed(topic: str, share: float) -> bool:
    known = _known(topic)
    return bool(known and known["passed"] and known["share"] >= share and _is_the_same(known["commit"]))


def _is_the_same(commit: str) -> bool:
    changed = ["git", "diff", "--quiet", commit, "--", *TESTED]
    return subprocess.run(changed, cwd=ROOT, capture_output=True, check=False).returncode == 0


def _known(topic: str) -> dict[str, Any] | None:
    kept = KEPT / f"{topic}.json"
    found: dict[str, Any] | None = json.loads(kept.read_text("utf-8")) if kept.exists() else None
    return found


def _seconds(topic: str) -> int:
    """What the topic took when its outcome was kept; one that never ran comes first."""
    known = _known(topic)
    return known["seconds"] if known else sys.maxsize


def _run(topic: str, share: float, kept: Path) -> bool:
    told = TELLING / f"{topic}.jsonl"
    told.unlink(missing_ok=True)
    environment = {**os.environ, "TRACKER_TRUST_SHARE": str(share), "TRACKER_TRUST_TOLD": str(told)}
    began = time.monotonic()
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(TOPICS / f"test_{topic}.py")]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=False, capture_output=True, text=True)
    passed, seconds = done.returncode == 0, round(time.monotonic() - began)
    sys.stderr.write(
        f"{topic}: {'passed' if passed else 'FAILED'}, {seconds} s\n{'' if passed else done.stdout[-8000:]}"
    )
    lines = [json.loads(line) for line in told.read_text("utf-8").splitlines()] if told.exists() else []
    outcome = {
        "commit": _commit(),
        "share": share,
        "on": datetime.now(UTC).date().isoformat(),
        "seconds": seconds,
        "passed": passed,
        "lines": lines,
    }
    known = _known(topic)
    # Of what is printed, more says more.
    if kept != KEPT or not (passed and known and known["passed"] and known["share"] > share):
        (kept / f"{topic}.json").write_text(json.dumps(outcome, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return passed


def _commit() -> str:
    done = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip()


def _report(topics: Iterable[str]) -> str:
    known = {topic: outcome for topic in topics if (outcome := _known(topic)) is not None}
    parts = [HEAD, "\n| topic | on | commit | outcome | seconds |\n|---|---|---|---|---:|\n"]
    for topic, outcome in known.items():
        state = "passed" if outcome["passed"] else "**failed**"
        size = "" if outcome["share"] >= 1 else f", {outcome['share']:.0%} of the suite"
        parts.append(
            f"| {_title(topic)} | {outcome['on']} | {outcome['commit'][:8]} | {state}{size} | {outcome['seconds']} |\n"
        )
    for topic, outcome in known.items():
        parts.append(f"\n## {_title(topic)}\n\n| tested | times | failed | control | test |\n|---|---:|---:|---|---|\n")
        parts += [
            f"| {line['what']} | {line['of']:,} | {line['bad']:,} | {line['control']} | {_name(line['test'])} |\n"
            for line in outcome["lines"]
        ]
    return "".join([*parts, _threats()])


def _threats() -> str:
    """What could go wrong, with the names of the tests: those of a topic above, or of the daily suite."""
    told = tomllib.loads(THREATS.read_text("utf-8"))["threat"]
    rows = [
        f"| {threat['what']} | {threat['held_by']} | {'<br>'.join(f'`{test}`' for test in threat['tests'])} |\n"
        for threat in told
    ]
    return "\n## Threats\n\n| what could go wrong | what holds against it | tests |\n|---|---|---|\n" + "".join(rows)


def _title(topic: str) -> str:
    return topic.replace("_", " ").capitalize()


def _name(test: str) -> str:
    """The name of a test without its path; which of its cases is in square brackets."""
    return f"`{test.rpartition('::')[2]}`"


if __name__ == "__main__":
    sys.exit(main())
