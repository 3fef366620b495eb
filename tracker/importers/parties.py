"""Party affiliation in lists: never stored for staff, and for elected members only in the name of their office."""

from __future__ import annotations

import re

from tracker.importers.columns import Form
from tracker.listing import cells as reading
from tracker.tables.schema import folded

HEADINGS = frozenset(
    {
        "parti", "partitillhorighet", "partibeteckning", "politiskt parti", "partipolitisk tillhorighet", "partikod",
        "party", "party affiliation", "political party", "political affiliation", "political opinion",
        "politisk asikt", "politisk tillhorighet", "politisk hemvist",
    }
)  # fmt: skip
"""Headings, folded, of columns that are never read, whatever a person says they mean."""
_BEHIND = re.compile(r"[(\[]\s*+(?:S|M|SD|C|V|KD|L|FP|MP|FI|PP|[Oo]beroende|politisk vilde|-)\s*+[)\]]\s*+$")


def is_party(heading: str) -> bool:
    """Whether a heading is of party affiliation.

    >>> is_party("Parti-tillhörighet"), is_party("Part i avtalet")
    (True, False)
    """
    words = folded(heading)
    return words in HEADINGS or words.replace("-", "").replace("_", " ") in HEADINGS


def without_party(name: str) -> str:
    """A person's name without the party that Swedish lists write behind it.

    >>> without_party("Anna Ek (S)"), without_party("Anna Ek (vikarie)")
    ('Anna Ek', 'Anna Ek (vikarie)')
    """
    found = _BEHIND.search(name)
    return name[: found.start()].rstrip() if found else name


def _holder(cell: str) -> str:
    return without_party(reading.line(200)(cell))


HOLDER = Form(name="line", read=_holder, empty="")
"""The name of whoever holds a role or position."""
