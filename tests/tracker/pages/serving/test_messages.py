"""What a browser may tell its session."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg

from tracker.pages import serving
from tracker.pages.serving.messages import HEEDED, OPERATIONS, Messages

TYPES = [field.name for field in BackMsg.DESCRIPTOR.oneofs_by_name["type"].fields]
PAYLOADS = [
    field.name
    for field in BackMsg.DESCRIPTOR.fields_by_name["backend_operation_request"]
    .message_type.oneofs_by_name["payload"]
    .fields
]


def said(kind: str, payload: str = "") -> bytes:
    message = BackMsg()
    if payload:
        getattr(message.backend_operation_request, payload).SetInParent()
    elif BackMsg.DESCRIPTOR.fields_by_name[kind].message_type is not None:
        getattr(message, kind).SetInParent()
    else:
        setattr(message, kind, True)
    data: bytes = message.SerializeToString()
    return data


def reach(*sent: bytes) -> list[bytes]:
    """What of it reaches Streamlit."""
    came: list[bytes] = []
    waiting: list[dict[str, Any]] = [{"type": "websocket.receive", "bytes": data} for data in sent]
    waiting.append({"type": "websocket.disconnect"})

    async def receive() -> dict[str, Any]:
        return waiting.pop(0)

    async def send(_: Any) -> None:
        raise AssertionError

    async def app(_scope: Any, receive: Any, _send: Any) -> None:
        while (message := await receive())["type"] == "websocket.receive":
            came.append(message["bytes"])

    said = Messages(app)({"type": "websocket"}, receive, send)
    with ThreadPoolExecutor(max_workers=1) as aside:  # a browser of other tests may keep a loop in this thread
        aside.submit(asyncio.run, said).result()
    return came


def test_what_the_pages_say_reaches_the_session() -> None:
    sent = [said(kind) for kind in sorted(HEEDED)] + [said("", name) for name in sorted(OPERATIONS)]
    assert reach(*sent) == sent
    assert set(TYPES) >= HEEDED
    assert set(PAYLOADS) >= OPERATIONS


@pytest.mark.parametrize("kind", sorted(set(TYPES) - HEEDED - {"backend_operation_request"}))
def test_what_is_for_whoever_writes_apps_does_not(kind: str) -> None:
    assert reach(said(kind), said("rerun_script")) == [said("rerun_script")]


@pytest.mark.parametrize("payload", sorted(set(PAYLOADS) - OPERATIONS))
def test_a_session_writes_no_files_of_streamlits_own(payload: str) -> None:
    assert payload in {"install_skills", "dismiss_skills_nudge"}  # another would have to be looked at
    assert reach(said("", payload)) == []


def test_what_cannot_be_read_is_left_to_streamlit() -> None:
    assert reach(b"\xff\xff") == [b"\xff\xff"]


def test_every_connection_passes_it() -> None:
    assert "Messages" in [getattr(each.cls, "__name__", "") for each in serving.MIDDLEWARE]
