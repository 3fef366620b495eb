"""The vocabularies whose words we know, and which of their classes are services.

CPSV-AP kept its two namespaces from 1.x to 3.x (purl.org/vocab/cpsv# and data.europa.eu/m8g/), so one set of names
reads them all; where a version calls the same thing by another name, both stand in tracker.rdf.services.
"""

from __future__ import annotations

from rdflib import Namespace
from rdflib.namespace import OWL, RDF, RDFS, SH, SKOS
from rdflib.term import URIRef

CPSV = Namespace("http://purl.org/vocab/cpsv#")
CV = Namespace("http://data.europa.eu/m8g/")
LPDC = Namespace("https://productencatalogus.data.vlaanderen.be/ns/ipdc-lpdc#")
ELI = Namespace("http://data.europa.eu/eli/ontology#")
ADMS = Namespace("http://www.w3.org/ns/adms#")
ROV = Namespace("http://www.w3.org/ns/regorg#")
BESLUIT = Namespace("http://data.vlaanderen.be/ns/besluit#")
SCHEMAS = (Namespace("http://schema.org/"), Namespace("https://schema.org/"))

OWN = Namespace("urn:policy-to-practice:")
"""Columns of ours that no vocabulary has a word for, and addresses of what has none."""

UNKNOWN_TERM = "urn:policy-to-practice:term:"
"""Where a JSON-LD term that no context defines is kept, instead of being dropped without a word."""

RELATIVE = "https://relative.invalid/"
"""What relative addresses are read against where the file names no base; a name that cannot exist (RFC 2606)."""

OFFERED = frozenset(
    [
        CPSV["PublicService"],
        CV["PublicService"],
        URIRef("https://purl.org/vocab/cpsv#PublicService"),
        LPDC["InstancePublicService"],
        LPDC["InstancePublicServiceSnapshot"],
    ]
)
PATTERNS = frozenset([LPDC["ConceptualPublicService"], LPDC["ConceptualPublicServiceSnapshot"]])
"""Descriptions of what a service should be, from which municipalities make their own."""

DEFINITIONS = frozenset(
    [OWL.Ontology, OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, RDFS.Class, RDF.Property, SH.NodeShape]
)
CODE_LISTS = frozenset([SKOS.Concept, SKOS.ConceptScheme, SKOS.Collection])

PREFIXES = {
    "adms": str(ADMS),
    "cpsv": str(CPSV),
    "cv": str(CV),
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "eli": str(ELI),
    "foaf": "http://xmlns.com/foaf/0.1/",
    "locn": "http://www.w3.org/ns/locn#",
    "org": "http://www.w3.org/ns/org#",
    "p2p": str(OWN),
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": str(RDFS),
    "schema": "http://schema.org/",
    "skos": str(SKOS),
    "time": "http://www.w3.org/2006/time#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
