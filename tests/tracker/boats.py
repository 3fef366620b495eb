"""An act of every level, about boats, of our own invention: as the starter library would bring them."""

from __future__ import annotations

from datetime import date

from policies.library import (
    Applies,
    Bindingness,
    Force,
    Level,
    LibraryGuideline,
    LibraryRequirement,
    Scheme,
    Status,
    Verified,
)


def requirement(key: str, place: str, sv: str, en: str, applies: Applies = Applies.YES) -> LibraryRequirement:
    return LibraryRequirement(
        id=key, locator=place, places=(place,), force=Force.OBLIGATION, sv=sv, en=en,
        applies_to_municipality=applies, verified=Verified.KNOWLEDGE,
    )  # fmt: skip


def act(
    key: str, level: Level, identifier: str, title: str, *held: LibraryRequirement, note: str = ""
) -> LibraryGuideline:
    return LibraryGuideline(
        id=key, title_sv=title, title_en=title, issuer="", level=level, identifier=identifier, scheme=Scheme.NONE,
        bindingness=Bindingness.BINDING, bindingness_note=note, status=Status.IN_FORCE, verified=Verified.KNOWLEDGE,
        in_force_on=date(2020, 1, 1), requirements=held,
    )  # fmt: skip


ACTS = (
    act(
        "EU-BOAT", Level.EU, "32018L4242", "Direktiv (EU) 2018/4242 om lånebåtar",
        requirement("EU-BOAT-01", "art 4", "Offentliga lånebåtar ska ha flytvästar i alla storlekar.",
                    "Public loan boats must carry life jackets in all sizes.", Applies.NO),
        requirement("EU-BOAT-02", "art 7", "Den som hyr ut en lånebåt ska publicera en årlig redogörelse för läckor.",
                    "Whoever lends a boat must publish a yearly statement on leaks."),
        note="binding on member state; via SE-BOAT",
    ),
    act(
        "SE-BOAT", Level.NATIONAL, "SFS 2019:4243", "Lag (2019:4243) om lånebåtar",
        requirement("SE-BOAT-01", "3 §", "I varje lånebåt ska det finnas flytvästar i alla storlekar.",
                    "Every loan boat must hold life jackets in all sizes."),
        requirement("SE-BOAT-02", "5 §", "Kommunen publicerar varje år en redogörelse för läckor enligt artikel 7 i "
                    "direktiv (EU) 2018/4242.", "Each year the municipality publishes a statement on leaks."),
        requirement("SE-BOAT-03", "9 §", "Åror förvaras torrt under vintern.", "Oars are kept dry in winter."),
    ),
    act(
        "RE-BOAT", Level.REGIONAL, "", "Regional plan för lånebåtar",
        requirement("RE-BOAT-01", "punkt 1", "Flytvästar i barnstorlek ska finnas vid varje regional brygga.",
                    "Life jackets in children's sizes must be kept at every regional pier."),
    ),
)  # fmt: skip
