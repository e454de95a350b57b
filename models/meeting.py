"""A meeting: the clock of everything else. Deadlines point at it and move with it."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.audience import Audience
from models.base import UNTRACED, Base, Versioned, within
from models.organisation import Organisation
from models.series import Series
from models.workgroup import Workgroup


class MeetingState(StrEnum):
    """`proposed → planned → convened → running → held`, side exit `cancelled`; moving is a step, not a state."""

    PROPOSED = "proposed"
    PLANNED = "planned"
    CONVENED = "convened"
    RUNNING = "running"
    HELD = "held"
    CANCELLED = "cancelled"


class Meeting(Versioned, Base):
    """`number` is its permanent address in the workgroup: `2020-3`, or `workshop-2016-1` outside the main series."""

    __tablename__ = "meeting"
    __table_args__ = (
        within("series", "series_id"),
        UniqueConstraint("workgroup_id", "id"),
        UniqueConstraint("workgroup_id", "number"),
        UniqueConstraint("series_id", "year", "nth"),
        Index("ix_meeting_workgroup_id_state_held_on", "workgroup_id", "state", "held_on"),
        CheckConstraint("ends_at IS NULL OR (starts_at IS NOT NULL AND ends_at > starts_at)", name="ends_after_start"),
    )

    workgroup_id: Mapped[int] = mapped_column(ForeignKey("workgroup.id"))
    series_id: Mapped[int]
    year: Mapped[int]
    nth: Mapped[int]
    number: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(300))
    held_on: Mapped[date] = mapped_column(index=True)
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    place: Mapped[str] = mapped_column(String(300), default="")
    link: Mapped[str | None] = mapped_column(String(500))
    chair_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    host_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    """Who received the others: it counts as effort when a lead is chosen."""
    state: Mapped[MeetingState] = mapped_column(default=MeetingState.PROPOSED)
    recorded: Mapped[bool] = mapped_column(default=False)
    """Out of the recorded history: what its sources do not say stays "niet vastgelegd"."""
    uid: Mapped[str] = mapped_column(String(120), unique=True)
    sequence: Mapped[int] = mapped_column(default=0, info=UNTRACED)
    """The SEQUENCE of its calendar entry: one higher with every change that calendars follow, mailed or not."""

    workgroup: Mapped[Workgroup] = relationship()
    series: Mapped[Series] = relationship(primaryjoin="foreign(Meeting.series_id) == Series.id")
    chair: Mapped[Organisation | None] = relationship(foreign_keys=[chair_id])
    host: Mapped[Organisation | None] = relationship(foreign_keys=[host_id])

    def __str__(self) -> str:
        return self.title


class Reply(StrEnum):
    """Whether an organisation says it comes."""

    YES = "yes"
    NO = "no"
    DEPUTY = "deputy"
    UNSURE = "unsure"


class Presence(StrEnum):
    """Whether it was there."""

    PRESENT = "present"
    ONLINE = "online"
    EXCUSED = "excused"
    ABSENT = "absent"


class Attendance(Versioned, Base):
    """One organisation at one meeting. Who is no member may attend; it may not vote."""

    __tablename__ = "attendance"
    __table_args__ = (within("meeting", "meeting_id"), UniqueConstraint("meeting_id", "organisation_id"))

    workgroup_id: Mapped[int] = mapped_column(ForeignKey("workgroup.id"))
    meeting_id: Mapped[int]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    reply: Mapped[Reply | None]
    presence: Mapped[Presence | None]
    by_deputy: Mapped[bool] = mapped_column(default=False)
    arrived_late: Mapped[bool] = mapped_column(default=False)
    left_early: Mapped[bool] = mapped_column(default=False)
    remark: Mapped[str] = mapped_column(String(300), default="")

    workgroup: Mapped[Workgroup] = relationship()
    organisation: Mapped[Organisation] = relationship()
    meeting: Mapped[Meeting] = relationship(primaryjoin="foreign(Attendance.meeting_id) == Meeting.id")

    audience = Audience.PARTNERS
