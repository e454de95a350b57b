"""What a person wants in her mailbox, who reads it while she is away, and whether it takes mail at all."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, Versioned, now
from models.meeting import Meeting
from models.message import Delivery
from models.person import Person
from models.round import Round


class Mailbox(Versioned, Base):
    """One a person, made when it is first needed. How each reason reaches her: at once, in the overview, never."""

    __tablename__ = "mailbox"
    __table_args__ = (
        CheckConstraint("(away_from IS NULL) = (away_until IS NULL)", name="away_from_until"),
        CheckConstraint("away_until IS NULL OR away_until >= away_from", name="away_in_order"),
        CheckConstraint("deputy_id IS NULL OR deputy_id <> person_id", name="deputy_is_another"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    asked: Mapped[Delivery] = mapped_column(default=Delivery.AT_ONCE)
    meeting: Mapped[Delivery] = mapped_column(default=Delivery.AT_ONCE)
    yours: Mapped[Delivery] = mapped_column(default=Delivery.DIGEST)
    news: Mapped[Delivery] = mapped_column(default=Delivery.DIGEST)
    away_from: Mapped[date | None]
    away_until: Mapped[date | None]
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """Who gets what is asked of her while she is away."""
    refusals: Mapped[int] = mapped_column(default=0)
    """On how many days mail came back for good."""
    refused_at: Mapped[datetime | None]
    paused_at: Mapped[datetime | None]
    """Since when nothing is sent, because too many came back."""

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    deputy: Mapped[Person | None] = relationship(foreign_keys=[deputy_id])


class Mute(Base):
    """A round or a meeting of which she wants no more mail."""

    __tablename__ = "mute"
    __table_args__ = (
        CheckConstraint("(round_id IS NULL) <> (meeting_id IS NULL)", name="one_thing"),
        UniqueConstraint("person_id", "round_id"),
        UniqueConstraint("person_id", "meeting_id"),
        Index(None, "round_id"),
        Index(None, "meeting_id"),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    round_id: Mapped[int | None] = mapped_column(ForeignKey("round.id"))
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"))
    at: Mapped[datetime] = mapped_column(default=now)

    person: Mapped[Person] = relationship()
    round: Mapped[Round | None] = relationship()
    meeting: Mapped[Meeting | None] = relationship()
