"""All municipalities that a reader may see, from roll-ups that are kept."""
