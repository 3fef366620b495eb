"""Term pairs: the surest first, by form before stem, compounds by their parts; words of neighbouring languages."""

from __future__ import annotations

import pytest

from nlp.matching.lexicon import GENERAL, LANGUAGES, Lexicon, respelled, shipped


def found(lexicon: Lexicon, text: str, source: str, target: str) -> list[tuple[str, str]]:
    return [(pair.source, pair.target) for pair in lexicon.found(text, source, target)]


def test_a_longer_term_hides_the_shorter_ones_inside_it() -> None:
    lexicon = Lexicon([("öppna data", "open data"), ("öppen", "open")], "sv", "en")
    assert found(lexicon, "open data is open", "en", "sv") == [("open data", "öppna data"), ("open", "öppen")]


def test_a_compound_is_looked_up_by_its_parts() -> None:
    lexicon = Lexicon([("kommun", "municipality"), ("arkiv", "archive")], "sv", "en")
    pairs = list(lexicon.found("kommunarkivet", "sv", "en"))
    assert {pair.target for pair in pairs} <= {"municipality", "archive"}
    assert all(pair.words == ("kommunarkivet",) and pair.trust < 1.0 for pair in pairs)


def test_two_words_of_one_language_meet_a_compound_of_the_other() -> None:
    lexicon = Lexicon([("personuppgift", "personal data")], "sv", "en")
    assert found(lexicon, "personuppgifter", "sv", "en") == [("personuppgifter", "personal data")]
    assert found(lexicon, "their personal data", "en", "sv") == [("personal data", "personuppgift")]


def test_a_word_as_written_is_trusted_above_others_of_its_stem() -> None:
    lexicon = Lexicon([("publicera", "publish"), ("förlag", "publisher")], "sv", "en")
    trust = {pair.target: pair.trust for pair in lexicon.found("publish", "en", "sv")}
    assert trust["publicera"] > trust["förlag"]


def test_one_of_several_translations_is_less_sure_than_a_single_one() -> None:
    lexicon = Lexicon([("avgift", "fee"), ("rätt", "right"), ("höger", "right")], "sv", "en")
    [fee] = lexicon.found("fee", "en", "sv")
    rights = list(lexicon.found("right", "en", "sv"))
    assert fee.trust == 1.0
    assert [pair.share for pair in rights] == [0.5, 0.5]
    assert all(pair.trust < fee.trust for pair in rights)


def test_function_words_have_no_counterparts() -> None:
    assert found(Lexicon([("den", "the")], "sv", "en"), "the", "en", "sv") == []


def test_joined_lexicons_keep_the_highest_trust() -> None:
    one = Lexicon.weighed([("nämnd", "board", 0.2)], "sv", "en")
    [pair] = one.joined(Lexicon([("board", "nämnd")], "en", "sv", trust=GENERAL)).found("board", "en", "sv")
    assert pair.trust == GENERAL


def test_unknown_languages_and_empty_texts_give_nothing() -> None:
    assert found(shipped(), "open data", "fi", "sv") == []
    assert found(shipped(), "", "en", "sv") == []


@pytest.mark.parametrize(
    ("danish", "swedish"),
    [("tilgængelighed", "tillgängelighet"), ("udvikling", "utvikling"), ("afgørelse", "avgörelse"), ("bruge", "bruka")],
)
def test_danish_words_are_respelled(danish: str, swedish: str) -> None:
    assert swedish in respelled(danish, "da", "sv")


@pytest.mark.parametrize(
    ("language", "word", "swedish"),
    [
        ("da", "hjemmesiden", "webbplats"),
        ("da", "oplysningerne", "uppgifterna"),
        ("da", "kommunikation", "kommunikation"),
        ("nb", "nettstedet", "webbplats"),
        ("nb", "kommunikasjon", "kommunikation"),
        ("nb", "personvernombudet", "dataskyddsombud"),
    ],
)
def test_neighbouring_languages_lead_to_swedish(language: str, word: str, swedish: str) -> None:
    assert swedish in {target for _, target in found(shipped(), word, language, "sv")}


@pytest.mark.parametrize("language", ["da", "nb"])
def test_listed_words_are_whole_and_listed_once(language: str) -> None:
    rows = (LANGUAGES / f"vocabulary_{language}_sv.csv").read_text("utf-8").splitlines()
    assert rows[0] == f"{language},sv"
    assert len(rows) == len(set(rows))
    assert all(
        len(row.split(",")) == 2 and all(part.strip() == part and part for part in row.split(",")) for row in rows
    )
