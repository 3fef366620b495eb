"""Services and actors are singled out by the bearer's name or the matter, never by what concerns everybody."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nlp.matching.carriers import Carrier, Demand, suggest_carriers
from nlp.matching.matches import Decision, Match, Query
from nlp.matching.plain_terms import mentions, pairs
from nlp.requirements import BearerKind

BUILDING = Carrier(id="actor:1", kind="board", name="Samhällsbyggnadsnämnden", role="Myndighet för plan och bygglov")
LEISURE = Carrier(id="actor:2", kind="board", name="Kultur- och fritidsnämnden", role="Bibliotek och idrottsplatser")
CLERKS = Carrier(id="actor:3", kind="unit", name="Kansliet", role="Juridik och nämndernas ärenden")
PRIVACY = Carrier(id="actor:4", kind="role", name="Dataskyddsombud", parent="actor:3")
ARCHIVES = Carrier(id="actor:5", kind="unit", name="Stadsarkivet", role="Arkivvård", parent="actor:3")
ARCHIVIST = Carrier(id="actor:6", kind="role", name="Arkivarie", parent="actor:3")
ACTORS = [BUILDING, LEISURE, CLERKS, PRIVACY]

PERMIT = Carrier(id="service:1", kind="service", name="Bygga om eller bygga till", channel="e-tjänst")
SPORTS = Carrier(id="service:2", kind="service", name="Boka idrottshall", channel="e-tjänst")
DOCUMENTS = Carrier(id="service:3", kind="service", name="Begär ut allmän handling", channel="e-tjänst")
SERVICES = [PERMIT, SPORTS, DOCUMENTS]


def found(
    text: str,
    carriers: list[Carrier],
    *,
    bearer: str = "",
    language: str = "sv",
    kind: BearerKind = BearerKind.UNSPECIFIED,
) -> list[Match]:
    query = Query(id="1", text=text, language=language)
    return list(suggest_carriers([Demand(query=query, bearer=bearer, bearer_kind=kind)], carriers))


def names(matches: list[Match]) -> list[str]:
    return [match.passage for match in matches]


def test_plain_words_on_a_service_meet_the_words_of_the_law() -> None:
    (match,) = found("Ansökan om bygglov ska prövas skyndsamt.", SERVICES)
    assert match.passage == PERMIT.id
    assert match.reasons[0].code == "reason.plain_terms"
    assert dict(match.reasons[0].values) == {"legal": "bygglov", "plain": "Bygga om"}


def test_a_requirement_in_english_meets_a_swedish_service() -> None:
    assert names(found("Access to official documents is given promptly.", SERVICES, language="en")) == [DOCUMENTS.id]


def test_what_concerns_every_service_is_suggested_for_none() -> None:
    many = [Carrier(id=f"service:{n}", kind="service", name=f"E-tjänst {n}", channel="e-tjänst") for n in range(9)]
    assert all(match.score < 0.25 for match in found("Varje e-tjänst ska ha en ansvarig.", many))


def test_the_named_board_is_found_under_its_longer_name() -> None:
    (match, *_) = found("Nämnden ska besluta inom tio veckor.", ACTORS, bearer="Byggnadsnämnden")
    assert (match.passage, match.reasons[0].code) == (BUILDING.id, "reason.names_alike")


def test_a_role_is_not_named_by_a_word_of_its_family() -> None:
    buyer = Carrier(id="actor:7", kind="role", name="Upphandlare")
    codes = [reason.code for match in found("En upphandlande myndighet betalar.", [buyer]) for reason in match.reasons]
    assert "reason.same_actor" not in codes
    (named,) = found("Varje upphandlare ska betala.", [buyer])
    assert "reason.same_actor" in [reason.code for reason in named.reasons]


def test_half_of_a_double_name_is_enough() -> None:
    assert names(found("Den ska föra statistik.", ACTORS, bearer="Fritidsnämnden")) == [LEISURE.id]


def test_the_municipality_and_the_board_single_nobody_out() -> None:
    for bearer in ("Kommunen", "Myndigheten", "Nämnden", "En nämnd"):
        assert found("Beslutet ska motiveras.", ACTORS, bearer=bearer) == []


def test_a_duty_on_the_controller_goes_to_the_officer_who_advises_but_not_to_the_unit_above() -> None:
    matches = found("Den personuppgiftsansvarige ska föra ett register.", ACTORS, bearer="Den personuppgiftsansvarige")
    assert names(matches) == [PRIVACY.id]


def test_the_unit_stands_in_for_a_role_that_does_the_work() -> None:
    matches = found("Handlingar ska gallras enligt plan för arkivvård.", [CLERKS, ARCHIVIST])
    assert names(matches) == [ARCHIVIST.id, CLERKS.id]
    assert matches[1].reasons[0].code == "reason.part_of"
    assert matches[1].score < matches[0].score


def test_duties_of_the_state_bind_nobody_here() -> None:
    assert found("Bygglov ska föras in i registret.", [*ACTORS, *SERVICES], kind=BearerKind.STATE_BODY) == []


def test_a_decided_pair_does_not_return() -> None:
    demand = Demand(query=Query(id="1", text="Den som söker bygglov ska få besked.", language="sv"))
    taught = [Decision(requirement="1", passage=PERMIT.id, confirmed=False)]
    assert names(list(suggest_carriers([demand], SERVICES, decisions=taught))) == []


def test_each_group_has_its_own_best() -> None:
    several = [
        Carrier(id=f"{kind}:{n}", kind=kind, name=f"{name} {n}")
        for kind, name in (("service", "Bygglov"), ("unit", "Bygglovsgruppen"))
        for n in range(4)
    ]
    matches = found("Ansökan om bygglov ska registreras.", several)
    assert [sum(name.startswith(kind) for name in names(matches)) for kind in ("service", "unit")] == [3, 3]


@given(
    st.lists(st.sampled_from([*ACTORS, *SERVICES, ARCHIVES]), unique=True), st.text(max_size=60), st.text(max_size=30)
)
def test_places_lie_in_both_texts_and_scores_in_the_unit_interval(
    carriers: list[Carrier], noise: str, bearer: str
) -> None:
    text = f"{noise} Kansliet ska lämna ut allmän handling om bygglov {noise}"
    by_id = {carrier.id: carrier for carrier in carriers}
    for match in found(text, carriers, bearer=bearer):
        assert 0 < match.score <= 1
        for reason in match.reasons:
            assert all(0 <= start < end <= len(text) for start, end in reason.source)
            assert all(0 <= start < end <= len(by_id[match.passage].text) for start, end in reason.target)


def test_both_lists_are_long_and_share_their_concepts() -> None:
    swedish, english = pairs("sv"), pairs("en")
    assert min(len(swedish), len(english)) >= 250
    assert {concept for concept, *_ in english} <= {concept for concept, *_ in swedish}


def test_a_word_of_the_same_family_is_another_matter() -> None:
    assert [m.concept for m in mentions("Tillgänglighetskrav", "sv")] == ["accessibility"]
    assert list(mentions("Uppgifterna ska finnas tillgängliga.", "sv")) == []
