"""The demonstration grown to the size of 300 guidelines: rows straight into the tables, the same for the same seed."""
