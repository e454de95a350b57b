"""What is at the table of a running meeting: for a page that follows it, and for the screen in the room."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

from app import opened
from app.extensions import session
from app.meetings import queries
from app.table.seen import Shown
from models import AgendaItem, Meeting, Person, RoundState

ENDED = (RoundState.CLOSED, RoundState.CERTIFIED)


@dataclass(frozen=True)
class Running:
    """The items that she sees, which of them is at the table, and its rounds."""

    items: Sequence[AgendaItem]
    rounds: Sequence[Shown]

    @property
    def at(self) -> int | None:
        """Which item runs, as a number from 1."""
        return next((nth for nth, item in enumerate(self.items, start=1) if item.running_since), None)

    @property
    def item(self) -> AgendaItem | None:
        return self.items[self.at - 1] if self.at else None

    @property
    def next(self) -> AgendaItem | None:
        """The item that comes after it."""
        return self.items[self.at] if self.at and self.at < len(self.items) else None

    @property
    def open(self) -> Shown | None:
        """The round that is put to the table now."""
        return next((one for one in self.rounds if one.round.state is RoundState.OPEN), None)

    @property
    def last(self) -> Shown | None:
        """The open round, else the one that ended last: its result stays in sight while it is spoken about."""
        ended = [one for one in self.rounds if one.round.state in ENDED and not one.round.recorded]
        return self.open or next(reversed(ended), None)

    @property
    def spent(self) -> int:
        return round(sum(item.spent_seconds for item in self.items) / 60)

    @property
    def planned(self) -> int:
        return sum(item.planned_minutes or 0 for item in self.items)

    @property
    def mark(self) -> str:
        """Another one when an item was added, ended or changed: then a page that follows asks for its agenda anew."""
        return f"{crc32(repr([(item.id, item.version) for item in self.items]).encode()):08x}"


def of_a_book(book: opened.Book) -> Running:
    """Of what was read already."""
    sheets = [sheet for sheet in book.sheets if sheet.item]
    rounds = [shown for sheet in sheets if sheet.item and sheet.item.running_since for shown in sheet.rounds]
    return Running([sheet.item for sheet in sheets if sheet.item], rounds)


def of(meeting: Meeting, person: Person) -> Running:
    """In four questions, however long the agenda is."""
    items = [one for one in session().scalars(opened.items(meeting, person)) if one.dropped_because is None]
    running = [one for one in items if one.running_since]
    return Running(items, opened.rounds_of(running, person)[running[0].id] if running else [])


def for_the_room(meeting: Meeting, person: Person) -> dict[str, Any]:
    """What may stand on the wall, whoever projects it: of what only the secretariat reads, not even the title."""
    whole = of(meeting, person)
    open_to_all = queries.for_the_room(meeting, [one.round.id for one in whole.rounds])
    items = [one for one in whole.items if ("item", one.id) in open_to_all]
    rounds = [one for one in whole.rounds if ("round", one.round.id) in open_to_all]
    shown = Running(items, rounds)
    return {"running": shown, "behind_closed_doors": bool(whole.at and not shown.at)}
