"""Actors and their ties on a day: the whole, one actor, what is known and what is answered for."""
