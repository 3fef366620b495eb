"""Who carries the translation: parts read in documents, ties between actors, measures of both, roles proposed."""
