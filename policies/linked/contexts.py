"""JSON-LD contexts without the network: the one of CPSV-AP is given by whoever asks, any other address is refused.

Nothing is ever fetched: a context that somebody else can change would change what a file says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from policies.errors import UnreadableFile

DEPTH = 100
TERMS = 2_000

_CPSV_AP = re.compile(
    r"https?://(?:semiceu\.github\.io|raw\.githubusercontent\.com|data\.europa\.eu)/\S{1,300}/cpsv-ap\.jsonld",
    re.IGNORECASE,
)


def with_contexts(document: Any, file: str, cpsv_ap: Mapping[str, Any]) -> Any:
    """The JSON of `document`, altered in place, in which no context stands for an address any more.

    Raises UnreadableFile for a context that only its address is known of, and for JSON nested or defined without end.
    """
    waiting: list[tuple[Any, int]] = [(document, 0)]
    while waiting:
        node, depth = waiting.pop()
        if depth > DEPTH:
            raise UnreadableFile("error.rdf_too_deep", file=file, limit=DEPTH)
        if isinstance(node, dict):
            if "@import" in node:
                raise UnreadableFile("error.rdf_context", file=file, address=str(node["@import"])[:200])
            if "@context" in node:
                node["@context"] = _known(node["@context"], file, cpsv_ap)
            waiting += ((value, depth + 1) for value in node.values())
        elif isinstance(node, list):
            waiting += ((value, depth + 1) for value in node)
    return document


def _known(context: Any, file: str, cpsv_ap: Mapping[str, Any]) -> Any:
    if isinstance(context, str):
        if _CPSV_AP.fullmatch(context.strip()):
            return dict(cpsv_ap)
        raise UnreadableFile("error.rdf_context", file=file, address=context[:200])
    if isinstance(context, list):
        return [_known(part, file, cpsv_ap) for part in context]
    if isinstance(context, dict) and len(context) > TERMS:
        raise UnreadableFile("error.rdf_context_too_large", file=file, limit=TERMS)
    return context
