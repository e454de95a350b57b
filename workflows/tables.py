"""Tables in a text: an overview of indicators is a text with a table in it, and so has versions, remarks and a vote.

Pure functions over Markdown. What somebody copied out of Excel and pasted in a text becomes a table.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

PIPE = re.compile(r"(?<!\\)\|")
DASHES = re.compile(r":?-+:?")
MARK = re.compile(r"#{1,6}[ \t]+")


@dataclass(frozen=True)
class Grid:
    """One table, with the heading it stands under; every row is as long as the head."""

    under: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def cells_of(line: str) -> tuple[str, ...]:
    """The cells of one line; the pipes at its ends may be left out."""
    inner = line.strip().removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return tuple(cell.strip().replace("\\|", "|") for cell in PIPE.split(inner))


def heading_of(line: str) -> str:
    """Without its signs; empty for any other line. By hand: one expression can take minutes of a bad line."""
    mark = MARK.match(line)
    said = line[mark.end() :] if mark else ""
    return (said.rstrip("#").rstrip(" \t") or said[:1])[:200]


def tables(text: str) -> list[Grid]:
    """The tables, in order."""
    return list(found_in(text.split("\n")))


def found_in(lines: list[str]) -> Iterator[Grid]:
    under = ""
    at = 0
    while at < len(lines):
        under = heading_of(lines[at]) or under
        if begins_table(lines, at):
            end = next((n for n in range(at + 2, len(lines)) if not lines[n].strip()), len(lines))
            head = cells_of(lines[at])
            yield Grid(under, head, tuple(fitted(cells_of(line), len(head)) for line in lines[at + 2 : end]))
            at = end
        at += 1


def begins_table(lines: list[str], at: int) -> bool:
    """A head, and below it a line of dashes with as many cells."""
    if at + 1 >= len(lines) or "|" not in lines[at] or "-" not in lines[at + 1]:
        return False
    dashes = cells_of(lines[at + 1])
    return len(dashes) == len(cells_of(lines[at])) and all(DASHES.fullmatch(cell) for cell in dashes)


def fitted(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    return (*cells[:width], *("" for _ in range(width - len(cells))))


def parts(text: str) -> list[str]:
    """What a remark can be about: the headings, and below each the rows of its tables by their first cell."""
    rows: dict[str, list[str]] = {}
    for grid in tables(text):
        rows.setdefault(grid.under, []).extend(row[0] for row in grid.rows if row[0])
    found = rows.pop("", [])
    for line in text.split("\n"):
        if name := heading_of(line):
            found += [name, *(f"{name} › {row}"[:200] for row in rows.pop(name, []))]
    return list(dict.fromkeys(one[:200] for one in found))


def out_of_excel(text: str) -> str:
    """Lines with tabs, two or more below each other, become a table of which the first line is the head."""
    found: list[str] = []
    for width, lines in groupby(text.split("\n"), key=lambda line: line.count("\t")):
        rows = list(lines)
        found += rows if not width or len(rows) < 2 else as_table(rows, found)
    return "\n".join(found)


def as_table(rows: list[str], before: list[str]) -> Iterator[str]:
    if before and before[-1].strip():
        yield ""
    for nth, row in enumerate(rows):
        cells = [cell.strip().replace("|", "\\|") for cell in row.split("\t")]
        yield f"| {' | '.join(cells)} |"
        if nth == 0:
            yield f"|{' --- |' * len(cells)}"
