"""Reading the first page of a document: labels, cells and sentences by which it tells about itself."""

from __future__ import annotations

from nlp.document_facts.adoption import read_adoption, read_case_number, read_minutes
from nlp.document_facts.naming import read_title, read_type
from nlp.document_facts.page import FirstPage
from nlp.document_facts.standing import (
    read_ending,
    read_progress,
    read_publicity,
    read_validity,
    read_what_it_replaces,
    read_who_answers,
)
from nlp.document_facts.types import DocumentFact, FactField


def read_head(page: FirstPage) -> tuple[DocumentFact, ...]:
    """Everything the page says, in the order in which one answer helps the next."""
    read_title(page)
    read_type(page)
    if page.kind == "PROT":
        read_minutes(page)
    elif page.kind != "TJSK":
        read_adoption(page)
        read_validity(page)
        read_what_it_replaces(page)
        read_who_answers(page)
    read_case_number(page)
    read_ending(page)
    _read_properties(page)
    read_progress(page)
    read_publicity(page)
    return tuple(page.found[field] for field in FactField if field in page.found)


def _read_properties(page: FirstPage) -> None:
    """What headers and footers say that the reader kept apart; such facts have no place in the text."""
    if page.kind in {"PROT", "TJSK"}:
        return
    for key in ("header", "footer"):
        apart = FirstPage(page.metadata.get(key, ""))
        apart.found.update({field: fact for field, fact in page.found.items() if field is FactField.TITLE})
        read_case_number(apart)
        if FactField.DECIDED_ON not in page.found:
            read_adoption(apart)
        for field, fact in apart.found.items():
            page.state(field, fact.value, sure=min(0.6, fact.confidence))
