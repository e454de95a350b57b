"""The minutes: blocks with a version each, remarks of members, and the editions that were approved."""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.agenda import AgendaItem
from models.audience import Audience
from models.base import UNTRACED, Base, Versioned, now, within
from models.organisation import Organisation
from models.person import Person
from models.workgroup import Workgroup

if TYPE_CHECKING:
    from models.meeting import Meeting


class MinutesState(StrEnum):
    """`draft → circulated → revised → approved → published`, apart from the life of the meeting."""

    DRAFT = "draft"
    CIRCULATED = "circulated"
    REVISED = "revised"
    APPROVED = "approved"
    PUBLISHED = "published"


class Minutes(Versioned, Base):
    """The minutes of one meeting. They are approved in a later one."""

    __tablename__ = "minutes"
    __table_args__ = (within("meeting", "meeting_id"), UniqueConstraint("workgroup_id", "id"))

    workgroup_id: Mapped[int] = mapped_column(ForeignKey("workgroup.id"))
    meeting_id: Mapped[int] = mapped_column(unique=True)
    state: Mapped[MinutesState] = mapped_column(default=MinutesState.DRAFT)
    remarks_until: Mapped[date | None]

    workgroup: Mapped[Workgroup] = relationship()
    meeting: Mapped["Meeting"] = relationship(primaryjoin="foreign(Minutes.meeting_id) == Meeting.id")

    @property
    def number(self) -> str:
        """Its place in the addresses: that of its meeting."""
        return self.meeting.number

    def __str__(self) -> str:
        return str(self.meeting)


class Part(StrEnum):
    """Which piece of the minutes a block is."""

    OPENING = "opening"
    ITEM = "item"
    CLOSING = "closing"


class MinuteBlock(Versioned, Base):
    """One block of text. Two people in one block see base, theirs and mine; two blocks never collide."""

    __tablename__ = "minute"
    HANGS_ON = ("item",)
    __table_args__ = (
        within("minutes", "minutes_id"),
        within("agenda_item", "item_id"),
        UniqueConstraint("workgroup_id", "id"),
        UniqueConstraint("minutes_id", "part", "item_id"),
        CheckConstraint("(part = 'item') = (item_id IS NOT NULL)", name="item_of_an_item"),
    )

    workgroup_id: Mapped[int] = mapped_column(ForeignKey("workgroup.id"))
    minutes_id: Mapped[int] = mapped_column(index=True)
    part: Mapped[Part]
    item_id: Mapped[int | None] = mapped_column(index=True)
    text: Mapped[str] = mapped_column(Text, default="")
    html: Mapped[str] = mapped_column(Text, default="", info=UNTRACED)
    sanitiser: Mapped[int] = mapped_column(default=0, info=UNTRACED)
    audience: Mapped[Audience] = mapped_column(default=Audience.PARTNERS)

    workgroup: Mapped[Workgroup] = relationship()
    minutes: Mapped[Minutes] = relationship(primaryjoin="foreign(MinuteBlock.minutes_id) == Minutes.id")
    item: Mapped[AgendaItem | None] = relationship(primaryjoin="foreign(MinuteBlock.item_id) == AgendaItem.id")


class MinuteRevision(Base):
    """A block as somebody saved it, signs for actions and decisions included. Nothing typed is thrown away."""

    __tablename__ = "minute_revision"
    __table_args__ = (within("minute", "minute_id"), UniqueConstraint("minute_id", "n"))

    workgroup_id: Mapped[int] = mapped_column(ForeignKey("workgroup.id"))
    minute_id: Mapped[int]
    n: Mapped[int]
    """The version of the block that this became."""
    text: Mapped[str] = mapped_column(Text)
    typed: Mapped[str | None] = mapped_column(Text)
    """What was typed, where signs were taken out of it or somebody else's text was merged in."""
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(default=now)


class Remark(Versioned, Base):
    """What a member says about a block before the minutes are approved, and what was done with it."""

    __tablename__ = "remark"
    __table_args__ = (
        within("minutes", "minutes_id"),
        within("minute", "minute_id"),
        CheckConstraint("(resolution IS NULL) = (accepted IS NULL)", name="resolved_with_words"),
    )

    workgroup_id: Mapped[int] = mapped_column(ForeignKey("workgroup.id"))
    minutes_id: Mapped[int] = mapped_column(index=True)
    minute_id: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(default=now)
    accepted: Mapped[bool | None]
    resolution: Mapped[str | None] = mapped_column(Text)
    audience: Mapped[Audience] = mapped_column(default=Audience.MEMBERS)

    workgroup: Mapped[Workgroup] = relationship()
    person: Mapped[Person] = relationship()
    organisation: Mapped[Organisation] = relationship()
    minutes: Mapped[Minutes] = relationship(primaryjoin="foreign(Remark.minutes_id) == Minutes.id")


class Edition(Base):
    """Minutes as they were approved: the text of that moment under its SHA-256, linked to the edition before."""

    __tablename__ = "edition"
    __table_args__ = (within("minutes", "minutes_id"), UniqueConstraint("minutes_id", "n"))

    workgroup_id: Mapped[int] = mapped_column(ForeignKey("workgroup.id"))
    minutes_id: Mapped[int]
    n: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=now)
    approved_in_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"))
    """The later meeting that approved them; empty when nobody objected before the announced day."""
    reason: Mapped[str] = mapped_column(Text, default="")
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    previous: Mapped[str] = mapped_column(String(64), default="")
    content: Mapped[dict[str, Any]]

    minutes: Mapped[Minutes] = relationship(primaryjoin="foreign(Edition.minutes_id) == Minutes.id")
    approved_in: Mapped["Meeting | None"] = relationship(foreign_keys=[approved_in_id])
