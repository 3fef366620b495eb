"""A generated country: documents of invented Swedish municipalities, with links to the starter library that are known.

Municipalities bear real names and codes, so that counties and maps fit; what their documents say is invented. Sentences
are drawn from the patterns in the .toml files beside this one. What document number d of a municipality says depends on
the seed, the municipality and d alone: more documents or municipalities leave those that were there as they are.
"""
