"""Search over everything a workspace holds and everything it shares: what there is, where it is read, what is found."""
