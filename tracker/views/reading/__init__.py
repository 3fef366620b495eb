"""What the program read in the text of an edition, and what people checked of it."""
