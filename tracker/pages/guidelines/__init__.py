"""The page Guidelines: all of them, one with its text and requirements, and the editor of a requirement."""
