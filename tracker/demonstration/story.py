"""What the demonstration's authors wrote down with it: its files, the answers to it, and what people decided."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "demo"


@cache
def written_down(file: Path) -> Mapping[str, Any]:
    """What a file of the authors says; read once."""
    found: Mapping[str, Any] = json.loads(file.read_text("utf-8"))
    return found


def answers() -> Mapping[str, Any]:
    """What the demonstration's authors know about its documents; written by hand with them."""
    return written_down(FOLDER / "answers.json")


def decisions() -> Mapping[str, Any]:
    """What earlier people decided beyond the answers, and on which day."""
    return written_down(FOLDER / "decisions.json")


def day(text: str | None) -> date | None:
    """A day of answers.json or decisions.json, None for none."""
    return date.fromisoformat(text) if text else None
