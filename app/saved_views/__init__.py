"""Views of the list of dossiers that somebody kept."""
