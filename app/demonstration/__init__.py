"""Only in the demonstration: choose who you are, read the mail that would have left."""
