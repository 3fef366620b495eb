"""Views as flat rows for files that others open."""
