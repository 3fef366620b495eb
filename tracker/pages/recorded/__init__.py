"""Records and measurements: how they are shown and entered, alike on every page."""
