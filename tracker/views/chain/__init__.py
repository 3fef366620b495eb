"""Chains from a requirement above to the actor who answers for it here, and the crosswalks they are made of."""
