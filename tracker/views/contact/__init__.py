"""The contact centre, and what changed there when services were launched."""
