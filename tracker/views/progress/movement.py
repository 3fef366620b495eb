"""What moved on the ladder since a day, and why: new evidence, a new judgement, or a new text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Session

from tracker import clock
from tracker.subjects import Subject
from tracker.views.earlier import earlier
from tracker.views.ladder.evidence import Lapse, Piece
from tracker.views.ladder.standings import Cell, Standings, standings
from tracker.views.progress.new_texts import Cleared, TextMove, clearances, counted_words, text_moves
from tracker.views.texts import RequirementText, requirement_texts

OF_TEXTS = frozenset({Lapse.EXPIRED, Lapse.NOT_ADOPTED})
"""Evidence that ended or was not yet there for one of these reasons hangs on what happened to a document."""


class Course(StrEnum):
    """Where a requirement went: `new` was not examined before, so that nobody knows where it came from."""

    DOWN = "down"
    UP = "up"
    NEW = "new"
    SAME = "same"


ORDER = tuple(Course)


class Why(StrEnum):
    """What moved a level; `TEXT` also where a person gave up or changed what new words had made suspect."""

    EVIDENCE = "evidence"
    JUDGEMENT = "judgement"
    TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelMove:
    """A requirement whose level is another than it was; levels are None for not examined.

    `came` and `went` are the pieces of evidence that hold now and did not, or did and do not. `subject` is where the
    requirement has come furthest now, the cell that explains the move.
    """

    requirement: RequirementText
    subject: Subject | None
    before: int | None
    now: int | None
    why: Why
    came: Sequence[Piece]
    went: Sequence[Piece]

    @property
    def course(self) -> Course:
        """Where it went."""
        return course(self.before, self.now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """The moves since the end of a day: what fell, what rose, what was examined for the first time.

    `same` requirements stand where they stood. Requirements that came or went, or read otherwise, are in `texts` and
    never among the moves for that alone: a new law is no progress, and a law that went no decline.
    """

    since: date
    moves: Sequence[LevelMove]
    same: int
    texts: Sequence[TextMove]

    def count(self, course: Course) -> int:
        """How many went there."""
        return sum(move.course is course for move in self.moves)


def last_quarter(day: date) -> date:
    """The last day of the quarter before a day's own.

    >>> last_quarter(date(2026, 11, 22)), last_quarter(date(2026, 2, 1))
    (datetime.date(2026, 9, 30), datetime.date(2025, 12, 31))
    """
    return clock.day_before(day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1))


def course(before: int | None, now: int | None) -> Course:
    """Where a level went; what is no longer known to have any level fell.

    >>> [course(*pair).value for pair in ((2, 4), (4, 2), (None, 0), (1, None), (3, 3))]
    ['up', 'down', 'new', 'down', 'same']
    """
    if before == now:
        return Course.SAME
    if before is None:
        return Course.NEW
    return Course.UP if now is not None and now > before else Course.DOWN


def movement(
    session: Session, workspace_id: int, *, since: date | None = None, subject: Subject | None = None
) -> Movement:
    """The counted requirements whose level changed since the end of a day (by default of the quarter before).

    With a subject its own cells are compared, else the furthest any subject had come. What was known then is told
    from what is known today, so the figure is the difference of two reports, and a late entry is a move.
    """
    day = since or last_quarter(clock.today())
    with earlier(session, workspace_id, day, suggestions=False) as then:
        before, counted_then = standings(then, workspace_id), counted_words(then, workspace_id)
    now, counted_now = standings(session, workspace_id), counted_words(session, workspace_id)
    cleared = clearances(session, workspace_id, day)
    stayed = counted_now.keys() & counted_then.keys()
    pairs = {number: (_of(before, number, subject), _of(now, number, subject)) for number in stayed}
    moved = {number: pair for number, pair in pairs.items() if _level(pair[0]) != _level(pair[1])}
    texts, furthest = requirement_texts(session, moved), _furthest(now)
    moves = [_move(text, *moved[number], subject or furthest.get(number), cleared) for number, text in texts.items()]
    return Movement(
        since=day,
        moves=sorted(moves, key=lambda move: ORDER.index(move.course)),  # stable: document order within each
        same=len(pairs) - len(moved),
        texts=text_moves(session, counted_then, counted_now, day),
    )


def _of(found: Standings, number: int, subject: Subject | None) -> Cell:
    return found.whole(number) if subject is None else found.cell(number, subject)


def _furthest(found: Standings) -> Mapping[int, Subject]:
    """By requirement a subject that has come as far as any."""
    where: dict[int, Subject] = {}
    for (requirement, subject), cell in found.cells.items():
        if cell is found.overall.get(requirement):
            where.setdefault(requirement, subject)
    return where


def _level(cell: Cell) -> int | None:
    return None if cell.beside else cell.shown


def _move(text: RequirementText, before: Cell, now: Cell, subject: Subject | None, cleared: Cleared) -> LevelMove:
    held = {piece.id: piece for piece in before.pieces if piece.holds}
    holds = {piece.id: piece for piece in now.pieces if piece.holds}
    then, today = ({piece.id: piece for piece in cell.pieces} for cell in (before, now))
    came = [then.get(number, piece) for number, piece in holds.items() if number not in held]
    went = [today.get(number, piece) for number, piece in held.items() if number not in holds]
    judged = [None if cell.judged is None else (cell.judged.level, cell.judged.side_state) for cell in (before, now)]
    if text.id in cleared.requirements or any(piece.link_id in cleared.links for piece in (*came, *went)):
        why = Why.TEXT
    elif judged[0] != judged[1] or not (came or went):
        why = Why.JUDGEMENT
    else:
        turned = went if course(_level(before), _level(now)) is Course.DOWN else came
        why = Why.TEXT if turned and all(piece.lapse in OF_TEXTS for piece in turned) else Why.EVIDENCE
    return LevelMove(
        requirement=text, subject=subject, before=_level(before), now=_level(now), why=why, came=came, went=went
    )
