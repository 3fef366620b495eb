"""The page Anchoring: the four fields, units and services one by one, staffing and barriers."""
