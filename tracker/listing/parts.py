"""Actors and goals that are parts of others of their kind: looked up by name once all of them are in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from tracker.listing.rows import BadCell, Change, Row
from tracker.listing.working import Work
from tracker.tables.goal import Goal
from tracker.tables.network import Actor

PartT = TypeVar("PartT", Actor, Goal)
LEVELS = 40
"""Deeper than any organisation; every view walks up these lines, so a list may not make them endless."""


def store_tree(work: Work, shelf: str, present: Sequence[PartT], stored: Sequence[tuple[Row, PartT, bool]]) -> None:
    """Set what each stored row is part of; `present` are all of the kind, the third of a row says that it is new.

    A name nothing has, a row that would stand above itself and one deeper than LEVELS are problems of their rows.
    """
    work.session.flush()
    for one in present:
        work.names.shelf(shelf).add(one.id, one.name)
    above = {one.id: one.part_of_id for one in present}
    for row, one, new in stored:
        if "part_of" in row.cells:
            with work.row(row):
                name = row.cells["part_of"]
                above[one.id] = work.names.need(shelf, name, "part_of") if name else None
                check_tree(one.id, above, name)
                fields = work.assign(one, {"part_of_id": above[one.id]})
                if fields and not new:
                    work.amend(Change(row=row.number, name=one.name, new=False, fields=fields))
    if not work.problems:  # a later row may have put what is above an earlier one deeper
        for row, one, _ in stored:
            with work.row(row):
                check_tree(one.id, above, row.get("part_of", ""))


def check_tree(number: int, above: Mapping[int, int | None], name: str) -> None:
    """Raise BadCell where something would stand above itself or too deep; `above` is what each is part of, by number.

    >>> check_tree(1, {1: 2, 2: None}, "Kommunstyrelsen")
    >>> check_tree(1, {1: 2, 2: 1}, "Kommunstyrelsen")
    Traceback (most recent call last):
    tracker.listing.rows.BadCell: ('error.row_part_of_itself', {'column': 'part_of', 'value': 'Kommunstyrelsen'})
    """
    step, seen = above.get(number), {number}
    while step is not None:
        if step in seen:
            raise BadCell("error.row_part_of_itself", column="part_of", value=name[:80])
        seen.add(step)
        if len(seen) > LEVELS:
            raise BadCell("error.row_part_of_deep", column="part_of", value=name[:80], limit=LEVELS)
        step = above.get(step)
