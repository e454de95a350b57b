"""A guest without an account answers one round through a link, once."""
