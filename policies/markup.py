"""The one hardened XML parser: no entities, no network, no DTD, and the depth that libxml2 allows by itself.

What bounds the depth is `huge_tree=False`: 256 elements inside one another.
"""

from __future__ import annotations

from lxml import etree

from policies import limits
from policies.errors import UnreadableFile


def parse_xml(data: bytes, name: str, *, instructions: bool = False) -> etree._Element:
    """The root element of XML that stays within the limits.

    Comments are dropped, processing instructions too unless asked for; entity references are left unexpanded. Raises
    UnreadableFile where the XML is too large, too deep or not well formed.
    """
    if len(data) > limits.XML_BYTES:
        raise UnreadableFile("error.archive_too_large", file=name, limit=limits.XML_BYTES // limits.MEGABYTE)
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=not instructions,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        if getattr(error, "code", None) == etree.ErrorTypes.ERR_NO_MEMORY:
            raise MemoryError from error  # libxml2 calls running out of memory a fault of the document
        raise UnreadableFile("error.damaged", file=name) from error
    if root is None:
        raise UnreadableFile("error.damaged", file=name)
    return root
