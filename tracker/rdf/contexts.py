"""JSON-LD contexts without the network: the one of CPSV-AP is known here, any other address is refused.

Nothing is ever fetched: a context that somebody else can change would change what a file says.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any

from tracker.errors import ImportProblem
from tracker.rdf.namespaces import PREFIXES

DEPTH = 100
TERMS = 2_000

_CPSV_AP = re.compile(
    r"https?://(?:semiceu\.github\.io|raw\.githubusercontent\.com|data\.europa\.eu)/\S{1,300}/cpsv-ap\.jsonld",
    re.IGNORECASE,
)


def with_contexts(document: Any, file: str) -> Any:
    """The JSON of `document`, altered in place, in which no context stands for an address any more.

    Raises ImportProblem for a context that only its address is known of, and for JSON nested or defined without end.
    """
    waiting: list[tuple[Any, int]] = [(document, 0)]
    while waiting:
        node, depth = waiting.pop()
        if depth > DEPTH:
            raise ImportProblem("error.rdf_too_deep", file=file, limit=DEPTH)
        if isinstance(node, dict):
            if "@import" in node:
                raise ImportProblem("error.rdf_context", file=file, address=str(node["@import"])[:200])
            if "@context" in node:
                node["@context"] = _known(node["@context"], file)
            waiting += ((value, depth + 1) for value in node.values())
        elif isinstance(node, list):
            waiting += ((value, depth + 1) for value in node)
    return document


@cache
def cpsv_ap() -> dict[str, Any]:
    """Our own wording of the terms of CPSV-AP 3, made from contexts.toml; not to be altered.

    >>> cpsv_ap()["PublicService.hasChannel"]
    {'@id': 'http://data.europa.eu/m8g/hasChannel', '@type': '@id'}
    """
    source = resources.files("tracker.rdf").joinpath("contexts.toml").read_text(encoding="utf-8")
    context: dict[str, Any] = {}
    for name, terms in tomllib.loads(source).items():
        context[name] = _expanded(terms.pop("is"))
        for term, meaning in terms.items():
            address, _, datatype = meaning[1:].partition(" ")
            kind = "@id" if meaning[0] == "@" else _expanded(datatype)
            context[f"{name}.{term}"] = {"@id": _expanded(address)} | ({"@type": kind} if kind else {})
    return context


def _known(context: Any, file: str) -> Any:
    if isinstance(context, str):
        if _CPSV_AP.fullmatch(context.strip()):
            return dict(cpsv_ap())
        raise ImportProblem("error.rdf_context", file=file, address=context[:200])
    if isinstance(context, list):
        return [_known(part, file) for part in context]
    if isinstance(context, dict) and len(context) > TERMS:
        raise ImportProblem("error.rdf_context_too_large", file=file, limit=TERMS)
    return context


def _expanded(name: str) -> str:
    prefix, colon, rest = name.partition(":")
    return PREFIXES[prefix] + rest if colon and prefix in PREFIXES else name
