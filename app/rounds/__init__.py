"""Rounds: asked by the coordinator, answered where they stand, drawn as a round table, kept as Excel."""
