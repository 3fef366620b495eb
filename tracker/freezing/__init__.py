"""A coding project as one file for other researchers, and every table of it worked out again from that file alone."""
