"""What the bench looks at: a workgroup of a usual size, in an installation with so many rows around it.

The watched workgroup shows 50 rows on each of its lists whatever the size of the installation, as 50 meetings, 50
decisions and 50 open agreements are years of work; the other rows lie in the other workgroups. What a page costs
when everything lies in one workgroup is a question of its own: `CROWDED`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

import sqlalchemy as sa
from flask import Flask
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app import create_app
from app.demonstration import people
from app.extensions import alembic, db
from config import TestConfig
from models import (
    Action,
    ActionOwner,
    ActionState,
    AgendaItem,
    AuditEntry,
    AuditPayload,
    Base,
    Decision,
    DecisionState,
    Meeting,
    MeetingState,
    MinuteBlock,
    Minutes,
    MinutesState,
    Organisation,
    Part,
    Person,
    PersonState,
    Seat,
    SeatRole,
    Series,
    StepTaken,
    Workgroup,
)
from models.audit import Actor, Event, linked
from tests.asked import ask_everything
from tests.conftest import doer
from tests.table import Table
from workflows import membership
from workflows import minutes as minutes_
from workflows.clock import today

SHOWN, ITEMS, FIRST, AT_ONCE = 50, 12, 1_000_000, 2_000
"""Rows on a list, items on an agenda, the first key of a bulk row, rows in one INSERT."""
CROWDED, SECRET = "crowded", "bench-bench-bench-bench"
SENTENCE = "De steden kijken de cijfers van hun eigen gemeente na en melden wat er niet klopt"
NOTE = f"{SENTENCE}. Wie dat wil, krijgt hulp van het secretariaat.\n\nEr is *geen* haast bij, wel graag voor de zomer."
Rows = Iterator[dict[str, Any]]


def lay(url: str) -> None:
    """A migrated database with the recorded history, fifty seats, and meetings of twelve items in every state."""
    app = create_app(TestConfig(DATABASE_URL=url))
    with app.app_context():
        alembic.upgrade()
        people.load(db.session)
        group = watched(db.session)
        for nth in range(SHOWN - len(group_seats(db.session, group))):
            seat = {"name": f"Lezer {nth}", "email": f"lezer{nth}@example.invalid", "organisation": "Gent"}
            people.do(db.session, membership.SEAT_EXAMPLE, group, role=SeatRole.READER, **seat)
        lay_meetings(Table(db.session, doer(db.session), group, coordinator(db.session)))
        ask_everything(doer(db.session), group, coordinator(db.session), speaker(db.session))
        db.session.close()
        db.engine.dispose()


def watched(session: Session) -> Workgroup:
    return session.scalars(select(Workgroup).where(Workgroup.slug == "obmi")).one()


def coordinator(session: Session) -> Person:
    return session.scalars(select(Person).where(Person.email == "coordinator@example.invalid")).one()


def speaker(session: Session) -> Person:
    """Of a member, so that she may remark on minutes."""
    return session.scalars(select(Person).where(Person.email == "vertegenwoordiger-gnt@example.invalid")).one()


def group_seats(session: Session, group: Workgroup) -> list[Seat]:
    return list(session.scalars(select(Seat).where(Seat.workgroup_id == group.id, Seat.until.is_(None))))


def lay_meetings(table: Table) -> None:
    """One approved, one whose minutes go round, one that runs, one convened, one planned: 12 items on each."""
    day = today()
    first = twelve(table, day - timedelta(days=90))
    table.open(first)
    speak(table, first)
    table.close(first)
    second = twelve(table, day - timedelta(days=45))
    table.open(second)
    table.step(table.minutes(first), "circulate", remarks_until=None)
    table.step(table.minutes(first), "approve", meeting=second)
    speak(table, second)
    table.close(second)
    table.step(table.minutes(second), "circulate", remarks_until=None)
    table.do(minutes_.REMARK, table.block(table.items(second)[0]), by=speaker(table.session), text=SENTENCE)
    running = table.open(twelve(table, day))
    speak(table, running)
    table.step(twelve(table, day + timedelta(days=45)), "convene")
    twelve(table, day + timedelta(days=90))


def twelve(table: Table, day: date) -> Meeting:
    """A planned meeting with exactly twelve items: what its agenda put there itself, and by hand the rest."""
    meeting = table.plan(day, place="Gent")
    items = table.items(meeting)
    for item in items[ITEMS:]:
        table.session.delete(table.block(item))
        table.session.flush()
        table.session.delete(item)
    table.session.commit()
    for nth in range(len(items), ITEMS):
        table.add(meeting, f"Punt {nth + 1}: stand van de data-aanvraag {nth + 1}", proposal=NOTE)
    return meeting


def speak(table: Table, meeting: Meeting) -> None:
    """Every item has its minutes, a decision and an agreement."""
    for nth, item in enumerate(table.items(meeting)):
        table.write(item, f"{NOTE}\n= Beslissing {nth}: {SENTENCE}\n! Gent: {SENTENCE} ({nth})")


def fill(url: str, rows: int) -> None:
    """50 rows on every list of the watched workgroup, and `rows` meetings, items, decisions, agreements, steps and
    links of the trail in the whole installation."""
    app = create_app(TestConfig(DATABASE_URL=url))
    with app.app_context():
        Filling(db.session, rows).pour()
        db.session.commit()
        db.session.close()
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")
        db.engine.dispose()


@dataclass
class Place:
    """Where a bulk row lies: everything of one nth has the same place, so that keys point within a workgroup."""

    nth: int
    workgroup: int
    series: int

    @property
    def id(self) -> int:
        return FIRST + self.nth

    @property
    def day(self) -> date:
        return date(2000, 1, 1) + timedelta(days=self.nth % 9000)


class Filling:
    """Bulk rows of every kind, one after the other."""

    def __init__(self, session: Session, rows: int) -> None:
        self.session, self.rows = session, rows
        self.here, self.by = watched(session), coordinator(session)
        mine = select(Seat.workgroup_id).where(Seat.person_id == self.by.id)
        others = select(Series.workgroup_id, Series.id).where(Series.main, Series.workgroup_id.not_in(mine))
        self.others = [(row[0], row[1]) for row in session.execute(others.order_by(Series.workgroup_id))]
        main = select(Series.id).where(Series.main, Series.workgroup_id == self.here.id)
        self.own: tuple[int, int] = (self.here.id, session.scalars(main).one())
        self.organisations = session.scalars(select(Organisation.id).order_by(Organisation.id)).all()

    def pour(self) -> None:
        missing: dict[Any, int] = {
            model: SHOWN - self.count(model, *more)
            for model, *more in ((Meeting,), (Decision,), (Action, Action.state == ActionState.OPEN))
        }
        missing[ActionOwner] = missing[Action]
        self.crowd()
        for model, row in KINDS.items():
            shown = missing.get(model, missing[Meeting])
            self.put(model, (row(self, place) for place in self.places(max(0, shown))))
        self.trail()

    def count(self, model: Any, *conditions: Any) -> int:
        query = select(sa.func.count()).select_from(model).where(model.workgroup_id == self.here.id, *conditions)
        return self.session.scalar(query) or 0

    def crowd(self) -> None:
        """The first other workgroup gets half of all rows, and a reader of its own who looks at them."""
        group = self.session.get_one(Workgroup, self.others[0][0])
        place = self.session.scalars(select(Organisation).order_by(Organisation.id)).first()
        reader = Person(name="Reader", email=f"{CROWDED}@example.invalid", organisation=place, state=PersonState.ACTIVE)
        self.session.add_all(
            [reader, Seat(workgroup=group, person=reader, role=SeatRole.READER, since=date(2020, 1, 1))]
        )
        self.session.commit()

    def places(self, here: int) -> Iterator[Place]:
        """The first ones in the watched workgroup (as many as its list still misses), half of the others in one."""
        for nth in range(self.rows):
            if nth < SHOWN:
                if nth < here:
                    yield Place(nth, *self.own)
            else:
                spread = 0 if nth % 2 else (nth // 2) % len(self.others)
                yield Place(nth, *self.others[spread])

    def put(self, model: type[Base], rows: Rows) -> None:
        """In INSERTs of many rows, past the trail: this is no change that anybody made."""
        self.session.commit()
        connection = self.session.connection(execution_options={"writes": True})
        while some := list(islice(rows, AT_ONCE)):
            connection.execute(insert(model.__table__), some)  # type: ignore[arg-type]
        self.session.commit()

    def trail(self) -> None:
        """A real chain: every link commits to what it holds and to the link before."""
        last = self.session.execute(
            select(AuditEntry.id, AuditEntry.hash).order_by(AuditEntry.id.desc()).limit(1)
        ).one()
        made = self.links(last.id, last.hash)
        while some := list(islice(made, AT_ONCE)):
            self.put(AuditEntry, (entry for entry, _ in some))
            self.put(AuditPayload, (payload for _, payload in some))

    def links(self, seq: int, prev: str) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
        actor = Actor(self.by.id, self.by.organisation_id)
        for nth in range(max(0, self.rows - seq)):
            happened = Event("changed", "action", FIRST + nth, self.here.id, {"state": ["open", "done"], "nth": [0, 1]})
            entry, payload = linked(happened, actor, seq + nth + 1, prev)
            prev = entry["hash"]
            yield entry, payload


def meeting(of: Filling, at: Place) -> dict[str, Any]:
    starts = datetime(at.day.year, at.day.month, at.day.day, 9, 30, tzinfo=UTC)
    return {
        "id": at.id, "version": 1, "workgroup_id": at.workgroup, "series_id": at.series, "year": at.day.year,
        "nth": 1000 + at.nth, "number": f"b-{at.nth}", "title": f"Vergadering {at.nth} van de werkgroep",
        "held_on": at.day, "starts_at": starts, "ends_at": starts + timedelta(hours=2), "place": "Gent",
        "state": MeetingState.HELD, "uid": f"bench-{at.nth}",
    }  # fmt: skip


def minutes(of: Filling, at: Place) -> dict[str, Any]:
    return {
        "id": at.id, "version": 1, "workgroup_id": at.workgroup, "meeting_id": at.id, "state": MinutesState.APPROVED,
    }  # fmt: skip


def item(of: Filling, at: Place) -> dict[str, Any]:
    return {
        "id": at.id, "version": 1, "workgroup_id": at.workgroup, "meeting_id": at.id, "position": 1,
        "title": f"Punt {at.nth} van de agenda", "planned_minutes": 10,
    }  # fmt: skip


def block(of: Filling, at: Place) -> dict[str, Any]:
    return {
        "id": at.id, "version": 1, "workgroup_id": at.workgroup, "minutes_id": at.id, "part": Part.ITEM,
        "item_id": at.id, "text": NOTE, "html": f"<p>{NOTE}</p>",
    }  # fmt: skip


def decision(of: Filling, at: Place) -> dict[str, Any]:
    return {
        "id": at.id, "version": 1, "workgroup_id": at.workgroup, "meeting_id": at.id, "item_id": at.id,
        "year": at.day.year, "nth": 1000 + at.nth, "number": f"B-{at.day.year}-{1000 + at.nth}",
        "state": DecisionState.IN_FORCE, "text": f"{SENTENCE} ({at.nth})", "in_force_from": at.day,
    }  # fmt: skip


def action(of: Filling, at: Place) -> dict[str, Any]:
    return {
        "id": at.id, "version": 1, "workgroup_id": at.workgroup, "meeting_id": at.id, "item_id": at.id,
        "text": f"{SENTENCE} ({at.nth})", "due_on": at.day + timedelta(days=60),
    }  # fmt: skip


def owner(of: Filling, at: Place) -> dict[str, Any]:
    chosen = of.organisations[at.nth % len(of.organisations)]
    return {"id": at.id, "workgroup_id": at.workgroup, "action_id": at.id, "organisation_id": chosen}


def step(of: Filling, at: Place) -> dict[str, Any]:
    return {
        "id": at.id, "workgroup_id": at.workgroup, "of_meeting_id": at.id, "step": "close", "came_from": "running",
        "went_to": "held", "person_id": of.by.id, "organisation_id": of.by.organisation_id,
    }  # fmt: skip


KINDS: dict[Any, Callable[[Filling, Place], dict[str, Any]]] = {
    Meeting: meeting, Minutes: minutes, AgendaItem: item, MinuteBlock: block, Decision: decision, Action: action,
    ActionOwner: owner, StepTaken: step,
}  # fmt: skip
"""In the order in which they refer to each other."""


def app_on(url: str) -> Flask:
    """The application on this database, in this process; a visit opened here is one at the servers too."""
    return create_app(TestConfig(DATABASE_URL=url, SECRET_KEY=SECRET))
