"""The page Matrix: the cells, one cell with its evidence, and the shares."""
