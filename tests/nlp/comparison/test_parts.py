"""What becomes of parts in the next edition: one small case for each kind, and what must never happen."""

from __future__ import annotations

from nlp.comparison import Change, ChangeKind, Part, compare

DUTY = "Kommunen ska lämna ut handlingen utan dröjsmål till den som begär det."
FEE = "En avgift får tas ut enligt den taxa som fullmäktige beslutar för varje år."
PLAN = "Nämnden fastställer senast i mars en plan för tillgänglighet i digitala tjänster."
TEST = "Varje e-tjänst prövas med användare innan den tas i bruk och därefter vartannat år."
STOCK = "Regeringen får meddela föreskrifter om detta."


def text(**places: str) -> list[Part]:
    """Parts by place: `_5a_1` is "art 5a(1)", `s5_2` is "5 § 2 st", `s5` is "5 §"."""
    found = []
    for name, words in places.items():
        first, *rest = name.removeprefix("_").split("_")
        if first.startswith("s"):
            locator = f"{first[1:]} §" + "".join(f" {number} st" for number in rest)
        else:
            locator = f"art {first}" + "".join(f"({number})" for number in rest)
        found.append(Part(locator=locator, text=words))
    return found


def told(old: list[Part], new: list[Part]) -> list[tuple[str, list[str], list[str]]]:
    """The changes in short: kind, with "+" when moved too, and the places before and after."""
    return [
        (
            change.kind.value + ("+" if change.moved and change.kind is not ChangeKind.MOVED else ""),
            [old[i].locator for i in change.old],
            [new[j].locator for j in change.new],
        )
        for change in compare(old, new)
    ]


def only(old: str, new: str) -> Change:
    """The change of a text that is one part."""
    [change] = compare([Part(locator="1 §", text=old)], [Part(locator="1 §", text=new)])
    return change


def test_layout_and_typography_change_nothing() -> None:
    old = "Kommunen ska följa \"lagen\" - se bilaga 1-3, säger Myndighetens 'råd'."
    new = "Kom\u00admunen  ska\nfölja ”lagen” – se bilaga 1–3, säger\u00a0Myndighetens ’råd’."
    assert only(old, new).kind is ChangeKind.UNCHANGED


def test_one_digit_or_mark_or_small_word_is_a_change() -> None:
    said = "Nämnden ska inte lämna ut uppgiften inom 14 dagar, om inte 3,5 § gäller."
    for new in (
        said.replace("14", "15"), said.replace("ska", "bör"), said.replace(" inte lämna", " lämna"),
        said.replace("dagar,", "dagar"), said.replace("Nämnden", "nämnden"), said.replace("5 §", "5§"),
    ):  # fmt: skip
        change = only(said, new)
        assert change.kind is ChangeKind.CHANGED
        assert 0.5 < change.similarity < 1


def test_same_words_at_another_place_are_moved() -> None:
    assert told(text(s5_1=DUTY, s6_1=FEE), text(s5_1=FEE, s6_1=DUTY)) == [
        ("moved", ["6 § 1 st"], ["5 § 1 st"]),
        ("moved", ["5 § 1 st"], ["6 § 1 st"]),
    ]


def test_everything_below_a_renumbered_part_moves_with_it() -> None:
    old = text(s4="", s4_1=PLAN, s5="", s5_1=DUTY, s5_2=STOCK, s6="", s6_1=FEE, s6_2=STOCK)
    new = text(
        s4="", s4_1=PLAN, s5="", s5_1=TEST, s5_2=STOCK, s6="", s6_1=DUTY, s6_2=STOCK, s7="", s7_1=FEE, s7_2=STOCK
    )
    assert told(old, new) == [
        ("unchanged", ["4 §"], ["4 §"]), ("unchanged", ["4 § 1 st"], ["4 § 1 st"]),
        ("added", [], ["5 §"]), ("added", [], ["5 § 1 st"]), ("added", [], ["5 § 2 st"]),
        ("moved", ["5 §"], ["6 §"]), ("moved", ["5 § 1 st"], ["6 § 1 st"]), ("moved", ["5 § 2 st"], ["6 § 2 st"]),
        ("moved", ["6 §"], ["7 §"]), ("moved", ["6 § 1 st"], ["7 § 1 st"]), ("moved", ["6 § 2 st"], ["7 § 2 st"]),
    ]  # fmt: skip


def test_renumbered_and_edited_is_changed_and_moved() -> None:
    old = text(_5="Avgifter", _5_1=FEE, _5_2=DUTY)
    new = text(_5a="Avgifter", _5a_1=FEE.replace("får", "ska"), _5a_2=DUTY)
    assert told(old, new) == [
        ("moved", ["art 5"], ["art 5a"]),
        ("changed+", ["art 5(1)"], ["art 5a(1)"]),
        ("moved", ["art 5(2)"], ["art 5a(2)"]),
    ]


def test_relettered_points_keep_their_short_words() -> None:
    old = text(_1_1="Planen anger", _1_1_a="namn,", _1_1_b="kostnader,", _1_1_c="ansvar.")
    new = text(_1_1="Planen anger", _1_1_a="tider,", _1_1_b="namn,", _1_1_c="kostnader,", _1_1_d="ansvar.")
    assert told(old, new)[1:] == [
        ("added", [], ["art 1(1)(a)"]),
        ("moved", ["art 1(1)(a)"], ["art 1(1)(b)"]),
        ("moved", ["art 1(1)(b)"], ["art 1(1)(c)"]),
        ("moved", ["art 1(1)(c)"], ["art 1(1)(d)"]),
    ]


def test_one_part_becomes_several() -> None:
    old = text(s1_1=f"{DUTY} {FEE}", s1_2=PLAN)
    new = text(s1_1=DUTY, s1_2=FEE.replace("varje", "nästa"), s1_3=PLAN)
    assert told(old, new) == [
        ("split", ["1 § 1 st"], ["1 § 1 st", "1 § 2 st"]),
        ("moved", ["1 § 2 st"], ["1 § 3 st"]),
    ]


def test_several_parts_become_one() -> None:
    old = text(s1_1=DUTY, s1_2=FEE, s1_3=PLAN)
    new = text(s1_1=f"{DUTY} {FEE.replace('varje', 'nästa')}", s1_2=PLAN)
    assert told(old, new) == [
        ("merged", ["1 § 1 st", "1 § 2 st"], ["1 § 1 st"]),
        ("moved", ["1 § 3 st"], ["1 § 2 st"]),
    ]


def test_what_says_the_same_as_a_part_that_stayed_is_no_piece_of_it() -> None:
    old = text(s1_1=f"{DUTY} {STOCK}", s2_1=FEE)
    new = text(s1_1=f"{DUTY.replace('ska', 'får')} {STOCK}", s2_1=FEE, s2_2=STOCK)
    assert told(old, new) == [
        ("changed", ["1 § 1 st"], ["1 § 1 st"]),
        ("unchanged", ["2 § 1 st"], ["2 § 1 st"]),
        ("added", [], ["2 § 2 st"]),
    ]


def test_another_text_at_the_same_place_is_another_part() -> None:
    assert told(text(s1_1=PLAN, s2_1=DUTY), text(s1_1=PLAN, s2_1=FEE)) == [
        ("unchanged", ["1 § 1 st"], ["1 § 1 st"]),
        ("removed", ["2 § 1 st"], []),
        ("added", [], ["2 § 1 st"]),
    ]


def test_a_sentence_added_to_a_short_part_changes_it() -> None:
    assert only("Planen ska vara skriftlig.", f"Planen ska vara skriftlig. {TEST} {FEE}").kind is ChangeKind.CHANGED


def test_an_article_keeps_its_identity_under_another_heading() -> None:
    old = text(_9="Ansvar", _9_1=DUTY, _9_2=FEE)
    new = text(_9="Skyldigheter vid utlämnande", _9_1=DUTY, _9_2=FEE)
    assert told(old, new)[0] == ("changed", ["art 9"], ["art 9"])


def test_repeats_stay_with_their_neighbours() -> None:
    old = text(_1=DUTY, _2="Utgår.", _3=FEE, _4="Utgår.", _5=PLAN)
    new = text(_1=DUTY, _2=FEE, _3="Utgår.", _4=PLAN)
    assert told(old, new) == [
        ("unchanged", ["art 1"], ["art 1"]),
        ("removed", ["art 2"], []),
        ("moved", ["art 3"], ["art 2"]),
        ("moved", ["art 4"], ["art 3"]),
        ("moved", ["art 5"], ["art 4"]),
    ]


def test_sentences_after_one_pattern_are_not_taken_for_each_other() -> None:
    pattern = "Ett {} som är utfärdat i en stat ska godtas som ett sådant {} i alla andra stater."
    old = text(_1=DUTY, _2=pattern.format("betyg", "betyg"), _3=FEE)
    new = text(_1=DUTY, _3=FEE, _8=PLAN, _9=pattern.format("intyg", "intyg"), _10=pattern.format("kvitto", "kvitto"))
    assert ("removed", ["art 2"], []) in told(old, new)


def test_what_was_removed_stands_where_it_stood() -> None:
    old, new = text(_1=DUTY, _2=FEE, _3=PLAN, _4=TEST), text(_4=TEST, _1=DUTY, _3=PLAN)
    assert [before or after for _, before, after in told(old, new)] == [["art 4"], ["art 1"], ["art 2"], ["art 3"]]


def test_parts_that_share_a_place_are_told_apart_by_their_words() -> None:
    old = [Part(locator="3 §", text=DUTY), Part(locator="3 §", text=FEE)]
    new = [Part(locator="3 §", text=FEE), Part(locator="3 §", text=DUTY.replace("ska", "bör"))]
    assert [(change.kind.value, change.old, change.new) for change in compare(old, new)] == [
        ("unchanged", (1,), (0,)),
        ("changed", (0,), (1,)),
    ]


def test_an_empty_text_and_a_new_one() -> None:
    part = Part(locator="1 §", text=DUTY)
    assert compare([], []) == []
    assert [change.kind for change in compare([part], [])] == [ChangeKind.REMOVED]
    assert [change.kind for change in compare([], [part])] == [ChangeKind.ADDED]
