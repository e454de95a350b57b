"""The name of a file as it is kept: what a person reads as its name, and nothing else.

A name is always cleaned and never a reason to refuse: nobody can mend a character she does not see. What it is, is said
by the last ending that is left, and by the bytes. The store does not use names at all.
"""

import re
import unicodedata

LONGEST = 200
ENDING = 10
"""How long an ending may be to stay when a long name is cut."""
DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?=\.|$)", re.IGNORECASE)
"""Names that Windows keeps for itself, whatever the ending."""
NOT_IN_NAMES = str.maketrans(dict.fromkeys('<>:|?*"\ufffd', "-"))
"""What some system takes as something else than a name."""
UNSEEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
"""Control characters (NUL, line ends), marks that turn the direction of reading, halves of characters."""


def cleaned(given: str | None) -> str:
    """`..\\minutes\u202excod.pdf ` → `minutesxcod.pdf`; a name of which nothing is left is `bestand`."""
    text = unicodedata.normalize("NFC", given or "")
    text = "".join(" " if char in "\t\n\r" else char for char in text)
    text = "".join(char for char in text if unicodedata.category(char) not in UNSEEN)
    text = re.split(r"[/\\]", text)[-1].translate(NOT_IN_NAMES)
    text = " ".join(text.split()).strip(". ") or "bestand"
    if DEVICE.match(text):
        text = f"_{text}"
    return cut(text)


def cut(name: str) -> str:
    """At most LONGEST characters, with the ending."""
    if len(name) <= LONGEST:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot or len(ending) > ENDING:
        return name[:LONGEST].rstrip(". ")
    return stem[: LONGEST - 1 - len(ending)].rstrip(". ") + dot + ending
