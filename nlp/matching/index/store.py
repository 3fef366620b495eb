"""An index in a folder: segments that never change, and a list of those that count.

Arrays are plain .npy files, mapped into memory, never pickles. A segment is written beside the others and then renamed
into place under the fingerprint of its passages; only then is the list replaced. So a reader sees the old state or the
new one, a crash leaves at most files that nobody lists, and two processes that build the same end with the same files.
The list holds size and checksum of every file, so what was damaged or cut short is noticed.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
import time
import zlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any
from unicodedata import unidata_version

import numpy as np
from numpy.typing import NDArray

from nlp.errors import NlpError
from nlp.matching import tokens
from nlp.matching.index.segment import Segment
from nlp.matching.index.strings import FIELDS, Numbers, Shelf, Strings, shelved

FORM = "3"  # raised whenever the same passages would give other arrays
LIST = "passages.index.json"
SUMS = "sums.json"
KIND = "index of passages"
WORD_LISTS = Path(tokens.__file__).with_name("words.json")
_NAME = re.compile(r"(?:segment|order)-[0-9a-f]{32}")
_LEFT_OVER = 3600.0  # seconds after which files that nobody lists are taken for those of a crash
_PLAIN = {
    "term_keys": "<u8", "starts": "<i8", "rows": "<i4", "codes": "<u2", "row_starts": "<i8", "row_terms": "<i4",
    "row_codes": "<u2", "sizes": "<i4", "prints": "<u8", "ids": "<u8", "documents": "<u8", "languages": "<U2",
}  # fmt: skip
_PACKED = {"blob": "|u1", "ends": "<i8"}


@lru_cache(maxsize=1)
def reading() -> str:
    """Fingerprint of how text becomes terms; what was indexed by other rules or word lists cannot be used."""
    total = hashlib.blake2b(WORD_LISTS.read_bytes(), digest_size=16)
    for part in (FORM, *FIELDS, version("PyStemmer"), version("simplemma"), unidata_version):
        total.update(part.encode() + b"\x00")
    return total.hexdigest()


def stored(folder: Path) -> tuple[tuple[Segment, ...], Numbers]:
    """The segments that a folder's list names, mapped into memory, and the order of their passages.

    Raises NlpError: error.no_saved_index when there is no list, error.index_foreign when it is not one of ours,
    error.index_outdated when text was read by other rules then, error.index_damaged when a file is not as it was
    written.
    """
    try:
        listed = json.loads((folder / LIST).read_bytes())
    except FileNotFoundError as problem:
        raise NlpError("error.no_saved_index", folder=folder.name) from problem
    except (OSError, ValueError, RecursionError) as problem:
        raise NlpError("error.index_damaged", folder=folder.name, file=LIST) from problem
    if not isinstance(listed, dict) or listed.get("kind") != KIND:
        raise NlpError("error.index_foreign", folder=folder.name, file=LIST)
    if listed.get("reading") != reading():
        raise NlpError("error.index_outdated", folder=folder.name)
    names, ordered = listed.get("segments"), str(listed.get("order"))
    if not isinstance(names, list) or not names or not all(_NAME.fullmatch(str(name)) for name in [*names, ordered]):
        raise NlpError("error.index_damaged", folder=folder.name, file=LIST)
    segments = tuple(_segment(folder / name) for name in names)
    order = _arrays(folder / ordered, {"order": "<i8"})["order"]
    if len(order) and not 0 <= int(order.min()) <= int(order.max()) < sum(map(len, segments)):
        raise NlpError("error.index_damaged", folder=folder.name, file=ordered)
    return segments, order


def keep(folder: Path, segment: Segment) -> Segment:
    """Write a segment, unless it is there, and give it mapped into memory."""
    arrays = {name: getattr(segment, name) for name in _PLAIN}
    for name, strings in (("terms", segment.terms), ("passages", shelved(segment.passages).strings)):
        arrays |= {f"{name}_blob": strings.blob, f"{name}_ends": strings.ends}
    place = folder / f"segment-{_print(segment.prints)}"
    _keep(place, arrays)
    return _segment(place)


def enlist(folder: Path, segments: Iterable[Segment], order: Numbers) -> None:
    """Make these kept segments and this order the state of the folder, and clear away what no list names."""
    names = [f"segment-{_print(segment.prints)}" for segment in segments]
    ordered = f"order-{_print(order)}"
    _keep(folder / ordered, {"order": order})
    listed = {"kind": KIND, "reading": reading(), "segments": names, "order": ordered}
    handle, draft = tempfile.mkstemp(prefix="draft-", dir=folder)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(listed, file, indent=1)
    Path(draft).replace(folder / LIST)
    _clear(folder, {*names, ordered})


def _keep(place: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write arrays and their checksums under `place`: all of it or nothing."""
    try:
        _arrays(place, {name: array.dtype.str for name, array in arrays.items()})
    except NlpError:
        _remove(place)
    else:
        os.utime(place)  # as new as what is written now, so that nobody clears it away
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix="draft-", dir=place.parent))
    sums: dict[str, list[int]] = {}
    for name, array in arrays.items():
        np.save(draft / f"{name}.npy", array, allow_pickle=False)
        sums[name] = _sum(draft / f"{name}.npy")
    (draft / SUMS).write_text(json.dumps(sums), "utf-8")
    try:
        draft.rename(place)
    except OSError:  # somebody else was first; theirs is the same
        shutil.rmtree(draft, ignore_errors=True)


def _segment(place: Path) -> Segment:
    """A kept segment. Raises NlpError error.index_damaged."""
    packed = {f"{name}_{part}": kind for name in ("terms", "passages") for part, kind in _PACKED.items()}
    arrays = _arrays(place, _PLAIN | packed)
    terms = Strings(blob=arrays.pop("terms_blob"), ends=arrays.pop("terms_ends"))
    shelf = Shelf(strings=Strings(blob=arrays.pop("passages_blob"), ends=arrays.pop("passages_ends")))
    return Segment(terms=terms, passages=shelf, **arrays)


def _arrays(place: Path, kinds: Mapping[str, str]) -> dict[str, NDArray[Any]]:
    """The arrays kept under `place`, mapped into memory, if every file is as it was written."""
    found: dict[str, NDArray[Any]] = {}
    try:
        sums = json.loads((place / SUMS).read_bytes())
        for name, kind in kinds.items():
            if _sum(place / f"{name}.npy") != sums[name]:
                raise NlpError("error.index_damaged", folder=place.name, file=f"{name}.npy")
            found[name] = np.asarray(np.load(place / f"{name}.npy", mmap_mode="r", allow_pickle=False))
            if found[name].dtype.str != kind:
                raise NlpError("error.index_damaged", folder=place.name, file=f"{name}.npy")
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as problem:
        raise NlpError("error.index_damaged", folder=place.name, file=SUMS) from problem
    return found


def _sum(path: Path) -> list[int]:
    """Size in bytes and checksum of a file."""
    total = size = 0
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            total, size = zlib.crc32(block, total), size + len(block)
    return [size, total]


def _print(array: NDArray[Any]) -> str:
    """A name for what is made of these numbers by these rules."""
    return hashlib.blake2b(reading().encode() + np.ascontiguousarray(array).tobytes(), digest_size=16).hexdigest()


def _clear(folder: Path, listed: set[str]) -> None:
    """Remove files of ours that are neither listed nor young enough to be somebody's who is still at work."""
    now = time.time()
    for place in folder.iterdir():
        ours = _NAME.fullmatch(place.name) or place.name.startswith("draft-")
        try:
            if ours and place.name not in listed and now - place.stat().st_mtime > _LEFT_OVER:
                _remove(place)
        except OSError:  # gone already
            continue


def _remove(place: Path) -> None:
    """Take a file or folder away, unless it is gone already or open on a system that holds on to open files."""
    with suppress(OSError):
        shutil.rmtree(place) if place.is_dir() and not place.is_symlink() else place.unlink()
