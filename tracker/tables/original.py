"""The bytes of every imported file, kept once by checksum."""

from __future__ import annotations

from sqlalchemy import Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.tables.schema import Moment, Table


class Original(Table):
    """`sha256` is the hexadecimal checksum of `data`; `size` is in bytes."""

    __tablename__ = "original"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    size: Mapped[int] = mapped_column(Integer)
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    stored_at: Mapped[Moment]
