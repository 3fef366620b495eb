"""What a local document can be: the codes the library's requirements name, with their names in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from tracker.vocabulary import rows


@cache
def document_types(language: str) -> Mapping[str, str]:
    """Code to name, in the order of the file.

    >>> document_types("en")["POL"]
    'Policy or guideline'
    """
    field = "name_sv" if language == "sv" else "name_en"
    return {row["code"]: row[field] for row in rows("document_types.toml", "type")}
