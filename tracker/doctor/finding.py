"""What a check gives: something that does not hold, where, and by its code what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """`place` is an entity ("link:7") or an event ("event:1/12", number 12 of chain 1).

    The locales hold what it means under "doctor.CODE" and what to do under "doctor.CODE.do".
    """

    code: str
    place: str
    values: Mapping[str, str | int] = field(default_factory=dict)


Check = Callable[[Session], Iterator[Finding]]
"""One look at a database, in a session that only reads."""
