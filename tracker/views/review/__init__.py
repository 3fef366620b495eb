"""Suggested links and gaps with their reasons, and how links translate their requirements."""
