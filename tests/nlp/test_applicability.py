"""Whom words for a duty bearer name, and whom an act addresses."""

from __future__ import annotations

import pytest

from nlp.applicability import Reach, act_reach, bearer_kind, crosses_borders
from nlp.requirements import BearerKind, Unit

STATE_ACT = Reach(kinds=frozenset({BearerKind.STATE_BODY}))
MUNICIPAL_ACT = Reach(kinds=frozenset({BearerKind.MUNICIPALITY}))


@pytest.mark.parametrize(("bearer", "language", "kind"), [
    ("Kommunen", "sv", "municipality"),
    ("Kommuner och regioner", "sv", "municipality"),
    ("socialnämnden", "sv", "municipality"),
    ("fullmäktige", "sv", "municipality"),
    ("statliga myndigheter", "sv", "state_body"),
    ("den myndighet som regeringen bestämmer", "sv", "state_body"),
    ("Myndigheten för digital förvaltning", "sv", "state_body"),
    ("Skatteverket", "sv", "state_body"),
    ("statliga och kommunala myndigheter", "sv", "any_authority"),
    ("domstolar och förvaltningsmyndigheter", "sv", "any_authority"),
    ("En offentlig aktör", "sv", "any_authority"),
    ("upphandlande myndigheter", "sv", "any_authority"),
    ("medlemsstaterna", "sv", "state_body"),
    ("Leverantören", "sv", "provider"),
    ("sökanden", "sv", "individual"),
    ("Webbplatsen", "sv", "unspecified"),
    ("", "sv", "unspecified"),
    ("Member States", "en", "state_body"),
    ("the Commission", "en", "state_body"),
    ("public sector bodies", "en", "any_authority"),
    ("the controller", "en", "any_authority"),
    ("local authorities", "en", "municipality"),
    ("qualified trust service providers", "en", "provider"),
    ("the data subject", "en", "individual"),
    ("the website", "en", "unspecified"),
])  # fmt: skip
def test_words_for_a_bearer_name_a_kind(bearer: str, language: str, kind: str) -> None:
    assert bearer_kind(bearer, language).value == kind


@pytest.mark.parametrize(("bearer", "reach", "kind"), [
    ("Myndigheten", STATE_ACT, "state_body"),
    ("Nämnden", STATE_ACT, "state_body"),
    ("Kommuner", STATE_ACT, "municipality"),
    ("Ledningen", STATE_ACT, "state_body"),
    ("Ordföranden", MUNICIPAL_ACT, "municipality"),
    ("Myndigheten", MUNICIPAL_ACT, "municipality"),
    ("leverantören", STATE_ACT, "provider"),
    ("Den som anlitar ett ombud", MUNICIPAL_ACT, "unspecified"),
    ("", STATE_ACT, "unspecified"),
])  # fmt: skip
def test_the_act_decides_whom_general_words_mean(bearer: str, reach: Reach, kind: str) -> None:
    assert bearer_kind(bearer, "sv", reach).value == kind


@pytest.mark.parametrize(("text", "language", "kinds"), [
    ("Denna förordning gäller för myndigheter under regeringen.", "sv", {"state_body"}),
    ("Lagen gäller för kommuner och regioner.", "sv", {"municipality"}),
    ("Denna lag gäller inte för kommuner.", "sv", set()),
    ("Denna lag innehåller bestämmelser om avgifter.", "sv", set()),
    ("This Directive shall apply to websites of public sector bodies.", "en", {"any_authority"}),
    ("This Regulation lays down rules under which Member States recognise certificates.", "en", set()),
])  # fmt: skip
def test_scope_provisions_say_whom_an_act_addresses(text: str, language: str, kinds: set[str]) -> None:
    assert {kind.value for kind in act_reach([Unit(text=text)], language).kinds} == kinds


def test_a_defined_term_is_read_as_the_act_defines_it() -> None:
    meant = Unit(lead_in="I denna lag avses med", text="registerförare: kommunen där fastigheten ligger,")
    reach = act_reach([meant], "sv")
    assert bearer_kind("Registerföraren", "sv", reach) is BearerKind.ANY_AUTHORITY


def test_services_across_borders_are_recognised() -> None:
    assert crosses_borders("Users from another Member State shall be able to pay.", "en")
    assert crosses_borders("Gränsöverskridande användare ska kunna betala.", "sv")
    assert not crosses_borders("Användare ska kunna betala.", "sv")
    assert not crosses_borders("Brugere fra en anden medlemsstat skal kunne betale.", "da")
