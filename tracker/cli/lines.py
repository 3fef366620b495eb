"""JSON lines in and out: what the commands without a database are given and give."""

from __future__ import annotations

import codecs
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tracker.cli.files import MEGABYTE, beginning
from tracker.errors import ImportProblem

GIVEN = ""
"""The key of a row under which its `keys` stand as the line has them: a number stays one."""
LINES_BYTES = 1024 * 1024 * 1024
"""More than this is read of no file: some, as /dev/zero, have no end."""
_SURROGATE = re.compile("[\ud800-\udfff]")


def rows(
    path: Path,
    keys: Sequence[str],
    optional: Sequence[str] = (),
    *,
    choices: Mapping[str, Sequence[str]] | None = None,
) -> Iterator[dict[str, Any]]:
    """One object per line of a UTF-8 file; empty lines are passed over.

    `keys` must be there as text or whole numbers, `optional` may be absent or null (then ""); both come as text.
    The keys of `choices` must hold one of theirs. Anything else in the object is kept as it is; what `keys` held as
    they came stands under GIVEN, for answers that name it. Raises ImportProblem naming the file, the line and what is
    wrong.
    """
    for number, line in enumerate(_text(path).split("\n"), 1):  # U+2028 and its like may stand inside a JSON string
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except RecursionError as problem:
            raise ImportProblem("error.json_line", file=str(path), line=number, detail="nesting") from problem
        except ValueError as problem:
            raise ImportProblem("error.json_line", file=str(path), line=number, detail=str(problem)) from problem
        if not isinstance(row, dict):
            raise ImportProblem("error.json_line", file=str(path), line=number, detail=type(row).__name__)
        texts = {key: _word(row.get(key)) for key in keys}
        texts |= {key: "" if row.get(key) is None else _word(row[key]) for key in optional}
        for key, value in texts.items():
            if value is None:
                raise ImportProblem("error.json_key", file=str(path), line=number, key=key)
        for key, allowed in (choices or {}).items():
            if row.get(key) not in allowed:
                known = ", ".join(allowed)
                raise ImportProblem("error.json_choice", file=str(path), line=number, key=key, choices=known)
        whole = {key: row[key] if isinstance(row[key], int) else texts[key] for key in keys}
        yield {**row, **texts, GIVEN: whole}


def values(row: Mapping[str, Any], key: str) -> list[Any]:
    """The list under an optional key; one text counts as a list of one, anything else as none."""
    found = row.get(key)
    if isinstance(found, str):
        return [found]
    return found if isinstance(found, list) else []


def give(row: Mapping[str, Any]) -> None:
    """Print one object on a line of its own."""
    sys.stdout.write(spelled(row) + "\n")


def spelled(value: object, *, indent: int | None = None) -> str:
    """JSON that stays JSON on the way out: where the output is not UTF-8, other letters go as \\u and a number."""
    form = codecs.lookup(sys.stdout.encoding or "utf-8").name
    return json.dumps(value, ensure_ascii=form != "utf-8", indent=indent)


def _text(path: Path) -> str:
    content, size = beginning(path, LINES_BYTES)
    if size > LINES_BYTES:
        limit = LINES_BYTES // MEGABYTE
        raise ImportProblem("error.lines_too_large", file=str(path), megabytes=-(-size // MEGABYTE), limit=limit)
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as problem:
        raise ImportProblem("error.json_encoding", file=str(path), place=problem.start) from problem


def _word(value: object) -> str | None:
    """Text or a whole number as text; None for anything else. Half a surrogate pair is no text: U+FFFD stands for it.

    >>> _word(7), _word("å"), _word(True), _word("a\\ud800") == "a\\ufffd"
    ('7', 'å', None, True)
    """
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return _SURROGATE.sub("\ufffd", str(value))
