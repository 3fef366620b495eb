"""Roles, as written: who, what, for whom, if, unless, by when, how often."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.extraction import analyse, extract
from nlp.requirements import RoleKind, Unit
from nlp.time_limits import parse_limit


@pytest.fixture
def said():
    """The words of a role in a unit."""

    def words(kind: RoleKind, language: str, text: str, **unit: str) -> list[str]:
        (found,) = analyse([Unit(text=text, **unit)], language)
        return [role.text for role in found.roles if role.kind is kind]

    return words


@pytest.mark.parametrize(
    ("text", "language", "deadline"),
    [
        ("Nämnden ska svara inom fyra veckor.", "sv", "inom fyra veckor"),
        ("Redovisningen ska lämnas senast den 1 mars varje år.", "sv", "senast den 1 mars varje år"),
        ("Felet ska rättas utan onödigt dröjsmål.", "sv", "utan onödigt dröjsmål"),
        ("För varje beslut ska det finnas en handling.", "sv", ""),
        ("The body shall reply without undue delay.", "en", "without undue delay"),
        ("Reports shall be sent by 12 December 2025.", "en", "by 12 December 2025"),
        ("Leverantören ska svara inom skälig tid.", "sv", "inom skälig tid"),
        ("Om svar inte har kommit inom två veckor får nämnden avgöra ärendet.", "sv", ""),
    ],
)
def test_deadline(said, text, language, deadline):
    assert said(RoleKind.DEADLINE, language, text) == ([deadline] if deadline else [])


@pytest.mark.parametrize(
    ("text", "language", "normal"),
    [
        ("Planen ska antas senast den 28 juni 2026.", "sv", "date:2026-06-28"),
        ("Avgiften ska betalas senast den 1 juli.", "sv", "date:--07-01"),
        ("Budgeten ska läggas fram före november månads utgång.", "sv", "date:--11"),
        ("Planen ska antas senast den 31 februari.", "sv", ""),
        (
            "Nämnden ska svara inom tjugofem dagar från det att ansökan kom in.",
            "sv",
            "duration:P25D after:ansökan kom in",
        ),
        ("Nämnden ska svara inom 3 arbetsdagar.", "sv", "duration:P3BD"),
        ("Anmälan ska göras senast 72 timmar efter upptäckten.", "sv", "duration:PT72H after:upptäckten"),
        ("Kallelsen ska skickas minst en vecka före mötet.", "sv", "duration:P1W minimum before:mötet"),
        ("Nämnden ska inom en vecka efter mötet lämna en rapport.", "sv", "duration:P1W after:mötet"),
        ("Nämnden ska spara data som har skapats före den 1 maj 2020.", "sv", ""),
        ("Felet ska genast rättas.", "sv", "vague:immediate"),
        ("Kallelse ska ske vartannat år.", "sv", "recurrence:P2Y"),
        ("Nämnden ska höra rådet innan beslutet fattas.", "sv", "event before:beslutet fattas"),
        ("The plan shall be sent by June 30, 2027.", "en", "date:2027-06-30"),
        ("The operator shall reply within ten working days.", "en", "duration:P10BD"),
        ("The body shall meet at least every two years.", "en", "recurrence:P2Y minimum"),
        ("The body shall report twice a year.", "en", "recurrence:2/P1Y"),
        ("The body shall reply within one month of receipt.", "en", "duration:P1M after:receipt"),
        ("The body shall reply as soon as possible.", "en", "vague:soon"),
    ],
)
def test_deadlines_have_a_normal_form(text, language, normal):
    (found,) = analyse([Unit(text=text)], language)
    assert [role.normal for role in found.roles if role.kind is RoleKind.DEADLINE] == ([normal] if normal else [])


def test_every_deadline_of_a_sentence_is_found(said):
    text = "Skadan ska anmälas så snart som möjligt och senast inom fem dagar."
    assert said(RoleKind.DEADLINE, "sv", text) == ["så snart som möjligt", "senast inom fem dagar"]


def test_a_recurrence_is_the_deadline_only_where_there_is_no_other(said):
    text = "Nämnden ska årligen redovisa läget senast den 1 mars."
    assert said(RoleKind.FREQUENCY, "sv", text) == ["årligen"]
    assert said(RoleKind.DEADLINE, "sv", text) == ["senast den 1 mars"]
    assert said(RoleKind.DEADLINE, "sv", "Nämnden ska årligen redovisa läget.") == ["årligen"]


@pytest.mark.parametrize(
    ("text", "language", "frequency"),
    [
        ("Nämnden ska löpande följa upp arbetet.", "sv", ["löpande"]),
        ("Chefen ska sköta den löpande verksamheten.", "sv", []),
        ("Nämnden ska minst en gång per mandatperiod pröva frågan.", "sv", ["minst en gång per mandatperiod"]),
        ("The body shall review the list on an annual basis.", "en", ["on an annual basis"]),
        ("The manager shall direct the daily business.", "en", []),
    ],
)
def test_frequency(said, text, language, frequency):
    assert said(RoleKind.FREQUENCY, language, text) == frequency


@pytest.mark.parametrize(
    ("text", "language", "conditions"),
    [
        ("Om parten begär det ska nämnden översätta beslutet.", "sv", ["Om parten begär det"]),
        ("Nämnden ska översätta beslutet om parten begär det.", "sv", ["om parten begär det"]),
        ("Nämnden ska, i den mån det är möjligt, höra parten.", "sv", ["i den mån det är möjligt"]),
        ("Nämnden ska när tiden har löpt ut avgöra ärendet.", "sv", ["när tiden har löpt ut"]),
        ("Begär parten det ska nämnden översätta beslutet.", "sv", ["Begär parten det"]),
        ("Nämnden ska besluta om bidrag.", "sv", []),
        ("Nämnden ska lämna uppgift om vilka som har hörts.", "sv", []),
        ("Styrelsen bestämmer när redovisningen ska lämnas.", "sv", []),
        ("Beslutet ska då meddelas parten.", "sv", []),
        ("En myndighet som fattar beslut ska ange skälen.", "sv", []),
        ("If the user so requests, the provider shall reply.", "en", ["If the user so requests"]),
        ("The provider shall reply where the user asks.", "en", ["where the user asks"]),
        ("The provider shall act in the State where it is established.", "en", []),
        ("The body shall, where appropriate, consult users.", "en", ["where appropriate"]),
        ("The body shall list processing which is subject to approval.", "en", []),
    ],
)
def test_conditions(said, text, language, conditions):
    assert said(RoleKind.CONDITION, language, text) == conditions


@pytest.mark.parametrize(
    ("text", "language", "exceptions"),
    [
        ("Uppgiften ska lämnas, om det inte är olämpligt.", "sv", ["om det inte är olämpligt"]),
        ("Om det inte är möjligt ska nämnden avstå.", "sv", []),
        ("Trots 4 § får nämnden lämna uppgiften.", "sv", ["Trots 4 §"]),
        ("Avgift ska betalas, dock inte för barn.", "sv", ["dock inte för barn"]),
        ("Nämnden får dock inte avslå ansökan.", "sv", []),
        ("Alla ska delta, med undantag för vikarier.", "sv", ["med undantag för vikarier"]),
        ("The body shall reply unless the request is abusive.", "en", ["unless the request is abusive"]),
        ("Without prejudice to Article 3, the body shall reply.", "en", ["Without prejudice to Article 3"]),
        ("Notwithstanding Article 3, the body may refuse.", "en", ["Notwithstanding Article 3"]),
    ],
)
def test_exceptions(said, text, language, exceptions):
    assert said(RoleKind.EXCEPTION, language, text) == exceptions


@pytest.mark.parametrize(
    ("text", "language", "action"),
    [
        ("Kommunen ska inom två veckor begära komplettering.", "sv", "begära komplettering"),
        ("Om det behövs ska nämnden skriftligen höra parten.", "sv", "skriftligen höra parten"),
        ("Nämnden får inte lämna ut uppgiften.", "sv", "lämna ut uppgiften"),
        ("Nämnden är skyldig att svara.", "sv", "svara"),
        ("Nämnden ska svara snarast, dock senast den 1 maj.", "sv", "svara"),
        ("Dessutom ska uppgifter lämnas ut.", "sv", "lämnas ut"),
        ("Nämnden prövar ansökningar.", "sv", "prövar ansökningar"),
        ("Ledamöterna väljs av fullmäktige till det antal som behövs.", "sv", "väljs"),
        ("The body shall, within ten days, notify the applicant.", "en", "notify the applicant"),
        ("The body is required to reply in writing.", "en", "reply in writing"),
        ("This Regulation concerns fees.", "en", ""),
    ],
)
def test_action(said, text, language, action):
    assert said(RoleKind.ACTION, language, text) == ([action] if action else [])


def test_the_words_of_an_item_are_its_action(said):
    assert said(RoleKind.ACTION, "sv", "en plan för arbetet, och", lead_in="Nämnden ska upprätta") == [
        "en plan för arbetet"
    ]


@pytest.mark.parametrize(
    ("text", "language", "groups"),
    [
        ("Kommunen ska erbjuda personer med dövhet stöd.", "sv", ["personer med dövhet"]),
        ("Nämnden ska lämna besked till den enskilde.", "sv", ["den enskilde"]),
        ("Eleverna ska informeras av rektorn.", "sv", ["Eleverna"]),
        ("Den enskilde ska lämna uppgifter.", "sv", []),
        ("The trader shall provide consumers with a receipt.", "en", ["consumers"]),
        ("The controller shall inform the data subject.", "en", ["the data subject"]),
        ("The provider shall have tools for user authentication.", "en", []),
    ],
)
def test_target_groups(said, text, language, groups):
    assert said(RoleKind.TARGET_GROUP, language, text) == groups


def test_an_item_inherits_what_it_does_not_say_itself():
    unit = Unit(text="ärendets gång,", lead_in="Om parten begär det ska nämnden genast upplysa om")
    (found,) = analyse([unit], "sv")
    roles = {role.kind: (role.text, role.inherited, role.start) for role in found.roles}
    assert roles[RoleKind.DUTY_BEARER] == ("nämnden", True, -1)
    assert roles[RoleKind.DEADLINE] == ("genast", True, -1)
    assert roles[RoleKind.CONDITION] == ("Om parten begär det", True, -1)
    assert roles[RoleKind.ACTION] == ("ärendets gång", False, 0)


def test_words_stand_at_their_offsets_in_the_document():
    text = "Vid behov ska nämnden årligen höra elever, utom i juli.  Den ska\nsvara senast den 1 maj."
    for found in extract([Unit(text=text, offset=100)], "sv"):
        for role in found.roles:
            assert role.inherited or text[role.start - 100 : role.end - 100] == role.text


_WORDS = (
    "om när inte ska får nämnden kommunen , . ; : den som att av till för barn elever senast inom två veckor årligen "
    "innan trots dock utom besluta lämna Ä İ if where the provider shall not users to by unless within 30 days \n"
)


@given(st.lists(st.sampled_from(_WORDS.split(" ")), max_size=40).map(" ".join), st.sampled_from(["sv", "en"]))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_roles_of_any_words_are_quotes(text, language):
    for found in extract([Unit(text=text, heading="Kommunens ansvar")], language):
        for role in found.roles:
            assert role.text.strip() == role.text != ""
            assert role.inherited or text[role.start : role.end] == role.text
            if role.normal:
                assert str(parse_limit(role.normal)) == role.normal
