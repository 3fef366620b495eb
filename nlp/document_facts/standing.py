"""Whether a document counts: its period, what it replaces, who answers for it, drafts and ends; and who may read it."""

from __future__ import annotations

from nlp.document_facts import patterns as patterns
from nlp.document_facts.dates import WrittenDate, written_period
from nlp.document_facts.labels import Labelled
from nlp.document_facts.page import FirstPage, last_sentence
from nlp.document_facts.types import FactField

# Plans and strategies carry their period in the title.
_PERIOD_TYPES = frozenset({"STR", "VP", "BUD", "IKP"})
_TITLE_PAGE = 1500


def read_validity(page: FirstPage) -> None:
    """From when and until when, by label, by sentence, or in the title of a plan."""
    for label in page.labels_of("validity", "valid_from", "valid_to"):
        begins, ends = written_period(page.text, label.start, label.end)
        if label.field == "valid_to":
            begins, ends = None, ends or begins
        elif label.field == "validity" and begins and not ends and not begins.is_day:
            ends = begins
        _period(page, begins, ends, 0.9)
    for match in patterns.VALID.finditer(page.text[:2500]):
        sentence = last_sentence(page.text[max(0, match.start() - 120) : match.start()])
        goes_on = sentence.endswith(("och ", "and ")) and patterns.ADOPTED.search(sentence)
        if goes_on or page.opens(match.start()):
            _period(page, *written_period(page.text, match.end(), page.clause_end(match.end(), 120)), 0.8)
    title = page.found.get(FactField.TITLE)
    if title and title.start >= 0 and page.kind in _PERIOD_TYPES and not patterns.DRAFT.search(page.text[:800]):
        begins, ends = written_period(page.text, title.start, title.end)
        if begins and not begins.is_day and not {FactField.VALID_FROM, FactField.VALID_TO} & set(page.found):
            _period(page, begins, ends or begins, 0.5)


def _period(page: FirstPage, begins: WrittenDate | None, ends: WrittenDate | None, sure: float) -> None:
    if begins:
        page.state(FactField.VALID_FROM, begins.first.isoformat(), (begins.start, begins.end), sure)
    if ends:
        page.state(FactField.VALID_TO, ends.last.isoformat(), (ends.start, ends.end), sure)


def read_what_it_replaces(page: FirstPage) -> None:
    """The document that stood in its place."""
    spans = [(label.start, label.end) for label in page.labels_of("replaces")]
    spans += [match.span("what") for match in patterns.REPLACES.finditer(page.text) if page.is_own(match)]
    for start, end in spans:
        what = patterns.DECISION_IN_BRACKETS.sub("", page.text[start:end].rstrip(" ,."))
        page.state(FactField.REPLACES, what, (start, start + len(what)), 0.85)


def read_who_answers(page: FirstPage) -> None:
    """Who is responsible for it, by a label; never an address."""
    for label in sorted(page.labels_of("responsible"), key=lambda found: found.label == "ansvarig"):
        value = page.text[label.start : label.end]
        vague = label.label.startswith(("ansvarig", "responsible", "owner")) and label.start > _TITLE_PAGE
        if len(value) <= 120 and not vague and not patterns.PLACEHOLDER.search(value) and "@" not in value:
            page.state(FactField.RESPONSIBLE, value, (label.start, label.end), 0.85)


def read_ending(page: FirstPage) -> None:
    """Replaced or repealed."""
    for label in page.labels_of("replaced", "repealed"):
        return page.overrule_status(label.field, (label.start, label.end), 0.85)
    ended = [match for match in patterns.ENDED.finditer(page.text[:1200]) if page.is_own(match)]
    replaced = [match for match in ended if match["replaced"]]
    for match in (*replaced, *ended):
        return page.overrule_status("replaced" if replaced else "repealed", match.span(), 0.8)
    return None


def read_progress(page: FirstPage) -> None:
    """Draft, proposed, or minutes that were adjusted; never over an end."""
    status = page.found.get(FactField.STATUS)
    if status and status.value != "adopted":
        return
    names = " ".join(
        (page.metadata.get("title", ""), page.metadata.get("header", ""), page.file_name.replace("_", " "))
    )
    stated = [(label, code) for label in page.labels_of("status") if (code := _status_code(page.text, label))]
    if draft := patterns.DRAFT.search(page.text[:800]):
        page.overrule_status("draft", draft.span(), 0.85)
    elif patterns.NAMED_DRAFT.search(names):
        page.overrule_status("draft", (-1, -1), 0.7)
    elif stated:
        page.overrule_status(stated[0][1], (stated[0][0].start, stated[0][0].end), 0.9)
    elif page.kind == "PROT":
        if adjusted := patterns.ADJUSTED.search(page.text):
            page.state(FactField.STATUS, "adopted", adjusted.span(), 0.8)
    elif proposed := patterns.PROPOSED.search(page.text[:1200]):
        page.overrule_status("proposed", proposed.span(), 0.75)
    elif page.kind == "TJSK" and (proposal := patterns.PROPOSED_DECISION.search(page.text)):
        page.overrule_status("proposed", proposal.span(), 0.7)


def read_publicity(page: FirstPage) -> None:
    """Whether it says of itself that it is under secrecy."""
    for label in page.labels_of("publicity"):
        value = page.text[label.start : label.end]
        named = label.label.startswith("sekretess") and not patterns.PUBLIC_VALUE.match(value)
        if named or patterns.SECRET_VALUE.match(value):
            page.state(FactField.PUBLICITY, "secrecy", (label.start, label.end), 0.85)
    for match in patterns.SECRET.finditer(page.text[:1500]):
        line = page.text[page.text.rfind("\n", 0, match.start()) + 1 : match.start()]
        if not patterns.NOT_ABOUT_ITSELF.search(line):
            page.state(FactField.PUBLICITY, "secrecy", match.span(), 0.75)


def _status_code(text: str, label: Labelled) -> str:
    return next((code for words, code in patterns.STATUS_WORDS if words.match(text, label.start, label.end)), "")
