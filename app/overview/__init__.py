"""The overview of a year: it writes itself from the facts, and an editor writes over it."""
