"""What the program read in a text, as it is shown wherever the text stands."""
