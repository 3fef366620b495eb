"""What guidelines are known by: their official identifier, or one made up where they have none."""

from __future__ import annotations

LIBRARY, FILE, OWN = "library ", "file ", "own "
"""How made-up identifiers begin: of the library's guidelines, of files that name none, of frameworks of one's own."""
MADE_UP = (LIBRARY, FILE, OWN)


def official(identifier: str) -> str:
    """The identifier others know a guideline by, "" where it was made up.

    >>> official("SFS 2018:1937"), official("own provby checklist")
    ('SFS 2018:1937', '')
    """
    return "" if identifier.startswith(MADE_UP) else identifier
