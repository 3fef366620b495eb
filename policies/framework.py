"""A framework as one file: a guideline's text, its parts and requirements, and what it does for other guidelines.

JSON of one shape, its keys sorted, so that equal content gives equal bytes. `checksum` is over all else in it. What a
person made from a sheet or from pasted text is kept as such a file, and it is what one installation gives another;
nothing of a workspace and nobody's name has a place in it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from policies import limits
from policies.assembly import INVISIBLE
from policies.document import Provision, Stated, Zone
from policies.errors import UnreadableFile
from policies.library import Bindingness, Force, Level

KIND, VERSION = "tracker-framework", 1
FACTS = frozenset({
    "identifier", "title", "language", "issuer", "level", "bindingness", "published_on", "source", "rights",
})  # fmt: skip
"""What is said of the guideline; all of it text, each of at most FACT_CHARACTERS."""
FACT_CHARACTERS = 1000
LARGEST = 20 * limits.MEGABYTE
PARTS = 20_000
"""So many provisions, requirements and crosswalks each."""
_WORDS = 2000
_FORCES = frozenset({"", *(force.value for force in Force)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Crosswalk:
    """What a requirement of the framework does with one of another guideline.

    `requirement` is its place in `Framework.requirements`; the other one is known by its guideline's identifier and
    its key there. `upper` says that the other one stands above. `type` is a code (implements, partly ...).
    """

    requirement: int
    guideline: str
    key: str
    upper: bool
    type: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Framework:
    """What a file holds; offsets count characters of `text`."""

    facts: Mapping[str, str]
    text: str
    provisions: tuple[Provision, ...]
    requirements: tuple[Stated, ...]
    crosswalks: tuple[Crosswalk, ...] = field(default=())


def packed(framework: Framework) -> bytes:
    """The file, always the same for the same content."""
    content: dict[str, Any] = {
        "kind": KIND,
        "version": VERSION,
        "guideline": {name: said for name, said in framework.facts.items() if said},
        "text": framework.text,
        "provisions": [_sparse(provision) for provision in framework.provisions],
        "requirements": [_sparse(stated) for stated in framework.requirements],
        "crosswalks": [_sparse(crosswalk) for crosswalk in framework.crosswalks],
    }
    written = json.dumps(content | {"checksum": _checksum(content)}, ensure_ascii=False, indent=1, sort_keys=True)
    return (written + "\n").encode()


def unpacked(data: bytes, name: str) -> Framework:
    """What a file holds. Raises UnreadableFile: too large, of a later version, altered since written, damaged."""
    if len(data) > LARGEST:
        limit = LARGEST // limits.MEGABYTE
        raise UnreadableFile("error.too_large", file=name, megabytes=round(len(data) / limits.MEGABYTE), limit=limit)
    try:
        content = json.loads(data.decode("utf-8-sig"))
        if not isinstance(content, dict) or content.get("kind") != KIND:
            raise UnreadableFile("error.framework_damaged", file=name)
        if content.get("version") != VERSION:
            version = str(content.get("version"))[:20]
            raise UnreadableFile("error.framework_version", file=name, version=version, known=VERSION)
        if content.pop("checksum", "") != _checksum(content):
            raise UnreadableFile("error.framework_altered", file=name)
        return _framework(content)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UnreadableFile("error.framework_damaged", file=name) from error


def _checksum(content: Mapping[str, Any]) -> str:
    plain = json.dumps(content, ensure_ascii=True, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()


def _sparse(part: Provision | Stated | Crosswalk) -> dict[str, Any]:
    """What differs from the defaults; what has none is always there."""
    defaults = {one.name: one.default for one in fields(part)}
    return {name: value for name, value in asdict(part).items() if value != defaults[name]}


def _framework(content: Mapping[str, Any]) -> Framework:
    """Checked part by part; ValueError, KeyError or TypeError where something does not fit."""
    text = _words(content["text"], limits.TEXT_CHARACTERS)
    facts = {name: _words(said, FACT_CHARACTERS) for name, said in content["guideline"].items()}
    rows = {name: _rows(content[name]) for name in ("provisions", "requirements", "crosswalks")}
    if facts.get("level", Level.EU) not in list(Level) or facts.get("bindingness", Bindingness.SOFT) not in list(
        Bindingness
    ):
        raise ValueError("facts")
    if facts.keys() - FACTS or INVISIBLE.search(text) or not rows["provisions"]:
        raise ValueError("facts or text")
    provisions = tuple(_provision(row, at, text) for at, row in enumerate(rows["provisions"]))
    _nested(provisions)
    requirements = tuple(_stated(row, text, provisions) for row in rows["requirements"])
    crosswalks = tuple(_crosswalk(row, len(requirements)) for row in rows["crosswalks"])
    return Framework(facts=facts, text=text, provisions=provisions, requirements=requirements, crosswalks=crosswalks)


def _rows(found: object) -> list[dict[str, Any]]:
    if not isinstance(found, list) or len(found) > PARTS or not all(isinstance(row, dict) for row in found):
        raise ValueError("rows")
    return found


def _provision(row: dict[str, Any], at: int, text: str) -> Provision:
    made = Provision(**{**row, "zone": Zone(row["zone"])})
    _span(made.start, made.end, text)
    if made.parent is not None and not (type(made.parent) is int and 0 <= made.parent < at):
        raise ValueError("parent")
    for said, longest in ((made.locator, 400), (made.kind, 40), (made.heading, _WORDS), (made.label, 80)):
        _words(said, longest)
    if not made.locator:
        raise ValueError("locator")
    return made


def _nested(provisions: tuple[Provision, ...]) -> None:
    """In document order, each within its parent, no two at one locator."""
    before = 0
    for provision in provisions:
        around = provisions[provision.parent] if provision.parent is not None else None
        if provision.start < before or (around is not None and not around.start <= provision.start <= around.end):
            raise ValueError("order")
        if around is not None and provision.end > around.end:
            raise ValueError("nesting")
        before = provision.start
    if len({provision.locator for provision in provisions}) != len(provisions):
        raise ValueError("locators")


def _stated(row: dict[str, Any], text: str, provisions: tuple[Provision, ...]) -> Stated:
    lead_ins = tuple((start, end) for start, end in row.pop("lead_ins", ()))
    made = Stated(lead_ins=lead_ins, **row)
    if type(made.provision) is not int or not 0 <= made.provision < len(provisions):
        raise ValueError("provision")
    for start, end in ((made.start, made.end), *lead_ins):
        _span(start, end, text)
    around = provisions[made.provision]
    if not around.start <= made.start < made.end <= around.end:
        raise ValueError("requirement")
    if made.force not in _FORCES:
        raise ValueError("force")
    for said in (made.duty_bearer, made.deadline):
        _words(said, _WORDS)
    if isinstance(made.confidence, bool) or not 0 <= float(made.confidence) <= 1:
        raise ValueError("confidence")
    return made


def _crosswalk(row: dict[str, Any], requirements: int) -> Crosswalk:
    made = Crosswalk(**row)
    if type(made.requirement) is not int or not 0 <= made.requirement < requirements or type(made.upper) is not bool:
        raise ValueError("crosswalk")
    for said in (made.guideline, made.key, made.type, made.note):
        _words(said, _WORDS)
    return made


def _span(start: object, end: object, text: str) -> None:
    if type(start) is not int or type(end) is not int or not 0 <= start <= end <= len(text):
        raise ValueError("offsets")


def _words(said: object, longest: int) -> str:
    if not isinstance(said, str) or len(said) > longest or "\x00" in said:
        raise ValueError("words")
    said.encode()  # no half of a surrogate pair: no database takes it
    return said
