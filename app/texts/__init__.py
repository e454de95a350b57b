"""The text of a dossier: written in versions, compared word by word, remarked on, answered."""
