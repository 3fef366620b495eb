"""Who may read what was said in a coding project: the one condition that every reader of it goes through.

While a project is being coded, each reads what they said themselves and nobody reads more: whoever leads it, audits it
or has finished coding included. Once the coding is closed, all who may read coding projects do, and what is published
is for everybody in the workspace.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, or_, select

from tracker import access
from tracker.tables.people import Membership
from tracker.tables.study import Adjudication, Judgement, Memo, Reply, Study, StudyCoder, StudyState

BLIND = (StudyState.DRAFT, StudyState.CODING)
"""The states in which nobody reads what another person said."""


def may_read(said: type[Judgement | Memo | Adjudication | Reply], reader: int | None) -> ColumnElement[bool]:
    """Whether a person may read a row: put into the query itself, so that no other row ever leaves the database.

    None is a program with a token: it reads what is published, and is held to its workspace by whoever asks for it.
    """
    own: ColumnElement[bool]
    if issubclass(said, Judgement):
        own = said.coder_id.in_(select(StudyCoder.id).where(StudyCoder.person_id == reader))
    else:
        own = said.by_id == reader
    study = select(Study.id)
    opened = said.study_id.in_(study.where(Study.state.not_in(BLIND)))
    published = said.study_id.in_(study.where(Study.state == StudyState.PUBLISHED))
    if reader is None:
        return published
    here = select(Membership.workspace_id).where(Membership.person_id == reader)
    among = here.where(Membership.role.in_(access.READS["study.read"]))
    return or_(and_(said.workspace_id.in_(among), or_(own, opened)), and_(said.workspace_id.in_(here), published))


def sealed(said: type[Judgement | Memo]) -> ColumnElement[bool]:
    """Whether a row is for the one person alone who wrote it, whoever else asks."""
    return said.study_id.in_(select(Study.id).where(Study.state.in_(BLIND)))
