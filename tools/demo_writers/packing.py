"""Zip archives with the same bytes every time: fixed order, fixed times, fixed permissions."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime


def pack(parts: dict[str, bytes], at: datetime, *, stored_first: str = "") -> bytes:
    """An archive of `parts` in their order; `stored_first` is left uncompressed (the mimetype of OpenDocument)."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in parts.items():
            info = zipfile.ZipInfo(name, date_time=at.timetuple()[:6])
            info.external_attr = 0o644 << 16
            info.create_system = 3
            method = zipfile.ZIP_STORED if name == stored_first else zipfile.ZIP_DEFLATED
            archive.writestr(info, data, compress_type=method, compresslevel=9)
    return buffer.getvalue()


def repack(data: bytes, at: datetime) -> bytes:
    """The same archive with the time `at` on every part."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return pack({name: archive.read(name) for name in archive.namelist()}, at)
