"""Reports for people outside the tracker: one content without a format, and the formats it is written in."""
