"""Files that may come in and files that may not."""
