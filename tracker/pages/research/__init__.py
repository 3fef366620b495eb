"""Research: what a researcher asks of the evidence."""
