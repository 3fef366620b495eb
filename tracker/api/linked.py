"""The same rows as linked data: an address for each, references by address, and a context that says what fields mean.

The vocabularies are those of `tracker.rdf` (CPSV-AP, ELI, ORG, Dublin Core); what none of them has a word for is in our
own. The context stands in the answer itself, so nothing has to be fetched to read it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from tracker.api.resources import RESOURCES, Resource
from tracker.rdf.namespaces import OWN, PREFIXES

MEDIA_TYPE = "application/ld+json"


@cache
def context(name: str) -> Mapping[str, Any]:
    """The context of a resource; not to be altered.

    >>> context("services")["name"], context("services")["unit_id"]
    ({'@id': 'dct:title'}, {'@id': 'cv:hasCompetentAuthority', '@type': '@id'})
    """
    terms = {field: _term(meaning) for field, meaning in RESOURCES[name].terms.items()}
    return {**PREFIXES, "@vocab": str(OWN), "items": "@graph", "next": None, **terms}


def linked(resource: Resource, rows: Sequence[dict[str, Any]], root: str) -> dict[str, Any]:
    """Rows as JSON has them, with context, addresses and classes; `root` is the address of the API."""
    return {"@context": context(resource.name), "items": [_item(resource, row, root) for row in rows]}


def _item(resource: Resource, row: dict[str, Any], root: str) -> dict[str, Any]:
    own = {"@id": f"{root}/{resource.name}/{row['id']}"} if resource.alone else {}
    told = _referring(row, resource.terms, root)
    return {**own, "@type": list(resource.kinds), **told}


def _referring(row: Mapping[str, Any], terms: Mapping[str, str], root: str) -> dict[str, Any]:
    """The row with addresses for the numbers of other rows, in its parts too; an empty address is none."""
    found = dict(row)
    for field, value in row.items():
        to = terms.get(field, "").partition(" ")[2]
        if isinstance(value, list):
            found[field] = [_referring(part, terms, root) if isinstance(part, dict) else part for part in value]
        elif isinstance(value, dict):
            found[field] = _referring(value, terms, root)
        elif to in RESOURCES:
            found[field] = None if value is None else f"{root}/{to}/{value}"
        elif to == "@id":
            found[field] = value or None
    return found


def _term(meaning: str) -> Mapping[str, str]:
    """What a field means: a word of a vocabulary and, after a space, a language, a datatype or what it refers to."""
    word, _, kind = meaning.partition(" ")
    if not kind:
        return {"@id": word}
    if kind.startswith("@") and kind != "@id":
        return {"@id": word, "@language": kind[1:]}
    return {"@id": word, "@type": "@id" if kind in RESOURCES else kind}
