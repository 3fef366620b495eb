"""The page Network: the picture, one actor, lists, and what waits to be confirmed."""
