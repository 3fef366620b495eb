"""The contact centre: what people ask about, how long they wait, and what its figures led to."""
