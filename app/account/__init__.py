"""Her own details, password, sessions and mail."""
