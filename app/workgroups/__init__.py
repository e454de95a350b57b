"""A workgroup: its page, its members, its story."""
