"""Tables of untagged PDF pages: cells that share left edges over several base lines, read row by row.

A row ends where a line is drawn, else where the white is larger than inside a cell, else where the first column
begins anew. Two columns of running text share edges too; they are no table.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from policies.document import BlockKind
from policies.markers import is_contents_line
from policies.readers.pdf_drawn import Rule
from policies.readers.pdf_lines import Part, base_lines, cells_in_row
from policies.readers.pdf_text import Segment

SLACK = 4.0  # points by which left edges of one column may differ
MOST_COLUMNS = 30
MOST_WHITE = 4.0  # font sizes between base lines; further down begins something else
CLOSE = 1.45  # font sizes between base lines inside a cell, at most
ROW_GAP = 1.3  # times that distance begins another row
PADDING = 2.0  # points between the border of a cell and its text
FEW_LINES = 4
TEXT_FILL = 0.55
TEXT_LENGTH = 15  # characters
FIGURES = 12  # characters
ID = re.compile(r"^(?:[^\W\d_]{0,6}[-–. ]?\d{1,4}(?:\.\d{1,3}){0,4}[a-z]?)[.)]?$")

Line = list[Segment]
"""The cells on one base line, from left to right."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells, a cell being its lines; `header` tells whether the first row names the columns."""

    rows: list[list[list[Segment]]]
    header: bool

    def parts(self) -> Iterator[Part]:
        """A part for each row, level 1 for the one that names the columns."""
        for at, row in enumerate(self.rows):
            yield Part(cells_in_row(row), BlockKind.ROW, int(self.header and at == 0))


def bands(segments: Sequence[Segment], rules: Sequence[Rule]) -> list[Table | list[Segment]]:
    """A page or column from top to bottom: tables, and the segments of what stands between them."""
    lines = base_lines(segments)
    found: list[Table | list[Segment]] = []
    at = begun = 0  # `begun` is where the text before the next table begins
    while at < len(lines):
        end, edges = _region(lines, at)
        if len(edges) > 1 and _is_table(lines[at:end], edges, rules):
            first = _first(lines, at, begun, edges)
            found += [_flat(lines[begun:first])] if first > begun else []
            found.append(_table(lines[first:end], edges, rules))
            begun = end
        elif len(edges) < 2 or _anchors(lines[at:end]) <= FEW_LINES:
            # Columns of running text are skipped as one, or each of their lines would begin a region again.
            end = at + 1
        at = end
    return [*found, _flat(lines[begun:])] if begun < len(lines) else found


def _flat(lines: Sequence[Line]) -> list[Segment]:
    return [cell for line in lines for cell in line]


def _first(lines: Sequence[Line], at: int, begun: int, edges: list[float]) -> int:
    """Where the first row begins: a cell set higher than the others of its row stands above the line `at`."""
    while at > begun and len(lines[at - 1]) == 1:
        cell, below = lines[at - 1][0], lines[at][-1]
        column = _column(cell, edges)
        if column == 0 or abs(cell.left - edges[column]) > SLACK or cell.middle - below.middle > CLOSE * cell.size:
            break
        at -= 1
    return at


def _region(lines: Sequence[Line], at: int) -> tuple[int, list[float]]:
    """Where the lines end whose cells fit the columns that line `at` begins; the left edges of these columns."""
    edges = [cell.left for cell in lines[at]]
    end = at + 1
    if not 1 < len(edges) <= MOST_COLUMNS or is_contents_line(lines[at][-1].text):
        return end, []
    while end < len(lines):
        white = (lines[end - 1][0].middle - lines[end][0].middle) / max(lines[end][0].size, 1.0)
        placed = _placed(lines[end], edges) if white <= MOST_WHITE else None
        if placed is None or _heads(lines[end], lines[end - 1], edges):
            break
        edges = placed
        end += 1
    while end > at + 1 and _trails(lines[at:end], edges):
        end -= 1
    return end, edges


def _placed(line: Line, edges: list[float]) -> list[float] | None:
    """The edges with those the line adds; None where a cell reaches over the edge of the next column."""
    known = list(edges)
    taken: set[int] = set()
    for cell in line:
        column = bisect_right(known, cell.left + SLACK) - 1
        following = known[column + 1] if column + 1 < len(known) else cell.right
        if cell.right > following + 1 and cell is not line[0] and len(cell.text) <= FIGURES:
            column += 1  # figures set to the right or in the middle reach further to the left when they are longer
            known[column] = cell.left
        if column in taken and len(known) < MOST_COLUMNS:
            known.insert(column + 1, cell.left)
            column += 1
        if column < 0 or column in taken or (column + 1 < len(known) and cell.right > known[column + 1] + 1):
            return None
        taken.add(column)
    return known


def _trails(region: Sequence[Line], edges: list[float]) -> bool:
    """Whether the last line, in the first column alone and set off or larger, rather begins what follows."""
    last, before = region[-1], region[-2]
    if len(last) > 1 or _column(last[0], edges) > 0:
        return False
    white = (before[0].bottom - last[0].bottom) / max(last[0].size, 1.0)
    return white > CLOSE or abs(before[0].size - last[0].size) > 0.06 * last[0].size


def _heads(line: Line, above: Line, edges: list[float]) -> bool:
    """Whether a line is a heading among the rows: alone in the first column, bold, and set off."""
    alone = len(line) == 1 and line[0].bold and _column(line[0], edges) == 0
    return alone and above[0].bottom - line[0].bottom > CLOSE * line[0].size


def _column(cell: Segment, edges: list[float]) -> int:
    return max(bisect_right(edges, cell.left + SLACK) - 1, 0)


def _anchors(region: Sequence[Line]) -> int:
    return sum(len(line) > 1 for line in region)


def _is_table(region: Sequence[Line], edges: list[float], rules: Sequence[Rule]) -> bool:
    anchors = _anchors(region)
    if anchors < (2 if len(edges) > 2 else 3) and not (anchors > 1 and len(_between(region, rules)) > 1):
        return False
    columns: list[list[Segment]] = [[] for _ in edges]
    for line in region:
        for cell in line:
            columns[_column(cell, edges)].append(cell)
    if not all(columns):
        return False
    ends = [*edges[1:], max(cell.right for cell in columns[-1])]
    running = [_runs(cells, end - edge) for cells, edge, end in zip(columns, edges, ends, strict=True)]
    return not all(running) or len(_between(region, rules)) > 1


def _runs(cells: list[Segment], width: float) -> bool:
    """Whether the lines of a column fill it as running text does."""
    if len(cells) < FEW_LINES:
        return False
    fills = median(cell.right - cell.left for cell in cells) >= TEXT_FILL * width
    return fills and median(len(cell.text) for cell in cells) >= TEXT_LENGTH


def _between(region: Sequence[Line], rules: Sequence[Rule]) -> list[float]:
    """Heights of the drawn lines that part the region's lines, from the top.

    A border begins left of the text of its cell; what begins with the text is the shade behind a line of it.
    """
    left = min(line[0].left for line in region)
    second = min((line[1].left for line in region if len(line) > 1), default=left)
    top, bottom = region[0][0].middle, region[-1][0].middle
    borders = (r for r in rules if bottom < r.height < top and r.left < left - PADDING)
    return sorted({round(r.height) for r in borders if r.right > (left + second) / 2}, reverse=True)


def _table(region: Sequence[Line], edges: list[float], rules: Sequence[Rule]) -> Table:
    groups = _by_rules(region, rules) or _by_white(region, edges) or _by_first_column(region, edges)
    rows = [_cells([cell for line in group for cell in line], edges) for group in _gathered(groups, edges)]
    bold = [all(line.bold for cell in row for line in cell) for row in rows]
    return Table(rows, header=bold[0] and not all(bold))


def _by_rules(region: Sequence[Line], rules: Sequence[Rule]) -> list[list[Line]]:
    heights = _between(region, rules)
    if not heights:
        return []
    groups: list[list[Line]] = [[]]
    for line in region:
        while heights and line[0].middle < heights[0]:
            heights.pop(0)
            groups.append([])
        groups[-1].append(line)
    return [group for group in groups if group]


def _by_white(region: Sequence[Line], edges: list[float]) -> list[list[Line]]:
    """Rows by their distance; [] where the lines stand at one distance or where cells have single lines."""
    lowest: dict[int, Segment] = {}
    steps: list[float] = []
    for line in region:
        for cell in line:
            column = _column(cell, edges)
            if above := lowest.get(column):
                steps.append((above.bottom - cell.bottom) / max(cell.size, 1.0))
            lowest[column] = cell
    inside = min((step for step in steps if step >= 0.8), default=0.0)
    if not 0 < inside <= CLOSE or max(steps) <= ROW_GAP * inside:
        return []
    groups = [[region[0]]]
    for line in region[1:]:
        step = (min(c.bottom for c in groups[-1][-1]) - max(c.bottom for c in line)) / max(line[0].size, 1.0)
        if step > ROW_GAP * inside:
            groups.append([line])
        else:
            groups[-1].append(line)
    numbered = [sum(_is_numbered(line, edges) for line in group) for group in groups]
    return groups if max(numbered) <= 1 else []


def _is_numbered(line: Line, edges: list[float]) -> bool:
    return _column(line[0], edges) == 0 and ID.match(line[0].text.strip()) is not None


def _by_first_column(region: Sequence[Line], edges: list[float]) -> list[list[Line]]:
    groups: list[list[Line]] = []
    for line in region:
        if groups and _column(line[0], edges) > 0 and not (len(line) > 1 and ID.match(line[0].text.strip())):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _gathered(groups: list[list[Line]], edges: list[float]) -> Iterator[list[Line]]:
    """Rows as given, a single cell beyond the first column going on with the row above."""
    open_row: list[Line] = []
    for group in groups:
        columns = {_column(cell, edges) for line in group for cell in line}
        if open_row and len(columns) == 1 and 0 not in columns:
            open_row += group
            continue
        if open_row:
            yield open_row
        open_row = list(group)
    if open_row:
        yield open_row


def _cells(segments: Sequence[Segment], edges: list[float]) -> list[list[Segment]]:
    """The filled cells of a row from left to right, each from its top line down."""
    columns: list[list[Segment]] = [[] for _ in edges]
    for segment in segments:
        columns[_column(segment, edges)].append(segment)
    return [sorted(column, key=lambda s: -s.middle) for column in columns if column]
