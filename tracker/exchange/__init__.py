"""What leaves for other systems and what comes back from them, as plain frozen rows between views and formats."""
