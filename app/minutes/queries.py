"""What the pages of minutes read."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, not_, select, union_all
from sqlalchemy.orm import joinedload

from app import opened
from app.extensions import one_or_404, session
from app.loading import WITH_OWNERS
from app.table.seen import Shown
from models import (
    Action,
    AgendaItem,
    Decision,
    Edition,
    Meeting,
    MeetingState,
    MinuteBlock,
    MinuteRevision,
    Minutes,
    Part,
    Person,
    Remark,
    Round,
)
from workflows.visibility import seen_by


def minutes(of: Meeting) -> Minutes:
    found: Minutes = one_or_404(
        select(Minutes).where(Minutes.meeting_id == of.id).options(joinedload(Minutes.workgroup))
    )
    return found


def block(of: Meeting, person: Person, block_id: int) -> MinuteBlock:
    """A block of the minutes of this meeting, with its item, or 404."""
    found: MinuteBlock = one_or_404(
        select(MinuteBlock)
        .join(Minutes, Minutes.id == MinuteBlock.minutes_id)
        .where(Minutes.meeting_id == of.id, MinuteBlock.id == block_id, seen_by(person, MinuteBlock))
        .options(joinedload(MinuteBlock.item), joinedload(MinuteBlock.workgroup), joinedload(MinuteBlock.minutes))
    )
    return found


@dataclass(frozen=True)
class CameOf:
    """What came of one block."""

    item_id: int | None
    decisions: list[Decision]
    actions: list[Action]
    rounds: list[Shown]


def came_of(meeting: Meeting, block: MinuteBlock, person: Person) -> CameOf:
    """The decisions, actions and rounds of the item of this block; those of no item stand with the closing."""
    if block.part is Part.OPENING:
        return CameOf(None, [], [], [])
    of_item = Decision.item_id == block.item_id if block.item_id else Decision.item_id.is_(None)
    taken = select(Decision).where(Decision.meeting_id == meeting.id, of_item, seen_by(person, Decision))
    of_item = Action.item_id == block.item_id if block.item_id else Action.item_id.is_(None)
    agreed = select(Action).where(Action.meeting_id == meeting.id, of_item, seen_by(person, Action))
    return CameOf(
        block.item_id,
        list(session().scalars(taken.order_by(Decision.id))),
        list(session().scalars(agreed.options(*WITH_OWNERS).order_by(Action.id))),
        rounds_of(block, person),
    )


def rounds_of(block: MinuteBlock, person: Person) -> list[Shown]:
    """The rounds about the item of this block, as the meeting shows them."""
    items = select(AgendaItem).where(AgendaItem.id == block.item_id, seen_by(person, AgendaItem))
    return [one for shown in opened.rounds_of(session().scalars(items), person).values() for one in shown]


def revisions(of: MinuteBlock, person: Person) -> "Select[MinuteRevision]":
    return (
        select(MinuteRevision)
        .where(MinuteRevision.minute_id == of.id, seen_by(person, MinuteRevision))
        .order_by(MinuteRevision.id.desc())
    )


def remark(of: Meeting, person: Person, remark_id: int) -> Remark:
    """A remark on the minutes of this meeting, or 404."""
    found: Remark = one_or_404(
        select(Remark)
        .join(Minutes, Minutes.id == Remark.minutes_id)
        .where(Minutes.meeting_id == of.id, Remark.id == remark_id, seen_by(person, Remark))
        .options(joinedload(Remark.workgroup), joinedload(Remark.person), joinedload(Remark.organisation))
    )
    return found


def later_meetings(of: Meeting, person: Person) -> Iterable[Meeting]:
    """The meetings that can have approved the minutes of this one."""
    return session().scalars(
        select(Meeting)
        .where(
            Meeting.workgroup_id == of.workgroup_id, Meeting.held_on > of.held_on, seen_by(person, Meeting),
            Meeting.state.in_([MeetingState.RUNNING, MeetingState.HELD]),
        )
        .order_by(Meeting.held_on)
    )  # fmt: skip


def edition(of: Meeting, person: Person, n: int) -> Edition:
    """An approved edition of these minutes, or 404."""
    found: Edition = one_or_404(
        select(Edition)
        .join(Minutes, Minutes.id == Edition.minutes_id)
        .where(Minutes.meeting_id == of.id, Edition.n == n, seen_by(person, Edition))
        .options(joinedload(Edition.approved_in))
    )
    return found


def narrowed_since(of: Meeting, person: Person) -> set[str]:
    """What an edition says that is not for her any more: titles, decisions, agreements and questions as they read.

    An edition is frozen, so it says of each for whom it was meant when it was approved.
    """
    said: list[Select[Any]] = [
        select(AgendaItem.title).where(AgendaItem.meeting_id == of.id, not_(seen_by(person, AgendaItem))),
        select(Decision.text).where(Decision.meeting_id == of.id, not_(seen_by(person, Decision))),
        select(Action.text).where(Action.meeting_id == of.id, not_(seen_by(person, Action))),
    ]
    items = select(AgendaItem.id).where(AgendaItem.meeting_id == of.id)
    said.append(select(Round.question).where(Round.item_id.in_(items), not_(seen_by(person, Round))))
    return set(session().scalars(union_all(*said)))
