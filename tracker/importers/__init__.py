"""Files that hold lists a municipality already keeps, as frozen rows and typed problems; no database here."""
