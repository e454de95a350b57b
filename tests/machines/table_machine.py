"""What every machine shares: a table of its own, meetings to choose from, commands that may be refused."""

from contextlib import suppress
from datetime import date, timedelta
from typing import Any, ClassVar

from hypothesis.stateful import RuleBasedStateMachine
from sqlalchemy import select

from models import AgendaItem, Meeting, MeetingState, Person
from tests.table import Table
from workflows.clock import today
from workflows.refusals import Refused


class AtTheTable(RuleBasedStateMachine):
    """A coordinator who tries anything; refusals are part of the game, other errors are not."""

    open_table: ClassVar[Any]
    table: Table
    cast: Any

    def __init__(self) -> None:
        super().__init__()
        self.opened = type(self).open_table()
        self.table, self.cast = self.opened.__enter__()
        self.days = 0

    def teardown(self) -> None:
        self.opened.__exit__(None, None, None)

    @property
    def els(self) -> Person:
        found: Person = self.cast.els
        return found

    def next_day(self) -> date:
        self.days += 7
        return today() + timedelta(days=self.days)

    def attempt(self, work: Any, *args: Any, **inputs: Any) -> Any:
        """What came of it, or None when it was refused."""
        with suppress(Refused):
            return work(*args, **inputs)
        self.table.session.rollback()
        return None

    def meetings(self, *states: MeetingState) -> list[Meeting]:
        self.table.session.rollback()
        self.table.session.expire_all()
        query = select(Meeting).where(Meeting.workgroup_id == self.table.group.id).order_by(Meeting.held_on, Meeting.id)
        return list(self.table.session.scalars(query.where(Meeting.state.in_(states)) if states else query))

    def first(self, *states: MeetingState) -> Meeting | None:
        return next(iter(self.meetings(*states)), None)

    def all_items(self) -> list[AgendaItem]:
        return list(self.table.session.scalars(select(AgendaItem).order_by(AgendaItem.id)))
