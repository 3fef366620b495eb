"""The JSON-LD context of CPSV-AP in our own wording, which stands in for its address: nothing is ever fetched."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

from tracker.rdf.namespaces import PREFIXES


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


def _expanded(name: str) -> str:
    prefix, colon, rest = name.partition(":")
    return PREFIXES[prefix] + rest if colon and prefix in PREFIXES else name
