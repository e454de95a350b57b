"""Whether the program and its storage work, for the one who watches it."""
