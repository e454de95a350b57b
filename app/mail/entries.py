"""The lines of a calendar entry that are needed to know who answers what, each read by itself.

Nothing else of the text is understood: no rule of repetition is followed and no time zone is built, so that a text
made to keep a calendar program busy for years is read as fast as any other.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from icalendar.parser import Contentline

from app.mail.verdicts import Unusable
from workflows.words import Words

BROKEN = Words("Het agendadeel van de mail is niet te lezen.")
SEVERAL_EVENTS = Words("Het antwoord gaat over meer dan één vergadering.")

LINE_LIMIT = 10_000
MOST_LINES = 20
"""Of one name, and one more to know that there were more."""
WANTED = {"UID", "ATTENDEE", "ORGANIZER", "DTSTART", "DTSTAMP", "COMMENT"}
NAME = re.compile(r"[A-Za-z0-9-]+(?=[ \t]*[;:])")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True)
class Line:
    """`NAME;parameter=…:value`, its parameters by upper-case name."""

    value: str
    parameters: dict[str, str]


@dataclass(frozen=True)
class Entry:
    """One event, and what its calendar wants done with it."""

    method: str
    lines: dict[str, list[str]] = field(default_factory=dict)

    def all(self, name: str) -> list[Line]:
        """Every line of this name. Raises Unusable for one that breaks the grammar."""
        return [line_in(text) for text in self.lines.get(name, [])]

    def first(self, name: str) -> Line | None:
        return line_in(self.lines[name][0]) if name in self.lines else None


def entry_in(text: str, method: str) -> Entry:
    """The one event in a calendar. `method` is what the mail says of it; what the calendar itself says goes before."""
    methods, lines, events = [], dict[str, list[str]](), 0
    for place, name, line in placed(text):
        if place == ["VCALENDAR"] and name == "METHOD":
            methods.append(line.partition(":")[2].strip())
        elif place == ["VCALENDAR", "VEVENT"]:
            events += name == "BEGIN"
            if name in WANTED and len(kept := lines.setdefault(name, [])) <= MOST_LINES:
                kept.append(line)
    method = (methods or [method])[0].upper()
    if events != 1:
        raise Unusable(SEVERAL_EVENTS if events else BROKEN, answers=method == "REPLY")
    return Entry(method, lines)


def placed(text: str) -> Iterator[tuple[list[str], str, str]]:
    """Every line with its name and the components around it. Raises Unusable when these do not fit in each other."""
    around: list[str] = []
    for line in unfolded(text):
        named = NAME.match(line)
        name = named[0].upper() if named else ""
        what = line.partition(":")[2].strip().upper()
        if name == "BEGIN":
            around.append(what)
        if not around:
            raise Unusable(BROKEN)
        yield around, name, line
        if name == "END" and around.pop() != what:
            raise Unusable(BROKEN)
    if around:
        raise Unusable(BROKEN)


def unfolded(text: str) -> list[str]:
    """Long lines are folded: a line that begins with a space belongs to the one above."""
    whole = CONTROL.sub("", text).replace("\n ", "").replace("\n\t", "")
    return [line.strip() for line in whole.split("\n") if line.strip()]


def line_in(text: str) -> Line:
    try:
        _, parameters, value = Contentline(text[:LINE_LIMIT]).parts()  # type: ignore[no-untyped-call]
    except (ValueError, AssertionError) as wrong:
        raise Unusable(BROKEN) from wrong
    names = {str(name).upper(): value_of(given) for name, given in parameters.items()}
    return Line(str(value), names)


def value_of(given: object) -> str:
    return ",".join(map(str, given)) if isinstance(given, list) else str(given)
