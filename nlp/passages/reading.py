"""Reading one passage: its form, the heading above it, the sentence it completes and its own words, in that order."""

from __future__ import annotations

import re
from functools import lru_cache

from nlp.passages.cues import CueBook, cue_book, lowered
from nlp.passages.duties import indicative_norm, main_duty, opening_infinitive
from nlp.passages.form import is_block_quote, is_contents, is_heading, quoted_spans
from nlp.passages.types import PassageJudgement, PassageText, PassageType
from nlp.passages.view import ITEM_NUMBER, PassageView
from nlp.passages.zones import MINUTES, PLANS, REGISTERS, RULE_BOOKS, STATEMENTS, heading_zone, short_line

_KINDS = {
    "decision": "decision",
    "beslut": "decision",
    "proposal": "proposal",
    "förslag": "proposal",
    "yrkande": "proposal",
    "motion": "proposal",
    "reservation": "reservation",
    "background": "background",
}
LEAD_IN, HEADINGS = 2_000, 2_000  # characters of what stands before and above that are read, the nearest ones
_FIGURE = re.compile(r"\d")
_MOSTLY = 0.6
_PARTLY = 0.35


class PassageReader(PassageView):
    """One passage being read; a class because every step looks at the same few values."""

    def __init__(self, passage: PassageText, book: CueBook, document_type: str) -> None:
        super().__init__(passage, book, document_type)
        self.zone, self.zone_cue, self.zone_origin = self._zone()

    def judge(self) -> PassageJudgement:
        """The first step that recognises the passage decides."""
        return (
            self._form()
            or self._reservation()
            or self._outcome()
            or self._rejected()
            or self._proposal()
            or self._decision()
            or self._quotation()
            or self._rule()
            or self._background()
        )

    def _background(self) -> PassageJudgement:
        if self.zone in {"background", "intro"}:
            return self._by_zone(PassageType.BACKGROUND, 0.85)
        return PassageJudgement(type=PassageType.BACKGROUND, confidence=0.5, origin="none")

    def _zone(self) -> tuple[str, str, str]:
        """What the reader, the lead-in or the headings make of the passage; the words; where they stand."""
        if self.document_type not in RULE_BOOKS and (zone := _KINDS.get(self.passage.provision_kind.lower())):
            return zone, self.passage.provision_kind, "block"
        above = self.passage.heading[-HEADINGS:]
        found = lead_in_zone(self.passage.lead_in[-LEAD_IN:], above, self.book.language, self.document_type)
        if found[0]:
            return found
        weakest = ("", "", "")
        for heading in reversed(above.splitlines()):
            zone = heading_zone(heading, self.book.language)
            if zone == "norm":
                weakest = weakest if weakest[0] else (zone, heading.strip(), "heading")
            elif zone:
                subject = self.document_type in RULE_BOOKS and zone in {"reservation", "proposal", "decision"}
                return weakest if subject or (weakest[0] and zone == "intro") else (zone, heading.strip(), "heading")
        return weakest

    # -- steps

    def _form(self) -> PassageJudgement | None:
        kind = self.passage.block_kind
        if kind in {"heading", "contents"}:
            return PassageJudgement(type=PassageType(kind), confidence=0.99, origin="block")
        if is_contents(self.written) or (self.zone == "contents" and len(self.text) < 200):
            return PassageJudgement(type=PassageType.CONTENTS, confidence=0.9, origin="form")
        if kind in {"", "paragraph"} and not self.passage.lead_in and is_heading(self.written):
            return PassageJudgement(type=PassageType.HEADING, confidence=0.75, origin="form")
        if kind in {"", "paragraph"} and heading_zone(short_line(self.written), self.book.language):
            return PassageJudgement(type=PassageType.HEADING, confidence=0.7, origin="form")
        return None

    def _reservation(self) -> PassageJudgement | None:
        if self.zone == "reservation":
            return self._by_zone(PassageType.RESERVATION, 0.95)
        if self.document_type in RULE_BOOKS:
            return None
        opening = self.at_start("reservation_start")
        colon = self.text.find(":", opening.end() - 1, opening.end() + 80) if opening else -1
        end = self.sentence_end(opening.end()) if opening and colon < 0 else colon
        if opening and not main_duty(self.text, self.book, opening.end(), end):
            return self.found(PassageType.RESERVATION, opening, 0.9)
        cue = self.free("reservation")
        if cue and not self.book.first("keeps_right", self.text, cue.start()):
            return self.found(PassageType.RESERVATION, cue, 0.9)
        return None

    def _outcome(self) -> PassageJudgement | None:
        """Short minutes name proposal and outcome in one breath: "Förslag: ... Beslut: avslag."; the outcome counts."""
        if self.zone in {"proposal", "rule"} or self.document_type in RULE_BOOKS | STATEMENTS:
            return None
        if refused := self.book.first("outcome_rejected", self.text):
            return self.found(PassageType.REJECTED, refused, 0.85)
        adopted = self.book.first("outcome_adopted", self.text)
        if adopted is None or self.zone in {"background", "intro"} or self._refusal():
            return None  # what was adopted may be the proposal to refuse
        return self.found(PassageType.DECISION, adopted, 0.8)

    def _rejected(self) -> PassageJudgement | None:
        if self.zone == "rejected":
            return self._by_zone(PassageType.REJECTED, 0.9)
        if self.zone == "proposal" or self.document_type in STATEMENTS:
            return None
        cue = self._refusal()
        if cue is None:
            answered = self.free("answered")
            return self.found(PassageType.REJECTED, answered, 0.6) if answered and not self.proposing() else None
        if self.proposing(cue.start()):
            return None
        if not self.adopts_too(cue):
            return self.found(PassageType.REJECTED, cue, 0.9)
        # Beside an adoption: what is refused must never pass for adopted, so a duty in the refusal decides.
        refused = main_duty(self.text, self.book, cue.start(), self.sentence_end(cue.end()))
        return self.found(PassageType.REJECTED, cue, 0.65) if refused else None

    def _refusal(self) -> re.Match[str] | None:
        """The words that turn a proposal down; refusing an application is ordinary business."""
        marks = ("rejected", "refusal") if self.zone == "decision" else ("rejected",)
        return next((cue for mark in marks for cue in self.each(mark) if self._refuses(cue, mark)), None)

    def _refuses(self, cue: re.Match[str], mark: str) -> bool:
        """Whether a cue turns down a proposal that was made, rather than tells of what may be turned down."""
        if self._of_application(cue, mark) or self.begins("goes_on", cue.start()) or self._hypothetical(cue):
            return False
        return self.zone == "decision" or not self.conditional(cue.start(), modal=True)

    def _of_application(self, cue: re.Match[str], mark: str) -> bool:
        """Whether it is an application that is refused, and no proposal in the same breath."""
        application = self.begins("refused_application", cue.start())
        if application is None:
            return False
        onwards = self.text[application.end() : cue.end()]
        return mark == "refusal" or (application.end() <= cue.end() and not self.book.first("and", onwards))

    def _hypothetical(self, cue: re.Match[str]) -> bool:
        """Whether any such proposal is meant ("förslag som avslås", "förslaget kan avslås"), as rules do."""
        words = cue.group().split()
        if {"som", "which"} & set(words[1:2]):
            return True
        before = " ".join(words[-3:-1])
        return len(words) > 2 and self.zone != "decision" and self.book.whole("modal_before", before.split()[-1])

    def _proposal(self) -> PassageJudgement | None:
        if self.zone == "proposal":
            return self._by_zone(PassageType.PROPOSAL, 0.95)
        if self.document_type in RULE_BOOKS:
            return None
        cue = self.at_start("proposal_start") or self.free("proposal")
        if cue:
            return self.found(PassageType.PROPOSAL, cue, 0.85)
        weak = self.free("proposal_weak")
        if weak and not (self.zone in {"rule", "background"} or self.book.first("report", self.text[: weak.end()])):
            return self.found(PassageType.PROPOSAL, weak, 0.65)
        if (
            self.document_type in STATEMENTS
            and self.zone != "background"
            and (self.zone == "decision" or self.free("decision"))
        ):
            return self._by_zone(PassageType.PROPOSAL, 0.7)
        return None

    def _decision(self) -> PassageJudgement | None:
        if self.zone == "decision":
            return self._by_zone(PassageType.DECISION, 0.9)
        if self.document_type in RULE_BOOKS or self.zone in {"background", "rule"}:
            return None
        cue = self.at_start("decision_start") if self.document_type in MINUTES else None
        cue = cue or self.free("decision")
        if cue is None or (self.document_type not in MINUTES and self.book.first("assignment", cue.group())):
            return None
        return self.found(PassageType.DECISION, cue, 0.85 if self.document_type in MINUTES else 0.7)

    def _quotation(self) -> PassageJudgement | None:
        if self.passage.block_kind in {"quote", "blockquote"} or is_block_quote(self.written):
            return PassageJudgement(type=PassageType.QUOTATION, confidence=0.9, origin="form")
        colon = self.passage.lead_in.rstrip()[-80:]
        if colon.endswith(":") and self._introduces(lowered(colon)):
            return PassageJudgement(
                type=PassageType.QUOTATION, cue=self.passage.lead_in.strip()[-80:], confidence=0.8, origin="lead_in"
            )
        spans = quoted_spans(self.written)
        quoted = sum(end - start for start, end in spans)
        opens = (
            bool(spans) and not self.text[: spans[0][0]].strip() and self.book.first("said", self.text[spans[0][1] :])
        )
        if spans and quoted >= (_PARTLY if opens else _MOSTLY) * len(self.text.strip()):
            outside = self.text
            for start, end in spans:
                outside = outside[:start] + " " * (end - start) + outside[end:]
            if not main_duty(outside, self.book):
                return PassageJudgement(
                    type=PassageType.QUOTATION,
                    cue=self.written[spans[0][0] : spans[0][0] + 40],
                    start=spans[0][0],
                    end=min(spans[0][1], spans[0][0] + 40),
                    confidence=0.85,
                    origin="form",
                )
        mark = self.text.find(":", 0, 200)
        if mark > 0 and len(self.text) - mark > 0.4 * len(self.text):
            intro = self._introduces(self.text[: mark + 1])
            if intro:
                return self.found(PassageType.QUOTATION, intro, 0.75)
        return None

    def _introduces(self, opening: str) -> re.Match[str] | None:
        """Words like "står:" that end `opening`, which ends in a colon."""
        cue = self.book.first("quote_intro", opening)
        return cue if cue and len(opening) - cue.end() <= 25 else None

    def _rule(self) -> PassageJudgement | None:
        if self.zone == "rule":
            return self._by_zone(PassageType.RULE, 0.8)
        if self.zone == "background" or self.document_type in MINUTES | STATEMENTS:
            return None
        duty = main_duty(self.text, self.book)
        if duty:
            sure = 0.9 if self.document_type in RULE_BOOKS else 0.8 if self.document_type in PLANS else 0.7
            return self.span(PassageType.RULE, *duty, sure - (0.15 if self.zone == "intro" else 0))
        if self.zone == "intro" or (self.document_type and self.document_type not in RULE_BOOKS | PLANS):
            return None
        return self._row() or self._told()

    def _row(self) -> PassageJudgement | None:
        """Rows of delegation orders, retention plans and plans of action say who does what without a modal."""
        known = self.document_type in REGISTERS or (self.document_type in PLANS and _FIGURE.search(self.text))
        if self.passage.block_kind != "row" or not known:
            return None
        return PassageJudgement(type=PassageType.RULE, confidence=0.6, origin="block")

    def _told(self) -> PassageJudgement | None:
        """Rules without a modal: orders, tasks, and what is done told in the present tense."""
        book = self.document_type in RULE_BOOKS
        order = self.at_start("imperative")
        if order:
            return self.span(PassageType.RULE, order.start(), order.end(), 0.6)
        number = ITEM_NUMBER.match(self.text)
        first = number.end() if number else 0
        task = opening_infinitive(self.text[first:], self.book.language) if self.document_type else None
        if task:
            return self.span(PassageType.RULE, first + task[0], first + task[1], 0.55)
        norm = indicative_norm(self.text, self.book, passives=book)
        if norm and (norm[2] or book):
            return self.span(PassageType.RULE, norm[0], norm[1], 0.7 if norm[2] else 0.55)
        if self.zone == "norm" and self.document_type and not self.book.first("past", self.text):
            return self._by_zone(PassageType.RULE, 0.5)
        return None

    def _by_zone(self, kind: PassageType, confidence: float) -> PassageJudgement:
        origin = self.zone_origin or "none"
        return PassageJudgement(type=kind, cue=self.zone_cue, confidence=confidence, origin=origin)


@lru_cache(maxsize=1024)
def lead_in_zone(lead_in: str, heading: str, language: str, document_type: str) -> tuple[str, str, str]:
    """What the sentence an item completes makes of it, the words that say so, and "lead_in"; empty if nothing."""
    if not lead_in.strip():
        return "", "", ""
    if zone := heading_zone(short_line(lead_in), language):
        return zone, lead_in.strip(), "lead_in"
    outer = PassageText(text=lead_in, heading=heading)
    judgement = PassageReader(outer, cue_book(language), document_type).judge()
    if judgement.origin != "text" or judgement.type is PassageType.BACKGROUND:
        return "", "", ""
    return judgement.type.value, judgement.cue, "lead_in"
