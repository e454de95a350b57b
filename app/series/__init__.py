"""A series of meetings: its name, its rhythm, what stands on every agenda."""
