"""The page Local evidence: documents, services and actors, and the import of lists."""
