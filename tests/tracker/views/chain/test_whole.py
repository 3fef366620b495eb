"""A chain goes down confirmed crosswalks, and is worth its weakest hop, which is named."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import update

from tracker import searching
from tracker.tables.crosswalk import CrosswalkType
from tracker.tables.guideline import Requirement
from tracker.tables.link import LinkType
from tracker.tables.local import DocumentStatus, Publicity
from tracker.tables.service import ServiceStatus
from tracker.views.chain.hops import Hop, Strength, Why
from tracker.views.chain.whole import Narrowed, counts, furthest_first, narrowed

Harbour = Any
WHOLE = "EU-BOAT-01 SE-BOAT-01"


@pytest.fixture
def carried(harbour: Harbour) -> Harbour:
    """The first requirement of the EU carried all the way down."""
    harbour.tie("EU-BOAT-01", "SE-BOAT-01")
    harbour.link("SE-BOAT-01", "passage", harbour.write()[0])
    harbour.link("SE-BOAT-01", "service", harbour.service(unit=harbour.unit()))
    return harbour


def test_a_chain_that_holds_all_the_way_is_whole(carried: Harbour) -> None:
    chain = carried.chains()[WHOLE]
    assert [state.why for state in chain.hops] == [Why.HOLDS] * 4
    assert chain.strength is Strength.WHOLE
    assert [service.name for service in chain.services] == ["Låna båt"]
    assert [actor.name for actor in chain.actors] == ["Hamnen"]


def test_a_requirement_without_one_above_is_a_chain_of_its_own(harbour: Harbour) -> None:
    harbour.tie("EU-BOAT-01", "SE-BOAT-01")
    assert {"SE-BOAT-03", "RE-BOAT-01", WHOLE} <= harbour.chains().keys()
    assert "SE-BOAT-01" not in harbour.chains()


def test_what_binds_only_the_state_begins_no_chain_by_itself(harbour: Harbour) -> None:
    assert not any(key.startswith("EU-BOAT-01") for key in harbour.chains())


def test_a_chain_goes_on_to_the_region(harbour: Harbour) -> None:
    harbour.tie("EU-BOAT-01", "SE-BOAT-01")
    harbour.tie("SE-BOAT-01", "RE-BOAT-01", CrosswalkType.SUPPLEMENTS)
    assert "EU-BOAT-01 SE-BOAT-01 RE-BOAT-01" in harbour.chains()


def test_requirements_that_are_only_related_make_no_chain(harbour: Harbour) -> None:
    harbour.tie("EU-BOAT-01", "SE-BOAT-01", CrosswalkType.RELATED)
    assert WHOLE not in harbour.chains()


def test_a_suggested_crosswalk_is_counted_and_never_followed(harbour: Harbour) -> None:
    harbour.tie("EU-BOAT-02", "SE-BOAT-02", None)
    chain = harbour.chains()["EU-BOAT-02"]
    assert (chain.weakest.why, chain.hops[0].suggested) == (Why.NO_NATIONAL, 1)


def test_a_directive_without_a_national_section_is_broken_at_the_first_hop(harbour: Harbour) -> None:
    weakest = harbour.chains()["EU-BOAT-02"].weakest
    assert (weakest.hop, weakest.why, weakest.since) == (Hop.LEVELS, Why.NO_NATIONAL, date(2020, 1, 1))


def test_a_national_section_needs_none_above_it(harbour: Harbour) -> None:
    hop = harbour.chains()["SE-BOAT-03"].hops[0]
    assert hop.why is Why.HOLDS


def test_a_partly_implementing_section_makes_the_chain_weak(carried: Harbour) -> None:
    carried.tie("EU-BOAT-02", "SE-BOAT-01", CrosswalkType.PARTLY)
    assert carried.chains()["EU-BOAT-02 SE-BOAT-01"].strength is Strength.WEAK


def test_a_crosswalk_whose_text_changed_makes_the_chain_weak(carried: Harbour) -> None:
    with carried.database.writing() as session:
        session.execute(
            update(Requirement).where(Requirement.id == carried.number("EU-BOAT-01")).values(fingerprint="x")
        )
    assert carried.chains()[WHOLE].hops[0].why is Why.SUSPECT


def test_without_a_local_passage_it_breaks_since_the_act_applies(harbour: Harbour) -> None:
    weakest = harbour.chains()["SE-BOAT-03"].weakest
    assert (weakest.hop, weakest.why, weakest.since) == (Hop.LOCAL, Why.NO_PASSAGE, date(2020, 1, 1))


def test_a_recorded_search_is_told_from_not_having_looked(harbour: Harbour) -> None:
    harbour.write()
    with harbour.database.writing() as session:
        searching.record(session, harbour.workspace, harbour.number("SE-BOAT-03"), by=harbour.by)
    weakest = harbour.chains()["SE-BOAT-03"].weakest
    assert weakest.why is Why.SEARCHED
    assert weakest.since is not None
    assert weakest.since > date(2020, 1, 1)


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"status": DocumentStatus.DRAFT}, Why.NOT_ADOPTED),
        ({"valid_to": date(2021, 12, 31)}, Why.EXPIRED),
    ],
)
def test_a_text_counts_as_its_document_does(harbour: Harbour, values: dict[str, Any], why: Why) -> None:
    harbour.link("SE-BOAT-01", "passage", harbour.write(**values)[0])
    assert harbour.chains()["SE-BOAT-01"].hops[1].why is why


def test_an_expired_text_names_the_day_it_ended(harbour: Harbour) -> None:
    harbour.link("SE-BOAT-01", "passage", harbour.write(valid_to=date(2021, 12, 31))[0])
    assert harbour.chains()["SE-BOAT-01"].hops[1].since == date(2022, 1, 1)


def test_the_best_of_several_texts_decides(harbour: Harbour) -> None:
    first, second, *_ = harbour.write()
    harbour.link("SE-BOAT-01", "passage", first, LinkType.MENTIONS)
    assert harbour.chains()["SE-BOAT-01"].hops[1].why is Why.MENTIONED
    harbour.link("SE-BOAT-01", "passage", second)
    assert harbour.chains()["SE-BOAT-01"].hops[1].why is Why.HOLDS


def test_a_text_linked_higher_up_carries_the_chain_too(harbour: Harbour) -> None:
    harbour.tie("EU-BOAT-02", "SE-BOAT-02")
    harbour.link("EU-BOAT-02", "passage", harbour.write()[1])
    assert harbour.chains()["EU-BOAT-02 SE-BOAT-02"].hops[1].why is Why.HOLDS


def test_a_service_of_the_unit_that_wrote_the_text_counts_only_when_linked(harbour: Harbour) -> None:
    unit = harbour.unit()
    harbour.service(unit=unit)
    harbour.link("SE-BOAT-01", "passage", harbour.write(responsible_id=unit)[0])
    chain = harbour.chains()["SE-BOAT-01"]
    assert (chain.weakest.hop, chain.weakest.why) == (Hop.SERVICE, Why.NO_SERVICE)


def test_a_service_that_does_not_run_breaks_the_chain(harbour: Harbour) -> None:
    harbour.link("SE-BOAT-01", "passage", harbour.write()[0])
    harbour.link("SE-BOAT-01", "service", harbour.service(unit=harbour.unit(), status=ServiceStatus.PLANNED))
    assert harbour.chains()["SE-BOAT-01"].weakest.why is Why.NOT_IN_SERVICE


def test_a_service_without_owner_is_named_as_that(harbour: Harbour) -> None:
    harbour.link("SE-BOAT-01", "passage", harbour.write()[0])
    harbour.link("SE-BOAT-01", "service", harbour.service())
    assert harbour.chains()["SE-BOAT-01"].weakest.why is Why.NO_OWNER


def test_whoever_is_responsible_for_the_text_does_not_carry_it_out_by_that(harbour: Harbour) -> None:
    harbour.link("SE-BOAT-01", "passage", harbour.write(responsible_id=harbour.unit())[0])
    chain = harbour.chains()["SE-BOAT-01"]
    assert (chain.hops[3].why, chain.only_text) == (Why.TEXT_ONLY, True)


def test_an_actor_linked_as_responsible_answers(harbour: Harbour) -> None:
    harbour.link("SE-BOAT-01", "passage", harbour.write()[0])
    harbour.link("SE-BOAT-01", "service", harbour.service())
    harbour.link("SE-BOAT-01", "actor", harbour.unit("Båtchefen"), LinkType.RESPONSIBLE)
    assert harbour.chains()["SE-BOAT-01"].strength is Strength.WHOLE


def test_suggested_links_are_counted_and_hold_nothing(harbour: Harbour) -> None:
    harbour.link("SE-BOAT-01", "passage", harbour.write()[0], None)
    hop = harbour.chains()["SE-BOAT-01"].hops[1]
    assert (hop.why, hop.suggested) == (Why.NO_PASSAGE, 1)


def test_a_text_under_secrecy_holds_its_hop_without_being_named(harbour: Harbour) -> None:
    harbour.link("SE-BOAT-01", "passage", harbour.write(publicity=Publicity.SECRECY, responsible_id=harbour.unit())[0])
    chain = harbour.chains(sees_secrecy=False)["SE-BOAT-01"]
    assert (chain.hops[1].why, chain.withheld) == (Why.HOLDS, 1)
    assert not chain.passages
    assert not chain.actors
    assert len(harbour.chains()["SE-BOAT-01"].passages) == 1


def test_crosswalks_that_go_round_in_a_ring_lose_no_requirement(harbour: Harbour) -> None:
    for upper, lower in (("SE-BOAT-01", "SE-BOAT-02"), ("SE-BOAT-02", "SE-BOAT-03"), ("SE-BOAT-03", "SE-BOAT-01")):
        harbour.tie(upper, lower)
    shown = {one.key for chain in harbour.chains().values() for one in chain.placed}
    assert {"SE-BOAT-01", "SE-BOAT-02", "SE-BOAT-03"} <= shown


def test_counts_add_up_and_name_the_hop(carried: Harbour) -> None:
    rows = list(carried.chains().values())
    found = counts(rows)
    assert found.chains == found.whole + found.weak + found.broken == len(rows)
    assert (found.whole, sum(found.by_hop.values())) == (1, found.broken)


def test_chains_are_narrowed_and_the_furthest_come_first(carried: Harbour) -> None:
    rows = list(carried.chains().values())
    service = carried.chains()[WHOLE].services[0].id
    assert len(narrowed(rows, Narrowed(service=service))) == 1
    assert all(chain.strength is Strength.BROKEN for chain in narrowed(rows, Narrowed(broken=True)))
    assert furthest_first(rows)[0].strength is Strength.WHOLE
