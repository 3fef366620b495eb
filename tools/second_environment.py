"""The frozen package of the demonstration's study, made and rebuilt in a second environment; part of make interop.

The second has a virtual environment of its own made from requirements.txt, a copy of the program in another folder, and
another home, language, time zone and order of hashes. It freezes the same database and rebuilds the package that the
first one wrote; both must be the same to the byte.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("policies", "nlp", "tracker")
ELSEWHERE = {"LC_ALL": "C", "LANG": "C", "TZ": "Pacific/Auckland", "PYTHONHASHSEED": "4711", "PYTHONUTF8": "0"}
STUDY = "1"


def tried(build: Path, address: str) -> tuple[str, bool]:
    """What was done and found, in one sentence, and whether all bytes were the same; `build` holds the environment."""
    home = build / "second"
    python = _environment(home)
    code = home / "somewhere else"
    shutil.rmtree(code, ignore_errors=True)
    for package in PACKAGES:
        shutil.copytree(ROOT / package, code / package, ignore=shutil.ignore_patterns("__pycache__"))
    first, frozen, rebuilt = build / "study.zip", home / "study.zip", home / "rebuilt.zip"
    database = {"TRACKER_DATABASE_URL": address}
    apart = {**ELSEWHERE, "HOME": str(home), "PYTHONPATH": str(code)}
    _tracker(Path(sys.executable), ROOT, ["freeze", STUDY, "--to", str(first)], database)
    _tracker(python, code, ["freeze", STUDY, "--to", str(frozen)], {**database, **apart})
    _tracker(python, code, ["rebuild", str(first), "--to", str(rebuilt)], {"TRACKER_DATABASE_URL": "none://", **apart})
    same = first.read_bytes() == frozen.read_bytes() == rebuilt.read_bytes()
    known = hashlib.sha256(first.read_bytes()).hexdigest()[:12]
    found = "the same to the byte" if same else "NOT the same"
    return (
        f"frozen here, frozen again there and rebuilt there from the first file alone: {found} "
        f"({first.stat().st_size:,} bytes, SHA-256 {known}…)"
    ), same


def _environment(home: Path) -> Path:
    """The Python of the second environment, installed where requirements.txt is not the one it was made from."""
    ready, wanted = home / "ready", (ROOT / "requirements.txt").read_text("utf-8")
    python = home / "bin" / "python"
    if not ready.exists() or ready.read_text("utf-8") != wanted:
        venv.create(home, with_pip=True, clear=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*install, "-r", str(ROOT / "requirements.txt")], check=True)
        ready.write_text(wanted, "utf-8")
    return python


def _tracker(python: Path, folder: Path, command: Sequence[str], environment: Mapping[str, str]) -> None:
    """A command in a process that has of this one's environment the search path alone."""
    kept = {"PATH": os.environ["PATH"]}
    subprocess.run([str(python), "-m", "tracker", *command], cwd=folder, env={**kept, **environment}, check=True)
