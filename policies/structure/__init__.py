"""One structure per drafting tradition: the blocks of a Document become provisions with locators and zones.

A new tradition is one module with `structure(document)` and one line here; `policies.structure.recognition` says
which tradition a document follows.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import cast

from policies.document import Document, Provision
from policies.errors import PoliciesError

Structure = Callable[[Document], tuple[Provision, ...]]

TRADITIONS = {
    "checklist": "policies.structure.checklist",
    "eu_act": "policies.structure.eu_act",
    "framework": "policies.structure.framework",
    "guidance": "policies.structure.guidance",
    "municipal": "policies.structure.municipal",
    "nordic_statute": "policies.structure.nordic_statute",
    "swedish_statute": "policies.structure.swedish_statute",
    "table": "policies.structure.table",
}
"""Name of a tradition to the module that knows it."""


def structure(tradition: str) -> Structure:
    """The structure of a tradition. Raises PoliciesError naming the choices."""
    if tradition not in TRADITIONS:
        raise PoliciesError("error.unknown_tradition", tradition=tradition, choices=", ".join(sorted(TRADITIONS)))
    return cast(Structure, import_module(TRADITIONS[tradition]).structure)
