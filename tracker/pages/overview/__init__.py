"""The page Overview: how far the requirements have come, and what moved."""
