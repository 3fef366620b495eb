"""The page Services: all of them, one with its tabs, forms, vendors and comparison."""
