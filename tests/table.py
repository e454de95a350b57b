"""A table that is laid: meetings of a workgroup in every state, made by the commands that people use.

`word` stands in front of everything that is written, so that a test can look for it where it should not be.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import (
    Action,
    AgendaItem,
    Claim,
    Contradiction,
    Decision,
    Disposition,
    Edition,
    Meeting,
    MinuteBlock,
    Minutes,
    Person,
    Presence,
    Remark,
    Series,
    Workgroup,
)
from workflows import agenda, attendance, meeting, minutes, roll
from workflows import series as standing
from workflows.clock import today

ITEM = {
    "purpose": "discuss", "item_type": "discussion", "planned_minutes": 10, "presenting": None, "presenter": "",
    "audience": "partners", "proposal": "", "text_follows": False,
}  # fmt: skip


@dataclass
class Table:
    """Who lays it, for which workgroup, and what stands on it."""

    session: Session
    do: Callable[..., Any]
    group: Workgroup
    by: Person
    word: str = ""
    meetings: dict[str, Meeting] = field(default_factory=dict)

    @property
    def series(self) -> Series:
        return self.session.scalars(select(Series).where(Series.workgroup_id == self.group.id, Series.main)).one()

    def plan(self, day: date, **more: Any) -> Meeting:
        inputs = {
            "series": self.series, "title": "", "held_on": day, "starts": time(9, 30), "ends": time(12),
            "place": f"{self.word}zaal", "link": None, **more,
        }  # fmt: skip
        made: Meeting = self.do(meeting.PLAN, self.group, by=self.by, **inputs)
        return made

    def step(self, of: Any, name: str, **inputs: Any) -> Any:
        procedure = minutes.procedure if isinstance(of, Minutes) else meeting.procedure
        return self.do(procedure.step(name), of, by=self.by, **inputs)

    def add(self, to: Meeting, title: str, **more: Any) -> AgendaItem:
        given = typed({**ITEM, **more})
        made: AgendaItem = self.do(agenda.ADD, to, by=self.by, title=title, **given)
        return made

    def stand(self, title: str) -> None:
        """From now on it stands on every new agenda."""
        names = ("item_type", "purpose", "audience", "planned_minutes")
        given = {name: value for name, value in typed(ITEM).items() if name in names}
        self.do(standing.ADD_STANDING, self.series, by=self.by, title=title, **given)

    def resolve(self, remark: Remark) -> None:
        self.do(minutes.RESOLVE, remark, by=self.by, accepted=True, resolution="aangepast")

    def items(self, of: Meeting) -> list[AgendaItem]:
        self.session.rollback()
        return agenda.items_of(self.session, of)

    def block(self, item: AgendaItem) -> MinuteBlock:
        return self.session.scalars(select(MinuteBlock).where(MinuteBlock.item_id == item.id)).one()

    def minutes(self, of: Meeting) -> Minutes:
        return self.session.scalars(select(Minutes).where(Minutes.meeting_id == of.id)).one()

    def write(self, item: AgendaItem, text: str, by: Person | None = None) -> MinuteBlock:
        block = self.block(item)
        saved: MinuteBlock = self.do(minutes.SAVE, block, by=by or self.by, written=text, base=block.version)
        return saved

    def dispose(self, item: AgendaItem, how: Disposition = Disposition.DISCUSSED) -> None:
        self.do(agenda.DISPOSE, item, by=self.by, disposition=how)

    def everybody_there(self, of: Meeting) -> None:
        lines = [
            attendance.Line(one.id, Presence.PRESENT) for one in roll.voters_on(self.session, self.group.id, of.held_on)
        ]
        self.do(attendance.RECORD, of, by=self.by, lines=lines)

    def open(self, of: Meeting) -> Meeting:
        """From planned to running."""
        self.step(of, "convene")
        self.step(of, "start")
        return of

    def open_with(self, day: date, title: str) -> Meeting:
        """A running meeting with one item of its own, after what the agenda put there itself."""
        meeting_ = self.plan(day)
        self.add(meeting_, title)
        return self.open(meeting_)

    def close(self, of: Meeting) -> Meeting:
        """Everything that was not ended is discussed, everybody was there, and the meeting is held."""
        for item in self.items(of):
            if item.disposition is None:
                self.dispose(item)
        self.everybody_there(of)
        self.step(of, "close")
        return of

    def one(self, model: Any, *conditions: Any) -> Any:
        self.session.rollback()
        found = self.session.scalars(select(model).where(model.workgroup_id == self.group.id, *conditions))
        return found.first()


def typed(given: dict[str, Any]) -> dict[str, Any]:
    """Codes as the members of their enumerations."""
    from models import Audience, ItemType, Purpose

    kinds = {"purpose": Purpose, "item_type": ItemType, "audience": Audience}
    return {name: kinds[name](value) if name in kinds else value for name, value in given.items()}


def lay(table: Table, remarks_by: Person) -> Table:
    """A meeting whose minutes are approved, one whose minutes go round, one that runs, one convened, one planned."""
    w, now_ = table.word, today()
    table.stand(f"{w}vastpunt")
    first = held(table, now_ - timedelta(days=90), "eerste")
    second = table.plan(now_ - timedelta(days=45))
    table.open(second)
    table.step(table.minutes(first), "circulate", remarks_until=None)
    table.step(table.minutes(first), "approve", meeting=second)
    item = table.add(second, f"{w}puntinverslag", proposal=f"{w}voorstel")
    table.write(item, f"{w}verslagtekst\n= {w}beslissing twee\n! {remarks_by.organisation.name}: {w}afspraak twee")
    table.close(second)
    table.step(table.minutes(second), "circulate", remarks_until=None)
    table.do(minutes.REMARK, table.block(item), by=remarks_by, text=f"{w}opmerking")
    running = table.plan(now_)
    table.open(running)
    item = table.add(running, f"{w}puntbezig")
    table.write(item, f"{w}bezigtekst\n= {w}ontwerpbeslissing\n! {remarks_by.organisation.name}: {w}afspraak drie")
    convened = table.plan(now_ + timedelta(days=45))
    table.step(convened, "convene")
    table.add(convened, f"{w}puntlater")
    planned = table.plan(now_ + timedelta(days=90))
    item = table.add(planned, f"{w}puntgeschrapt")
    table.do(agenda.DROP, item, by=table.by, reason=f"{w}geschrapt")
    table.add(planned, f"{w}puntgepland")
    table.meetings = {
        "approved": first, "circulated": second, "running": running, "convened": convened, "planned": planned,
    }  # fmt: skip
    return table


def held(table: Table, day: date, name: str) -> Meeting:
    meeting_ = table.open(table.plan(day))
    item = table.add(meeting_, f"{table.word}punt{name}")
    table.write(item, f"{table.word}tekst{name}\n= {table.word}beslissing een")
    return table.close(meeting_)


def contradiction(table: Table) -> Contradiction:
    """What documents say differently, as the loader of history makes it."""
    row = Contradiction(workgroup_id=table.group.id, subject="Wanneer", choice="de oudste")
    table.session.add(row)
    table.session.flush()
    for value in ("2014", "2015"):
        table.session.add(Claim(workgroup_id=table.group.id, contradiction_id=row.id, value=value))
    table.session.commit()
    return row


ROWS = (Meeting, AgendaItem, MinuteBlock, Remark, Decision, Action, Edition, Contradiction, Series)
"""The kinds of row with an address of their own."""
