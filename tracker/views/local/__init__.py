"""What the municipality has written, and who and what carries the requirements."""
