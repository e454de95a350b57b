"""The agenda and the minutes of a meeting as Word and PDF."""
