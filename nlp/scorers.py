"""The names of the models whose scores are current, light to import: screens ask whether suggestions are of today."""

from __future__ import annotations

PASSAGES = "fused-4"
"""nlp.matching.ranking: requirements against passages."""

CARRIERS = "carriers-1"
"""nlp.matching.carriers: requirements against services and actors."""

CURRENT = frozenset({PASSAGES, CARRIERS})
"""A suggestion with any other scorer was made by an older model."""
