"""A framework's file says the same for the same content, and nothing that does not fit is taken from one."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policies import framework
from policies.document import Provision, Stated, Zone
from policies.errors import UnreadableFile
from policies.framework import Crosswalk, Framework, packed, unpacked
from policies.reading import read

TEXT = "Drift\n\nSystemet ska\n\n1 logga allt"
WHOLE = Framework(
    facts={"title": "Drift", "identifier": "own drift", "language": "sv", "level": "regional", "rights": "CC0"},
    text=TEXT,
    provisions=(
        Provision(locator="para 1", zone=Zone.BODY, kind="paragraph", start=7, end=33, heading="Drift"),
        Provision(
            locator="requirement 1", zone=Zone.BODY, kind="row", start=21, end=33, heading="Drift", parent=0, label="1"
        ),
    ),
    requirements=(Stated(provision=1, start=23, end=33, lead_ins=((7, 19),), force="obligation", deadline="2027"),),
    crosswalks=(Crosswalk(requirement=0, guideline="SFS 2018:1937", key="13 §", upper=True, type="implements"),),
)


def resealed(content: dict[str, object]) -> bytes:
    """A file whose checksum holds, whatever is in it: what somebody who means harm would send."""
    content = {name: value for name, value in content.items() if name != "checksum"}
    return json.dumps(content | {"checksum": framework._checksum(content)}).encode()


def test_same_content_gives_same_bytes_and_comes_back() -> None:
    assert packed(WHOLE) == packed(WHOLE)
    assert unpacked(packed(WHOLE), "drift.json") == WHOLE


def test_it_is_read_with_its_parts_and_what_it_states() -> None:
    document = read(packed(WHOLE), "drift.json")
    assert (document.format, document.title, document.identifier) == ("framework", "Drift", "own drift")
    assert document.provisions == WHOLE.provisions
    assert document.stated == WHOLE.requirements
    assert document.metadata == {"level": "regional", "rights": "CC0"}


def test_a_file_that_was_changed_is_refused() -> None:
    altered = packed(WHOLE).replace(b"logga allt", b"radera all")
    with pytest.raises(UnreadableFile) as refused:
        unpacked(altered, "drift.json")
    assert refused.value.code == "error.framework_altered"


def test_a_later_version_is_named() -> None:
    with pytest.raises(UnreadableFile) as refused:
        unpacked(resealed(json.loads(packed(WHOLE)) | {"version": 2}), "drift.json")
    assert refused.value.code == "error.framework_version"


@pytest.mark.parametrize(
    ("part", "changed"),
    [
        ("text", 7),
        ("text", "kort"),
        ("text", TEXT.replace("allt", "all\u202et")),
        ("guideline", {"title": "x" * 2000}),
        ("guideline", {"owner": "Eva"}),
        ("guideline", {"level": "galaxy"}),
        ("provisions", []),
        ("provisions", [{"locator": "a", "zone": "nowhere", "kind": "row", "start": 0, "end": 1}]),
        ("provisions", [{"locator": "a", "zone": "body", "kind": "row", "start": 0, "end": 33, "parent": 0}]),
        ("provisions", [{"locator": "a", "zone": "body", "kind": "row", "start": 0, "end": 33}] * 2),
        ("requirements", [{"provision": 9, "start": 23, "end": 33}]),
        ("requirements", [{"provision": 1, "start": 0, "end": 5}]),
        ("requirements", [{"provision": 1, "start": 23, "end": 33, "force": "whim"}]),
        ("requirements", [{"provision": 1, "start": 23, "end": 33, "confidence": 1e400}]),
        ("requirements", [{"provision": 1, "start": 23, "end": 33, "lead_ins": [[-5, 3]]}]),
        ("requirements", [{"provision": True, "start": 23, "end": 33}]),
        ("crosswalks", [{"requirement": 5, "guideline": "x", "key": "y", "upper": True, "type": "implements"}]),
        ("crosswalks", "all of them"),
    ],
)
def test_parts_that_do_not_fit_are_refused(part: str, changed: object) -> None:
    with pytest.raises(UnreadableFile) as refused:
        unpacked(resealed(json.loads(packed(WHOLE)) | {part: changed}), "drift.json")
    assert refused.value.code == "error.framework_damaged"


_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 40) | st.floats(allow_nan=True) | st.text(max_size=8),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.text(max_size=6), below, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(["guideline", "text", "provisions", "requirements", "crosswalks"]), _ANYTHING)
def test_whatever_stands_in_a_file_it_is_read_or_refused(part: str, anything: object) -> None:
    with contextlib.suppress(UnreadableFile):  # any other error is a fault
        unpacked(resealed(json.loads(packed(WHOLE)) | {part: anything}), "drift.json")


@given(st.integers(0, 1200), st.binary(max_size=4))
def test_damaged_bytes_are_refused(at: int, junk: bytes) -> None:
    data = packed(WHOLE)
    harmed = data[:at] + junk + data[at + len(junk) :]
    if harmed == data:
        return
    with pytest.raises(UnreadableFile):
        read(harmed[: len(data) - 2], "drift.json")
