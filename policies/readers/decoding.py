"""The characters of a text format, with a warning for whatever had to be guessed or repaired."""

from __future__ import annotations

import re

from policies import encodings
from policies.document import ReadWarning
from policies.errors import UnreadableFile

_DECLARED = re.compile(rb"""(?:encoding|charset)\s{0,9}=\s{0,9}["']?([A-Za-z0-9][\w.:-]{1,30})""")
# UTF-8 that somebody once read as Windows-1252, and its twin for typographic quotes. One such pair may be meant;
# several in one file never are.
_MOJIBAKE = re.compile("Ã[\u00a0-\u00bf…„–˜œ]|â€[\u0153™“”˜¢¦\u009c\u009d\u0099]")
_MOJIBAKE_LIMIT = 3


def decode(data: bytes, name: str) -> tuple[str, tuple[ReadWarning, ...]]:
    """The text with plain newlines. Raises UnreadableFile for bytes that are not text.

    >>> decode("är\\r\\nbör".encode("cp1252"), "plan.txt")[0]
    'är\\nbör'
    """
    decoded = _declared(data) or encodings.decode(data)
    if decoded is None:
        raise UnreadableFile("error.not_text", file=name)
    text, encoding = decoded
    warnings = []
    if not encoding.startswith("utf-8"):
        warnings.append(ReadWarning(code="warning.encoding_guessed", values={"file": name, "encoding": encoding}))
    if len(_MOJIBAKE.findall(text)) >= _MOJIBAKE_LIMIT:
        from ftfy import fix_encoding  # slow to import and almost never needed

        text = fix_encoding(text)
        warnings.append(ReadWarning(code="warning.encoding_repaired", values={"file": name}))
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"), tuple(warnings)


def _declared(data: bytes) -> tuple[str, str] | None:
    """Text in the encoding an XML or HTML file states, where that is not UTF-8 and fits."""
    stated = _DECLARED.search(data[:2048])
    if not stated or stated.group(1).lower() in (b"utf-8", b"utf8"):
        return None
    encoding = stated.group(1).decode("ascii")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return data.decode(encoding), encoding
        except (LookupError, UnicodeDecodeError):
            return None
    return None
