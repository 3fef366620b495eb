"""What a page offers to somebody that would change something, found by what stands behind each button and field."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

from streamlit.testing.v1 import AppTest

from tracker.pages import background, frame

WRITERS = frozenset({frame.do, background.submit, background.upload})
"""What every change goes through that a page makes."""
_BUTTONS = ("st.button", "st.form_submit_button")


def offered(page: AppTest) -> set[str]:
    """The keys (or labels) of open buttons, fields and uploads of a page whose use calls a verb or queues a job."""
    metadata = page.session_state._state._state._new_widget_state.widget_metadata
    found = set()
    for proto in _open(page._tree):
        known = metadata.get(getattr(proto, "id", ""))
        given = (*(known.callback_args or ()), *(known.callback_kwargs or {}).values()) if known else ()
        if known and any(writes(one) for one in (known.callback, *given) if inspect.isfunction(one)):
            found.add(proto.id.split("-", 2)[-1])
    return found


def pressed_and_open() -> set[str]:
    """Where the source of a page writes after `if st.button(...)` and nothing says whether that button is closed.

    Such a button has no callback to be found by, so it is looked for in the source: "start/begin.py: _own".
    """
    root = Path(inspect.getfile(frame)).parent
    found = set()
    for file in sorted(root.rglob("*.py")):
        name = ".".join(("tracker.pages", *file.relative_to(root).with_suffix("").parts))
        for function in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef) and pressed_unsaid(function, vars(import_module(name))):
                found.add(f"{file.relative_to(root).as_posix()}: {function.name}")
    return found


def pressed_unsaid(function: ast.stmt, names: Mapping[str, Any]) -> bool:
    """The same of one function; `names` are those of its module. A button behind `..._may(...)` is for them."""
    for node in ast.walk(function):
        if isinstance(node, ast.If):
            called = [call for call in ast.walk(node.test) if isinstance(call, ast.Call)]
            buttons = [call for call in called if ast.unparse(call.func) in _BUTTONS]
            calls = (call for part in node.body for call in ast.walk(part) if isinstance(call, ast.Call))
            after = {ast.unparse(call.func) for call in calls}
            if any(ast.unparse(call.func).endswith("may") for call in called):
                continue
            unsaid = any(all(given.arg is not None for given in button.keywords) for button in buttons)
            if unsaid and ("frame.do" in after or any(writes(names[one]) for one in after if one in names)):
                return True
    return False


@cache
def writes(function: Callable[..., Any]) -> bool:
    """Whether a function of the pages calls one of WRITERS, itself or through others of the pages."""
    return _reaches(function, set())


def _reaches(function: Callable[..., Any], seen: set[Callable[..., Any]]) -> bool:
    if not isinstance(function, FunctionType) or function in seen or not _of_pages(function.__module__):
        return False
    if function in WRITERS:
        return True
    seen.add(function)
    return any(_reaches(called, seen) for called in _called(function))


def _called(function: FunctionType) -> Iterator[Any]:
    """What a function names: its own module's, those of modules it names, and those it holds from around it."""
    names = set(_names(function.__code__))
    for name in names:
        held = function.__globals__.get(name)
        if isinstance(held, ModuleType) and _of_pages(held.__name__):
            yield from (vars(held)[other] for other in names & vars(held).keys())
        elif held is not None:
            yield held
    yield from (cell.cell_contents for cell in function.__closure__ or ())


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _names(inner)


def _of_pages(module: str | None) -> bool:
    return (module or "").startswith("tracker.pages")


def _open(node: Any) -> Iterator[Any]:
    """What stands in a page that is not closed, nor inside of something closed."""
    proto = getattr(node, "proto", None)
    if proto is not None and _closed(proto):
        return
    if proto is not None:
        yield proto
    for child in getattr(node, "children", {}).values():
        yield from _open(child)


def _closed(proto: Any) -> bool:
    popover = getattr(proto, "popover", None)
    return bool(getattr(proto, "disabled", False) or getattr(popover, "disabled", False))
