"""Who may do what in a workspace: decided in the verbs, denied unless listed here."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.errors import NotAllowed
from tracker.tables.event import LIBRARY_CHAIN
from tracker.tables.guideline import Guideline
from tracker.tables.people import LOCAL_LOGIN, Membership, Person, Role, Workspace

_EDITORS = frozenset({Role.REVIEWER, Role.ADMIN})
_CODERS = _EDITORS | {Role.CODER}
_ADMINS = frozenset({Role.ADMIN})

ACTIONS: dict[str, frozenset[Role]] = {
    "guideline.import": _EDITORS,
    "guideline.stock": _ADMINS,
    "guideline.take_over": _EDITORS,
    "guideline.describe": _EDITORS,
    "guideline.choose": _EDITORS,
    "edition.undo": _EDITORS,
    "crosswalk.suggest": _EDITORS,
    "crosswalk.decide": _EDITORS,
    "crosswalk.import": _EDITORS,
    "suspect.clear": _EDITORS,
    "source.check": _EDITORS,
    "requirement.apply": _EDITORS,
    "reading.check": _EDITORS,
    "reading.refine": _EDITORS,
    "requirement.edit": _EDITORS,
    "requirement.undo": _EDITORS,
    "local.import": _EDITORS,
    "local.describe": _EDITORS,
    "list.import": _EDITORS,
    "record.add": _EDITORS,
    "measurement.add": _EDITORS,
    "service.change": _EDITORS,
    "network.suggest": _EDITORS,
    "network.decide": _EDITORS,
    "threshold.set": _ADMINS,
    "four_eyes.set": _ADMINS,
    "individual.read": _ADMINS,
    "individual.dispose": _ADMINS,
    "link.suggest": _EDITORS,
    "reuse.find": _EDITORS,
    "link.decide": _EDITORS,
    "search.record": _EDITORS,
    "coding.decide": _CODERS,
    "evidence.add": _EDITORS,
    "assessment.decide": _EDITORS,
    "measure.plan": _EDITORS,
    "workspace.build": _ADMINS,
    "people.change": _ADMINS,
    "token.make": _ADMINS,
    "token.revoke": _ADMINS,
    "secrecy.mark": _EDITORS,
    "records.extract": _ADMINS,
    "retention.set": _ADMINS,
    "retention.apply": _ADMINS,
    "backup.save": _ADMINS,
    "person.read": _ADMINS,
    "person.dispose": _ADMINS,
    "coders.name": _ADMINS,
    "history.restore": _EDITORS,
    "study.plan": _EDITORS,
    "study.judge": _CODERS,
    "study.adjudicate": _EDITORS,
    "study.reply": _EDITORS,
}
"""Every action that writes or opens names, and the roles that may take it."""
READS: dict[str, frozenset[Role]] = {
    "workspace.read": frozenset(Role),
    "secrecy.read": _EDITORS | {Role.AUDITOR},
    "history.read": _EDITORS | {Role.AUDITOR},
    "study.read": _CODERS | {Role.AUDITOR},
}
"""What may be read by whom: everybody with a role reads what is public in the workspace, and its exports."""
NAMED_FOR = frozenset({Role.ADMIN, Role.AUDITOR})
"""Who sees names and reasons in the history; others see in what role something was done."""
WRITERS = frozenset(Role) - {Role.VIEWER, Role.AUDITOR}
"""The roles that change anything at all."""


def allow(session: Session, by: Person, action: str, workspace_id: int = LIBRARY_CHAIN) -> None:
    """Raise NotAllowed unless `by` holds a role that may take `action` in the workspace.

    For what all workspaces share (LIBRARY_CHAIN) the role may be held in any workspace.
    """
    if not may(session, by.id, action, workspace_id):
        raise NotAllowed("error.not_allowed", action=action)


def may(session: Session, person_id: int, action: str, workspace_id: int = LIBRARY_CHAIN) -> bool:
    """Whether the person holds a role that may take or read it there; pages ask before they offer it."""
    return is_for(action, roles(session, person_id, workspace_id))


def is_for(action: str, held: frozenset[Role]) -> bool:
    """Whether one of the roles held may take or read it."""
    return bool({**ACTIONS, **READS}[action] & held)


def roles(session: Session, person_id: int, workspace_id: int = LIBRARY_CHAIN) -> frozenset[Role]:
    """The person's role in a workspace, those of all of them for what they share; empty for none."""
    held = select(Membership.role).where(Membership.person_id == person_id)
    if workspace_id != LIBRARY_CHAIN:
        held = held.where(Membership.workspace_id == workspace_id)
    return frozenset(session.scalars(held))


def sees_names(session: Session, person_id: int, workspace_id: int) -> bool:
    """Whether the person sees who did what in the workspace by name."""
    return bool(NAMED_FOR & roles(session, person_id, workspace_id))


def allow_files(session: Session, by: Person, workspace_id: int) -> None:
    """Raise NotAllowed for who may import nothing: a file is kept before it is known what becomes of it."""
    if not WRITERS & roles(session, by.id, workspace_id):
        raise NotAllowed("error.not_allowed", action="local.import")


def may_make_workspace(session: Session, by: Person) -> bool:
    """Whether the person may make another workspace: who works at this machine, and administrators of one."""
    return by.login == LOCAL_LOGIN or Role.ADMIN in roles(session, by.id)


def allow_making_workspace(session: Session, by: Person) -> None:
    """Raise NotAllowed unless `may_make_workspace`."""
    if not may_make_workspace(session, by):
        raise NotAllowed("error.not_allowed", action="workspace.build")


def allow_guideline(session: Session, by: Person, action: str, guideline_id: int) -> None:
    """The same for a guideline: one that counts in one workspace only is for those with a role there."""
    own = session.scalar(select(Guideline.workspace_id).where(Guideline.id == guideline_id))
    allow(session, by, action, LIBRARY_CHAIN if own is None else own)


def one_at_a_time(session: Session, workspace_id: int) -> None:
    """Wait for whoever else is adding to the workspace, so that the same thing is not added twice.

    For verbs that look for what is there before they add; SQLite has one writer at a time anyhow.
    """
    session.execute(select(Workspace.id).where(Workspace.id == workspace_id).with_for_update(key_share=True))


def readable(session: Session, person_id: int) -> frozenset[int]:
    """The workspaces in which a person has a role, and so may read what is public there."""
    return frozenset(session.scalars(select(Membership.workspace_id).where(Membership.person_id == person_id)))
