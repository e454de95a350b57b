"""Rounds as every page shows them: whose turn it is, who said what, and the round table itself."""
