"""ZIP containers (DOCX, ODT, XLSX), judged by their directory before a single entry is unpacked."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import PurePosixPath
from types import TracebackType
from typing import Self

from policies import limits
from policies.errors import UnreadableFile

ENCRYPTED_FLAG = 0x1
NESTED = frozenset(
    {".zip", ".docx", ".docm", ".xlsx", ".xlsm", ".pptx", ".odt", ".ods", ".jar", ".7z", ".rar", ".gz", ".bz2", ".xz"}
)
CHUNK = 64 * 1024


class Archive:
    """A checked ZIP container; `read` counts the bytes that really come out.

    Raises UnreadableFile: truncated, encrypted, too many entries, too large, too densely packed, nested or unsafe
    names. Close it or use it as a context manager.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, OverflowError) as error:
            # A ZIP keeps its directory at the very end, so a missing directory means the end is missing.
            raise UnreadableFile("error.truncated", file=name) from error
        try:
            self._entries = {entry.filename: entry for entry in self._checked()}
        except UnreadableFile:
            self._zip.close()
            raise
        self._left = limits.ARCHIVE_BYTES

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def __contains__(self, entry: str) -> bool:
        return entry in self._entries

    def names(self) -> list[str]:
        """Names of all entries, in the order of the directory."""
        return list(self._entries)

    def read(self, entry: str, *, limit: int = limits.XML_BYTES) -> bytes:
        """The unpacked bytes of one entry, at most `limit`.

        Raises UnreadableFile where the entry is missing, damaged or larger than it may be.
        """
        info = self._entries.get(entry)
        if info is None:
            raise UnreadableFile("error.part_missing", file=self._name, part=entry)
        allowed = min(limit, self._left)
        parts: list[bytes] = []
        size = 0
        try:
            with self._zip.open(info) as stream:
                while chunk := stream.read(CHUNK):
                    size += len(chunk)
                    if size > allowed:
                        raise _too_large(self._name, allowed)
                    parts.append(chunk)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
            # NotImplementedError (an unknown method) is a RuntimeError; a place before the file is a ValueError.
            raise UnreadableFile("error.damaged", file=self._name) from error
        self._left -= size
        return b"".join(parts)

    def _checked(self) -> list[zipfile.ZipInfo]:
        entries = self._zip.infolist()
        name = self._name
        if len(entries) > limits.ARCHIVE_ENTRIES:
            raise UnreadableFile("error.archive_entries", file=name, entries=len(entries), limit=limits.ARCHIVE_ENTRIES)
        if sum(entry.file_size for entry in entries) > limits.ARCHIVE_BYTES:
            raise _too_large(name, limits.ARCHIVE_BYTES)
        for entry in entries:
            _check_entry(entry, name)
        return entries


def _check_entry(entry: zipfile.ZipInfo, name: str) -> None:
    if entry.flag_bits & ENCRYPTED_FLAG:
        raise UnreadableFile("error.encrypted", file=name)
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or (path.parts and ":" in path.parts[0]):
        raise UnreadableFile("error.archive_path", file=name, entry=entry.filename[:100])
    # Office programs keep embedded sheets and drawings in "embeddings" and "Object 1"; those are never opened.
    if path.suffix.lower() in NESTED and "embeddings" not in path.parts and not path.parts[0].startswith("Object"):
        raise UnreadableFile("error.archive_nested", file=name, entry=entry.filename[:100])
    ratio = entry.file_size / max(entry.compress_size, 1)
    if entry.file_size > limits.ARCHIVE_RATIO_FROM and ratio > limits.ARCHIVE_RATIO:
        raise UnreadableFile("error.archive_ratio", file=name, ratio=round(ratio), limit=limits.ARCHIVE_RATIO)


def _too_large(name: str, limit: int) -> UnreadableFile:
    return UnreadableFile("error.archive_too_large", file=name, limit=limit // limits.MEGABYTE)
