"""The calendar that a calendar program reads, at an address with a secret in it."""
