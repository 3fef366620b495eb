"""All views there are, and one view asked in every way that is known."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Collection, Mapping
from typing import Any

from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

import tracker.views
from tests.trust.canaries import WORDS, out
from tracker.errors import NotAllowed, NotFound

View = Callable[..., Any]


def views() -> Mapping[str, View]:
    """Every public function of the views that is given a session."""
    found = {}
    for module in pkgutil.walk_packages(tracker.views.__path__, "tracker.views."):
        for name, view in vars(importlib.import_module(module.name)).items():
            of_it = inspect.isfunction(view) and view.__module__ == module.name and not name.startswith("_")
            if of_it and next(iter(inspect.signature(view).parameters), "") == "session":
                found[f"{module.name.removeprefix('tracker.views.')}.{name}"] = view
    return found


def told(
    view: View,
    session: Session,
    known: Mapping[str, list[Any]],
    asked: Mapping[str, bool],
    *,
    words: Collection[str] = WORDS,
    also: Collection[str] = (),
) -> set[str]:
    """The words in what a view gives, however it is asked; `also` names what it may be given and need not."""
    needed = [
        name
        for name, parameter in list(inspect.signature(view).parameters.items())[1:]
        if (parameter.default is parameter.empty or name in also) and name not in asked
    ]
    found: set[str] = set()
    for turn in range(max([len(known[name]) for name in needed], default=1)):
        given = {name: known[name][turn % len(known[name])] for name in needed}
        try:
            said = view(session, **given, **asked)
            found |= out(list(said) if inspect.isgenerator(said) else said, words)
        except (NotFound, NotAllowed, NoResultFound):
            continue
    return found
