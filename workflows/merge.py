"""Three texts of one block: what both started from, theirs, mine. What does not overlap is merged by itself."""

from workflows.alignment import opcodes


def merge(base: str, theirs: str, mine: str) -> str | None:
    """Both changes in one text, line by line, or None when they touch the same place. The same change twice is one."""
    if theirs in (base, mine):
        return mine
    if mine == base:
        return theirs
    old, left, right = base.split("\n"), theirs.split("\n"), mine.split("\n")
    own = edits_of(old, right, 1)
    both = {(*edit[:2], 0, edit[3]) for edit in own}
    theirs_only = [edit for edit in edits_of(old, left, 0) if edit not in both]
    edits = sorted([*theirs_only, *own], key=lambda edit: edit[:3])
    merged: list[str] = []
    at = 0
    previous: tuple[int, int, int] | None = None
    for start, end, side, new in edits:
        if previous and previous[2] != side and overlaps(previous, (start, end)):
            return None
        merged += [*old[at:start], *new]
        at, previous = max(at, end), (start, end, side)
    return "\n".join(merged + old[at:])


def edits_of(old: list[str], new: list[str], side: int) -> list[tuple[int, int, int, tuple[str, ...]]]:
    """(first line, line after the last, whose, what comes in their place)."""
    return [(i1, i2, side, tuple(new[j1:j2])) for tag, i1, i2, j1, j2 in opcodes(old, new) if tag != "equal"]


def overlaps(one: tuple[int, int, int], other: tuple[int, int]) -> bool:
    """They change the same lines, or write at the same place: then a person has to choose."""
    return other[0] <= one[1] if one[0] == one[1] or other[0] == other[1] else other[0] < one[1]
