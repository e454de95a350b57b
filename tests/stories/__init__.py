"""The stories that must come true (design: stories.md), each with the real history loaded, in a real browser."""
