"""Signs in the minutes: a line that starts with `!` is an action, with `=` a decision, with `?` a call."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from models import Organisation

SIGN = re.compile(r"^([!=?])[ \t]*(\w.*)$")
KEPT = re.compile(r"^\\([!=?])", re.M)
OWNERS = re.compile(r"^([^:\n]{2,200}):\s*(\S.*)$")
DAY = re.compile(r"\(?\b(?:tegen|voor|uiterlijk)\s+(\d{1,2})[/-](\d{1,2})[/-](\d{4})\)?\s*\.?$", re.I)
ALL = {"allen", "alle", "alle steden", "alle leden", "iedereen"}


@dataclass(frozen=True)
class Mark:
    """A line that is more than text."""

    sign: str
    text: str


def read(text: str) -> tuple[str, list[Mark]]:
    """The text without its marked lines, and the marks in their order. A backslash before a sign keeps the line."""
    kept, marks = [], []
    for line in text.split("\n"):
        if found := SIGN.match(line):
            marks.append(Mark(found[1], found[2].strip()))
        else:
            kept.append(line)
    return "\n".join(kept).rstrip("\n"), marks


def shown(text: str) -> str:
    """The text as it is read: without the backslash that kept a line from becoming more than text."""
    return KEPT.sub(r"\1", text)


@dataclass(frozen=True)
class Task:
    """An action as it was typed: `GNT, Antwerpen: workshop geven tegen 15/10/2020`."""

    text: str
    owners: list[Organisation]
    for_all: bool
    due_on: date | None


def task(typed: str, members: Iterable[Organisation]) -> Task:
    """Owners before a colon, by name or seat code; a day at the end. What is not understood stays in the text."""
    text, due_on = typed, None
    if found := DAY.search(text):
        due_on = day(found)
        text = text[: found.start()].rstrip(" ,") if due_on else text
    owners, for_all = [], False
    if found := OWNERS.match(text):
        names = [name.strip() for name in found[1].split(",")]
        known = {key.lower(): one for one in members for key in (one.name, one.code or one.name)}
        for_all = len(names) == 1 and names[0].lower() in ALL
        if for_all or all(name.lower() in known for name in names):
            owners = [] if for_all else list(dict.fromkeys(known[name.lower()] for name in names))
            text = found[2]
    return Task(text, owners, for_all, due_on)


def day(found: re.Match[str]) -> date | None:
    try:
        return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None
