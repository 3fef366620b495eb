"""Corrections by people: what they move, what they leave alone, and how they are kept."""

import io

import numpy as np
import pytest

from nlp.errors import NlpError
from nlp.extraction import analyse, extract
from nlp.model import FOLDER
from nlp.refinement import Correction, read, refine
from nlp.requirements import Force, Unit

REPORTS = "The reports shall be published on the website of the harbour office."
ALIKE = "Those yearly reports shall be published on its website."
UNLIKE = [
    "The keeper shall count the sacks every week.",
    "This Regulation shall enter into force on 1 May.",
    "Operators shall not sell the data.",
    "The keeper may lend the key to a colleague.",
]


def forces(texts, language, refinement=None, zone="enacting"):
    units = [Unit(text=text, zone=zone) for text in texts]
    return [found.force for found in analyse(units, language, refinement=refinement)]


def correction(text, force, zone="enacting", **more):
    return Correction(text=text, force=force, zone=zone, **more)


def opposite(text):
    return Force.STATEMENT if forces([text], "en")[0] is Force.OBLIGATION else Force.OBLIGATION


def test_one_correction_moves_its_sentence_and_those_like_it():
    wanted = opposite(REPORTS)
    refinement = refine([correction(REPORTS, wanted)], "en")
    assert forces([REPORTS, ALIKE], "en", refinement) == [wanted, wanted]


def test_other_sentences_stay_as_they_were():
    refinement = refine([correction(REPORTS, opposite(REPORTS))], "en")
    assert forces(UNLIKE, "en", refinement) == forces(UNLIKE, "en")


def test_an_unlike_sentence_keeps_its_confidence():
    refinement = refine([correction("Nämnden prövar ansökan.", Force.STATEMENT, zone="")], "sv")
    unit = Unit(text="Kommunen får ta ut en avgift för lotsen.")
    one, other = next(analyse([unit], "sv")), next(analyse([unit], "sv", refinement=refinement))
    assert one.confidence == pytest.approx(other.confidence, abs=0.05)


def test_a_force_is_corrected_within_its_side():
    text = "The keeper may enter the store at night."
    refinement = refine([correction(text, Force.RIGHT)], "en")
    assert forces([text], "en", refinement) == [Force.RIGHT]


def test_swedish_is_refined_too():
    text = "Nämnden prövar ansökan."
    refinement = refine([correction(text, Force.STATEMENT, zone="")], "sv")
    assert forces([text, "Kommunen ska upprätta en plan."], "sv", refinement, zone="") == [
        Force.STATEMENT,
        Force.OBLIGATION,
    ]


def test_a_confirmation_holds_a_like_sentence_in_place():
    wanted, kept = opposite(REPORTS), forces([ALIKE], "en")[0]
    refinement = refine([correction(REPORTS, wanted), correction(ALIKE, kept)], "en")
    assert forces([REPORTS, ALIKE], "en", refinement) == [wanted, kept]


def test_the_later_of_two_corrections_of_a_sentence_counts():
    refinement = refine([correction(REPORTS, Force.RIGHT), correction(REPORTS, Force.SCOPE)], "en")
    assert forces([REPORTS], "en", refinement) == [Force.SCOPE]


def test_an_item_corrects_its_lead_in():
    lead_in = "The keeper shall store"
    wrong = correction("sacks of grain;", Force.STATEMENT, zone="", lead_in=lead_in)
    unit = Unit(text="barrels of oil.", lead_in=lead_in)
    assert next(analyse([unit], "en")).force is Force.OBLIGATION
    assert next(analyse([unit], "en", refinement=refine([wrong], "en"))).force is Force.STATEMENT


def test_extraction_takes_a_refinement_and_forgets_it():
    wanted = opposite(REPORTS)
    refinement = refine([correction(REPORTS, wanted)], "en")
    unit = Unit(text=REPORTS, zone="enacting")
    before = list(extract([unit], "en"))
    assert [found.force for found in extract([unit], "en", refinement=refinement)] == [wanted]
    assert list(extract([unit], "en")) == before


def test_the_shipped_weights_are_left_alone():
    files = [FOLDER / "en.npz", FOLDER / "sv.npz"]
    before = [file.read_bytes() for file in files]
    refine([correction(REPORTS, Force.RIGHT)], "en")
    assert [file.read_bytes() for file in files] == before


def test_bytes_bring_the_same_refinement_back():
    refinement = refine([correction(REPORTS, opposite(REPORTS))], "en")
    data = refinement.to_bytes()
    assert data == refine([correction(REPORTS, opposite(REPORTS))], "en").to_bytes()
    assert len(data) < 20_000
    units = [Unit(text=text, zone="enacting") for text in [REPORTS, ALIKE, *UNLIKE]]
    assert list(analyse(units, "en", refinement=read(data, "en"))) == list(analyse(units, "en", refinement=refinement))


def test_without_corrections_nothing_changes():
    refinement = read(refine([], "en").to_bytes(), "en")
    assert forces([REPORTS, *UNLIKE], "en", refinement) == forces([REPORTS, *UNLIKE], "en")


def changed(**arrays):
    data = refine([correction(REPORTS, Force.RIGHT)], "en").to_bytes()
    with np.load(io.BytesIO(data)) as kept:
        found = {**kept, **arrays}
    file = io.BytesIO()
    np.savez(file, **found)
    return file.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no archive",
        refine([], "sv").to_bytes()[:-40],
        changed(weights=np.zeros((3, 9), dtype=np.float32)),
        changed(weights=np.array(["many", "words"])),
        changed(weights=np.array([{"a": 1}], dtype=object)),
        changed(classes=np.frombuffer(b"duty", dtype=np.uint8)),
        changed(names=np.frombuffer(b"\xff\xfe", dtype=np.uint8)),
    ],
)
def test_what_cannot_be_read_says_so(data):
    with pytest.raises(NlpError, match="refinement_broken"):
        read(data, "en")


def test_infinite_weights_are_refused():
    with np.load(io.BytesIO(changed())) as kept:
        weights = np.full_like(kept["weights"], np.inf)
    with pytest.raises(NlpError, match="refinement_broken"):
        read(changed(weights=weights), "en")


def test_a_refinement_of_other_weights_is_recognised():
    with pytest.raises(NlpError, match="refinement_stale"):
        read(changed(basis=np.frombuffer(b"0" * 64, dtype=np.uint8)), "en")


def test_a_refinement_of_another_language_is_recognised():
    with pytest.raises(NlpError, match="refinement_language"):
        read(refine([], "sv").to_bytes(), "en")


def test_an_unknown_language_is_refused():
    with pytest.raises(NlpError, match="unsupported_language"):
        refine([], "fi")
