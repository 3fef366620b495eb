"""How the invented guideline was translated locally, as people of the demonstration confirmed and coded it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from tracker import clock, coding, searching, translating
from tracker.demonstration import story
from tracker.demonstration.documents import known_on
from tracker.demonstration.guidelines import requirement
from tracker.demonstration.people import CODER, joined
from tracker.demonstration.reviewing import Desk, confirmed_link
from tracker.tables.people import Role
from tracker.tables.translation import Mode, Modifier

CODED = date(2026, 2, 16)
"""When the translations known by then were coded."""


def review(work: Desk) -> None:
    """Confirm the translations of a day's documents; on one day code most of them, some with a second coder beside."""
    for answer in _confirmed():
        if known_on(answer["document"]) == work.day:
            work.confirm({**answer, "requirement": f"{answer['guideline']} | {answer['requirement']}"})
    if work.day == CODED:
        with clock.fixed(work.moment):
            _search(work)
        with clock.fixed(work.moment):
            _code(work)


def _confirmed() -> Iterator[dict[str, Any]]:
    """The known translations that are not left for the visitor."""
    left = story.decisions()["left_for_the_visitor"]
    return (answer for answer in story.answers()["translations"] if answer["requirement"] not in left)


def _search(work: Desk) -> None:
    """Record what was searched for in vain."""
    for gap in story.answers()["untranslated"]:
        requirement_id = requirement(work.session, gap["guideline"], gap["requirement"])
        if requirement_id is not None:
            searching.record(work.session, work.workspace_id, requirement_id, by=work.by)
            work.decided += 1


def _code(work: Desk) -> None:
    """Code some of what is confirmed, the machine's reading at hand; the rest stays with the machine's word alone."""
    read(work)
    coders = {work.by.name: work.by, CODER: joined(work.session, work.workspace_id, CODER, Role.CODER)}
    translations = {answer["requirement"]: answer for answer in story.answers()["translations"]}
    for row in story.decisions()["codings"]:
        answer = translations[row["requirement"]]
        link_id = _link(work, answer)
        if link_id is not None:
            said = {**answer, **row}
            modifiers = [Modifier(name.lower()) for name in said["modifiers"]]
            mode, note = Mode(said["mode"].lower()), row.get("note", "")
            coding.code(work.session, link_id, mode, modifiers, by=coders[row["coder"]], note=note)
            work.decided += 1


def read(work: Desk) -> None:
    """Read what the reviewer linked by hand, as the tracker does when links are suggested anew."""
    pairs = translating.unread(work.session, work.workspace_id)
    translating.store_readings(work.session, work.workspace_id, translating.read_all(pairs), by=work.by)


def _link(work: Desk, answer: dict[str, Any]) -> int | None:
    """The confirmed link of an answer; None where one of its ends was not imported."""
    requirement_id = requirement(work.session, answer["guideline"], answer["requirement"])
    passage_id = work.passages.holding(answer["document"], answer["sentence"])
    return confirmed_link(work, requirement_id, passage_id)
