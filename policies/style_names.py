"""What paragraph styles are called: office programs keep English names, templates write them in their own language."""

from __future__ import annotations

import re

HEADING = re.compile(r"^(?:heading|rubrik|överskrift|otsikko|h)[ _-]?([1-9])\b", re.I)
TITLE = re.compile(r"^(?:title|titel|document title|dokumenttitel|huvudrubrik|otsikko)$", re.I)
CONTENTS = re.compile(
    r"^(?:toc|contents|innehåll|innehållsförteckning|table of figures|figurförteckning|table index)\b", re.I
)
CAPTION = re.compile(r"^(?:caption|beskrivning|bildtext|tabelltext|illustration|figure|figur)\b", re.I)


def heading_level(name: str) -> int | None:
    """The level from 1 of a heading style, None for other styles.

    >>> heading_level("heading 1"), heading_level("Rubrik 2 numrerad"), heading_level("Brödtext")
    (1, 2, None)
    """
    found = HEADING.match(name.strip())
    return int(found[1]) if found else None


def is_title(name: str) -> bool:
    """Whether a style is that of a document's title."""
    return TITLE.match(name.strip()) is not None


def is_contents(name: str) -> bool:
    """Whether a style is that of a line in a table of contents or of figures."""
    return CONTENTS.match(name.strip()) is not None


def is_caption(name: str) -> bool:
    """Whether a style is that of the text under a picture or table."""
    return CAPTION.match(name.strip()) is not None
