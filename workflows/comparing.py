"""Two texts compared word by word, for who read the one and wonders what the other changes. Pure functions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

WORD = re.compile(r"\n|[^\S\n]+|\w+|[^\w\s]")
LONGEST = 60_000
"""In characters: a longer pair of texts is compared line by line, so that nobody waits for it."""


class Change(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Piece:
    """Some words that stayed, came or went."""

    change: Change
    text: str


def pieces_of(text: str, *, by_line: bool) -> list[str]:
    return text.splitlines(keepends=True) if by_line else WORD.findall(text)


def compare(before: str, after: str) -> list[Piece]:
    """The pieces of both in reading order: what went stands before what came in its place.

    The pieces that stayed or came are `after`, those that stayed or went are `before`.
    """
    by_line = len(before) + len(after) > LONGEST
    old, new = pieces_of(before, by_line=by_line), pieces_of(after, by_line=by_line)
    return list(joined(raw(old, new)))


def raw(old: list[str], new: list[str]) -> Iterator[Piece]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, a_from, a_to, b_from, b_to in matcher.get_opcodes():
        if tag == "equal":
            yield Piece(Change.SAME, "".join(old[a_from:a_to]))
            continue
        if a_to > a_from:
            yield Piece(Change.REMOVED, "".join(old[a_from:a_to]))
        if b_to > b_from:
            yield Piece(Change.ADDED, "".join(new[b_from:b_to]))


def joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """A single space between two changes belongs to both: «drie kleine woorden» is one change, not five."""
    removed, added, found = "", "", False
    for piece in pieces:
        if piece.change is Change.REMOVED:
            removed, found = removed + piece.text, True
        elif piece.change is Change.ADDED:
            added, found = added + piece.text, True
        elif found and piece.text.strip() == "" and "\n" not in piece.text:
            removed, added = removed + piece.text, added + piece.text
        else:
            yield from settled(removed, added)
            removed, added, found = "", "", False
            yield piece
    yield from settled(removed, added)


def settled(removed: str, added: str) -> Iterator[Piece]:
    """One change; the space at its end that both sides kept is no part of it."""
    tail = ""
    while removed and added and removed[-1] == added[-1] and removed[-1].isspace():
        tail, removed, added = removed[-1] + tail, removed[:-1], added[:-1]
    if removed:
        yield Piece(Change.REMOVED, removed)
    if added:
        yield Piece(Change.ADDED, added)
    if tail:
        yield Piece(Change.SAME, tail)


def counts(pieces: list[Piece]) -> tuple[int, int]:
    """How many words came, and how many went."""
    words = {change: sum(len(re.findall(r"\w+", p.text)) for p in pieces if p.change is change) for change in Change}
    return words[Change.ADDED], words[Change.REMOVED]
