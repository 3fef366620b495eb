"""Requirements by units or services: the whole matrix, a page of it, one cell."""
