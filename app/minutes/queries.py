"""What the pages of minutes read."""

from collections.abc import Iterable

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from app.extensions import one_or_404, session
from models import Edition, Meeting, MeetingState, MinuteBlock, MinuteRevision, Minutes, Person, Remark, Workgroup
from workflows.visibility import seen_by


def meeting(workgroup: Workgroup, person: Person, number: str) -> Meeting:
    """The meeting at this number, or 404."""
    found: Meeting = one_or_404(
        select(Meeting)
        .where(Meeting.workgroup_id == workgroup.id, Meeting.number == number, seen_by(person, Meeting))
        .options(joinedload(Meeting.workgroup))
    )
    return found


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
