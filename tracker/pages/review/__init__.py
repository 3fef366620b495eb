"""The page Review: suggestions, how links translate their requirements, and proposed gaps."""
