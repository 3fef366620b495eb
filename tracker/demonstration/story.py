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
def answers() -> Mapping[str, Any]:
    """What the demonstration's authors know about its documents; written by hand with them."""
    found: Mapping[str, Any] = json.loads((FOLDER / "answers.json").read_text("utf-8"))
    return found


@cache
def decisions(folder: Path = FOLDER) -> Mapping[str, Any]:
    """What earlier people of a municipality decided beyond the answers, and on which day."""
    found: Mapping[str, Any] = json.loads((folder / "decisions.json").read_text("utf-8"))
    return found


def day(text: str | None) -> date | None:
    """A day of answers.json or decisions.json, None for none."""
    return date.fromisoformat(text) if text else None
