"""How many threads linear algebra may use: one, where tables are small."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import cache
from typing import Any

from threadpoolctl import ThreadpoolController


def one_thread() -> AbstractContextManager[Any]:
    """Linear algebra in one thread; import numpy and scipy before.

    Several threads wait for one another at every step: tables of a few hundred rows, and the small steps between two
    looks at a large one, take up to ten times longer, and more where other programs want the processor too.
    """
    limited: AbstractContextManager[Any] = _libraries().limit(limits=1, user_api="blas")
    return limited


@cache
def _libraries() -> ThreadpoolController:
    return ThreadpoolController()
