"""Background work: a row a page can poll and a restart can find."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.tables.schema import Moment, Table, UtcDateTime, enum, identity, reference


class JobState(StrEnum):
    """A running job whose worker died stays so until another takes it up (tracker.liveness)."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"  # known to the schema; nothing sets it


UNFINISHED = (JobState.QUEUED, JobState.RUNNING)
"""A job in one of these still waits or runs."""


class Job(Table):
    """`kind` names the verb, `arguments` its input, `result` what came out (codes and values, never sentences).

    `workspace_id` is None for jobs that concern no single workspace. `done` of `total` steps are finished;
    `heartbeat_at` is the worker's last sign of life. While a job is done once more because its worker died, `result`
    says how often it was begun.
    """

    __tablename__ = "job"

    id: Mapped[int] = identity()
    workspace_id: Mapped[int | None] = reference("workspace.id", default=None)
    kind: Mapped[str] = mapped_column(String(40))
    arguments: Mapped[dict[str, Any]]
    by_id: Mapped[int] = reference("person.id")
    state: Mapped[JobState] = mapped_column(enum(JobState, "state"), default=JobState.QUEUED, index=True)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    result: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    created_at: Mapped[Moment]
    heartbeat_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
