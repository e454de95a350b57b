"""Meetings: the list, the calendar of a year, one page in four modes, attendance."""
