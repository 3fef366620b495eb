"""The kinds of lists that can be imported; a new one is a line here, and one in tracker.listing."""

from __future__ import annotations

from collections.abc import Mapping

from tracker.errors import NotFound
from tracker.importers import headings, kolada, reading
from tracker.importers.actors import ACTORS
from tracker.importers.columns import Imported, Row
from tracker.importers.crosswalks import CROSSWALK
from tracker.importers.figures import ANALYTICS, CONTACT_STATISTICS, MEASUREMENTS, SURVEYS
from tracker.importers.frameworks import FRAMEWORK
from tracker.importers.kolada import KOLADA
from tracker.importers.reading import ListKind
from tracker.importers.records import GOALS, JOURNEYS, RECORDS
from tracker.importers.relations import RELATIONS
from tracker.importers.services import FORMS, SERVICES, SYSTEMS, TOPICS
from tracker.importers.staffing import MOVES, POSITIONS
from tracker.importers.table import Sheets
from tracker.listing.cells import plain

KINDS: Mapping[str, ListKind] = {
    kind.code: kind
    for kind in (
        ACTORS, RELATIONS, SERVICES, SYSTEMS, FORMS, TOPICS, JOURNEYS, CONTACT_STATISTICS, ANALYTICS, SURVEYS,
        MEASUREMENTS, KOLADA, POSITIONS, MOVES, RECORDS, GOALS, CROSSWALK,
    )
}  # fmt: skip
"""In the order in which a municipality would fill them: what later ones name stands in earlier ones."""
OF_GUIDELINES: Mapping[str, ListKind] = {FRAMEWORK.code: FRAMEWORK}
"""Lists that become a guideline and not rows of a workspace: `tracker.tasks.frameworks` stores them."""
STRANGE = 3
"""One heading in so many has to be known."""


def kind_of(code: str) -> ListKind:
    """The kind with this code; NotFound for any other."""
    found = KINDS.get(code) or OF_GUIDELINES.get(code)
    if found is None:
        raise NotFound("error.list_kind_unknown", kind=code)
    return found


def read(code: str, data: bytes, file: str) -> Imported[Row]:
    """The rows of a list by the headings it has, and what is wrong with them; raises ImportProblem."""
    kind = kind_of(code)
    source = kind.sheets(data, file)
    layout = headings.find(source.sheets, code, kind.columns)
    headings.check(layout, code, kind.columns, file)
    return reading.read(kind, layout, source, file)


def source(data: bytes, file: str) -> Sheets:
    """The sheets of a file of any kind; raises ImportProblem."""
    return kolada.sheets(data, file)


def likely(source: Sheets) -> list[str]:
    """The kinds that the headings of a file fit, the best first: those whose needed columns are all there.

    A kind that knows only few of the headings is none of them: the file is a list of something else. Among the
    others the one that knows most of the headings, then the one that leaves fewest of its own columns out.
    """
    found: dict[str, tuple[int, float]] = {}
    for code, kind in KINDS.items():
        words = headings.known(code, kind.columns)
        required = {column.key for column in kind.columns if column.required}
        for sheet in source.sheets:
            for _, cells in sheet.rows[: headings.HEADING_ROWS]:
                keys = {words[word] for word in map(plain, cells) if word in words}
                headed = sum(bool(cell.strip()) for cell in cells)
                if required <= keys and len(keys) > 1 and len(keys) * STRANGE >= headed:
                    score = (len(keys), len(keys) / len(kind.columns))
                    found[code] = max(found.get(code, (0, 0.0)), score)
    return sorted(found, key=lambda code: found[code], reverse=True)
