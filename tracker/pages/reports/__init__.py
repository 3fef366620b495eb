"""The page Reports: what to take to a board, an auditor or a unit, read here first."""
