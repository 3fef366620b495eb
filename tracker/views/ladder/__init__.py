"""The ladder: evidence and judgements that hold on a day, where requirements stand, and what moved."""
