"""Two editions of a text compared part by part, and two parts word by word."""
