"""Reports by their kinds: what is asked for in, the finished content out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy.orm import Session

from tracker import clock, locales
from tracker.chains import Head
from tracker.errors import NotAllowed, NotFound, Refused
from tracker.exporters import stamp
from tracker.reports import audit, board, pdf, sheets
from tracker.reports.content import Report, Section
from tracker.reports.gathering import Gathered, gather
from tracker.subjects import Subject
from tracker.tables.people import Person
from tracker.views.clearance import sees_secrecy
from tracker.views.earlier import earlier
from tracker.views.matrix.table import columns
from tracker.views.measures.extract import extract
from tracker.views.progress.movement import last_quarter
from tracker.views.shared import Store, sharing

BRIEF_PAGES = 2
"""What a board reads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked for. `on` is the day it is true for (None for today), `since` the day compared with (None for the
    end of the quarter before); `subject` is a unit or service where the kind is about one or may be; `secrecy` asks for
    documents under secrecy as well."""

    kind: str
    language: str
    on: date | None = None
    since: date | None = None
    subject: Subject | None = None
    secrecy: bool = False


Builder = Callable[[Session, int, Gathered, Wanted], list[Section]]


def _board(session: Session, workspace_id: int, found: Gathered, wanted: Wanted) -> list[Section]:
    """The brief with as many rows as two pages hold."""
    brief = board.read(session, workspace_id, found)
    for most in board.MOST:
        made = board.sections(brief, most)
        if pdf.pages(_report(wanted, found, made, "")) <= BRIEF_PAGES:
            break
    return made


def _audit(session: Session, workspace_id: int, found: Gathered, _wanted: Wanted) -> list[Section]:
    return audit.sections(audit.read(session, workspace_id, found))


def _sheet(session: Session, workspace_id: int, found: Gathered, wanted: Wanted) -> list[Section]:
    assert wanted.subject is not None
    return sheets.sections(sheets.read(session, workspace_id, found, wanted.subject))


def _control(session: Session, workspace_id: int, found: Gathered, wanted: Wanted) -> list[Section]:
    extracted = extract(session, workspace_id, subject=wanted.subject, since=found.since)
    return sheets.control_sections(found, extracted, wanted.subject)


KINDS: Mapping[str, Builder] = {
    "board": _board,
    "audit": _audit,
    "unit": _sheet,
    "service": _sheet,
    "control": _control,
}
"""The kinds of report, and what makes them."""
ABOUT: Mapping[str, str] = {"unit": "actor", "service": "service"}
"""The kinds that are about one unit or service, and which."""


def build(session: Session, workspace_id: int, wanted: Wanted, *, by: Person) -> Report:
    """The report. Raises Refused for a kind, unit, service or day that cannot be, NotAllowed for secrecy not open to
    the person."""
    if wanted.kind not in KINDS:
        raise Refused("error.report_kind", kind=wanted.kind, choices=", ".join(f"report.kind.{kind}" for kind in KINDS))
    if wanted.language not in locales.language_codes():
        raise Refused("error.report_language", language=wanted.language, choices=", ".join(locales.language_codes()))
    today = clock.today()
    on = wanted.on or today
    since = wanted.since or last_quarter(on)
    if on > today or since > on:
        raise Refused("error.report_days", since=since.isoformat(), on=on.isoformat())
    if wanted.secrecy and not sees_secrecy(session, workspace_id, by.id):
        raise NotAllowed("error.report_secrecy")
    with earlier(session, workspace_id, on) as then, sharing(Store(then.get_bind(), clock.today())):
        subject = _subject(then, workspace_id, wanted)
        found = gather(then, workspace_id, code=wanted.language, on=on, since=since, cleared=wanted.secrecy)
        return _report(wanted, found, KINDS[wanted.kind](then, workspace_id, found, wanted), subject)


def _subject(session: Session, workspace_id: int, wanted: Wanted) -> str:
    """The name of the unit or service; "" for the whole municipality."""
    kind = ABOUT.get(wanted.kind)
    if wanted.subject is None and kind is None:
        return ""
    if wanted.subject is None or kind not in (None, wanted.subject[0]):
        raise Refused("error.report_subject", kind=wanted.kind)
    by = "service" if wanted.subject[0] == "service" else "unit"
    known = {column.subject: column.name for column in columns(session, workspace_id, by=by)}
    if wanted.subject not in known:
        raise NotFound("error.subject_unknown", id=wanted.subject[1])
    return known[wanted.subject]


def _report(wanted: Wanted, found: Gathered, sections: list[Section], subject: str) -> Report:
    language, basis = found.language, found.basis
    title = language.t(f"report.title.{wanted.kind}")
    return Report(
        kind=wanted.kind,
        language=wanted.language,
        title=f"{title}: {subject}" if subject else title,
        subtitle=language.t("report.subtitle", on=found.on, since=found.since),
        workspace=basis.workspace,
        subject=subject,
        on=found.on,
        since=found.since,
        made_at=basis.head_at or datetime.combine(found.on, time(), clock.STOCKHOLM),
        head=basis.head,
        history=stamp.line([Head(chain=basis.chain, count=basis.events, hash=basis.head)] if basis.events else []),
        sections=sections,
    )
