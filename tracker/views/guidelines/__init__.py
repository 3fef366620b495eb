"""Guidelines, their requirements as they are edited, and what became of each."""
