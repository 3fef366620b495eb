"""A study of two coders: every other confirmed answer coded by those who wrote it, and blind by another reader."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from tracker import clock, coding
from tracker.demonstration import chronicle, story, translating
from tracker.demonstration.guidelines import named
from tracker.demonstration.people import CODER, joined
from tracker.demonstration.reviewing import Desk, confirmed_link, said
from tracker.tables.people import Role
from tracker.tables.translation import Mode, Modifier

FIRST, SECOND = chronicle.CORRECTED, chronicle.PLANNED
"""The days on which the first coder coded, and the second."""


def code(work: Desk) -> None:
    """Code the sample on the first day with the authors' words, on the second with those of the other reader."""
    if work.day == FIRST:
        translating.read(work)
        _code(work, _first(), by_second=False)
    elif work.day == SECOND:
        _code(work, _second(), by_second=True)


@cache
def _second() -> tuple[Mapping[str, str], ...]:
    with (story.FOLDER / "second_coding.csv").open(encoding="utf-8", newline="") as rows:
        return tuple(csv.DictReader(rows))


def _first() -> Iterator[Mapping[str, Any]]:
    """The authors' words on the sample."""
    sample = {(*said(row), row["document"]) for row in _second()}
    for answer in story.answers()["pairs"]:
        if (*said(answer), answer["document"]) in sample:
            yield {**answer, "modifiers": "+".join(answer["modifiers"])}


def _code(work: Desk, rows: Iterable[Mapping[str, Any]], *, by_second: bool) -> None:
    by = joined(work.session, work.workspace_id, CODER, Role.CODER) if by_second else work.by
    coded: set[int] = set()
    for row in rows:
        link_id = _link(work, row)
        if link_id is None or link_id in coded:
            continue
        coded.add(link_id)
        modifiers = [one for one in Modifier if one.value.upper() in row["modifiers"].split("+")]
        with clock.fixed(work.moment):
            coding.code(
                work.session, link_id, Mode(row["mode"].lower()), set(modifiers) - coding.COMPUTED, by=by,
                blind=by_second,
            )  # fmt: skip
        work.decided += 1


def _link(work: Desk, row: Mapping[str, Any]) -> int | None:
    requirement_id = named(work.session, row["requirement"])
    passage_id = work.passages.holding(row["document"], row["sentence"])
    return confirmed_link(work, requirement_id, passage_id)
