"""References in a text as links to what they cite, and what is said of those that lead nowhere yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from tracker.pages import address, frame
from tracker.pages.highlights import Mark
from tracker.pages.language import t
from tracker.views.reading import references
from tracker.views.reading.references import ReferencePlace

SIZE = 40
"""How many provisions the text of a guideline shows at a time."""

Span = Mapping[str, Any]


def places(spans: Iterable[Span], *, edition_id: int, language: str = "") -> dict[str, ReferencePlace]:
    """Where the references among stored spans of an edition lead, by target."""
    targets = {str(span["why"]) for span in spans if span["role"] == "reference" and span.get("why")}
    if not targets:
        return {}
    with frame.reading() as session:
        return references.resolve(session, sorted(targets), edition_id=edition_id, language=language)


def marks(spans: Iterable[Span], found: Mapping[str, ReferencePlace]) -> list[Mark]:
    """One mark for the words of each reference: a list of places is one, which leads to the first that is imported."""
    cited: dict[tuple[int, int], list[str]] = {}
    for span in spans:
        if span["role"] == "reference":
            cited.setdefault((span["start"], span["end"]), []).append(str(span.get("why", "")))
    return [_mark(start, end, targets, found) for (start, end), targets in cited.items()]


def said(target: str, found: Mapping[str, ReferencePlace]) -> str:
    """A target with what a reader should know of it: that it is not imported, or only what stands around it."""
    if not target:
        return t("page.reference.unresolved")
    place = found.get(target)
    if place is None or place.edition_id is None:
        return t("page.reference.not_imported", target=target)
    if place.position is None and not place.exact:
        return t("page.reference.not_in_text", target=target)
    return target if place.exact else t("page.reference.around", target=target, locator=place.locator)


def href(place: ReferencePlace) -> str:
    """The address of a place within the app: the guideline's text where it stands, else the guideline."""
    values: dict[str, str | int | None] = {"guideline": place.guideline_id}
    if place.edition_id is not None:
        page = (place.position or 0) // SIZE + 1
        values |= {"tab": "text", "edition": place.edition_id, "page": page if page > 1 else None}
    return f"guidelines?{urlencode(address.kept(**values))}"


def _mark(start: int, end: int, targets: list[str], found: Mapping[str, ReferencePlace]) -> Mark:
    known = [found[target] for target in targets if target in found]
    known.sort(key=lambda place: place.position is None)
    told = [t("page.text.mark.reference"), *(said(target, found) for target in targets)]
    return Mark(start=start, end=end, role="reference", title=" · ".join(told), href=href(known[0]) if known else "")
