"""Pages of rows by their numbers: what is added later comes on a later page, and nothing is skipped or told twice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select


def page(wanted: Select[*tuple[Any, ...]], number: Any, after: int, size: int | None, ids: Sequence[int] | None) -> Any:
    """The rows whose column `number` is greater than `after`, in its order; at most `size`, or those of `ids` alone."""
    if ids is not None:
        wanted = wanted.where(number.in_(ids))
    return wanted.where(number > after).order_by(number).limit(size)
