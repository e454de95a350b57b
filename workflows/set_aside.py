"""Brackets and backticks in a text that open nothing are set aside before links and code are looked for.

The package that reads Markdown looks from each `[` for its `]`, and from each backtick for the next, as far as the
text goes: of twenty thousand that never close it took a minute and a half. Here a text is read once, with what is
open on a pile; what is left has its end in sight.
"""

import re
from collections import defaultdict
from collections.abc import Container, Iterator

ASIDE = {"[": "\x01", "]": "\x04", "`": "\x05"}
"""What stands for each until the text is HTML. No field takes these characters."""
BACK = str.maketrans({mark: char for char, mark in ASIDE.items()})
DEEPEST = 3
"""So many brackets within each other may be part of a link: a picture in it, and a pair in its words."""
TICKS = re.compile("`+")
SCHEME = re.compile(r"\s*+<?(?:https?://|mailto:)", re.IGNORECASE)


def unopened(text: str, *, referred: bool) -> str:
    """The text as long as it was, with a mark for each backtick and each pair of brackets that are only text.

    `referred`: it defines names that a link may refer to, so that a pair of brackets alone can be a link.
    """
    if "`" not in text and "[" not in text:
        return text
    code = {at for start, end in code_in(text) for at in range(start, end)}
    ticks = {at for at, char in enumerate(text) if char == "`" and at not in code}
    return without(text, ticks | loose_brackets(text, code, referred=referred))


def put_back(html: str) -> str:
    """What was set aside, as it was typed."""
    return html.translate(BACK)


def without(text: str, places: Container[int]) -> str:
    """With a mark for what stands in these places; what a backslash takes its meaning from is left to it."""
    kept = []
    escaped = False
    for at, char in enumerate(text):
        kept.append(ASIDE[char] if at in places and not escaped else char)
        escaped = char == "\\" and not escaped
    return "".join(kept)


def code_in(text: str) -> Iterator[tuple[int, int]]:
    """Where each piece of code begins and ends, its backticks included."""
    runs = [(found.start(), found.end()) for found in TICKS.finditer(text)]
    later: dict[int, list[int]] = defaultdict(list)
    for start, end in reversed(runs):
        later[end - start].append(start)
    done = 0
    for start, end in runs:
        opens = start + is_escaped(text, start)
        if opens < done or opens == end:
            continue
        same = later[end - opens]
        while same and same[-1] < end:
            same.pop()
        if same:
            done = same[-1] + (end - opens)
            yield opens, done


def is_escaped(text: str, at: int) -> bool:
    """Whether an odd number of backslashes stands before it."""
    before = at
    while before and text[before - 1] == "\\":
        before -= 1
    return (at - before) % 2 == 1


def loose_brackets(text: str, code: Container[int], *, referred: bool) -> set[int]:
    """Where brackets stand that are no part of a link: each `[` that opens none, with its `]`.

    A link says in full where it goes: what has no scheme would be read as a page of this site.
    """
    addresses = {
        opens for opens, _, depth in pairs(text, "()", code) if depth <= DEEPEST and SCHEME.match(text, opens + 1)
    }
    loose = {at for at, char in enumerate(text) if char == "[" and at not in code}
    for opens, closes, depth in pairs(text, "[]", code):
        if depth <= DEEPEST and (referred or closes + 1 in addresses):
            loose.remove(opens)
        else:
            loose.add(closes)
    return loose


def pairs(text: str, kind: str, hidden: Container[int]) -> Iterator[tuple[int, int, int]]:
    """Of each pair of this kind: where it opens, where it closes, and how many lie within each other in it.

    What is hidden (code), or stands after a backslash, opens and closes nothing.
    """
    pile: list[int] = []
    depths = [0]
    escaped = False
    for at, char in enumerate(text):
        if escaped or char == "\\":
            escaped = not escaped
        elif at in hidden or char not in kind:
            continue
        elif char == kind[0]:
            pile.append(at)
            depths.append(0)
        elif pile:
            depth = depths.pop() + 1
            depths[-1] = max(depths[-1], depth)
            yield pile.pop(), at, depth
