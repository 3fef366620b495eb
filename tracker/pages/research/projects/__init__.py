"""Coding projects in Research: listed, set up, coded, settled, answered and published."""
