"""What a passage does: scored on own sentences of municipal style, and the traps one by one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.errors import NlpError
from nlp.passages import PassageText, PassageType, judge_parts, judge_passage, judge_passages

EXAMPLES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "data" / "passage_types.jsonl").read_text(encoding="utf-8").splitlines()
]
FLOOR = 0.95


def type_of(text: str, *, document_type: str = "", language: str = "sv", **context: str) -> PassageType:
    return judge_passage(PassageText(text=text, **context), language=language, document_type=document_type).type


def judged(example: dict[str, str]) -> PassageType:
    return type_of(**{key: value for key, value in example.items() if key != "type"})


def test_types_reach_the_floor() -> None:
    wrong = [(e["text"][:80], e["type"], judged(e).value) for e in EXAMPLES if judged(e) != e["type"]]
    assert len(EXAMPLES) >= 160
    assert 1 - len(wrong) / len(EXAMPLES) >= FLOOR, wrong


def test_no_refused_proposal_passes_for_a_rule_or_a_decision() -> None:
    refused = [e for e in EXAMPLES if e["type"] == "rejected"]
    assert len(refused) >= 25
    assert [e["text"] for e in refused if judged(e) in {PassageType.RULE, PassageType.DECISION}] == []


def test_cue_stands_at_its_offsets() -> None:
    text = "Efter överläggning avslår nämnden förslaget att alla ska vara med."
    judgement = judge_passage(PassageText(text=text))
    assert judgement.type is PassageType.REJECTED
    assert text[judgement.start : judgement.end] == judgement.cue == "avslår nämnden förslaget"


def test_cue_of_a_heading_is_named_without_offsets() -> None:
    judgement = judge_passage(PassageText(text="Nämnden ska utse en ansvarig.", heading="## Förslag till beslut"))
    assert (judgement.type, judgement.origin, judgement.start) == (PassageType.PROPOSAL, "heading", -1)
    assert judgement.cue == "## Förslag till beslut"


def test_items_complete_the_sentence_before_them() -> None:
    passages = [
        PassageText(text="Kommunstyrelsen beslutar att avslå följande förslag:", block_kind="paragraph"),
        PassageText(text="att varje nämnd ska utse en samordnare", block_kind="item"),
        PassageText(text="att alla ska gå årlig utbildning", block_kind="item"),
        PassageText(text="Beslutet skickas till nämnderna.", block_kind="paragraph"),
        PassageText(text="Svar ska ges inom tio dagar.", block_kind="item"),
    ]
    types = [judgement.type.value for judgement in judge_passages(passages)]
    assert types[1:3] == ["rejected", "rejected"]
    assert types[4] == "rule"


def test_nearest_announcing_heading_counts() -> None:
    passage = PassageText(text="Nämnden ska utse en ansvarig.", heading="§ 45 Tillgänglighet\nBeslut\n1. Ansvar")
    assert judge_passage(passage, document_type="PROT").type is PassageType.DECISION


def test_rule_books_write_about_reservations_without_making_them() -> None:
    text = "Ledamoten reserverar sig genom att anmäla det innan sammanträdet avslutas, och motivering ska lämnas in."
    assert type_of(text, heading="Reservation", document_type="REGL") is PassageType.RULE


def test_adoption_beside_a_refusal_without_a_duty_is_a_decision() -> None:
    text = "Nämnden antar rutinen, som ska gälla från maj. Nämnden avslår yrkandet om uppskov."
    assert type_of(text, document_type="PROT") is PassageType.DECISION


def test_refused_duty_beside_an_assignment_is_told_apart_by_sentence() -> None:
    text = (
        "Nämnden avslår förslaget att beslut ska fattas automatiskt. "
        "Förvaltningen får i uppdrag att senast i maj redovisa hur beslut ska kontrolleras."
    )
    passage = PassageText(text=text, heading="Beslut")
    assert judge_passage(passage, document_type="PROT").type is PassageType.REJECTED
    parts = judge_parts(passage, document_type="PROT")
    assert [(text[start:end][:7], part.type.value) for start, end, part in parts] == [
        ("Nämnden", "rejected"),
        ("Förvalt", "decision"),
    ]
    assert text[parts[0][2].start : parts[0][2].end] == parts[0][2].cue


def test_refusals_of_the_demonstration_are_recognised() -> None:
    answers = Path(__file__).parents[2] / "tracker" / "demo" / "answers.json"
    if not answers.is_file():
        pytest.skip("needs tracker/demo/answers.json")
    sentences = [entry["sentence"] for entry in json.loads(answers.read_text(encoding="utf-8"))["rejected"]]
    types = {sentence: type_of(sentence, heading="Beslut", document_type="PROT") for sentence in sentences}
    assert set(types.values()) == {PassageType.REJECTED}, types


def test_unknown_language_is_refused_by_code() -> None:
    with pytest.raises(NlpError) as caught:
        type_of("Nämnden ska.", language="fi")
    assert caught.value.code == "error.unsupported_language"


@given(st.text(max_size=300), st.text(max_size=40), st.text(max_size=60), st.sampled_from(["sv", "en"]))
def test_any_text_is_judged_with_true_offsets(text: str, heading: str, lead_in: str, language: str) -> None:
    judgement = judge_passage(PassageText(text=text, heading=heading, lead_in=lead_in), language=language)
    assert 0 <= judgement.confidence <= 1
    if judgement.start >= 0:
        assert text[judgement.start : judgement.end] == judgement.cue


@pytest.mark.parametrize("unit", ["avslår ", "förslaget ", '"', "ska ", ".", "a", " ", "beslutar , att ", "1.1.", "§ "])
def test_repeated_fragments_are_judged(unit: str) -> None:
    assert judge_passage(PassageText(text=unit * (400_000 // len(unit)))).confidence > 0


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Förslag: Nämnden ska utse en samordnare. Beslut: avslag.", "rejected"),
        ("Förslag: Nämnden ska utse en samordnare. Beslut: enligt förslag.", "decision"),
        ("Förslag: Motionen om att nämnden ska utse en samordnare avslås. Beslut: enligt förslag.", "rejected"),
        ("Beslut enligt förslaget.", "decision"),
        ("Beslut i ärendet fattas sedan alla har lämnat förslag.", "background"),
    ],
)
def test_outcome_counts_where_proposal_and_decision_stand_in_one_breath(text: str, kind: str) -> None:
    assert type_of(text, document_type="PROT").value == kind


def test_parts_keep_proposal_and_outcome_apart() -> None:
    text = "Förslag: Nämnden ska utse en samordnare. Beslut: avslag."
    parts = judge_parts(PassageText(text=text), document_type="PROT")
    assert [part.type.value for _, _, part in parts] == ["proposal", "rejected"]
