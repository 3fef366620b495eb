"""Everything slow about importing a guideline, done before a transaction begins."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from nlp.applicability import Reach
from nlp.requirements import Requirement
from policies.document import Document, ReadWarning
from tracker.extraction import TRACKED_LANGUAGES, Extracted, extract, language_of, reach_of
from tracker.refining import InUse
from tracker.stating import readings, settled


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A text that was read and extracted, ready to be compared and stored.

    `read` is what the program reads in each of the document's stated requirements, whatever force they state.
    """

    file_name: str
    data: bytes
    sha256: str
    document: Document
    language: str
    reach: Reach
    extracted: tuple[Extracted, ...]
    pipeline: str
    read: tuple[Requirement | None, ...] = ()


def prepare(
    data: bytes, file_name: str, document: Document, *, language: str = "auto", refined: InUse | None = None
) -> Prepared:
    """Extract the requirements of a document that a reader gave; `refined` is what a workspace's corrections change.

    What the document itself sets apart as requirements stands as it says (`tracker.stating`).
    """
    from nlp.pipeline import pipeline_version

    language = language_of(document, language)
    if language not in TRACKED_LANGUAGES:
        strange = ReadWarning(code="warning.language_without_rules", values={"file": file_name, "language": language})
        document = replace(document, warnings=(*document.warnings, strange))
    reach = reach_of(document, language=language)
    found = tuple(extract(document, language=language, reach=reach, refinement=refined.refinement if refined else None))
    return Prepared(
        file_name=file_name,
        data=data,
        sha256=hashlib.sha256(data).hexdigest(),
        document=document,
        language=language,
        reach=reach,
        extracted=settled(document, found),
        read=readings(document, found),
        pipeline=pipeline_version(language) + (f"+{refined.name}" if refined else ""),
    )
