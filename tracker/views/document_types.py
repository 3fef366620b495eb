"""What a local document can be: the codes the library's requirements name, with their names in both languages."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path


@cache
def document_types(language: str) -> Mapping[str, str]:
    """Code to name, in the order of the file.

    >>> document_types("en")["POL"]
    'Policy or guideline'
    """
    text = (Path(__file__).parent.parent / "document_types.toml").read_text("utf-8")
    field = "name_sv" if language == "sv" else "name_en"
    return {row["code"]: row[field] for row in tomllib.loads(text)["type"]}
