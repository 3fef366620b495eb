"""Requirements and passages: which passage may carry out which requirement, and why (`ranking.suggest`)."""
