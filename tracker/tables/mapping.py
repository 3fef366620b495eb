"""What the columns of an imported list were last taken to mean."""

from __future__ import annotations

from typing import Any

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.tables.schema import Moment, Table, identity, reference


class ColumnMapping(Table):
    """For lists of a kind with these headings: heading to key. `headings` is a checksum of the plain headings."""

    __tablename__ = "column_mapping"
    __table_args__ = (UniqueConstraint("workspace_id", "kind", "headings"),)

    id: Mapped[int] = identity()
    workspace_id: Mapped[int] = reference("workspace.id", index=False)
    kind: Mapped[str] = mapped_column(String(80))
    headings: Mapped[str] = mapped_column(String(64))
    columns: Mapped[dict[str, Any]]
    by_id: Mapped[int] = reference("person.id")
    recorded_at: Mapped[Moment]
