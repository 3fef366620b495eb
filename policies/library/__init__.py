"""The starter library: guidelines and short summaries of their requirements, Swedish and English, one TOML file each.

Summaries are the library's own words. They are never quoted, and they give way to the official text once it is
imported. What a file says about how far it was checked against that text is kept with every entry.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any


class Level(StrEnum):
    """Where a guideline comes from."""

    EU = "eu"
    NATIONAL = "national"
    REGIONAL = "regional"


class Scheme(StrEnum):
    """What kind of identifier a guideline has; REGULATIONS are agency collections such as MDFFS."""

    CELEX = "celex"
    SFS = "sfs"
    REGULATIONS = "regulations"
    NONE = "none"


class Bindingness(StrEnum):
    """Whether the instrument binds a municipality or its state, apart from the force of its words."""

    BINDING = "binding"
    SOFT = "soft"


class Status(StrEnum):
    """Where the instrument is in its life."""

    PROPOSED = "proposed"
    NOT_YET_IN_FORCE = "not_yet_in_force"
    IN_FORCE = "in_force"
    CURRENT = "current"
    SUPERSEDED = "superseded"
    REPEALED = "repealed"


class Verified(StrEnum):
    """How far the entry was checked: in the official text, partly, in secondary sources, or not (general knowledge)."""

    OFFICIAL_TEXT = "official_text"
    PARTLY = "partly"
    SECONDARY = "secondary"
    KNOWLEDGE = "knowledge"


class Force(StrEnum):
    """What the requirement says; the words are those of the extraction. STATEMENT informs and is not tracked."""

    OBLIGATION = "obligation"
    PROHIBITION = "prohibition"
    RECOMMENDATION = "recommendation"
    RIGHT = "right"
    PERMISSION = "permission"
    STATEMENT = "statement"


class Applies(StrEnum):
    """Whether the requirement reaches a municipality; CONDITIONAL comes with the condition in words."""

    YES = "yes"
    CONDITIONAL = "conditional"
    NO = "no"
    UNKNOWN = "unknown"


TRACKED = frozenset({Force.OBLIGATION, Force.PROHIBITION, Force.RECOMMENDATION, Force.RIGHT})


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherIdentifier:
    """Another instrument the entry covers: "together_with" (an ordinance beside its act) or "amending_act"."""

    identifier: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryRequirement:
    """One requirement as the library sums it up.

    `locator` is the place as the summary's author wrote it; `places` the same as normalised locators, without an
    instrument where the guideline's own is meant, empty where the author gave a topic instead of a place.
    `goal` marks a target to work towards. `duty_bearer` and `condition` are English notes, "" if none.
    `evidence` are codes of document types that usually prove it. `checked`: locator, force and meaning were read in
    the official text; `unsure`: its author was in doubt. `verified` follows from `checked` and from the guideline.
    `applies_on` is the requirement's own first day of application, set where it is another than its guideline's.
    """

    id: str
    locator: str
    places: tuple[str, ...] = ()
    force: Force
    goal: bool = False
    sv: str
    en: str
    duty_bearer: str = ""
    applies_to_municipality: Applies = Applies.UNKNOWN
    condition: str = ""
    applies_on: date | None = None
    evidence: tuple[str, ...] = ()
    checked: bool = False
    unsure: bool = False
    verified: Verified

    @property
    def tracked(self) -> bool:
        """Permissions and statements are kept and shown, but nobody is asked to carry them out."""
        return self.force in TRACKED


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryGuideline:
    """One guideline of the library.

    `identifier` is normalised as by policies.locators.identifier, "" where no official one exists; `consolidated` is
    the CELEX number of the consolidated text that was read. `adopted_under` names the acts an implementing act rests
    on. The `_note` fields hold the words the entry was made from. Dates are set only where they are certain to the day;
    of a proposal, `in_force_on` is the proposed date.
    """

    id: str
    title_sv: str
    title_en: str
    issuer: str
    level: Level
    identifier: str
    scheme: Scheme
    other_identifiers: tuple[OtherIdentifier, ...] = ()
    consolidated: str = ""
    replaces: tuple[str, ...] = ()
    adopted_under: tuple[str, ...] = ()
    eli: str = ""
    identifier_note: str = ""
    bindingness: Bindingness
    bindingness_note: str = ""
    status: Status
    status_note: str = ""
    adopted_on: date | None = None
    in_force_on: date | None = None
    applies_on: date | None = None
    date_note: str = ""
    verified: Verified
    verified_note: str = ""
    verified_source: str = ""
    requirements: tuple[LibraryRequirement, ...] = field(default_factory=tuple)


@cache
def load() -> tuple[LibraryGuideline, ...]:
    """Every guideline of the library, ordered by id; read once."""
    entries = (entry for entry in files(__package__).iterdir() if entry.name.endswith(".toml"))
    guidelines = (_guideline(tomllib.loads(entry.read_text(encoding="utf-8"))) for entry in entries)
    return tuple(sorted(guidelines, key=lambda guideline: guideline.id))


def _guideline(entry: Mapping[str, Any]) -> LibraryGuideline:
    """A misspelt key or value is a fault in a file of this package, so it surfaces as TypeError or ValueError."""
    verified = Verified(entry["verified"])
    changed = {
        "level": Level(entry["level"]),
        "scheme": Scheme(entry["scheme"]),
        "bindingness": Bindingness(entry["bindingness"]),
        "status": Status(entry["status"]),
        "verified": verified,
        "other_identifiers": tuple(OtherIdentifier(**other) for other in entry.get("other_identifiers", ())),
        "replaces": tuple(entry.get("replaces", ())),
        "adopted_under": tuple(entry.get("adopted_under", ())),
        "requirements": tuple(_requirement(requirement, verified) for requirement in entry["requirements"]),
    }
    return LibraryGuideline(**{**entry, **changed})


def _requirement(entry: Mapping[str, Any], guideline: Verified) -> LibraryRequirement:
    if entry.get("checked"):
        verified = Verified.OFFICIAL_TEXT
    else:  # the instrument was read, this line of it was not ticked off
        verified = Verified.PARTLY if guideline is Verified.OFFICIAL_TEXT else guideline
    changed = {
        "force": Force(entry["force"]),
        "applies_to_municipality": Applies(entry.get("applies_to_municipality", Applies.UNKNOWN)),
        "places": tuple(entry.get("places", ())),
        "evidence": tuple(entry["evidence"]),
        "verified": verified,
    }
    return LibraryRequirement(**{**entry, **changed})
