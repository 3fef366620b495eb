"""Checking what the program read: one sentence at a time, and learning from what people say."""
