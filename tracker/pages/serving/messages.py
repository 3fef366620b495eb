"""What a browser may tell its session: what the pages say, and nothing Streamlit has for those who write apps.

Streamlit heeds more than it shows: whoever is connected can empty the caches of everybody, and where the browser was
opened by the server (`serve --open`) let it write files of its own into the project's folder.
"""

from __future__ import annotations

from typing import Final

from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

HEEDED: Final = frozenset({"rerun_script", "stop_script", "file_urls_request", "app_heartbeat"})
OPERATIONS: Final = frozenset({"deferred_file", "dataframe_chunk"})
"""Of what a session can be asked to do besides running: making a file, and going on with a long table."""


class Messages:
    """Drops what is none of these; what cannot be read goes on to Streamlit, which ends the connection."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One connection; requests pass."""

        async def heeded() -> Message:
            while True:
                message = await receive()
                if message["type"] != "websocket.receive" or is_heeded(message.get("bytes") or b""):
                    return message

        await self.app(scope, heeded if scope["type"] == "websocket" else receive, send)


def is_heeded(data: bytes) -> bool:
    """Whether a message of a browser goes on to its session.

    >>> [is_heeded(BackMsg(**{said: True}).SerializeToString()) for said in ("stop_script", "clear_cache")]
    [True, False]
    """
    said = BackMsg()
    try:
        said.ParseFromString(data)
    except DecodeError:
        return True
    asked = said.WhichOneof("type")
    if asked == "backend_operation_request":
        return said.backend_operation_request.WhichOneof("payload") in OPERATIONS
    return asked in HEEDED
