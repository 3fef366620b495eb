"""Anchoring inside and effect outside: the index, the four fields, staffing and barriers."""
