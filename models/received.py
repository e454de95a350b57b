"""Mail that came in: each message once, with what it was and what came of it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import SECRET, Base, now
from models.meeting import Meeting
from models.person import Person


class ReceivedKind(StrEnum):
    """What a message turned out to be. What is `unplaced` waits for a person to read it."""

    REPLY = "reply"
    BOUNCE = "bounce"
    AUTOMATIC = "automatic"
    UNPLACED = "unplaced"


class Received(Base):
    """`outcome` says in words what was done, or why nothing was."""

    __tablename__ = "received"

    message_id: Mapped[str] = mapped_column(String(250), unique=True)
    kind: Mapped[ReceivedKind]
    outcome: Mapped[str] = mapped_column(Text)
    sender: Mapped[str] = mapped_column(String(254), default="")
    subject: Mapped[str] = mapped_column(String(300), default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    stamp: Mapped[datetime | None]
    """When the reply was given, as its calendar program says."""
    raw: Mapped[str | None] = mapped_column(Text, info=SECRET)
    """The whole of it, of what nobody could place."""
    at: Mapped[datetime] = mapped_column(default=now)

    person: Mapped[Person | None] = relationship()
    meeting: Mapped[Meeting | None] = relationship()
