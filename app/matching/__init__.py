"""Who does this too: whom to ask about a theme."""
