"""What a passage does in its local document: states a rule, decides, proposes, turns down, reports, quotes ...

The answer rests on the passage's form, the heading it stands under, the sentence it completes and its own words, in
that order, and always names the words it rests on. A passage that turns a proposal down usually contains "ska": it
is recognised before any duty is looked for, so that it is never taken for a local rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from nlp.passages.cues import cue_book, lowered
from nlp.passages.duties import sentences
from nlp.passages.reading import PassageReader
from nlp.passages.types import PassageJudgement, PassageText, PassageType
from nlp.passages.view import LOOK

__all__ = [
    "PassageJudgement",
    "PassageText",
    "PassageType",
    "judge_parts",
    "judge_passage",
    "judge_passages",
]


def judge_passages(
    passages: Iterable[PassageText], *, language: str = "sv", document_type: str = ""
) -> list[PassageJudgement]:
    """One judgement per passage, in order. Passages come in the order of the document.

    An item without a lead-in completes the nearest passage before it that is no item, if that ends in a colon.
    NlpError error.unsupported_language for a language without data.
    """
    judgements = []
    opening = ""
    for passage in passages:
        if passage.block_kind == "item":
            passage = replace(passage, lead_in=passage.lead_in or opening)  # noqa: PLW2901 - the same passage, completed
        else:
            opening = passage.text if passage.text.rstrip().endswith(":") else ""
        judgements.append(judge_passage(passage, language=language, document_type=document_type))
    return judgements


def judge_passage(passage: PassageText, *, language: str = "sv", document_type: str = "") -> PassageJudgement:
    """What the passage does and which words say so.

    >>> refused = PassageText(text="Kommunstyrelsen avslår förslaget att varje nämnd ska utse en samordnare.")
    >>> ordinary = PassageText(text="Den som får avslag på sin ansökan ska få veta skälen.")
    >>> judge_passage(refused).type.value, judge_passage(ordinary).type.value
    ('rejected', 'rule')
    >>> judge_passage(PassageText(text="att avslå motionen", lead_in="Kommunfullmäktige beslutar")).cue
    'avslå motionen'
    """
    return PassageReader(passage, cue_book(language), document_type).judge()


def judge_parts(
    passage: PassageText, *, language: str = "sv", document_type: str = ""
) -> list[tuple[int, int, PassageJudgement]]:
    """The passage sentence by sentence: offsets in its text and a judgement whose cue counts from there too.

    Neighbours of one type are one part, under the surer judgement. Decision clauses often refuse one thing and adopt
    another in the same paragraph; whoever links sentences should ask for parts. A passage of
    more than LOOK characters is one part.

    >>> text = "Nämnden avslår motionen. Förvaltningen får i uppdrag att se över taxan."
    >>> [(start, end, part.type.value) for start, end, part in judge_parts(PassageText(text=text, heading="Beslut"))]
    [(0, 24, 'rejected'), (25, 71, 'decision')]
    """
    if len(passage.text) > LOOK:
        return [(0, len(passage.text), judge_passage(passage, language=language, document_type=document_type))]
    parts: list[tuple[int, int, PassageJudgement]] = []
    for start, end in sentences(lowered(passage.text), language):
        sentence = replace(passage, text=passage.text[start:end])
        judgement = judge_passage(sentence, language=language, document_type=document_type)
        if judgement.start >= 0:
            judgement = replace(judgement, start=judgement.start + start, end=judgement.end + start)
        if parts and parts[-1][2].type is judgement.type:
            first, _, before = parts.pop()
            parts.append((first, end, max(before, judgement, key=lambda found: found.confidence)))
        else:
            parts.append((start, end, judgement))
    return parts
