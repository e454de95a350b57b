"""A meeting opened: its items with their text, what came of them, who was there. Pages and papers read the same."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import contains_eager, joinedload, raiseload

from app import attached
from app.extensions import session
from app.loading import WITH_OWNERS
from app.table import seen
from app.table.seen import Shown
from models import (
    Action,
    AgendaItem,
    Attendance,
    Decision,
    Document,
    Edition,
    Meeting,
    MinuteBlock,
    Minutes,
    Organisation,
    Part,
    Person,
    Remark,
    Round,
    RoundState,
)
from workflows.visibility import seen_by


@dataclass
class Sheet:
    """Everything of one item, as the page draws it."""

    item: AgendaItem | None
    block: MinuteBlock | None
    actions: list[Action] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    rounds: list[Shown] = field(default_factory=list)
    files: list[Document] = field(default_factory=list)

    @property
    def item_id(self) -> int | None:
        return self.item.id if self.item else None


@dataclass
class Book:
    """A meeting opened: its items with their text, what came of them, and the frame around."""

    minutes: Minutes
    opening: Sheet
    sheets: list[Sheet]
    closing: Sheet
    dropped: list[AgendaItem]


def book(meeting: Meeting, person: Person) -> Book:
    """In eleven questions at most, however long the agenda is."""
    minutes = session().scalars(select(Minutes).where(Minutes.meeting_id == meeting.id)).one()
    rows = session().scalars(items(meeting, person)).all()
    blocks = {block.item_id or block.part: block for block in blocks_of(minutes, person)}
    actions, decisions, remarks = gathered(meeting, minutes, person)
    rounds = rounds_of(rows, person)
    on_items, on_blocks = attached.to_a_meeting(meeting, minutes, person)

    def sheet(item: AgendaItem | None, block: MinuteBlock | None) -> Sheet:
        """What belongs to no item stands with the closing."""
        key, ours = item.id if item else None, item is not None or (block is not None and block.part is Part.CLOSING)
        said = remarks[block.id] if block else []
        files = [*(on_items[item.id] if item else ()), *(on_blocks[block.id] if block else ())]
        if not ours:
            return Sheet(item, block, remarks=said, files=files)
        asked = rounds[item.id] if item else []
        return Sheet(item, block, actions[key], decisions[key], said, asked, files)

    return Book(
        minutes=minutes,
        opening=sheet(None, blocks.get(Part.OPENING)),
        sheets=[sheet(item, blocks.get(item.id)) for item in rows if item.dropped_because is None],
        closing=sheet(None, blocks.get(Part.CLOSING)),
        dropped=[item for item in rows if item.dropped_because is not None],
    )


def items(meeting: Meeting, person: Person) -> "Select[AgendaItem]":
    return (
        select(AgendaItem)
        .where(AgendaItem.meeting_id == meeting.id, seen_by(person, AgendaItem))
        .options(
            joinedload(AgendaItem.presenting),
            joinedload(AgendaItem.carried_from).joinedload(AgendaItem.meeting),
            joinedload(AgendaItem.follows).joinedload(Action.meeting),
            joinedload(AgendaItem.subgroup),
            joinedload(AgendaItem.dossier),
            joinedload(AgendaItem.about).joinedload(Minutes.meeting),
        )
        .order_by(AgendaItem.position, AgendaItem.id)
    )


def rounds_of(items: Iterable[AgendaItem], person: Person) -> dict[int, list[Shown]]:
    """By item: the rounds that were started from it, that it is about, or that follow up its agreement."""
    found: dict[int, list[Shown]] = defaultdict(list)
    items = list(items)
    rows = (
        session()
        .scalars(
            select(Round)
            .where(
                or_(
                    Round.item_id.in_([one.id for one in items]),
                    Round.id.in_([one.asks_id for one in items if one.asks_id]),
                    Round.action_id.in_([one.follows_id for one in items if one.follows_id]),
                ),
                Round.state != RoundState.CANCELLED,
                seen_by(person, Round),
            )
            .options(joinedload(Round.due_meeting), joinedload(Round.workgroup))
            .order_by(Round.id)
        )
        .all()
    )
    for one in seen.shown(rows, person):
        for item in items:
            if (
                item.id == one.round.item_id
                or item.asks_id == one.round.id
                or (item.follows_id and item.follows_id == one.round.action_id)
            ):
                found[item.id].append(one)
    return found


def blocks_of(minutes: Minutes, person: Person) -> Iterable[MinuteBlock]:
    return session().scalars(
        select(MinuteBlock)
        .where(MinuteBlock.minutes_id == minutes.id, seen_by(person, MinuteBlock))
        .options(raiseload("*"))
    )


def gathered(meeting: Meeting, minutes: Minutes, person: Person) -> tuple[Any, Any, Any]:
    """Actions and decisions by item, remarks by block."""
    actions, decisions, remarks = defaultdict(list), defaultdict(list), defaultdict(list)
    query = select(Action).where(Action.meeting_id == meeting.id, seen_by(person, Action)).order_by(Action.id)
    for action in session().scalars(query.options(*WITH_OWNERS)):
        actions[action.item_id].append(action)
    taken = select(Decision).where(Decision.meeting_id == meeting.id, seen_by(person, Decision)).order_by(Decision.id)
    for decision in session().scalars(taken.options(raiseload("*"))):
        decisions[decision.item_id].append(decision)
    made = select(Remark).where(Remark.minutes_id == minutes.id, seen_by(person, Remark)).order_by(Remark.id)
    for remark in session().scalars(made.options(joinedload(Remark.person), joinedload(Remark.organisation))):
        remarks[remark.minute_id].append(remark)
    return actions, decisions, remarks


def attendances(meeting: Meeting, person: Person) -> dict[int, Attendance]:
    """By organisation."""
    query = (
        select(Attendance)
        .join(Attendance.organisation)
        .where(Attendance.meeting_id == meeting.id, seen_by(person, Attendance))
        .options(contains_eager(Attendance.organisation))
        .order_by(Organisation.name)
    )
    return {row.organisation_id: row for row in session().scalars(query)}


def editions(minutes: Minutes, person: Person) -> "Select[Edition]":
    return (
        select(Edition)
        .where(Edition.minutes_id == minutes.id, seen_by(person, Edition))
        .options(joinedload(Edition.approved_in))
        .order_by(Edition.n.desc())
    )
