"""The lines of an agenda: added, ordered, dropped, taken up, ended."""
