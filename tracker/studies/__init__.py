"""Coding projects: planned, drawn, coded blind, adjudicated, answered and published."""
