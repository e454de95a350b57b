"""One page that takes any step of any procedure."""
