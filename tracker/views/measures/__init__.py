"""Measures, the goals they serve, and what is reported of them."""
