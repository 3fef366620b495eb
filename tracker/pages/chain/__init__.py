"""The page Chain: from a requirement above to whoever answers here, and the crosswalks that tie the levels."""
