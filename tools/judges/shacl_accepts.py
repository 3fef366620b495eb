"""pySHACL on a graph: held against the shapes of CPSV-AP, then its services counted."""

import json
import sys

from pyshacl import validate
from rdflib import RDF, Graph, URIRef

graph, shapes = Graph().parse(sys.argv[1]), Graph().parse(sys.argv[2])
accepted, _, told = validate(graph, shacl_graph=shapes, inference="none")
if not accepted:
    sys.exit(" ".join(told.split())[:300])
services = set(graph.subjects(RDF.type, URIRef("http://purl.org/vocab/cpsv#PublicService")))
print(json.dumps({"services": len(services)}))
