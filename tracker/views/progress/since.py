"""What changed since any day, for the board: counted by its three reasons, each change with the way to its evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from tracker import clock, subjects
from tracker.subjects import Subject
from tracker.tables.assessment import Assessment, Evidence
from tracker.tables.link import SearchRecord
from tracker.views.progress.movement import Movement, Why, movement
from tracker.views.progress.said_by import Name, Sources
from tracker.views.progress.states import Turn, turns
from tracker.views.subject_names import subject_names
from tracker.views.texts import RequirementText, requirement_texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that came, ended or became another since the day.

    `what` is its code, `kind` the kind of evidence, the status or the level it is about ("" without one), `name` what
    it is called in Swedish and English ("" under secrecy). `requirements` are those it bears on, `page` and `number`
    where it is shown otherwise.
    """

    why: Why
    what: str
    day: date
    kind: str = ""
    name: Name = ("", "")
    subject: Subject | None = None
    subject_name: str = ""
    requirements: Sequence[RequirementText] = ()
    page: str = "matrix"
    number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """The moves on the ladder since the end of a day, and all changes, the newest first."""

    day: date
    movement: Movement
    changes: Sequence[Change]

    def count(self, why: Why) -> int:
        """How many changes have this reason."""
        return sum(change.why is why for change in self.changes)


def changed_since(session: Session, workspace_id: int, *, since: date, sees_secrecy: bool = False) -> Since:
    """Everything that changed since the end of a day, with what moved."""
    return Since(
        day=since,
        movement=movement(session, workspace_id, since=since),
        changes=changes(session, workspace_id, since=since, sees_secrecy=sees_secrecy),
    )


def changes(session: Session, workspace_id: int, *, since: date, sees_secrecy: bool = False) -> Sequence[Change]:
    """The changes alone, the newest first: what moved asks for the state of that day, which takes long."""
    found = [
        *_evidence(session, workspace_id, since, sees_secrecy),
        *_judgements(session, workspace_id, since),
        *(_of_turn(turn) for turn in turns(session, workspace_id, since, sees_secrecy=sees_secrecy)),
    ]
    return sorted(found, key=lambda change: change.day, reverse=True)


def _evidence(session: Session, workspace_id: int, since: date, sees_secrecy: bool) -> Iterator[Change]:
    """Evidence that came or was withdrawn, that of one source and kind together; not what did both in between."""
    known_by = clock.end_of(since)
    rows = session.scalars(
        select(Evidence)
        .where(
            Evidence.workspace_id == workspace_id,
            or_(Evidence.recorded_at >= known_by, Evidence.withdrawn_at >= known_by),
        )
        .order_by(Evidence.id)
    ).all()
    names, sources = subject_names(session, workspace_id), Sources(session, workspace_id, sees_secrecy)
    texts = requirement_texts(session, [row.requirement_id for row in rows])
    together: dict[tuple[bool, date, str, Name, Subject], dict[int, RequirementText]] = defaultdict(dict)
    for row in rows:
        came = row.recorded_at >= known_by
        if came and row.withdrawn_at is not None:
            continue
        day = _day(row.recorded_at if came or row.withdrawn_at is None else row.withdrawn_at)
        key = (came, day, row.kind, sources.name(row), subjects.of(row.actor_id, row.service_id))
        together[key][row.requirement_id] = texts[row.requirement_id]
    for (came, day, kind, name, subject), some in together.items():
        yield Change(
            why=Why.EVIDENCE,
            what="evidence_came" if came else "evidence_ended",
            day=day,
            kind=kind,
            name=name,
            subject=subject,
            subject_name=names.get(subject, ""),
            requirements=list(some.values()),
        )


def _judgements(session: Session, workspace_id: int, since: date) -> Iterator[Change]:
    """What people judged, and what they looked for and did not find."""
    known_by = clock.end_of(since)
    judged = session.scalars(
        select(Assessment).where(Assessment.workspace_id == workspace_id, Assessment.recorded_at >= known_by)
    ).all()
    searched = session.scalars(
        select(SearchRecord).where(
            SearchRecord.workspace_id == workspace_id,
            SearchRecord.recorded_at >= known_by,
            SearchRecord.withdrawn_at.is_(None),
        )
    ).all()
    names = subject_names(session, workspace_id)
    wanted = [*(row.requirement_id for row in judged), *(row.requirement_id for row in searched)]
    texts = requirement_texts(session, wanted)
    for row in judged:
        subject = subjects.of(row.actor_id, row.service_id)
        yield Change(
            why=Why.JUDGEMENT,
            what="judged",
            day=_day(row.recorded_at),
            kind=row.side_state.value if row.side_state is not None else "" if row.level is None else str(row.level),
            subject=subject,
            subject_name=names.get(subject, ""),
            requirements=[texts[row.requirement_id]],
        )
    for search in searched:
        day, text = _day(search.recorded_at), texts[search.requirement_id]
        yield Change(why=Why.JUDGEMENT, what="searched", day=day, requirements=[text])


def _of_turn(turn: Turn) -> Change:
    why = Why.TEXT if turn.page in {"guidelines", "local"} else Why.EVIDENCE
    return Change(
        why=why, what=turn.what, day=turn.day, kind=turn.kind, name=turn.name, page=turn.page, number=turn.number
    )


def _day(moment: datetime) -> date:
    return moment.astimezone(clock.STOCKHOLM).date()
