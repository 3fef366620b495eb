"""networkx on a graph: its nodes and edges."""

import json
import sys

import networkx as nx

graph = (nx.read_gexf if sys.argv[1].endswith(".gexf") else nx.read_graphml)(sys.argv[1])
print(json.dumps({"nodes": graph.number_of_nodes(), "edges": graph.number_of_edges()}))
