"""How well compound sentences are divided, against labelled sentences whose parts stand in square brackets."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from nlp.extraction import extract
from nlp.requirements import Unit

_ENDS = " ."


class Split(NamedTuple):
    """The parts a sentence was labelled with and those found; both empty where it is one demand."""

    wanted: tuple[str, ...]
    found: tuple[str, ...]


def read_splits(path: Path) -> Iterator[Split]:
    """Every labelled sentence of a file of JSON lines {language, marked}, with what is found in it."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text = re.sub(r"[][]", "", row["marked"])
        wanted = tuple(part.strip(_ENDS) for part in re.findall(r"\[(.*?)\]", row["marked"]))
        yield Split(wanted=wanted, found=parts(text, row["language"]))


def parts(text: str, language: str) -> tuple[str, ...]:
    """The parts found in a sentence, () where it stays whole."""
    found = (f for f in extract([Unit(text=text)], language) if f.start or f.end < len(text))
    return tuple(text[f.start : f.end].strip(_ENDS) for f in found)
