"""Dossiers: the list and its filters, one dossier with its whole story, who leads it, what it hangs together with."""
