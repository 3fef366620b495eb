"""What several views of a screen need, worked out once for all of them: where every requirement stands, above all.

A page opens a store for the state of the data it shows (`sharing`); without one, and for copies that were taken back to
an earlier day, each view works it out for itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from functools import wraps
from threading import RLock
from typing import Any, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.orm import Session

from tracker import clock

P = ParamSpec("P")
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Store:
    """What was worked out for one state of the data, on the day and the engine it was opened for."""

    engine: Engine | Connection
    day: date
    found: dict[Any, Any] = field(default_factory=dict)
    lock: Any = field(default_factory=RLock)


_open: ContextVar[Store | None] = ContextVar("shared_views", default=None)


@contextmanager
def sharing(store: Store) -> Iterator[None]:
    """Let the views called inside share what they work out."""
    token = _open.set(store)
    try:
        yield
    finally:
        _open.reset(token)


def shared(view: Callable[P, Found]) -> Callable[P, Found]:
    """A view with a session and a workspace first that others build on; what it gives must be frozen.

    Whoever comes while another reader works it out waits for it: doing it twice at once would take both twice as long.
    """

    @wraps(view)
    def once(*arguments: P.args, **options: P.kwargs) -> Found:
        store, session = _open.get(), arguments[0]
        if store is None or not isinstance(session, Session):
            return view(*arguments, **options)
        if session.get_bind() is not store.engine or clock.today() != store.day:
            return view(*arguments, **options)
        key = (view.__module__, view.__qualname__, arguments[1:], tuple(sorted(options.items())))
        with store.lock:
            if key not in store.found:
                store.found[key] = view(*arguments, **options)
            found: Found = store.found[key]
        return found

    return once
