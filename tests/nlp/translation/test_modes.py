"""One mode or modifier at a time, each from the smallest pair that shows it."""

import pytest

from nlp.requirements import Force
from nlp.translation.comparison import compare
from nlp.translation.frames import read
from nlp.translation.modes import ElementName, ElementState, Mode, Modifier, Side

RULE = "Nämnden ska granska loggarna inom två veckor."


def translate(source, target, *, language="sv", linked=False, **known):
    frames = read([Side(text=source, language=language), Side(text=target, language="sv", **known)])
    return compare(*frames, linked=linked)


def codes(found):
    return {reason.code for reason in found.reasons}


def state(found, name):
    return next((element.state for element in found.elements if element.name is name), None)


@pytest.mark.parametrize(
    ("target", "mode"),
    [
        ("Nämnden ska granska loggarna inom två veckor.", Mode.COPY),
        ("Loggarna ska inom 14 dagar ha granskats av nämnden.", Mode.PARA),
        ("Nämnden ska granska loggarna.", Mode.OMIT),
        ("Nämnden ska granska loggarna inom två veckor. Minst 20 slagningar ska redovisas.", Mode.ADD),
        ("Nämnden ska granska loggarna inom fyra veckor.", Mode.ALTER),
        ("Sammanträdet ajourneras till klockan tretton.", Mode.NONE),
    ],
)
def test_each_mode(target, mode):
    assert translate(RULE, target).mode is mode


def test_a_passage_that_only_cites_is_a_reference():
    found = translate("Webbplatser ska ha en redogörelse.", "DOS-lagen gäller.")
    assert found.mode is Mode.REF
    assert "translation.refers" in codes(found)


def test_a_standard_called_law_is_an_alteration():
    found = translate("Webbplatser ska vara tillgängliga.", "Det är lagkrav att webbplatser följer EN 301 549.")
    assert found.mode is Mode.ALTER
    assert "translation.standard_as_law" in codes(found)


def test_a_standard_said_to_be_no_law_is_none():
    target = "EN 301 549 är inte ett lagkrav, men våra webbplatser ska vara tillgängliga."
    assert "translation.standard_as_law" not in codes(translate("Webbplatser ska vara tillgängliga.", target))


@pytest.mark.parametrize("target", ["WCAG 2.0 på nivå AA", "WCAG 2.1 på nivå A"])
def test_another_version_or_level_is_an_alteration(target):
    found = translate("Sidor ska följa WCAG 2.1 på nivå AA.", f"Sidor ska följa {target}.")
    assert found.mode is Mode.ALTER
    assert ElementState.CHANGED in {e.state for e in found.elements if e.name is ElementName.STANDARD}


def test_seventy_two_hours_are_three_days():
    found = translate("Fel ska anmälas inom 72 timmar.", "Fel ska anmälas inom tre dygn.")
    assert state(found, ElementName.DEADLINE) is ElementState.SAME


def test_a_rejected_proposal_translates_nothing():
    found = translate(RULE, "Fullmäktige avslår förslaget att nämnden ska granska loggarna inom två veckor.")
    assert found.mode is Mode.NONE
    assert found.modifiers == frozenset()


def test_a_linked_pair_is_never_unrelated():
    assert translate(RULE, "Rutinen tillämpas av registrator.", linked=True).mode is not Mode.NONE


def test_no_duty_and_prohibition_are_not_the_same():
    assert "translation.lifted" in codes(translate(RULE, "Nämnden behöver inte granska loggarna."))
    assert "translation.reversed" in codes(translate(RULE, "Nämnden får inte granska loggarna."))


def test_softening_is_shown_by_the_words_on_both_sides():
    target = "Nämnden bör granska loggarna inom två veckor."
    found = translate(RULE, target)
    reason = next(reason for reason in found.reasons if reason.code == "translation.softer")
    assert RULE[slice(*reason.source)] == "ska"
    assert target[slice(*reason.target)] == "bör"


def test_what_a_person_said_of_the_force_goes_before_what_is_read():
    source = Side(text="Loggar granskas.", language="sv", force=Force.RECOMMENDATION)
    found = compare(*read([source, Side(text="Loggar ska granskas.", language="sv")]))
    assert Modifier.HARD in found.modifiers


@pytest.mark.parametrize(
    ("source", "target", "modifier"),
    [
        ("Nämnden bör granska loggarna.", "Nämnden ska granska loggarna.", Modifier.HARD),
        ("Alla nämnder ska granska loggarna.", "Socialnämnden ska granska loggarna.", Modifier.NARROW),
        ("Externa sidor ska granskas.", "Sidor ska granskas.", Modifier.WIDEN),
        ("Handläggaren ska granska loggarna.", "Rektorn ska granska loggarna.", Modifier.SHIFT),
        ("Loggar ska granskas.", "Loggar ska granskas i Platina.", Modifier.CTX),
        ("Loggar ska granskas.", "Loggar ska granskas eftersom intrång annars döljs.", Modifier.LOG),
        ("En tillgänglighetsredogörelse ska finnas.", "En tillgänglighetsrapport ska finnas.", Modifier.FRM),
    ],
)
def test_each_modifier(source, target, modifier):
    assert modifier in translate(source, target).modifiers


def test_local_bodies_stand_for_those_that_acts_address():
    found = translate("Den personuppgiftsansvarige ska föra register.", "Nämnden ska föra register.")
    assert Modifier.SHIFT not in found.modifiers


def test_two_languages_have_no_containment_and_say_so():
    found = translate("The board shall publish open data.", "Nämnden ska publicera öppna data.", language="en")
    assert found.containment is None
    assert found.confidence <= 0.6
    assert "translation.across_languages" in codes(found)


def test_copied_wording_is_marked_on_both_sides():
    found = translate(RULE, f"§ 4 {RULE}")
    assert found.longest == ((0, len(RULE) - 1), (4, 4 + len(RULE) - 1))
    assert found.containment == 1.0


def test_no_element_stands_nowhere():
    found = translate(RULE, "Nämnden ska granska loggarna inom fyra veckor.")
    assert all(element.source or element.target for element in found.elements)


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Alla nya system ska granskas.", "Nya system ska granskas."),
        ("Nämnden ska föra logg om det behövs.", "Nämnden ska föra logg."),
        ("Personer i ledningen ska utbildas.", "Chefer ska utbildas."),
        ("Molnleverantören ska föra logg.", "Leverantören ska föra logg."),
        ("Fel ska anmälas.", "Fel ska anmälas till Integritetsskyddsmyndigheten."),
        ("Fel ska anmälas.", "Kommunikationsenheten anmäler fel."),
    ],
)
def test_no_modifier_without_words_that_show_it(source, target):
    weak = {Modifier.NARROW, Modifier.WIDEN, Modifier.SHIFT, Modifier.CTX}
    assert not translate(source, target).modifiers & weak


def test_a_hedge_that_was_dropped_is_named():
    source = "Kommunen ska om möjligt granska loggarna."
    found = translate(source, "Kommunen ska granska loggarna.")
    reason = next(reason for reason in found.reasons if reason.code == "translation.hedge_dropped")
    assert reason.values["source"] == source[slice(*reason.source)] == "om möjligt"


@pytest.mark.parametrize("kind", ["proposal", "quotation", "reservation"])
def test_what_nobody_adopted_is_compared_with_little_confidence(kind):
    source, target = Side(text=RULE, language="sv"), Side(text=RULE, language="sv", passage_type=kind)
    found = compare(*read([source, target]))
    assert found.mode is Mode.COPY
    assert found.confidence <= 0.3
    assert "translation.not_adopted" in codes(found)


def test_what_can_be_done_is_no_weaker_than_what_shall_be_possible():
    assert not translate("System ska kunna exportera loggar.", "Systemet kan exportera loggar.").modifiers
