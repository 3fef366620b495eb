"""The page Measures: measures, what meetings must decide, goals, and the report."""
