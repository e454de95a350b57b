"""Two texts compared word by word, for who read the one and wonders what the other changes. Pure functions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from workflows.alignment import opcodes

WORD = re.compile(r"\n|[^\S\n]+|\w+|[^\w\s]")


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


def compare(before: str, after: str) -> list[Piece]:
    """The pieces of both in reading order: what went stands before what came in its place.

    The pieces that stayed or came are `after`, those that stayed or went are `before`.
    """
    return list(joined(raw(WORD.findall(before), WORD.findall(after))))


def raw(old: list[str], new: list[str]) -> Iterator[Piece]:
    for tag, a_from, a_to, b_from, b_to in opcodes(old, new):
        if tag == "equal":
            yield Piece(Change.SAME, "".join(old[a_from:a_to]))
            continue
        if a_to > a_from:
            yield Piece(Change.REMOVED, "".join(old[a_from:a_to]))
        if b_to > b_from:
            yield Piece(Change.ADDED, "".join(new[b_from:b_to]))


def joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """A single space between two changes belongs to both: «drie kleine woorden» is one change, not five."""
    removed: list[str] = []
    added: list[str] = []
    for piece in pieces:
        between = piece.change is Change.SAME and piece.text.strip() == "" and "\n" not in piece.text
        if piece.change is Change.SAME and not (between and (removed or added)):
            yield from settled("".join(removed), "".join(added))
            removed, added = [], []
            yield piece
            continue
        if piece.change is not Change.ADDED:
            removed.append(piece.text)
        if piece.change is not Change.REMOVED:
            added.append(piece.text)
    yield from settled("".join(removed), "".join(added))


def settled(removed: str, added: str) -> Iterator[Piece]:
    """One change; the space at its end that both sides kept is no part of it."""
    tail = same_space_at_the_end(removed, added)
    if went := removed.removesuffix(tail):
        yield Piece(Change.REMOVED, went)
    if came := added.removesuffix(tail):
        yield Piece(Change.ADDED, came)
    if tail:
        yield Piece(Change.SAME, tail)


def same_space_at_the_end(one: str, other: str) -> str:
    spaces = [text[len(text.rstrip()) :] for text in (one, other)]
    shortest = min(map(len, spaces))
    apart = (nth for nth in range(shortest) if spaces[0][-1 - nth] != spaces[1][-1 - nth])
    same = next(apart, shortest)
    return one[len(one) - same :]


def counts(pieces: list[Piece]) -> tuple[int, int]:
    """How many words came, and how many went."""
    words = {change: sum(len(re.findall(r"\w+", p.text)) for p in pieces if p.change is change) for change in Change}
    return words[Change.ADDED], words[Change.REMOVED]
