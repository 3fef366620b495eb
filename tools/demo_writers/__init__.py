"""Turn the Markdown sources of the demonstration municipality into the file types a municipality really has."""
