"""Names that stay: the same thing has the same UUID in every export, whichever database or day it comes from."""

from __future__ import annotations

from uuid import UUID, uuid5

OURS = UUID("5d0f8a52-6c0e-4a7b-9f55-0c9d3c0a7e11")
"""The name space of everything the tracker names; it must never change."""


def stable(kind: str, *parts: object) -> UUID:
    """The UUID (version 5) of a thing by its kind and what tells it from all others of its kind.

    >>> stable("requirement", "SFS 2018:1937", "10") == stable("requirement", "SFS 2018:1937", "10")
    True
    >>> stable("coder", 1, 23) == stable("coder", 12, 3)
    False
    """
    return uuid5(OURS, "\x1f".join((kind, *map(str, parts))))
