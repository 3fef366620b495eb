"""Crosswalks: requirements of one level carried out by those of another. Suggested here; only people decide."""
