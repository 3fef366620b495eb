"""Linked data (RDF) as statements, read where a hostile file can do no harm: in a reading worker."""
