"""Which parts of two lists are the same, at a cost that grows with their length: `difflib`'s grows with its square.

What stands once in both holds them together, as a person reads two versions beside each other (a patience diff); what
lies between two of those is looked at again, and only a short piece is compared each with each.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher

SHORT = 4_000
"""So many pairs in one piece are compared each with each; in a longer one without a hold all went and all came."""
LEVELS = 12
"""So often a piece is divided anew. Versions of a text need two or three."""

Block = tuple[int, int, int]
"""Where it begins in the one, where in the other, and how long it is."""


def opcodes(old: list[str], new: list[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """As those of `difflib`: `equal`, or `replace` of old[a:b] by new[c:d], either of which may be empty."""
    a = b = 0
    for start, other, length in (*blocks(old, new), (len(old), len(new), 0)):
        if a < start or b < other:
            yield "replace", a, start, b, other
        if length:
            yield "equal", start, start + length, other, other + length
        a, b = start + length, other + length


def blocks(old: list[str], new: list[str]) -> list[Block]:
    """What is the same, in order, each as long as it can be."""
    return list(joined(sorted(same(old, new, (0, len(old), 0, len(new)), LEVELS))))


def same(old: list[str], new: list[str], piece: tuple[int, int, int, int], levels: int) -> Iterator[Block]:
    a, a_end, b, b_end = piece
    start, end = alike_at_the_ends(old, new, piece)
    yield a, b, start
    yield a_end - end, b_end - end, end
    a, b, a_end, b_end = a + start, b + start, a_end - end, b_end - end
    holds = once_in_both(old, new, (a, a_end, b, b_end)) if levels else []
    for one, other in holds:
        yield from same(old, new, (a, one, b, other), levels - 1)
        yield one, other, 1
        a, b = one + 1, other + 1
    if holds:
        yield from same(old, new, (a, a_end, b, b_end), levels - 1)
    elif (a_end - a) * (b_end - b) <= SHORT:
        matcher = SequenceMatcher(None, old[a:a_end], new[b:b_end], autojunk=False)
        yield from ((a + found.a, b + found.b, found.size) for found in matcher.get_matching_blocks())


def alike_at_the_ends(old: list[str], new: list[str], piece: tuple[int, int, int, int]) -> tuple[int, int]:
    """How many at the beginning, and how many of the rest at the end, are the same in both."""
    a, a_end, b, b_end = piece
    shortest = min(a_end - a, b_end - b)
    start = next((nth for nth in range(shortest) if old[a + nth] != new[b + nth]), shortest)
    rest = shortest - start
    end = next((nth for nth in range(rest) if old[a_end - 1 - nth] != new[b_end - 1 - nth]), rest)
    return start, end


def once_in_both(old: list[str], new: list[str], piece: tuple[int, int, int, int]) -> list[tuple[int, int]]:
    """Where what stands once in both stands, as many as keep their order."""
    a, a_end, b, b_end = piece
    those, others = Counter(old[a:a_end]), Counter(new[b:b_end])
    where = {new[at]: at for at in range(b, b_end)}
    found = [(at, where[old[at]]) for at in range(a, a_end) if those[old[at]] == 1 and others[old[at]] == 1]
    return longest_in_order(found)


def longest_in_order(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of pairs in the order of the first, the longest row in which the second grows too."""
    tops: list[int] = []
    ends: list[int] = []
    before: list[int | None] = []
    for nth, (_, other) in enumerate(found):
        place = bisect_left(tops, other)
        before.append(ends[place - 1] if place else None)
        tops[place : place + 1] = [other]
        ends[place : place + 1] = [nth]
    row: list[tuple[int, int]] = []
    nth_back = ends[-1] if ends else None
    while nth_back is not None:
        row.append(found[nth_back])
        nth_back = before[nth_back]
    return row[::-1]


def joined(found: list[Block]) -> Iterator[Block]:
    """Without empty ones, and with those that lie against each other as one."""
    a, b, length = 0, 0, 0
    for start, other, more in found:
        if more and (start, other) == (a + length, b + length):
            length += more
        elif more:
            if length:
                yield a, b, length
            a, b, length = start, other, more
    if length:
        yield a, b, length
