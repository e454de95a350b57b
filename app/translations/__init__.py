"""French and English. Dutch is the source: the message id is the sentence.

`python -m app.translations` extracts the sentences anew, keeps what was translated, and compiles.
"""
