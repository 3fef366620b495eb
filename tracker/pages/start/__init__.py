"""The first run: language, the demonstration or one's own municipality, guidelines, documents, the first findings."""
