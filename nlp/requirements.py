"""What the package takes and gives for extraction; `extract` lives in nlp.extraction."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Force(StrEnum):
    """What the words of a unit say; the first four are tracked, permission only when a person asks for it."""

    OBLIGATION = "obligation"
    PROHIBITION = "prohibition"
    RECOMMENDATION = "recommendation"
    RIGHT = "right"
    PERMISSION = "permission"
    EXEMPTION = "exemption"
    DEFINITION = "definition"
    SCOPE = "scope"
    STATEMENT = "statement"


REQUIREMENT_FORCES = frozenset({Force.OBLIGATION, Force.PROHIBITION, Force.RECOMMENDATION, Force.RIGHT})
REGULATORY_FORCES = REQUIREMENT_FORCES | {Force.PERMISSION}


class RoleKind(StrEnum):
    """What some words of a requirement say: who, does what, for whom, if, unless, by when, how often."""

    DUTY_BEARER = "duty_bearer"
    ACTION = "action"
    TARGET_GROUP = "target_group"
    CONDITION = "condition"
    EXCEPTION = "exception"
    DEADLINE = "deadline"
    FREQUENCY = "frequency"


class StatementType(StrEnum):
    """What a sentence that is no requirement does for its act."""

    DEFINITION = "definition"
    SCOPE = "scope"
    DELEGATION = "delegation"
    AMENDMENT = "amendment"
    ENTRY_INTO_FORCE = "entry_into_force"
    TRANSITIONAL = "transitional"


class Combination(StrEnum):
    """Whether all items of a list are asked for, or any one of them is enough."""

    ALL_OF = "all_of"
    ANY_OF = "any_of"


class ListPart(StrEnum):
    """How words that are no requirement of their own belong to the requirements of a list.

    LEAD_IN: the words ask for nothing without the items behind them ("The policy shall contain"); the items do.
    CONDITION: the item says when its lead-in asks ("The office shall reply if"); the lead-in is the requirement.
    """

    LEAD_IN = "lead_in"
    CONDITION = "condition"


class BearerKind(StrEnum):
    """Who a requirement can bind; UNSPECIFIED where nobody is named."""

    MUNICIPALITY = "municipality"
    ANY_AUTHORITY = "any_authority"
    STATE_BODY = "state_body"
    PROVIDER = "provider"
    INDIVIDUAL = "individual"
    UNSPECIFIED = "unspecified"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A leaf of a document to be read: a paragraph or a list item.

    `offset` is where `text` begins in the document; every offset that comes back counts from the document's start.
    `lead_in` is the text of the enclosing provision whose sentence the item completes, "" if none.
    `zone` is the value of policies' Zone ("recital", "enacting" ...), "" if unknown. `id` is handed back unchanged.
    `list_part` says of a unit that items behind it may complete it, or that it is a condition; `combination` what the
    list an item stands in asks for, None where it does not say.
    `instrument` is the normalised identifier of the act, `locator` the provision's place in it, `enclosing` the places
    of the provisions around it, innermost first: what "first paragraph" and "this Chapter" are resolved with.
    """

    text: str
    id: str = ""
    offset: int = 0
    lead_in: str = ""
    heading: str = ""
    zone: str = ""
    list_part: ListPart | None = None
    combination: Combination | None = None
    instrument: str = ""
    locator: str = ""
    enclosing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """Words that fill a role, as written, with offsets in the document.

    `inherited` is true when the words stand in the lead-in; then `start` and `end` are -1.
    `normal` is a normalised form where one exists, else "".
    """

    kind: RoleKind
    text: str
    start: int = -1
    end: int = -1
    inherited: bool = False
    normal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A legal reference as written, and the normalised locator it points to ("" when it cannot be resolved)."""

    text: str
    target: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """The words that gave a unit its force, so that a reader can see why."""

    text: str
    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One demand or other statement with its force (see `is_requirement`): a sentence, an item, or a part of one.

    `start:end` are document offsets. A part of a compound sentence completes the words at `lead_in` ("The authority
    shall"), which stand before it in the same sentence; None where the words stand alone. A duty to see to it that
    somebody does something is two requirements, for it has two bearers: the whole sentence, and the inner clause as
    its part. A `statement_type` or `list_part` says why words of normative force are no requirement. `confidence` is
    the probability of the stated force, `p_requirement` of being a requirement, `p_regulatory` of obligation,
    prohibition, recommendation, permission or right together; all in [0, 1].
    """

    unit_id: str
    start: int
    end: int
    force: Force
    is_requirement: bool
    confidence: float
    p_requirement: float
    p_regulatory: float
    lead_in: tuple[int, int] | None = None
    statement_type: StatementType | None = None
    combination: Combination | None = None
    list_part: ListPart | None = None
    bearer_kind: BearerKind = BearerKind.UNSPECIFIED
    roles: tuple[Role, ...] = ()
    references: tuple[Reference, ...] = ()
    cues: tuple[Cue, ...] = ()

    @property
    def regulates(self) -> bool:
        """Whether the words demand or permit something themselves: no statement, and no part of a list's demand."""
        return self.force in REGULATORY_FORCES and self.statement_type is None and self.list_part is None

    def role(self, kind: RoleKind) -> Role | None:
        """The first words in a role, None where there are none."""
        return next((role for role in self.roles if role.kind is kind), None)

    @property
    def duty_bearer(self) -> Role | None:
        """The words for who is bound."""
        return self.role(RoleKind.DUTY_BEARER)

    @property
    def deadline(self) -> Role | None:
        """The words of the time limit."""
        return self.role(RoleKind.DEADLINE)
