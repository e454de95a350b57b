"""Files on items, minutes and answers: looked into, kept by their content, handed out through their parent."""
