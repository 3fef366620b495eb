"""The same verbs over a whole corpus: files named by a manifest, worked through side by side on Dask.

References travel, never texts: a worker is told which files and whose they are, reads them itself and stores what came
of it. What is stored already is not done again, so a run that was broken off goes on where it stood (docs/scale.md).
"""
