"""The names of the models whose scores are current, light to import: screens ask whether suggestions are of today."""

from __future__ import annotations

PASSAGES = "fused-1"
"""nlp.matching.ranking: requirements against passages, services and actors."""

CURRENT = frozenset({PASSAGES})
"""A suggestion with any other scorer was made by an older model."""
