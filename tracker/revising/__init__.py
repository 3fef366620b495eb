"""New editions of local documents: compared passage by passage, applied whole, taken back whole.

Links follow their words. What was decided about a passage whose words are found again stands on the passage where they
are now; what was decided about other words stays with them and is suspect until a person has looked again.
"""
