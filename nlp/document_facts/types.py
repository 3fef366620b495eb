"""The shape of what a document says about itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FactField(StrEnum):
    """What can be known about a document; `publicity` is only stated when it is secrecy."""

    TITLE = "title"
    TYPE = "type"
    BODY = "body"
    DNR = "dnr"
    PARAGRAPH = "paragraph"
    DECIDED_ON = "decided_on"
    STATUS = "status"
    VALID_FROM = "valid_from"
    VALID_TO = "valid_to"
    REPLACES = "replaces"
    RESPONSIBLE = "responsible"
    PUBLICITY = "publicity"


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFact:
    """A field with its value; dates are ISO, type and status are codes, the rest is as written.

    `start:end` are offsets in the document's text, -1 when the value comes from the file's properties or name.
    """

    field: FactField
    value: str
    start: int = -1
    end: int = -1
    confidence: float
